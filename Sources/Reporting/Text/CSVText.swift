/// One line of CSV as RFC 4180 wants it, ended with LF.
///
/// A text that a spreadsheet would take for a formula is written as it is: figures of documents
/// must come out as they went in.
package func csvLine(_ fields: [String]) -> String {
  fields.map { field in
    let needsQuotes = field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    return needsQuotes
      ? "\""
        + field.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\"" : field
  }.joined(separator: ",") + "\n"
}
