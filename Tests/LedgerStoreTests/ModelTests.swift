import Domain
import Foundation
import LedgerStore
import Support
import Testing

/// How many histories are tried: a few hundred in the tests, more by `Scripts/soak`.
private let histories =
  ProcessInfo.processInfo.environment["DUNLIN_HISTORIES"].flatMap { Int($0) } ?? 200

private let start = day("2026-01-01")

/// Random facts, in the order in which they are given to both ledgers.
private func randomHistory(_ random: inout Seeded) -> [(day: Day, fact: LedgerModel.Fact)] {
  var facts: [(day: Day, fact: LedgerModel.Fact)] = []
  var invoices: [(number: String, client: String, issued: Day, cents: Int64)] = []
  for _ in 0..<Int.random(in: 1...7, using: &random) {
    let issued = start + Int.random(in: 0...80, using: &random)
    let number = "RE-\(1_000 + invoices.count)"
    let client = ["Alder", "Birch"][Int.random(in: 0...1, using: &random)]
    let cents = Int64.random(in: 1...5_000, using: &random)
    invoices.append((number, client, issued, cents))
    let due = issued + Int.random(in: 0...40, using: &random)
    let discountDays = Int.random(in: 0..<4, using: &random) == 0 ? 14 : nil
    facts.append(
      (issued, .invoice(number, client: client, due: due, cents: cents, discountDays: discountDays))
    )
    let later = issued + Int.random(in: 0...60, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      facts.append((later, .told(number: number, cents: .random(in: 1...cents, using: &random))))
    case 1:
      let again = Int64.random(in: 1...5_000, using: &random)
      facts.append((later, .correction(number + "K", of: number, due: due + 9, cents: again)))
    case 2:
      let bill = "BL-\(2_000 + invoices.count)"
      facts.append((issued, .bill(bill, due: due, cents: cents)))
      let part = Int64.random(in: 1...6_000, using: &random)
      facts.append((later, .paidBill(number: bill, cents: part)))
    default: break
    }
  }
  addHappenings(to: &facts, invoices, &random)
  addNotices(to: &facts, invoices, &random)
  return facts
}

/// Reminders with charges, one a day at most.
private func addNotices(
  to facts: inout [(day: Day, fact: LedgerModel.Fact)],
  _ invoices: [(number: String, client: String, issued: Day, cents: Int64)],
  _ random: inout Seeded
) {
  var days: Set<Day> = []
  for _ in 0..<Int.random(in: 0...4, using: &random) {
    let invoice = invoices[Int.random(in: 0..<invoices.count, using: &random)]
    let on = invoice.issued + Int.random(in: 1...60, using: &random)
    guard days.insert(on).inserted else { continue }
    let cents = Int64.random(in: 1...2_000, using: &random)
    facts.append((on, .asked(number: invoice.number, cents: cents)))
  }
}

private func addHappenings(
  to facts: inout [(day: Day, fact: LedgerModel.Fact)],
  _ invoices: [(number: String, client: String, issued: Day, cents: Int64)],
  _ random: inout Seeded
) {
  var nameless: [(line: Int, day: Day)] = []
  for line in 1...Int.random(in: 1...10, using: &random) {
    let invoice = invoices[Int.random(in: 0..<invoices.count, using: &random)]
    let (number, on) = (invoice.number, invoice.issued + Int.random(in: 0...70, using: &random))
    let size = Int64.random(in: 1...6_000, using: &random)
    let less = max(1, invoice.cents - (invoice.cents * 200 + 5_000) / 10_000)
    switch Int.random(in: 0..<11, using: &random) {
    case 0...3:
      let cents = [size, invoice.cents, less][Int.random(in: 0...2, using: &random)]
      facts.append((on, .money(line: line, number: number, cents: cents)))
    case 4: facts.append((on, .returned(number: number, cents: size)))
    case 5:
      let note = "GU-\(3_000 + line)"
      facts.append((on, .credit(note, client: invoice.client, target: number, cents: size)))
      addUses(of: note, issued: on, size, to: &facts, &random)
    case 6: facts.append((on, .payment(number: number, cents: size)))
    case 7: facts.append((on, .goodwill(number: number, cents: size)))
    case 8: facts.append((on, .writeOff(number: number, cents: size)))
    case 9: facts.append((on, .void(number: number)))
    default:
      facts.append((on, .nameless(line: line, cents: size)))
      nameless.append((line, on))
    }
  }
  for (line, booked) in nameless {
    let target = invoices[Int.random(in: 0..<invoices.count, using: &random)]
    var on = max(booked, target.issued) + Int.random(in: 0...20, using: &random)
    facts.append((on, .settled(line: line, number: target.number)))
    if Bool.random(using: &random) {
      on = on + Int.random(in: 1...20, using: &random)
      facts.append((on, .unsettled(line: line)))
    }
  }
}

/// What becomes of a credit note: a register calls it used, or it is paid out.
private func addUses(
  of note: String, issued: Day, _ cents: Int64,
  to facts: inout [(day: Day, fact: LedgerModel.Fact)], _ random: inout Seeded
) {
  let later = issued + Int.random(in: 0...40, using: &random)
  let part = Int64.random(in: 1...cents, using: &random)
  switch Int.random(in: 0..<4, using: &random) {
  case 0: facts.append((later, .noteUsed(number: note, cents: part)))
  case 1: facts.append((later, .paidOut(number: note, cents: part)))
  case 2:
    facts.append((later, .noteUsed(number: note, cents: cents)))
    facts.append((later + 3, .paidOut(number: note, cents: part)))
  default: break
  }
}

