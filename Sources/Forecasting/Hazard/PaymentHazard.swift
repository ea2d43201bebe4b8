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
///     print(dates.p50, dates.cash(from: today + 1, through: today + 30))
package struct PaymentHazard: Sendable {
  /// The last day whose facts are known; forecasts begin the day after.
  package let asOf: Day
  package let calendar: PaymentCalendar

  private let fit: HazardFit
  private let pace: CashPace
  private let clients: [ID<Client>: Int]
  private let days: CalendarDays

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

  /// What all invoices of a client have in common.
  struct Habits {
    fileprivate let client: Int?
    /// The calendar's say on each of the days ahead.
    let multipliers: [Double]
    /// How the client's money keeps the odds: the exponent of the probability to stay unpaid.
    let pace: Double
  }

  /// Those of an unknown client for nil.
  func habits(of client: ID<Client>?) -> Habits {
    let index = client.flatMap { clients[$0] }
    return Habits(
      client: index, multipliers: calendar.multipliers(client: index, days: days),
      pace: pace.of(index))
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

  private func row(_ habits: Habits, term: Int, due: Day) -> Row {
    let place = habits.client.map { Int(fit.rows[$0 * TermBucket.count + term]) } ?? -1
    let delay = asOf + 1 - due
    guard place >= 0 else {
      let frailty = habits.client.map { fit.frailty[$0] } ?? 1
      let base = fit.backOff(term: term, frailty: frailty)
      return Row(chances: base.values.map { Float($0) }[...], delay: delay)
    }
    let start = place * DelayGrid.count
    return Row(chances: fit.cells[start..<start + DelayGrid.count], delay: delay)
  }

  /// No day is surer than this, whatever client and calendar say.
  static let chanceMax = 0.98

  /// The chance of each day from as-of + 1 to as-of + 400 that an invoice is paid on it if it was
  /// still unpaid the day before. `due` may differ from the invoice's own, to ask what another
  /// term would mean.
  func dailyHazard(_ habits: Habits, termDays: Int, due: Day) -> [Double] {
    let row = row(habits, term: TermBucket.of(days: termDays), due: due)
    return habits.multipliers.indices.map { day in
      min(habits.multipliers[day] * row.chance(on: day), Self.chanceMax)
    }
  }

  /// The same chances as the client's money keeps them.
  func paced(_ hazard: [Double], _ habits: Habits) -> [Double] {
    hazard.map { 1 - pow(1 - $0, habits.pace) }
  }

  /// What the curve of an item depends on, beside its client.
  struct CurveKey: Equatable {
    fileprivate let term: Int
    fileprivate let due: Day
  }

  /// Items of a client with the same key have the same curve; one without a key, because it is
  /// held or not written yet, has its own.
  func curveKey(of item: OpenItem) -> CurveKey? {
    guard item.hold == nil, item.issueDate <= asOf else { return nil }
    let due = item.due.day
    return CurveKey(term: TermBucket.of(days: due - item.issueDate), due: due)
  }

  /// Fills the curve for an open item. `habits` are those of the item's client, `key` is the
  /// item's.
  func fill(_ curve: inout PaidCurve, for item: OpenItem, _ key: CurveKey?, _ habits: Habits) {
    guard let key else { return curve.fill(from: dates(of: item)) }
    curve.fill(hazard: row(habits, term: key.term, due: key.due), habits: habits)
  }
}
