package import Domain
package import Forecasting

/// One client in full: how it pays, what it owes, what to do and why.
package struct ClientReport: Report {
  private let behaviour: ClientBehaviour
  private let waiting: BasisPoints

  package init(_ behaviour: ClientBehaviour, waiting: BasisPoints) {
    self.behaviour = behaviour
    self.waiting = waiting
  }

  package var text: String {
    let client = behaviour.client
    let title = "\(client.name.printable) (\(client.externalID.printable))"
    let rating = behaviour.rating
    return heading(title)
      + wrapped("Grade \(rating.grade.letter): \(rating.sentence).")
      + wrapped("What to do: \(rating.recommendation.words).") + "\n" + owed + paid + next
  }

  private var owed: String {
    guard !behaviour.open.isEmpty else { return "Owes nothing.\n" }
    let overdue =
      behaviour.overdue.isEmpty
      ? "nothing of it overdue"
      : "of it overdue \(behaviour.overdue.map(\.withCode).joined(separator: ", ")), "
        + "for up to \(counted(behaviour.overdueDaysMost, "day"))"
    return wrapped("Owes \(behaviour.open.map(\.withCode).joined(separator: ", ")); \(overdue).")
  }

  private var paid: String {
    guard let delays = behaviour.delays else { return "Has paid nothing yet.\n" }
    var table = TextTable([.left("days late"), .right("payments"), .left("")])
    let top = max(1, delays.classes.max() ?? 1)
    for (name, count) in zip(ClientBehaviour.Delays.classNames, delays.classes) {
      let bar = String(repeating: "█", count: (count * 40 + top - 1) / top)
      table.add([name, "\(count)", bar])
    }
    let late = behaviour.shareLate.map { ", \(percentText($0)) of them late" } ?? ""
    let beyond =
      behaviour.daysBeyondTerms.map {
        " Its money of the last 12 months came \(tenths($0)) days beyond terms."
      } ?? ""
    return wrapped(
      "Paid \(counted(delays.count, "invoice"))\(late): one in ten by \(signed(delays.p10)) days, "
        + "half by \(signed(delays.median)), nine in ten by \(signed(delays.p90)).\(beyond) "
        + "Trend: \(behaviour.trend.sentence).") + "\n" + table.text
  }

  private var next: String {
    guard let job = behaviour.nextJob else { return "" }
    let waitingText =
      job.daysLate > 0 ? job.warning : "is likely to be paid in time, on \(job.amount.withCode)"
    return "\n"
      + wrapped(
        "Next job, \(counted(job.termDays, "day")) to pay: \(waitingText), at \(waiting)% a year; "
          + "not paid within \(PaymentDates.horizonDays) days: \(chanceText(job.chanceOfLoss)).")
  }

  package var json: JSONValue? { behaviour.json }
}
