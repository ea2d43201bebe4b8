package import Domain
import Glibc

/// The chance that an open invoice is paid on a day, learnt from who paid when.
///
/// It is a discrete hazard by days after the due date (payments on a day over invoices still
/// unpaid then), with recent payments counting more, times multipliers for the weekday and the
/// day of the month. Clients with few payments are expected to pay like others with such terms;
/// without any history `PriorDelay` decides. `Backtest` says what it is worth on a book.
///
///     let hazard = PaymentHazard(fitting: ledger.payHistory(asOf: today))
///     let dates = hazard.dates(of: item)
///     print(dates.p50, dates.probability(paidBy: today + 30))
package struct PaymentHazard: Sendable {
  /// The last day whose facts are known; forecasts begin the day after.
  package let asOf: Day
  package let calendar: PaymentCalendar

  private let fit: HazardFit
  private let pace: CashPace
  private let clients: [ID<Client>: Int]
  let days: CalendarDays

  /// Complexity: linear in the number of entries plus about 2,000 steps a client.
  package init(fitting history: PayHistory) {
    let observations = Observations(history)
    var fit = HazardFit(observations)
    asOf = history.asOf
    calendar = PaymentCalendar(fitting: .init(observations, fit: fit))
    // Measured: the pace of the uncorrected odds, on top of the correction, forecasts cash better
    // than the pace of the corrected ones.
    pace = CashPace(observations, fit: fit, calendar: calendar)
    fit.correct(by: LateEffect(observations, fit: fit, calendar: calendar))
    self.fit = fit
    clients = Dictionary(uniqueKeysWithValues: zip(observations.clients, 0...))
    days = CalendarDays(from: asOf + 1, count: PaymentDates.horizonDays)
  }

  /// How a client pays compared with others that have its terms: payments seen over payments
  /// expected, shrunk towards 1; above 1 it pays sooner. 1 for an unknown client.
  package func frailty(of client: ID<Client>) -> Double {
    clients[client].map { fit.frailty[$0] } ?? 1
  }

  /// The client's place in `calendar`; nil for one without history.
  func index(of client: ID<Client>) -> Int? { clients[client] }

  /// The chance of each day from as-of + 1 to as-of + 400 that an invoice is paid on it if it was
  /// still unpaid the day before. `due` may differ from the invoice's own, to ask what another
  /// term would mean.
  func dailyHazard(client: ID<Client>, termDays: Int, due: Day) -> [Double] {
    let row = row(client: client, termDays: termDays, due: due)
    var hazard = multipliers(of: client)
    for day in hazard.indices {
      hazard[day] = min(hazard[day] * row.chance(on: day), Self.chanceMax)
    }
    return hazard
  }

  /// No day is surer than this, whatever client and calendar say.
  static let chanceMax = 0.98

  /// The calendar's say on each of the days ahead, the same for all invoices of a client.
  func multipliers(of client: ID<Client>) -> [Double] {
    calendar.multipliers(client: clients[client], days: days)
  }

  /// The delays' say on an invoice: the chance of each day ahead before the calendar's say.
  struct Row {
    let chances: ArraySlice<Float>
    /// Days after the due date on as-of + 1.
    let delay: Int

    func chance(on place: Int) -> Double {
      Double(chances[chances.startIndex + DelayGrid.place(delay + place)])
    }
  }

  func row(client: ID<Client>, termDays: Int, due: Day) -> Row {
    let term = TermBucket.of(days: termDays)
    let place = clients[client].map { Int(fit.rows[$0 * TermBucket.count + term]) } ?? -1
    let delay = asOf + 1 - due
    guard place >= 0 else {
      let base = fit.backOff(term: term, frailty: frailty(of: client))
      return Row(chances: base.values.map { Float($0) }[...], delay: delay)
    }
    let start = place * DelayGrid.count
    return Row(chances: fit.cells[start..<start + DelayGrid.count], delay: delay)
  }

  /// How the money of a client keeps the odds: the exponent of the probability to stay unpaid.
  func pace(of client: ID<Client>) -> Double { pace.of(clients[client]) }

  /// The same chances as the client's money keeps them.
  func paced(_ hazard: [Double], client: ID<Client>) -> [Double] {
    let pace = pace(of: client)
    return hazard.map { 1 - pow(1 - $0, pace) }
  }

  /// Fills the curve for an open item. `multipliers` are those of the item's client.
  func fill(_ curve: inout PaidCurve, for item: OpenItem, multipliers: [Double]) {
    guard item.hold == nil, item.issueDate <= asOf else {
      return curve.fill(from: dates(of: item))
    }
    let row = row(
      client: item.client, termDays: item.due.day - item.issueDate, due: item.due.day)
    curve.fill(hazard: row, multipliers: multipliers, pace: pace(of: item.client))
  }
}
