import Domain

/// The shapes of banks' files that have no header: what stands in each field of every row.
struct HeaderlessShape {
  enum Field {
    case day, amount, text, currency, stamp
  }

  let dialect: CSVDialect
  let fields: [Field]
  /// A day, an amount and a text may be many things: only money that goes out makes it a bank's.
  private let needsOutgoing: Bool
  private let titles: [String]

  /// ELBA and other Austrian banks; ANZ. Shapes from public importers, 2026-11.
  static let known = [
    HeaderlessShape(
      "elba", "Raiffeisen ELBA", [.day, .text, .day, .amount, .currency, .stamp],
      ["booked", "text", "value", "amount", "currency", "stamp"], .dayFirst),
    HeaderlessShape(
      "anz", "ANZ", [.day, .amount, .text], ["booked", "amount", "text"], .dayFirst),
    HeaderlessShape(
      "wells-fargo", "Wells Fargo", [.day, .amount, .text, .text, .text],
      ["booked", "amount", "mark", "cheque", "text"], .monthFirst),
  ]

  private init(
    _ id: String, _ name: String, _ fields: [Field], _ titles: [String], _ order: DateOrder
  ) {
    var dialect = CSVDialect(id: id)
    (dialect.name, dialect.kind, dialect.dateOrder) = (name, .bank, order)
    for title in titles {
      if let column = CSVColumn(name: title) { dialect.columns[column] = [title] }
    }
    (self.dialect, self.fields, self.titles) = (dialect, fields, titles)
    needsOutgoing = fields.count < 4
  }

  /// The table of a file of which every one of the first rows has this shape.
  func table(_ bytes: [UInt8], from start: Int) -> CSVTable? {
    for separator in CSVTable.separators {
      var scanner = CSVScanner(bytes, separator: separator, from: start)
      var row: [CSVScanner.Field] = []
      var count = 0
      var hasOutgoing = false
      while count < CSVTable.headerRowMax, scanner.next(into: &row) != nil {
        guard fits(row.map(scanner.trimmed)) else {
          count = 0
          break
        }
        count += 1
        hasOutgoing = hasOutgoing || isOutgoing(row.map(scanner.trimmed))
      }
      while needsOutgoing, !hasOutgoing, count > 0, scanner.next(into: &row) != nil {
        hasOutgoing = isOutgoing(row.map(scanner.trimmed))
      }
      if count > 0, hasOutgoing || !needsOutgoing {
        return CSVTable(
          headerless: dialect, titles, CSVScanner(bytes, separator: separator, from: start))
      }
    }
    return nil
  }

  private func isOutgoing(_ row: [ArraySlice<UInt8>]) -> Bool {
    fields.firstIndex(of: .amount).map { $0 < row.count && row[$0].first == 0x2D } ?? false
  }

  private func fits(_ row: [ArraySlice<UInt8>]) -> Bool {
    row.count == fields.count
      && zip(row, fields).allSatisfy { bytes, field in
        switch field {
        case .day:
          [DateOrder.dayFirst, .monthFirst].contains { order in
            CSVLexis(order: order, mark: .dot).day(bytes) != nil
          }
        case .amount:
          !bytes.isEmpty
            && DecimalMark.allCases.contains { ExactDecimal(spreadsheet: bytes, $0) != nil }
        case .currency: Currency(code: String(decoding: bytes, as: UTF8.self)) != nil
        case .stamp: bytes.contains(0x3A)
        case .text: true
        }
      }
  }
}
