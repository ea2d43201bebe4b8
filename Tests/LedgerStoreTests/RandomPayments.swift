import Domain
import Support

/// Promises, plans and releases: about some invoices, and some clients as a whole.
func addAgreements(
  to facts: inout [(day: Day, fact: LedgerModel.Fact)], _ invoices: [Issued],
  _ random: inout Seeded
) {
  // What is paid out of a credit note is no promised money.
  let hasPaidOut = facts.contains { if case .paidOut = $0.fact { true } else { false } }
  var clients: Set<String> = []
  for invoice in invoices where Int.random(in: 0..<3, using: &random) == 0 {
    let isWhole =
      Int.random(in: 0..<3, using: &random) == 0 && clients.insert(invoice.client).inserted
    let number = isWhole ? nil : invoice.number
    var on = invoice.issued
    var isPlanned = false
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      on = on + Int.random(in: 1...20, using: &random)
      let until = on + Int.random(in: 0...30, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0...1 where !isPlanned:
        let cents: Int64? =
          hasPaidOut || Bool.random(using: &random) ? nil : max(1, invoice.cents / 2)
        facts.append(
          (on, .promise(client: invoice.client, number: number, until: until, cents: cents)))
      case 2:
        isPlanned = true
        let first = Int64.random(in: 1...invoice.cents, using: &random)
        let parts = [
          LedgerModel.Instalment(cents: first, day: until),
          LedgerModel.Instalment(cents: invoice.cents - first + 1, day: until + 30),
        ]
        facts.append((on, .plan(client: invoice.client, number: number, parts: parts)))
      default: facts.append((on, .release(client: invoice.client, number: number)))
      }
    }
  }
}

/// Money that comes under a client's name and names nothing, and what goes before and after it.
func addPayments(
  to facts: inout [(day: Day, fact: LedgerModel.Fact)], _ invoices: [Issued],
  _ random: inout Seeded
) {
  // A payment of which a part went back cannot be decided anew.
  let hasReturns = facts.contains { if case .returned = $0.fact { true } else { false } }
  let isDecided = !hasReturns && Bool.random(using: &random)
  for line in 11..<(11 + Int.random(in: 0...7, using: &random)) {
    let invoice = invoices[Int.random(in: 0..<invoices.count, using: &random)]
    let number = invoice.number
    var on = invoice.issued + Int.random(in: -5...60, using: &random)
    var cents = invoice.cents
    let part = Int64.random(in: 1...invoice.cents, using: &random)
    let before = max(invoice.issued, on - Int.random(in: 0...5, using: &random))
    switch Int.random(in: 0..<13, using: &random) {
    case 12: facts.append((before, .payment(number: number, cents: cents)))
    case 0:
      facts.append((before, .payment(number: number, cents: part)))
      cents = max(1, invoice.cents - part)
    case 1: facts.append((before, .void(number: number)))
    case 2: facts.append((before, .writeOff(number: number, cents: part)))
    case 3: facts.append((max(invoice.issued, on + 2), .payment(number: number, cents: part)))
    case 4: cents = part
    case 5: cents = max(1, invoice.cents - (invoice.cents * 200 + 5_000) / 10_000)
    case 6: cents = max(1, invoice.cents - invoice.cents * 2 / 100)
    case 7:
      let own = invoices.filter { $0.client == invoice.client }
      cents = own.prefix(Int.random(in: 2...3, using: &random)).map(\.cents).reduce(0, +)
    case 8...9:
      if let agreed = agreed(in: facts, by: invoice.client, &random) { (on, cents) = agreed }
    default: break
    }
    facts.append((on, .byName(line: line, client: invoice.client, cents: cents)))
    guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
    if isDecided {
      addDecision(about: line, on, invoice, to: &facts, &random)
      // The rest of it comes before somebody says so, or after.
      let rest = invoice.cents - cents
      if rest > 0, line + 10 < 26, Bool.random(using: &random) {
        let later = on + Int.random(in: 0...15, using: &random)
        facts.append((later, .byName(line: line + 8, client: invoice.client, cents: rest)))
      }
    } else {
      on = on + Int.random(in: 0...20, using: &random)
      facts.append((on, .backByName(client: invoice.client, cents: cents)))
    }
  }
}

/// An instalment, or the total of a letter, and a day on which it may be paid.
private func agreed(
  in facts: [(day: Day, fact: LedgerModel.Fact)], by client: String, _ random: inout Seeded
) -> (Day, Int64)? {
  var amounts: [(Day, Int64)] = []
  var invoices: [String: Int64] = [:]
  for (on, fact) in facts {
    switch fact {
    case .invoice(let number, client, _, let cents, _): invoices[number] = cents
    case .plan(client, _, let parts): amounts += parts.map { (on, $0.cents) }
    case .asked(let number, let cents):
      if let claim = invoices[number] { amounts.append((on, claim + cents)) }
    default: break
    }
  }
  guard let one = amounts.randomElement(using: &random) else { return nil }
  return (one.0 + Int.random(in: 0...25, using: &random), one.1)
}
