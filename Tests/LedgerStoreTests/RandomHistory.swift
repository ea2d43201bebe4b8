import Domain
import Support

/// The first day of all random histories.
let historyStart = day("2026-01-01")

/// Random facts, in the order in which they are given to both ledgers.
func randomHistory(_ random: inout Seeded) -> [(day: Day, fact: LedgerModel.Fact)] {
  var facts: [(day: Day, fact: LedgerModel.Fact)] = []
  var invoices: [Issued] = []
  for _ in 0..<Int.random(in: 1...7, using: &random) {
    let issued = historyStart + Int.random(in: 0...80, using: &random)
    let number = "RE-\(1_000 + invoices.count)"
    let client = ["Alder", "Birch"][Int.random(in: 0...1, using: &random)]
    let cents = Int64.random(in: 1...5_000, using: &random)
    invoices.append(Issued(number: number, client: client, issued: issued, cents: cents))
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
  addAgreements(to: &facts, invoices, &random)
  addPayments(to: &facts, invoices, &random)
  return facts
}

/// An invoice of a history.
struct Issued {
  var number: String
  var client: String
  var issued: Day
  var cents: Int64
}

/// Reminders with charges, one a day at most.
private func addNotices(
  to facts: inout [(day: Day, fact: LedgerModel.Fact)],
  _ invoices: [Issued],
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
  _ invoices: [Issued],
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
    case 6:
      facts.append((on, .payment(number: number, cents: size)))
      // The bank reports it, too, or as much again.
      let booked = max(invoice.issued, on + Int.random(in: -16...16, using: &random))
      if Bool.random(using: &random) {
        facts.append((booked, .money(line: line, number: number, cents: size)))
      }
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
    addDecision(about: line, booked, target, to: &facts, &random)
  }
}

/// A person says what a line is for, and may take that back.
func addDecision(
  about line: Int, _ booked: Day, _ target: Issued,
  to facts: inout [(day: Day, fact: LedgerModel.Fact)], _ random: inout Seeded
) {
  var on = max(booked, target.issued) + Int.random(in: 0...20, using: &random)
  facts.append((on, .settled(line: line, number: target.number)))
  if Bool.random(using: &random) {
    on = on + Int.random(in: 1...20, using: &random)
    facts.append((on, .unsettled(line: line)))
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
