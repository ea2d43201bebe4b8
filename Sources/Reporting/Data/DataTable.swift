/// A result that is a header and rows: one source of its machine formats.
package struct DataTable: Sendable {
  /// Names in small letters, `_` between words.
  let header: [String]
  /// Each as wide as the header. Days are ISO, amounts plain decimals.
  let rows: [[String]]

  var csv: String { csvLine(header) + rows.map(csvLine).joined() }

  /// Tabs and line ends inside a field become spaces.
  var tsv: String {
    ([header] + rows).map { fields in
      fields.map { $0.split { $0 == "\t" || $0.isNewline }.joined(separator: " ") }
        .joined(separator: "\t") + "\n"
    }.joined()
  }

  /// An array of objects, the header's names their keys and every value a text.
  var json: JSONValue {
    .array(rows.map { row in .object(zip(header, row).map { ($0, .text($1)) }) })
  }
}
