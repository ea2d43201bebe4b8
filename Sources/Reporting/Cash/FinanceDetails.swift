import Domain
import Financing

/// What stands below one financier's offers: if clients pay early or late, what waiting costs
/// instead, and how the ledger comes down to what is offered on.
struct FinanceDetails {
  private let base: BorrowingBase
  private let offers: [AdvanceOffer]
  private let waiting: WaitingCost

  init(_ base: BorrowingBase, _ offers: [AdvanceOffer], waiting: WaitingCost) {
    self.base = base
    self.offers = offers
    self.waiting = waiting
  }

  private static let listedMax = 40

  var text: String { outcomes + advice + conditions + steps }

  private var outcomes: String {
    guard !offers.isEmpty else { return "" }
    var table = TextTable([
      .left("invoice"), .left("early"), .right("fees"), .left("late"), .right("fees"),
      .left("back after"), .right("chance"), .right("waiting"),
    ])
    for offer in offers.prefix(Self.listedMax) {
      let instead =
        waiting.waiting(for: offer, from: base.asOf) + waiting.chasing(for: offer, from: base.asOf)
      table.add([
        offer.item.number.text.printable, offer.early.paid.description,
        fees(offer, offer.early).grouped, offer.late.paid.description,
        fees(offer, offer.late).grouped, offer.recourseDay.description,
        percent(offer.recourseChance), instead.grouped,
      ])
    }
    return table.text + "\n"
  }

  private func fees(_ offer: AdvanceOffer, _ outcome: AdvanceOffer.Outcome) -> Money {
    offer.serviceFee + outcome.discountFee + outcome.additionalFee
  }

  private func percent(_ chance: Double) -> String {
    let tenths = Int((chance * 1000).rounded())
    return tenths == 0 && chance > 0 ? "<0.1%" : "\(tenths / 10).\(tenths % 10)%"
  }

  private var advice: String {
    guard !offers.isEmpty else { return "" }
    let currency = base.terms.currency
    let chasing = offers.map { waiting.chasing(for: $0, from: base.asOf) }.sum(currency)
    let patience =
      offers.map { waiting.waiting(for: $0, from: base.asOf) }.sum(currency) + chasing
    let better = offers.filter { waiting.isBetter(than: $0, from: base.asOf) }
    let reminders = chasing.isPositive ? " with reminders for \(chasing.withCode)" : ""
    let cost = offers.map(\.cost).sum(currency)
    let verdict =
      better.isEmpty
      ? "Financing is cheaper for each of them."
      : better.count == offers.count
        ? "Do not finance them unless the money is needed."
        : "Waiting is cheaper for \(counted(better.count, "invoice")), financing for "
          + "\(offers.count - better.count)."
    return wrapped(
      "Waiting costs \(patience.withCode) at \(waiting.annual)% a year\(reminders), financing "
        + "\(cost.withCode). \(verdict)") + "\n"
  }

  /// What the table cannot say.
  private var conditions: String {
    let terms = base.terms
    var words: [String] = []
    if terms.takesWholeLedger { words.append("It takes all of this or nothing.") }
    if terms.isDisclosed { words.append("Clients are told to pay it.") }
    if terms.payoutDays > 0 {
      words.append("The money comes after \(counted(terms.payoutDays, "day")).")
    }
    if terms.noticeDays > 0 {
      words.append("The contract ends with \(counted(terms.noticeDays, "day"))' notice.")
    }
    return words.isEmpty ? "" : wrapped(words.joined(separator: " ")) + "\n"
  }

  private var steps: String {
    let tables = base.ledger.map { open -> String in
      let currency = open.currency
      var table = TextTable([
        .soft("from the ledger to the offers"), .right("invoices"), .right(currency.code),
      ])
      table.add(["open", "", open.grouped])
      for step in base.steps(currency) {
        table.add(["less: " + step.reason.group, "\(step.invoices)", (-step.amount).grouped])
      }
      table.addRule()
      let count = base.offers.count { $0.item.open.currency == currency }
      table.add(["offered on", "\(count)", base.offered(currency).grouped])
      return table.text
    }
    return tables.joined(separator: "\n") + "\n" + roomText
  }

  private var roomText: String {
    let terms = base.terms
    var table = TextTable([.soft("what may be advanced"), .right(terms.currency.code)])
    let sum = base.possible.map(\.advance).sum(terms.currency)
    table.add(["\(terms.advanceRate)% of what is eligible", sum.grouped])
    if base.reserves.isPositive { table.add(["less: reserve", (-base.reserves).grouped]) }
    if let limit = terms.limit { table.add(["at most (limit)", limit.grouped]) }
    if base.fundsInUse.isPositive {
      table.add(["less: advanced already", (-base.fundsInUse).grouped])
    }
    table.addRule()
    table.add(["may be advanced now", (base.room ?? sum).grouped])
    table.add(["offered, by whole invoices", base.availability.grouped])
    return table.text
  }
}
