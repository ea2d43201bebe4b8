package import Domain

/// What one financier gives on open invoices, and at what price.
package struct AdvanceTerms: Hashable, Sendable {
  package var name: String
  /// Only invoices of this currency are taken.
  package var currency: Currency
  /// Share of what is open that is paid at once: usually 70 to 95 %.
  package var advanceRate: BasisPoints
  /// Fee on what is open.
  package var serviceRate: BasisPoints
  /// The fee for one invoice is at least this.
  package var serviceMinimum: Money
  /// Price of the advance, a year, from the day it is paid until the client pays.
  package var discountRate: BasisPoints
  /// Most that is advanced at one time; nil is no limit.
  package var limit: Money?
  /// Days since issue up to which an invoice is taken, the last included.
  package var ageDaysMax: Int
  /// Days after the due date up to which an invoice is taken; 0: none that is overdue.
  package var overdueDaysMax: Int
  /// Days from the advance after which an unpaid one goes back.
  package var recourseDays: Int
  /// Whether an invoice that nobody checked against EN 16931 (a row of a register) is refused.
  package var requiresVerdict: Bool

  package init(
    name: String, currency: Currency, advanceRate: BasisPoints = .percent(90),
    serviceRate: BasisPoints = .percent(1), serviceMinimum: Money? = nil,
    discountRate: BasisPoints = .percent(7), limit: Money? = nil, ageDaysMax: Int = 90,
    overdueDaysMax: Int = 0, recourseDays: Int = 120, requiresVerdict: Bool = false
  ) {
    self.name = name
    self.currency = currency
    self.advanceRate = advanceRate
    self.serviceRate = serviceRate
    self.serviceMinimum = serviceMinimum ?? .zero(currency)
    self.discountRate = discountRate
    self.limit = limit
    self.ageDaysMax = ageDaysMax
    self.overdueDaysMax = overdueDaysMax
    self.recourseDays = recourseDays
    self.requiresVerdict = requiresVerdict
  }

  /// What selective financiers usually ask: 90 % at once, 1 % of the invoice, 7 % a year on the
  /// advance. Used, and said to be, where the settings name nobody.
  package static func usual(in currency: Currency) -> AdvanceTerms {
    AdvanceTerms(name: "", currency: currency)
  }

  /// Whether these are only the usual terms of no financier in particular.
  package var isUsual: Bool { name.isEmpty }
}