/// The same facts as documents of a ledger.
private func documents(_ facts: [(day: Day, fact: LedgerModel.Fact)]) -> [FileContents.Record] {
  var records: [FileContents.Record] = []
  var told: [String: FileContents.Settlement] = [:]
  for (on, fact) in facts {
    switch fact {
    case .told(let number, let cents), .noteUsed(let number, let cents):
      told[number] = FileContents.Settlement(paid: euros(cents), day: on)
    default: break
    }
  }
  for (on, fact) in facts {
    let iso = on.description
    switch fact {
    case .invoice(let number, let client, let due, let cents, let discountDays):
      var one = record(
        number, client: client, issued: iso, due: due.description, euros(cents))
      one.settlement = told[number]
      one.invoice.discounts = discountDays.map { [.init(days: $0, rate: .percent(2))] } ?? []
      records.append(one)
    case .correction(let number, let old, let due, let cents):
      let client = records.first { $0.invoice.number.text == old }?.invoice.buyer.name ?? ""
      records.append(
        record(
          number, client: client, issued: iso, due: due.description, euros(cents), credits: old,
          type: "384"))
    case .credit(let number, let client, let target, let cents):
      var note = record(
        number, .creditNote, client: client, issued: iso, euros(cents), credits: target)
      note.settlement = told[number]
      records.append(note)
    case .bill(let number, let due, let cents):
      var bill = record(number, .bill, issued: iso, due: due.description, euros(cents))
      (bill.invoice.seller, bill.invoice.buyer) = (party("Supplier"), party("House"))
      records.append(bill)
    default: break
    }
  }
  return records
}

private func movements(_ facts: [(day: Day, fact: LedgerModel.Fact)]) -> [BankLine] {
  facts.compactMap { on, fact in
    let iso = on.description
    return switch fact {
    case .money(let number, let name, let cents):
      line(iso, euros(cents), references: [name], from: "bank \(number)")
    case .returned(let name, let cents):
      line(iso, euros(-cents), references: [name], from: "back", isReversal: true)
    case .paidOut(let name, let cents):
      line(iso, euros(-cents), references: [name], from: "paid out")
    case .paidBill(let name, let cents): line(iso, euros(-cents), text: name, from: "Supplier")
    case .nameless(let number, let cents):
      line(iso, euros(cents), text: "line \(number) thanks", from: "nobody")
    default: nil
    }
  }
}

/// The same facts in a ledger.
private func realLedger(_ facts: [(day: Day, fact: LedgerModel.Fact)]) throws -> Ledger {
  let ledger = try ledger(file("r", documents(facts)), file("l", bank: movements(facts)))
  let waiting = try ledger.unmatchedReceipts(asOf: day("2026-12-31"))
  for (on, fact) in facts {
    let iso = on.description
    switch fact {
    case .payment(let number, let cents):
      try ledger.record(.payment, number, on: iso, cents, again: true)
    case .goodwill(let number, let cents):
      try ledger.record(.goodwill, number, on: iso, cents, again: true)
    case .writeOff(let number, let cents):
      try ledger.record(.writeOff, number, on: iso, cents, again: true)
    case .void(let number): try ledger.record(.void, number, on: iso, again: true)
    case .settled(let number, let name):
      let id = try #require(waiting.first { $0.text == "line \(number) thanks" }?.id)
      try ledger.decide(id, pays: [name], on: on)
    case .unsettled(let number):
      let id = try #require(waiting.first { $0.text == "line \(number) thanks" }?.id)
      try ledger.withdrawDecision(on: id, on: on)
    case .asked(let number, let cents): try ledger.remind(of: number, on: on, charges: cents)
    default: break
    }
  }
  return ledger
}

extension Ledger {
  /// Gives a notice about an invoice, if it is open then.
  fileprivate func remind(of number: String, on day: Day, charges: Int64) throws {
    let receivables = try receivables(asOf: day)
    guard let item = receivables.items.first(where: { $0.number.text == number }) else { return }
    try give(item, to: receivables.clients[item.client], on: day, charges: charges)
  }
}

@Test("a slow, obvious model beside the ledger gives the same answers for random histories")
func randomHistories() throws {
  let seed = UInt64(ProcessInfo.processInfo.environment["DUNLIN_SEED"] ?? "") ?? 71
  var random = Seeded(seed)
  var wrong = 0
  for round in 0..<histories where wrong < 3 {
    let facts = randomHistory(&random)
    let ledger = try realLedger(facts)
    let place = "seed \(seed), history \(round)"
    #expect(try ledger.violations() == [], "\(place)")
    for offset in [15, 45, 75, 110, 200] {
      let asOf = start + offset
      let model = LedgerModel(facts, asOf: asOf)
      let receivables = try ledger.receivables(asOf: asOf)
      let open = try ledger.open(asOf: asOf.description)
      let onAccount = receivables.credits.map(\.amount.minorUnits).reduce(0, +)
      let buckets = Ageing(of: receivables).total(.euro).buckets.map(\.minorUnits)
      let bills = Dictionary(
        uniqueKeysWithValues: try ledger.payables(asOf: asOf).map {
          ($0.number.text, $0.open.minorUnits)
        })
      let isSame =
        open == model.openItems && onAccount == model.onAccount && bills == model.openBills
        && buckets == model.ageing(asOf: asOf)
      if !isSame { wrong += 1 }
      let story = facts.sorted { $0.day < $1.day }.map { "\($0)" }.joined(separator: "\n")
      #expect(
        isSame,
        """
        \(place), as of \(asOf): \(open) \(onAccount) for \(model.openItems) \(model.onAccount)
        \(story)
        """)
    }
  }
}
