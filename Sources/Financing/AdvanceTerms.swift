package import Domain

/// What one financier gives on open invoices, and at what price.
package struct AdvanceTerms: Hashable, Sendable {
  package var name: String
  /// Of all amounts. Invoices in it are taken.
  package var currency: Currency
  /// Other currencies that are taken too, at the day's rate.
  package var otherCurrencies: Set<Currency> = []
  /// Share of what is eligible that is paid at once: usually 70 to 95 %.
  package var advanceRate: BasisPoints
  /// Fee on what is open.
  package var serviceRate: BasisPoints
  /// The fee for one invoice is at least this.
  package var serviceMinimum: Money
  /// Price of the advance, a year, from the day it is paid until the client pays; with
  /// `baseRates` the margin over them.
  package var discountRate: BasisPoints
  package var baseRates = BaseRates()
  /// Most that is advanced at one time; nil is no limit.
  package var limit: Money?
  /// Held back from what could be advanced, for returns and discounts.
  package var reserve: Money
  /// The same as a share of what is eligible.
  package var reserveRate = BasisPoints(0)
  /// The largest share of all that is eligible, before this cut, that one debtor may have.
  package var concentration: BasisPoints?
  /// Days since issue up to which an invoice is taken, the last included.
  package var ageDaysMax: Int
  /// Days after the due date up to which an invoice is taken; 0: none that is overdue.
  package var overdueDaysMax: Int
  /// Where more than this share of what a debtor owes is too old or too long overdue, nothing of
  /// it is taken. Nil: each invoice by itself.
  package var crossAge: BasisPoints?
  /// Whether an invoice that nobody checked against EN 16931 (a row of a register) is refused.
  package var requiresVerdict: Bool
  /// ISO 3166-1 alpha-2.
  package var excludedCountries: Set<String> = []
  /// Ids, exact names or identifiers of debtors that belong to the business.
  package var relatedParties: Set<String> = []
  /// The same of debtors that this financier does not take.
  package var excludedParties: Set<String> = []
  package var takesConsumers = false
  /// Days from the day on which the advance is paid out after which an unpaid one goes back.
  package var recourseDays: Int
  /// Fee on what is open for each 30 days begun after the recourse day.
  package var additionalRate = BasisPoints(0)
  /// Days from an offer's acceptance to the money.
  package var payoutDays = 0
  /// Everything that is eligible has to be handed over, or nothing.
  package var takesWholeLedger = false
  /// The client is told to pay the financier.
  package var isDisclosed = false
  /// Whether the business goes on to remind clients whose invoices are financed.
  package var leavesChasingToBusiness = true
  /// Where clients pay, of a disclosed financier; empty where the settings do not say.
  package var account = ""
  /// Days' notice by which the contract can be ended.
  package var noticeDays = 0

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
    reserve = .zero(currency)
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

  /// What the advance costs a year on a day.
  package func discountRate(on day: Day) -> BasisPoints { baseRates.rate(on: day) + discountRate }

  /// Simple interest on an advance, actual/365, day by day at the rate of the day.
  func discount(on advance: Money, from day: Day, days: Int) -> Money {
    advance.scaled(
      by: baseRates.sum(from: day, days: days, margin: discountRate), over: 10_000 * 365,
      .halfAwayFromZero)
  }

  /// The last day on which an invoice may be unpaid before its advance goes back.
  package func recourseDay(paidOut day: Day) -> Day { day + recourseDays }

  /// The fee for the time from the day after `recourse` until the client pays: for each 30 days
  /// begun, on the whole invoice.
  func additionalFee(on gross: Money, after recourse: Day, paid: Day) -> Money {
    let months = (max(0, paid - recourse) + 29) / 30
    guard months > 0, additionalRate.value > 0 else { return .zero(gross.currency) }
    return gross.scaled(
      by: Int128(additionalRate.value) * Int128(months), over: 10_000, .halfAwayFromZero)
  }

  /// What the financier pays on top of `advance` once the client has paid, if that is on the due
  /// date or, where that is past, on the day after `asOf`: what is open less the fees and the
  /// discount from `day`, on which the advance came, and less the advance where the bank's line of
  /// it was not booked on the invoice already. Never below zero. The item, the advance and the
  /// terms are of one currency. `recourse` is the advance's own recourse day; nil: that of the
  /// terms.
  package func release(
    of item: OpenItem, advance: Money, from day: Day, recourse: Day? = nil, asOf: Day
  ) -> Money {
    let paid = max(item.due.day, asOf + 1)
    let fees =
      max(item.principal.share(serviceRate, .halfAwayFromZero), serviceMinimum)
      + discount(on: advance, from: day, days: max(1, paid - day))
      + additionalFee(
        on: item.principal, after: recourse ?? recourseDay(paidOut: day), paid: paid)
    let rest = item.open - fees
    let nothing = Money.zero(item.open.currency)
    return max(item.hasBooked(advance, around: day) ? rest : rest - advance, nothing)
  }

  /// What is open in the financier's currency; nil where it is not taken or there is no rate.
  func gross(of item: OpenItem, on day: Day, rates: ExchangeRates?) -> Money? {
    if item.open.currency == currency { return item.open }
    guard otherCurrencies.contains(item.open.currency), let rates, rates.target == currency
    else { return nil }
    return rates.convert(item.open, on: day)
  }
}

extension OpenItem {
  /// Whether the bank's line of an advance was taken for a payment of the invoice, whose number it
  /// names: then it is no longer among what is open.
  package func hasBooked(_ advance: Money, around day: Day) -> Bool {
    payments.contains { $0.amount == advance && abs($0.day - day) <= 10 }
  }
}
