import Domain
import Foundation
import LedgerStore
import Support
import Testing

/// How many histories are tried: a few hundred in the tests, more by `Scripts/soak`.
private let histories =
  ProcessInfo.processInfo.environment["DUNLIN_HISTORIES"].flatMap { Int($0) } ?? 300

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

/// Lines are told apart by letters: digits may be a part of a number.
private func letter(_ line: Int) -> String {
  String(UnicodeScalar(UInt8(ascii: "a") + UInt8(line)))
}

private func text(_ line: Int) -> String { "line \(letter(line)) thanks" }

private func movements(_ facts: [(day: Day, fact: LedgerModel.Fact)]) -> [BankLine] {
  facts.compactMap { on, fact in
    let iso = on.description
    return switch fact {
    case .money(let number, let name, let cents):
      line(iso, euros(cents), references: [name], from: "bank \(letter(number))")
    case .returned(let name, let cents):
      line(iso, euros(-cents), references: [name], from: "back", isReversal: true)
    case .paidOut(let name, let cents):
      line(iso, euros(-cents), references: [name], from: "paid out")
    case .paidBill(let name, let cents): line(iso, euros(-cents), text: name, from: "Supplier")
    case .nameless(let number, let cents):
      line(iso, euros(cents), text: text(number), from: "nobody \(letter(number))")
    case .byName(let number, let client, let cents):
      line(iso, euros(cents), text: text(number), from: client)
    case .backByName(let client, let cents):
      line(iso, euros(-cents), text: "back", from: client, isReversal: true)
    default: nil
    }
  }
}

