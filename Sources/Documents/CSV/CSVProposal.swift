package import Domain

/// What the columns of a CSV file probably mean: for a person to check, never used unasked.
package struct CSVProposal {
  package private(set) var mapping: CSVMapping
  /// Header names nobody has a meaning for.
  package private(set) var unused: [String] = []
  private let dates: DateEvidence
  private let decimals: DecimalEvidence

  /// Nil where the file has no two rows with the same columns.
  package init?(_ file: [UInt8], name: some StringProtocol) {
    let bytes = file.asUTF8
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let sample = CSVProposal.sample(bytes, from: start) else { return nil }
    let folded = sample.header.map(CSVDialect.folded)
    var columns: [CSVColumn: String] = [:]
    var taken: Set<Int> = []
    // The better a name fits its column, the earlier it is given away.
    let ranks = Self.words.map(\.names.count).max() ?? 0
    for rank in 0..<ranks {
      for (column, names) in Self.words where columns[column] == nil && rank < names.count {
        guard let place = folded.firstIndex(of: names[rank]), !taken.contains(place),
          Self.fits(column, sample.rows.map { place < $0.count ? $0[place] : "" })
        else { continue }
        columns[column] = sample.header[place]
        taken.insert(place)
      }
    }
    unused = sample.header.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
      .filter { !$0.isEmpty }
    mapping = CSVMapping(name: String(name), columns: columns)
    var dates = DateEvidence()
    var decimals = DecimalEvidence()
    for (place, title) in sample.header.enumerated() where taken.contains(place) {
      guard let column = columns.first(where: { $0.value == title })?.key else { continue }
      for row in sample.rows where place < row.count {
        let value = Array(row[place].utf8)[...]
        if Self.dayColumns.contains(column) { dates.add(value) }
        if Self.amountColumns.contains(column) { decimals.add(value) }
      }
    }
    (self.dates, self.decimals) = (dates, decimals)
    mapping.dateOrder = dates.order
    mapping.decimalMark = decimals.mark
  }

  private static let dayColumns: Set<CSVColumn> = [.date, .due, .paidDate]
  private static let amountColumns: Set<CSVColumn> = [.amount, .open, .paidAmount]
  private static let rowMax = 1000

  /// The header and the rows below it: the first row as wide as the widest of the first ones.
  private static func sample(
    _ bytes: [UInt8], from start: Int
  ) -> (header: [String], rows: [[String]])? {
    var best: (header: [String], rows: [[String]])?
    for separator in CSVTable.separators {
      var scanner = CSVScanner(bytes, separator: separator, from: start)
      var fields: [CSVScanner.Field] = []
      var rows: [[String]] = []
      while rows.count < rowMax, scanner.next(into: &fields) != nil {
        rows.append(fields.map(scanner.text))
      }
      func filled(_ row: [String]) -> Int { row.count { !$0.isEmpty } }
      let width = rows.prefix(CSVTable.headerRowMax).map(filled).max() ?? 0
      guard width > 2, let top = rows.firstIndex(where: { filled($0) * 10 >= width * 7 }),
        top + 1 < rows.count, rows[top].count > best?.header.count ?? 0
      else { continue }
      best = (rows[top], Array(rows[(top + 1)...]))
    }
    return best
  }

  /// Whether most of a column's values are of the kind the column needs.
  private static func fits(_ column: CSVColumn, _ values: [String]) -> Bool {
    let given = values.filter { !$0.isEmpty }.map { Array($0.utf8)[...] }
    guard !given.isEmpty else { return true }
    let isDay = dayColumns.contains(column)
    guard isDay || amountColumns.contains(column) else { return true }
    let good = given.count { value in
      isDay
        ? [DateOrder.dayFirst, .monthFirst].contains {
          CSVLexis(order: $0, mark: .dot).day(value) != nil
        }
        : DecimalMark.allCases.contains { ExactDecimal(spreadsheet: value, $0) != nil }
    }
    return good * 2 > given.count
  }

  private static let words: [(column: CSVColumn, names: [String])] = {
    String(decoding: PackageResources.csv_words_tsv, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { line in
        let fields = line.split(separator: "\t")
        guard fields.count == 2, let column = CSVColumn(name: fields[0]) else {
          preconditionFailure("table of header words: \(line)")
        }
        return (column, fields[1].split(separator: " ").map(String.init))
      }
  }()

  /// The part of a `dunlin.yaml` that says it, with what a person still has to settle.
  package var yaml: String {
    var text = "# Proposed. Check each line, then put it into dunlin.yaml.\ncsv:\n"
    text += "  - name: \(Self.quoted(mapping.name))\n    columns:\n"
    for column in CSVColumn.allCases {
      if let title = mapping.columns[column] {
        text += "      \(column.name): \(Self.quoted(title))\n"
      }
    }
    for column in mapping.missing {
      text += "      # \(column.name): which column? It is needed.\n"
    }
    text +=
      mapping.dateOrder.map { "    date_order: \($0.rawValue)\n" }
      ?? "    # date_order: dmy or mdy? \(Self.doubt(dates.example, dates.readings))\n"
    text +=
      mapping.decimalMark.map { "    decimal: \($0.rawValue)\n" }
      ?? "    # decimal: dot or comma? \(Self.doubt(decimals.example, decimals.readings))\n"
    if !unused.isEmpty {
      text += "    # Not used: " + unused.map(Self.quoted).joined(separator: ", ") + "\n"
    }
    return text
  }

  private static func doubt(_ example: String, _ readings: String) -> String {
    example.isEmpty ? "The rows contradict each other." : "\(example.printable) reads \(readings)."
  }

  private static func quoted(_ text: String) -> String {
    let safe = text.printable.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(safe)\""
  }
}
