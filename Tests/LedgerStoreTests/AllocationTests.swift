import Domain
import LedgerStore
import Support
import Testing

@Test("a part payment leaves the rest open")
func partPayment() throws {
  let ledger = try ledger(
    file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))]),
    file("b", bank: [line("2026-05-20", euros(4_000), text: "RE-1001")]))
  #expect(try ledger.open(asOf: "2026-05-19") == ["RE-1001": 10_000])
  #expect(try ledger.open(asOf: "2026-05-20") == ["RE-1001": 6_000])
  #expect(try ledger.violations().isEmpty)
}

@Test("one payment for two invoices pays the older due date first, the rest goes on account")
func combinedPayment() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000)),
        record("RE-1002", issued: "2026-05-02", due: "2026-05-20", euros(5_000)),
      ]),
    file("b", bank: [line("2026-06-01", euros(16_000), text: "RE-1001, RE-1002")]))
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 1_000)
}

@Test("a returned payment opens the invoice again from its own day on")
func returnedPayment() throws {
  let ledger = try ledger(
    file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))]),
    file(
      "b",
      bank: [
        line("2026-05-10", euros(10_000), text: "RE-1001"),
        line("2026-05-18", euros(-10_000), text: "RE-1001", isReversal: true),
      ]))
  #expect(try ledger.open(asOf: "2026-05-17") == [:])
  #expect(try ledger.open(asOf: "2026-05-18") == ["RE-1001": 10_000])
  #expect(try ledger.violations().isEmpty)
}

@Test("money on account that went back is on account no longer")
func returnedSurplus() throws {
  let ledger = try ledger(
    file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))]),
    file(
      "b",
      bank: [
        line("2026-05-10", euros(14_000), text: "RE-1001"),
        line("2026-05-18", euros(-14_000), text: "RE-1001", isReversal: true),
      ]))
  #expect(try ledger.onAccount(asOf: "2026-05-17") == 4_000)
  #expect(try ledger.onAccount(asOf: "2026-05-18") == 0)
  #expect(try ledger.open(asOf: "2026-05-18") == ["RE-1001": 10_000])
}

@Test("money for an invoice that is not written yet pays it on the day it is written")
func prepayment() throws {
  let ledger = try ledger(
    file("a", [record("RE-1001", issued: "2026-05-10", euros(10_000))]),
    file("b", bank: [line("2026-05-01", euros(10_000), text: "RE-1001")]))
  #expect(try ledger.open(asOf: "2026-05-09") == [:])
  #expect(try ledger.onAccount(asOf: "2026-05-09") == 0)
  #expect(try ledger.open(asOf: "2026-05-10") == [:])
}

@Test("a credit note without a reference is set against the oldest open invoice")
func creditWithoutReference() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000)),
        record("RE-1002", issued: "2026-05-02", due: "2026-05-20", euros(5_000)),
        record("GU-1", .creditNote, issued: "2026-05-25", euros(6_000)),
      ]))
  #expect(try ledger.open(asOf: "2026-05-24") == ["RE-1001": 10_000, "RE-1002": 5_000])
  #expect(try ledger.open(asOf: "2026-05-25") == ["RE-1001": 9_000])
}

@Test("a credit note for a paid invoice waits on account for the next one")
func creditForPaidInvoice() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", issued: "2026-05-01", euros(10_000)),
        record("GU-1", .creditNote, issued: "2026-05-25", euros(2_000), credits: "RE-1001"),
        record("RE-1002", issued: "2026-06-02", euros(5_000)),
      ]),
    file("b", bank: [line("2026-05-20", euros(10_000), text: "RE-1001")]))
  #expect(try ledger.onAccount(asOf: "2026-06-01") == 2_000)
  #expect(try ledger.open(asOf: "2026-06-02") == ["RE-1002": 3_000])
  #expect(try ledger.onAccount(asOf: "2026-06-02") == 0)
}

@Test("the bank's money takes the place of a register's word on the same invoice")
func registerAndBank() throws {
  var paid = record("RE-1001", issued: "2026-05-01", euros(10_000))
  paid.settlement = FileContents.Settlement(paid: euros(10_000), day: day("2026-05-18"))
  let ledger = try ledger(
    file("a", [paid]), file("b", bank: [line("2026-05-20", euros(10_000), text: "RE-1001")]))
  #expect(try ledger.open(asOf: "2026-05-18") == [:])
  #expect(try ledger.open(asOf: "2026-05-20") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
  #expect(try ledger.violations().isEmpty)
}

@Test(
  "a discount offered for early payment is not owed when it was earned",
  arguments: [
    (paidOn: "2026-05-11", open: [:] as [String: Int64]),
    (paidOn: "2026-05-12", open: ["RE-1001": 200]),
  ])
func earlyPaymentDiscount(paidOn: String, open: [String: Int64]) throws {
  var invoice = record("RE-1001", issued: "2026-05-01", euros(10_000))
  invoice.invoice.discounts = [EarlyPaymentDiscount(days: 10, rate: .percent(2))]
  let ledger = try ledger(
    file("a", [invoice]), file("b", bank: [line(paidOn, euros(9_800), text: "RE-1001")]))
  #expect(try ledger.open(asOf: "2026-06-30") == open)
}

