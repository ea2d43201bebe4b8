import Domain

/// The header and the first rows of a table whose dialect nobody knows.
struct TableSample {
  let header: [String]
  let rows: [[String]]

  private static let rowMax = 1000

  /// The first row as wide as the widest of the first ones, below titles and above its rows; nil
  /// if no row has two columns and a row below it.
  init?(_ bytes: [UInt8], from start: Int) {
    var best: TableSample?
    for separator in CSVTable.separators {
      var scanner = CSVScanner(bytes, separator: separator, from: start)
      var fields: [CSVScanner.Field] = []
      var rows: [[String]] = []
      while rows.count < Self.rowMax, scanner.next(into: &fields) != nil {
        rows.append(fields.map(scanner.text))
      }
      func filled(_ row: [String]) -> Int { row.count { !$0.isEmpty } }
      let width = rows.prefix(CSVTable.headerRowMax).map(filled).max() ?? 0
      guard width > 2, let top = rows.firstIndex(where: { filled($0) * 10 >= width * 7 }),
        top + 1 < rows.count, rows[top].count > best?.header.count ?? 0
      else { continue }
      best = TableSample(header: rows[top], rows: Array(rows[(top + 1)...]))
    }
    guard let best else { return nil }
    self = best
  }

  private init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }

  /// A table whose header is known.
  init(_ table: CSVTable) {
    var rows: [[String]] = []
    var copy = table
    while rows.count < Self.rowMax, copy.next() {
      rows.append(copy.fields.map(copy.scanner.text))
    }
    self.init(header: table.header, rows: rows)
  }

  /// The fields of a column that have anything in them.
  func values(_ place: Int) -> [String] {
    rows.compactMap { place < $0.count && !$0[place].isEmpty ? $0[place] : nil }
  }

  /// The amounts of a column row by row, with the decimal mark that the column proves; nil where a
  /// field is not an amount.
  func amounts(_ place: Int) -> [ExactDecimal?] {
    let numbers = rows.map { row in
      CurrencySign.split(Array((place < row.count ? row[place] : "").utf8)[...]).number
    }
    var evidence = DecimalEvidence()
    for number in numbers { evidence.add(number) }
    let mark = evidence.mark ?? .dot
    return numbers.map { ExactDecimal(spreadsheet: $0, mark) }
  }
}
