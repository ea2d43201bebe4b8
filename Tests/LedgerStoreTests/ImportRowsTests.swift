import Domain
import GRDB
import Support
import Testing

@testable import LedgerStore

/// The rows of a register beside the same documents as records.
@Suite("ImportRows")
struct ImportRowsTests {
  private typealias List = FileContents.RecordList

  /// A register of two clients, with credits, a currency without decimals, paid and open rows, and
  /// some numbers twice.
  private func register(_ random: inout Seeded) -> List {
    var list = List()
    let currencies = [Currency.euro, .yen]
    for (place, kind) in [Invoice.Kind.invoice, .creditNote, .bill, .invoice].enumerated() {
      var whole = record(
        "W-\(place)", kind, client: "Client \(place % 2)", issued: "2026-01-05",
        due: place == 1 ? nil : "2026-02-04",
        Money(minorUnits: 100_00, currency: currencies[place / 3]))
      whole.source = .csv
      whole.line = place + 2
      list.append(whole)
    }
    for line in 10..<80 {
      let pattern = Int32.random(in: 0..<4, using: &random)
      let currency = list.wholes[Int(pattern)].invoice.currency
      let scale = Int.random(in: 0...currency.decimals, using: &random)
      var row = List.Row(
        pattern: pattern, line: Int32(line),
        issued: day("2026-01-01") + Int.random(in: 0...90, using: &random),
        amount: Int64.random(in: -40...400, using: &random), scale: UInt8(scale))
      if Bool.random(using: &random) { row.due = row.issued + 20 }
      let total = row.total(in: currency).minorUnits
      if Bool.random(using: &random), total > 0 {
        row.paid = Int64.random(in: 1...total, using: &random)
        if Bool.random(using: &random) { row.paidDay = row.issued + 30 }
      }
      list.append(row, number: Array("R-\(Int.random(in: 0..<60, using: &random))".utf8).span)
    }
    return list
  }

  private func contents(_ ledger: Ledger) throws -> [String] {
    try ledger.reading { db in
      try ["document", "settlement", "client", "client_key", "allocation", "pending", "overlap"]
        .flatMap { table in
          try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
        }
    }
  }

  @Test("rows go in as if they were records", arguments: UInt64(1)...30)
  func sameLedger(seed: UInt64) throws {
    var random = Seeded(seed)
    var rows = file("register")
    rows.records = register(&random)
    var records = rows
    records.records = List(rows.records.map(\.self))
    // A client of whom something is known, and one document that the register repeats otherwise.
    let before = file("before", [record("R-1", client: "Client 0", issued: "2026-01-02", euros(5))])
    let ledgers = [try ledger(before), try ledger(before)]
    func rules() -> Import {
      Import(
        day: day("2026-06-30"), business: business, termDays: { $0.name == "Client 1" ? 7 : nil })
    }
    let first = try ledgers[0].add([rows], by: rules())
    let second = try ledgers[1].add([records], by: rules())
    #expect("\(first)" == "\(second)")
    #expect(first.invoices > 10 && first.payments > 5 && first.refused > 0)
    #expect(try contents(ledgers[0]) == contents(ledgers[1]))
    #expect(try ledgers[0].violations().isEmpty)

    let again = try ledgers[0].add([rows], by: rules())
    #expect(again.isNothingNew)
  }
}
