import Domain
import LedgerStore
import Support
import Testing

/// A register of many clients, with something else about a few of them.
private func register(_ random: inout Seeded) -> [FileContents.Record] {
  var records: [FileContents.Record] = []
  for client in 0..<260 {
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let kinds: [Invoice.Kind] = [.invoice, .invoice, .invoice, .bill, .bill, .billCredit]
      let kind = client % 9 == 0 ? .creditNote : kinds[Int.random(in: 0..<6, using: &random)]
      let currency: Currency = Bool.random(using: &random) ? .euro : Currency(code: "USD") ?? .euro
      let issued = day("2026-01-01") + Int.random(in: 0...60, using: &random)
      let amount = Int64.random(in: 0...9_000, using: &random)
      var one = record(
        "N-\(records.count)", kind, client: "Client \(client)", issued: issued.description,
        Money(minorUnits: amount, currency: currency))
      one.source = .csv
      if kind == .bill || kind == .billCredit {
        (one.invoice.seller, one.invoice.buyer) = (one.invoice.buyer, one.invoice.seller)
      }
      if Bool.random(using: &random) {
        let paid = Money(minorUnits: .random(in: 1...9_000, using: &random), currency: currency)
        let later = Int.random(in: -9...40, using: &random)
        one.settlement = FileContents.Settlement(
          paid: paid, day: later % 2 == 0 ? issued + later : nil)
      }
      records.append(one)
    }
  }
  return records
}

@Test(
  "accounts without anything but claims and a register's word give what a replay of each gives",
  arguments: UInt64(1)...6)
func plainAccounts(seed: UInt64) throws {
  var random = Seeded(seed)
  var records = register(&random)
  let ledger = try ledger(file("first", records))
  #expect(try ledger.violations() == [])
  let paid = try ledger.receivables(asOf: day("2026-06-30")).items.filter { $0.open < $0.total }
  #expect(!paid.isEmpty)

  // More is said of some, and money comes for others.
  for place in records.indices where place % 3 == 0 {
    records[place].settlement = FileContents.Settlement(
      paid: records[place].invoice.payable, day: day("2026-05-05"))
  }
  let lines = records.indices.filter { $0 % 7 == 0 }.map {
    line("2026-04-01", records[$0].invoice.payable, text: records[$0].invoice.number.text)
  }
  let rules = Import(day: day("2026-06-30"), business: business)
  _ = try ledger.add([file("second", records), file("bank", bank: lines)], by: rules)
  let violations = try ledger.violations()
  #expect(violations == [])
}

@Test(
  "where a book has no words, no money or no events, nothing that there is is left out",
  arguments: UInt64(1)...4)
func nothingHeld(seed: UInt64) throws {
  var random = Seeded(seed)
  var records = register(&random)
  let told = records.map(\.settlement)
  for place in records.indices {
    records[place].settlement = nil
    if place % 11 == 0, records[place].invoice.kind == .invoice {
      records[place].invoice.kind = .creditNote
    }
  }
  // First nothing but claims and credits, whose entries are all there is.
  let ledger = try ledger(file("claims", records))
  #expect(try ledger.violations() == [])
  #expect(try ledger.receivables(asOf: day("2026-06-30")).items.contains { $0.open < $0.total })
  let rules = Import(day: day("2026-06-30"), business: business)
  // Then each kind of fact in turn, for all clients at once.
  let lines = records.indices.filter { $0 % 2 == 0 }.map {
    line("2026-04-01", records[$0].invoice.payable, text: records[$0].invoice.number.text)
  }
  _ = try ledger.add([file("bank", bank: lines)], by: rules)
  #expect(try ledger.violations() == [])
  for (place, told) in zip(records.indices, told) { records[place].settlement = told }
  _ = try ledger.add([file("words", records)], by: rules)
  #expect(try ledger.violations() == [])
  for place in records.indices { records[place].isDisputed = place % 2 == 0 }
  for place in records.indices { records[place].isLost = place % 3 == 0 }
  _ = try ledger.add([file("given up", records)], by: rules)
  #expect(try ledger.violations() == [])
}
