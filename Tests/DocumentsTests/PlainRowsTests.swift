import Domain
import Support
import Testing

@testable import Documents

/// Plain rows read apart beside the reading of every row as any row.
@Suite("PlainRows")
struct PlainRowsTests {
  /// What differs between the two readings of a file; nil if nothing does.
  private func difference(
    _ bytes: [UInt8], order: DateOrder? = nil, mark: DecimalMark? = nil
  ) -> String? {
    var reader = CSVReader(business: UBL.business, dateOrder: order, decimalMark: mark)
    let mine = reader.read(bytes)
    reader.hasPlainRows = false
    let other = reader.read(bytes)
    if "\(mine.faults)" != "\(other.faults)" { return "faults: \(mine.faults) \(other.faults)" }
    if "\(mine.refusals)" != "\(other.refusals)" { return "refusals differ" }
    guard mine.records.count == other.records.count else {
      return "\(mine.records.count) records, not \(other.records.count)"
    }
    for (a, b) in zip(mine.records, other.records) where a != b { return "\(a)\n\(b)" }
    return nil
  }

  /// How many documents of a file are held as rows.
  private func rowCount(_ text: String) -> Int {
    let records = CSVReader(business: UBL.business).read(Array(text.utf8)).records
    return records.indices.count { records.row($0).map { !$0.isWhole } ?? false }
  }

  private static let header =
    "invoice_id,customer_id,customer_name,invoice_date,due_date,amount,open,currency,paid_date,"
    + "paid_amount,type\n"

  @Test("rows that share client, currency and kind with an earlier one are read apart")
  func plain() {
    let rows = (1...40).map { row in
      "R-\(row),C\(row % 2),Tern & Söhne,2026-06-0\(row % 9 + 1),2026-07-01,\(row).50,,EUR,,,\n"
    }
    let text = Self.header + rows.joined()
    #expect(rowCount(text) == 38)
    #expect(difference(Array(text.utf8)) == nil)
  }

  @Test("rows that a word calls paid are read apart, too, and are paid whatever else they say")
  func paid() {
    let rows = (1...40).map { row in
      "R-\(row),Tern,2026-06-01,\(row).50,\(row % 3),\(row % 2 == 0 ? "paid" : "open")\n"
    }
    let text = "number,client,date,amount,open,status\n" + rows.joined()
    #expect(rowCount(text) == 38)
    #expect(difference(Array(text.utf8)) == nil)
    let records = CSVReader(business: UBL.business).read(Array(text.utf8)).records
    for (row, record) in zip(1...40, records) {
      let isPaid = row % 2 == 0 || row % 3 == 0
      #expect((record.settlement?.paid == record.invoice.payable) == isPaid)
    }
  }

  @Test("columns of one meaning have both readings agree that they agree")
  func twins() {
    let text =
      "number,client,date,total,gross\n1,A,2026-06-01,5.00,5.00\n2,A,2026-06-01,6.00,5.00\n"
    #expect(difference(Array(text.utf8)) == nil)
    #expect(CSVReader(business: UBL.business).read(Array(text.utf8)).records.count == 1)
  }

  /// What stands in the columns of type, status and dispute.
  private static let words = [
    ["", "", "invoice", "credit note", "bill", "payment", "foo"],
    ["", "Paid", "open", "elsewhere", "draft", "partial", "disputed"],
    ["", "", "no", "yes", "perhaps"],
  ]

  /// A register as programs and people write them: mostly plain rows, some of every other kind.
  private func register(_ random: inout Seeded) -> String {
    let style = Int.random(in: 0..<4, using: &random)
    let separator = style == 1 ? ";" : ","
    let isQuoted = style == 2
    let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    func day(_ random: inout Seeded) -> String {
      let (year, month, day) = (
        2026, Int.random(in: 1...12, using: &random), Int.random(in: 1...28, using: &random)
      )
      let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
      return style == 1
        ? "\(padded(day)).\(padded(month)).\(year)" : "\(year)-\(padded(month))-\(padded(day))"
    }
    func amount(_ random: inout Seeded) -> String {
      let mark = style == 1 ? "," : "."
      let whole = Int.random(in: 0...5000, using: &random)
      return switch Int.random(in: 0..<14, using: &random) {
      case 0: ""
      case 1: "-\(whole)\(mark)25"
      case 2: "\(whole)"
      case 3: "\(mark)5"
      case 4: "00\(whole)\(mark)00"
      case 5:
        ["1\(mark)234", "12 €", "(5)", "5-", "+5", "1e3", "99999999999999"]
          .randomElement(using: &random) ?? ""
      default: "\(whole)\(mark)\(whole % 90 + 10)"
      }
    }
    func odd(_ text: String, _ random: inout Seeded) -> String {
      guard Int.random(in: 0..<60, using: &random) == 0 else { return text }
      return [
        "", " \(text) ", "=\"\(text)\"", "\"a\"\"b\"", "\"a\(lineEnd)b\"", "x", "Total", "\"", "é",
      ]
      .randomElement(using: &random) ?? text
    }
    let header = Self.header.replacing("\n", with: ",status,disputed\n")
    var text = header.replacing(",", with: separator).replacing("\n", with: lineEnd)
    for row in 1...Int.random(in: 1...60, using: &random) {
      let client = Int.random(in: 0..<4, using: &random)
      var fields = [
        "R-\(row)", "C\(client)", "Client \(client)", day(&random), day(&random), amount(&random),
        amount(&random), ["EUR", "EUR", "JPY", "usd", ""].randomElement(using: &random) ?? "",
        Bool.random(using: &random) ? day(&random) : "", amount(&random),
      ]
      for words in Self.words { fields.append(words.randomElement(using: &random) ?? "") }
      for place in fields.indices { fields[place] = odd(fields[place], &random) }
      if Int.random(in: 0..<50, using: &random) == 0 { fields.append("more") }
      if Int.random(in: 0..<50, using: &random) == 0 { fields.removeLast() }
      if isQuoted { fields = fields.map { $0.contains("\"") ? $0 : "\"\($0)\"" } }
      text += fields.joined(separator: separator) + lineEnd
      if Int.random(in: 0..<40, using: &random) == 0 { text += lineEnd }
    }
    return text
  }

  @Test("both readings of any register are the same")
  func random() {
    for seed in UInt64(1)...300 {
      var random = Seeded(seed)
      let text = register(&random)
      let order: DateOrder? = seed % 5 == 0 ? .monthFirst : nil
      let mark: DecimalMark? = seed % 7 == 0 ? .comma : nil
      let difference = difference(Array(text.utf8), order: order, mark: mark)
      #expect(difference == nil, "seed \(seed)")
    }
  }

  @Test("both readings of a damaged register are the same")
  func damaged() {
    for seed in UInt64(1)...300 {
      var random = Seeded(seed)
      var bytes = Array(register(&random).utf8)
      damage(&bytes, &random)
      #expect(difference(bytes) == nil, "seed \(seed)")
    }
  }

  @Test("both readings of every sample are the same")
  func samples() throws {
    let folders = ["Samples", "Samples/Bad", "Tests/Fuzz/Seeds"].map { packageFolder + "/" + $0 }
    let files = SourceFolder(folders).files.filter { $0.hasSuffix(".csv") }
    #expect(files.count > 5)
    for file in files {
      #expect(difference(try SourceFile(reading: file).bytes) == nil, "\(file)")
    }
  }
}