/// The same facts in a ledger.
private func realLedger(_ facts: [(day: Day, fact: LedgerModel.Fact)]) throws -> Ledger {
  let ledger = try ledger(file("r", documents(facts)), file("l", bank: movements(facts)))
  let lines = try ledger.bankLines(asOf: day("2027-12-31"))
  let clients = try ["Alder", "Birch"].reduce(into: [String: ID<Client>]()) { known, name in
    if case .client(let id) = try ledger.targets(named: name).first { known[name] = id }
  }
  func record(
    _ kind: ClientEvent.Kind, _ client: String, _ number: String?, on day: Day,
    until: Day? = nil, _ cents: Int64? = nil
  ) throws {
    guard let number else {
      var event = ClientEvent(kind: kind, day: day, client: try #require(clients[client]))
      (event.until, event.amount) = (until, cents.map(euros))
      try ledger.record(event, again: true)
      return
    }
    try ledger.record(
      kind, number, on: day.description, until: until?.description, cents, again: true)
  }
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
      let id = try #require(lines.first { $0.text == text(number) }?.id)
      try ledger.decide(id, pays: [name], on: on)
    case .unsettled(let number):
      let id = try #require(lines.first { $0.text == text(number) }?.id)
      try ledger.withdrawDecision(on: id, on: on)
    case .promise(let client, let number, let until, let cents):
      try record(.promise, client, number, on: on, until: until, cents)
    case .plan(let client, let number, let parts):
      for part in parts { try record(.plan, client, number, on: on, until: part.day, part.cents) }
    case .release(let client, let number): try record(.release, client, number, on: on)
    default: break
    }
  }
  // Letters go by what all the rest left open.
  for (on, fact) in facts.sorted(by: { $0.day < $1.day }) {
    guard case .asked(let number, let cents) = fact else { continue }
    try ledger.remind(of: number, on: on, charges: cents)
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

/// The histories are tried in so many parts at once, each with a seed of its own.
private let parts = 4

@Test(
  "a slow, obvious model beside the ledger gives the same answers for random histories",
  arguments: 0..<parts)
func randomHistories(part: Int) throws {
  let seed = UInt64(ProcessInfo.processInfo.environment["DUNLIN_SEED"] ?? "") ?? 71
  var random = Seeded(seed &+ UInt64(part) << 32)
  var wrong = 0
  var reasons: [String: Int] = [:]
  var recorded = 0
  for round in 0..<(histories / parts) where wrong < 3 {
    let facts = randomHistory(&random)
    let ledger = try realLedger(facts)
    var differences = try differences(facts, ledger)
    var story = facts
    if !differences.isEmpty {
      wrong += 1
      story = shortest(facts)
      differences = try allDifferences(story)
    }
    let told = story.sorted { $0.day < $1.day }.map { "\($0)" }.joined(separator: "\n")
    #expect(differences == [], "seed \(seed), part \(part), history \(round)\n\(told)")
    reasons.merge(try ledger.reasons()) { $0 + $1 }
    recorded += LedgerModel(facts, asOf: .last).recordedMovements
  }
  #expect(recorded > 0, "no movement was a payment that somebody had recorded")
  // Histories without guesses would prove nothing of them.
  for reason in ["payer and exact amount", "a payment that came back", "payer"] {
    #expect(reasons[reason] ?? 0 > 0, "no line has the reason \(reason): \(reasons)")
  }
}

private typealias History = [(day: Day, fact: LedgerModel.Fact)]

private func differences(_ facts: History, _ ledger: Ledger) throws -> [String] {
  var differences = try ledger.violations() + ledger.differencesOfView()
  for offset in [15, 45, 75, 110, 200] {
    differences += try differencesFromModel(facts, ledger, asOf: historyStart + offset)
  }
  return differences
}

private func allDifferences(_ facts: History) throws -> [String] {
  try differences(facts, realLedger(facts))
}

/// The history without every fact that the difference does not need. With an invoice or a line goes
/// what people recorded of it, which means nothing without it.
private func shortest(_ facts: History) -> History {
  var facts = facts
  var place = facts.count
  while place > 0 {
    place -= 1
    let gone: String? =
      switch facts[place].fact {
      case .invoice(let number, _, _, _, _), .correction(let number, _, _, _),
        .credit(let number, _, _, _):
        "\"\(number)\""
      case .byName(let line, _, _), .nameless(let line, _): "line: \(line),"
      default: nil
      }
    var fewer = facts
    fewer.remove(at: place)
    if let gone { fewer.removeAll { "\($0.fact)".replacing(")", with: ",").contains(gone) } }
    guard let left = try? allDifferences(fewer), !left.isEmpty else { continue }
    facts = fewer
    // What was needed for this one alone may go now.
    place = facts.count
  }
  return facts
}

/// Where the ledger and the model do not say the same of a day.
private func differencesFromModel(
  _ facts: [(day: Day, fact: LedgerModel.Fact)], _ ledger: Ledger, asOf day: Day
) throws -> [String] {
  let model = LedgerModel(facts, asOf: day)
  let receivables = try ledger.receivables(asOf: day)
  var differences: [String] = []
  func compare<Value: Equatable>(_ name: String, _ real: Value, _ model: Value) {
    if real != model { differences.append("\(name) as of \(day): \(real) for \(model)") }
  }
  compare("open", try ledger.open(asOf: day.description), model.openItems)
  compare(
    "on account", receivables.credits.map(\.amount.minorUnits).reduce(0, +), model.onAccount)
  let buckets = Ageing(of: receivables).total(.euro).buckets.map(\.minorUnits)
  compare("ageing", buckets, model.ageing(asOf: day))
  let bills = try ledger.payables(asOf: day).map { ($0.number.text, $0.open.minorUnits) }
  compare("bills", Dictionary(uniqueKeysWithValues: bills), model.openBills)
  let promises = try ledger.promises(asOf: day).values.joined().map {
    LedgerModel.Promised(
      day: $0.day, until: $0.until, cents: $0.amount?.minorUnits, number: $0.invoice?.text,
      outcome: $0.outcome)
  }
  compare(
    "promises", promises.map(\.description).sorted(),
    LedgerModel.promises(facts, asOf: day).map(\.description).sorted())
  return differences
}
