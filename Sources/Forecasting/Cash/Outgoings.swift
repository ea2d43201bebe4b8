package import Domain

/// What the business itself has to pay: the other side of its cash flow.
package struct Outgoings: Hashable, Sendable {
  package var recurring: [Recurring]
  package var bills: [Bill]

  package init(recurring: [Recurring] = [], bills: [Bill] = []) {
    self.recurring = recurring
    self.bills = bills
  }

  /// A sum that leaves again and again: rent, wages, taxes.
  package struct Recurring: Hashable, Sendable {
    package var name: String
    package var amount: Money
    package var rhythm: Rhythm
    /// The days between which it is paid, both included; nil is no limit.
    package var first: Day?
    package var last: Day?

    package init(
      name: String, amount: Money, rhythm: Rhythm, first: Day? = nil, last: Day? = nil
    ) {
      self.name = name
      self.amount = amount
      self.rhythm = rhythm
      self.first = first
      self.last = last
    }
  }

  /// When a sum leaves again.
  package enum Rhythm: Hashable, Sendable {
    /// Every so many months from a month on, on a day of the month (1 to 31; in a shorter month
    /// its last day).
    case months(Int, from: Month, day: Int)
    /// Every so many days from a day on.
    case days(Int, from: Day)
  }

  /// A sum that leaves once: what is open of a supplier's bill, a tax payment.
  package struct Bill: Hashable, Sendable {
    package var name: String
    package var amount: Money
    package var due: Day

    package init(name: String, amount: Money, due: Day) {
      self.name = name
      self.amount = amount
      self.due = due
    }
  }

  package var currencies: Set<Currency> {
    Set(recurring.map(\.amount.currency)).union(bills.map(\.amount.currency))
  }

  func adding(_ more: [Bill]) -> Outgoings {
    Outgoings(recurring: recurring, bills: bills + more)
  }

  /// What leaves in each of the periods, which follow one another without a gap. Bills due before
  /// the first are still to be paid, so they fall into it.
  package func sums(_ currency: Currency, in periods: [CashPeriod]) -> [Money] {
    var sums = periods.map { _ in Money.zero(currency) }
    guard let first = periods.first?.first, let last = periods.last?.last else { return sums }
    for bill in bills where bill.amount.currency == currency {
      if let index = periods.firstIndex(where: { bill.due <= $0.last }) {
        sums[index] += bill.amount
      }
    }
    for cost in recurring where cost.amount.currency == currency {
      var index = 0
      for day in cost.days(from: first, through: last) {
        while periods[index].last < day { index += 1 }
        sums[index] += cost.amount
      }
    }
    return sums
  }
}

extension Outgoings.Recurring {
  /// The days on which it is paid, in order.
  func days(from start: Day, through end: Day) -> [Day] {
    let (from, to) = (max(start, first ?? start), min(end, last ?? end))
    guard from <= to else { return [] }
    switch rhythm {
    case .days(let every, let anchor):
      let passed = max(0, from - anchor + every - 1) / every
      return stride(from: passed * every, through: max(-1, to - anchor), by: every)
        .map { anchor + $0 }
    case .months(let every, let anchor, let day):
      let behind = Month(from) - anchor
      let step = behind <= 0 ? 0 : (behind + every - 1) / every * every
      return stride(from: step, through: max(-1, Month(to) - anchor), by: every)
        .map { (anchor + $0).day(day) }.filter { from <= $0 && $0 <= to }
    }
  }
}
