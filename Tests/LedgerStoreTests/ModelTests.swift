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
private func randomHistory(_ random: inout Seeded) -> [(day: Day, fact: Model.Fact)] {
  var facts: [(day: Day, fact: Model.Fact)] = []
  var invoices: [(number: String, client: String, issued: Day, cents: Int64)] = []
  var line = 0
  var nameless: [(line: Int, day: Day)] = []
  for _ in 0..<Int.random(in: 1...7, using: &random) {
    let issued = start + Int.random(in: 0...80, using: &random)
    let number = "RE-\(1_000 + invoices.count)"
    let client = ["Alder", "Birch"][Int.random(in: 0...1, using: &random)]
    let cents = Int64.random(in: 1...5_000, using: &random)
    invoices.append((number, client, issued, cents))
    let due = issued + Int.random(in: 0...40, using: &random)
    facts.append((issued, .invoice(number, client: client, due: due, cents: cents)))
  }
  for _ in 0..<Int.random(in: 0...9, using: &random) {
    let invoice = invoices[Int.random(in: 0..<invoices.count, using: &random)]
    let on = invoice.issued + Int.random(in: 0...70, using: &random)
    let size = Int64.random(in: 1...6_000, using: &random)
    line += 1
    switch Int.random(in: 0..<9, using: &random) {
    case 0...2:
      facts.append(
        (
          on,
          .money(
            line: line, number: invoice.number,
            cents: Bool.random(using: &random) ? size : invoice.cents)
        ))
    case 3: facts.append((on, .returned(number: invoice.number, cents: size)))
    case 4:
      facts.append((on, .credit(client: invoice.client, target: invoice.number, cents: size)))
    case 5: facts.append((on, .payment(number: invoice.number, cents: size)))
    case 6: facts.append((on, .goodwill(number: invoice.number, cents: size)))
    case 7: facts.append((on, .writeOff(number: invoice.number, cents: size)))
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
  return facts
}

/// The same facts as documents and bank lines of a ledger.
private func realLedger(_ facts: [(day: Day, fact: Model.Fact)]) throws -> Ledger {
  var records: [FileContents.Record] = []
  var lines: [BankLine] = []
  var notes = 0
  for (on, fact) in facts {
    let iso = on.description
    switch fact {
    case .invoice(let number, let client, let due, let cents):
      records.append(
        record(number, client: client, issued: iso, due: due.description, euros(cents)))
    case .credit(let client, let target, let cents):
      notes += 1
      records.append(
        record(
          "GU-\(notes)", .creditNote, client: client, issued: iso, euros(cents), credits: target))
    case .money(let number, let name, let cents):
      lines.append(line(iso, euros(cents), text: name, from: "bank \(number)"))
    case .returned(let name, let cents):
      lines.append(line(iso, euros(-cents), text: name, from: "back", isReversal: true))
    case .nameless(let number, let cents):
      lines.append(line(iso, euros(cents), text: "line \(number) thanks", from: "nobody"))
    default: break
    }
  }
  let ledger = try ledger(file("r", records), file("l", bank: lines))
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
    case .settled(let number, let name):
      let id = try #require(waiting.first { $0.text == "line \(number) thanks" }?.id)
      try ledger.settle(id, with: [name], on: on)
    case .unsettled(let number):
      let id = try #require(waiting.first { $0.text == "line \(number) thanks" }?.id)
      try ledger.unsettle(id, on: on)
    default: break
    }
  }
  return ledger
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
      let model = Model(facts, asOf: asOf)
      let receivables = try ledger.receivables(asOf: asOf)
      let open = try ledger.open(asOf: asOf.description)
      let onAccount = receivables.credits.map(\.amount.minorUnits).reduce(0, +)
      let buckets = Ageing(of: receivables).total(.euro).buckets.map(\.minorUnits)
      let isSame =
        open == model.openItems && onAccount == model.onAccount
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