@Test("a corrected invoice replaces the one it names, and takes over what that had received")
func correction() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", issued: "2026-05-01", euros(10_000)),
        record("RE-1001K", issued: "2026-05-10", euros(8_000), credits: "RE-1001", type: "384"),
      ]),
    file("b", bank: [line("2026-05-05", euros(3_000), text: "RE-1001")]))
  #expect(try ledger.open(asOf: "2026-05-09") == ["RE-1001": 7_000])
  #expect(try ledger.open(asOf: "2026-05-10") == ["RE-1001K": 5_000])
  #expect(try ledger.violations().isEmpty)
}

/// Random facts of one client; amounts in cents.
private func randomFacts(
  _ random: inout Seeded
) -> (records: [FileContents.Record], lines: [BankLine]) {
  let start = day("2026-01-01")
  var records: [FileContents.Record] = []
  var lines: [BankLine] = []
  for number in 0..<Int.random(in: 1...8, using: &random) {
    let issued = start + Int.random(in: 0...90, using: &random)
    let amount = euros(Int64.random(in: 1...5_000, using: &random))
    let name = "RE-\(1_000 + number)"
    let isCredit = number > 0 && Int.random(in: 0..<5, using: &random) == 0
    var one = record(
      name, isCredit ? .creditNote : .invoice, issued: issued.description,
      due: (issued + Int.random(in: 0...40, using: &random)).description, amount,
      credits: isCredit && Bool.random(using: &random) ? "RE-\(1_000 + number - 1)" : nil)
    if !isCredit && Int.random(in: 0..<4, using: &random) == 0 {
      one.settlement = FileContents.Settlement(
        paid: euros(Int64.random(in: 1...amount.minorUnits, using: &random)),
        day: issued + Int.random(in: 0...60, using: &random))
    }
    records.append(one)
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let booked = issued + Int.random(in: -10...70, using: &random)
      let isReturn = Int.random(in: 0..<6, using: &random) == 0
      let size = Int64.random(in: 1...6_000, using: &random)
      lines.append(
        line(
          booked.description,
          euros(isReturn ? -size : Bool.random(using: &random) ? size : amount.minorUnits),
          text: isReturn || Int.random(in: 0..<3, using: &random) > 0 ? name : "thank you",
          from: "Client", isReversal: isReturn))
    }
  }
  return (records, lines)
}

/// Something recorded about an invoice.
private struct Happening {
  var kind: ClientEvent.Kind
  var number: String
  var day: Day
  var cents: Int64?
}

private func randomHappenings(
  _ records: [FileContents.Record], _ random: inout Seeded
) -> [Happening] {
  records.filter { $0.invoice.kind == .invoice && Int.random(in: 0..<3, using: &random) == 0 }
    .map { record in
      let kinds: [ClientEvent.Kind] = [.payment, .goodwill, .writeOff, .void]
      let kind = kinds[Int.random(in: 0..<4, using: &random)]
      return Happening(
        kind: kind, number: record.invoice.number.text,
        day: record.invoice.issueDate + Int.random(in: 0...80, using: &random),
        cents: kind == .void ? nil : Int64.random(in: 1...4_000, using: &random))
    }
}

@Test(
  "a past day is told as by a ledger that was given only the facts up to it",
  arguments: [11, 12, 13, 14, 15, 16] as [UInt64])
func trueAsOf(seed: UInt64) throws {
  var random = Seeded(seed)
  for round in 0..<12 {
    let (records, lines) = randomFacts(&random)
    let happenings = randomHappenings(records, &random)
    let whole = try ledger(file("r", records), file("l", bank: lines))
    for one in happenings {
      try whole.record(one.kind, one.number, on: one.day.description, one.cents)
    }
    #expect(try whole.violations() == [], "seed \(seed), round \(round)")
    for offset in [20, 55, 90, 130] {
      let cut = day("2026-01-01") + offset
      let early = records.filter { $0.invoice.issueDate <= cut }.map { record in
        var record = record
        if let settled = record.settlement?.day, settled > cut { record.settlement = nil }
        return record
      }
      let then = try ledger(
        file("r", early), file("l", bank: lines.filter { $0.booked <= cut }))
      for one in happenings where one.day <= cut {
        try then.record(one.kind, one.number, on: one.day.description, one.cents)
      }
      let iso = cut.description
      #expect(
        try whole.open(asOf: iso) == then.open(asOf: iso),
        "seed \(seed), round \(round), as of \(iso)")
      #expect(
        try whole.onAccount(asOf: iso) == then.onAccount(asOf: iso),
        "on account: seed \(seed), round \(round), as of \(iso)")
    }
  }
}

@Test("the order in which files are imported changes nothing", arguments: [21, 22, 23] as [UInt64])
func importOrder(seed: UInt64) throws {
  var random = Seeded(seed)
  for round in 0..<10 {
    let (records, lines) = randomFacts(&random)
    let one = try ledger(file("r", records), file("l", bank: lines))
    let other = try Ledger()
    let rules = Import(day: day("2026-06-30"), business: business)
    _ = try other.add([file("l", bank: lines)], by: rules)
    for (index, record) in records.enumerated() {
      _ = try other.add([file("r\(index)", [record])], by: rules)
    }
    #expect(
      try one.open(asOf: "2026-06-30") == other.open(asOf: "2026-06-30"),
      "seed \(seed), round \(round)")
  }
}
