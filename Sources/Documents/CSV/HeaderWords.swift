import Domain

/// What names of columns mean in lists and in banks' files, in several languages: the table
/// `csv-words.tsv`.
struct HeaderWords: Sendable {
  static let shared = HeaderWords()

  /// Columns with their folded names, by priority.
  let invoices: [(column: CSVColumn, names: [String])]
  let bank: [(column: CSVColumn, names: [String])]

  private init() {
    var invoices: [(column: CSVColumn, names: [String])] = []
    var bank: [(column: CSVColumn, names: [String])] = []
    let table = String(decoding: PackageResources.csv_words_tsv, as: UTF8.self)
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t")
      guard fields.count == 3, let column = CSVColumn(name: fields[1]) else {
        preconditionFailure("table of header words: \(line)")
      }
      let entry = (column, Self.folded(fields[2]))
      if fields[0] == "bank" { bank.append(entry) } else { invoices.append(entry) }
    }
    (self.invoices, self.bank) = (invoices, bank)
  }

  /// The names of a column in lists of invoices, by priority.
  func names(of column: CSVColumn) -> [String] {
    invoices.first { $0.column == column }?.names ?? []
  }

  /// Whether a title, as it is compared, is a name of a column in lists of invoices.
  func isName(_ key: String, of column: CSVColumn) -> Bool { names(of: column).contains(key) }

  /// Names between spaces, as titles are compared.
  static func folded(_ names: some StringProtocol) -> [String] {
    names.split { $0 == " " || $0 == "\n" }.map { FoldedText(String($0)).words.joined() }
  }

  /// A title as it is compared: without accents, spaces and marks, and without a currency that it
  /// names.
  static func key(_ title: String) -> String {
    if title.trimmingMarks == "#" { return "number" }
    var words = FoldedText(title).words
    if words.count > 1, CurrencySign.currency(inTitle: title) != nil,
      title.contains(where: \.isLetter)
    {
      let code = words.last.map { String($0).uppercased() }
      if code.flatMap({ Currency(code: $0) }) != nil { words.removeLast() }
      if words.last == "in" { words.removeLast() }
    }
    return words.joined()
  }
}

extension String {
  fileprivate var trimmingMarks: Substring {
    self[...].drop { $0 == " " || $0 == "*" }
  }
}
