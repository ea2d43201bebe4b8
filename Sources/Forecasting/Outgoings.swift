package import Domain

/// What the house itself has to pay: the other side of its cash flow.
package struct Outgoings: Hashable, Sendable {
  package var recurring: [Recurring]
  package var bills: [Bill]

  package init(recurring: [Recurring] = [], bills: [Bill] = []) {
    self.recurring = recurring
    self.bills = bills
  }

  /// A sum that leaves every month: rent, wages.
  package struct Recurring: Hashable, Sendable {
    package var name: String
    package var amount: Money
    /// 1 to 31; in a shorter month, its last day.
    package var dayOfMonth: Int
    /// The months in which it is paid, both included; nil is no limit.
    package var firstMonth: Month?
    package var lastMonth: Month?

    package init(
      name: String, amount: Money, dayOfMonth: Int, firstMonth: Month? = nil,
      lastMonth: Month? = nil
    ) {
      self.name = name
      self.amount = amount
      self.dayOfMonth = dayOfMonth
      self.firstMonth = firstMonth
      self.lastMonth = lastMonth
    }
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

  /// What leaves in each of the periods, which follow one another without a gap. Bills due before
  /// the first are still to be paid, so they fall into it.
  package func sums(_ currency: Currency, in periods: [CashPeriod]) -> [Money] {
    var sums = periods.map { _ in Money.zero(currency) }
    for bill in bills where bill.amount.currency == currency {
      if let index = periods.firstIndex(where: { bill.due <= $0.last }) {
        sums[index] += bill.amount
      }
    }
    for cost in recurring where cost.amount.currency == currency {
      for (index, period) in periods.enumerated() {
        let times = Int64(cost.days(in: period))
        sums[index] += Money(
          minorUnits: cost.amount.minorUnits * times, currency: currency)
      }
    }
    return sums
  }
}

extension Outgoings.Recurring {
  /// How often its day lies in the period.
  fileprivate func days(in period: CashPeriod) -> Int {
    let first = Month(period.first)
    return (0...max(0, Month(period.last) - first)).count { step in
      let month = first + step
      return (firstMonth.map { $0 <= month } ?? true) && (lastMonth.map { month <= $0 } ?? true)
        && period.contains(month.day(dayOfMonth))
    }
  }
}
