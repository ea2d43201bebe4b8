package import Domain
package import Forecasting

/// One client in full: how it pays, what it owes, what to do and why, and by what its documents
/// were told to be its own.
package struct ClientReport: Report {
  private let client: Client
  private let behaviour: ClientBehaviour?
  private let waiting: BasisPoints
  private let known: Recognition
  private let charges: [UnpaidCharge]

  /// How the documents of a client were recognised.
  package struct Recognition: Sendable {
    /// All documents of the client.
    package var documents: Int
    package var keys: [Key]
    /// Sentences about merges and splits, in their order.
    package var moves: [String]

    package init(documents: Int = 0, keys: [Key] = [], moves: [String] = []) {
      self.documents = documents
      self.keys = keys
      self.moves = moves
    }
  }

  /// An identifier and the documents it merged.
  package struct Key: Sendable {
    package var identifier: Party.Identifier
    package var documents: Int

    package init(_ identifier: Party.Identifier, documents: Int) {
      self.identifier = identifier
      self.documents = documents
    }
  }

  /// `behaviour` is nil for a client that owes nothing and has paid nothing. `waiting` is what
  /// money costs a year, by which the next job's cost was reckoned.
  package init(
    _ client: Client, _ behaviour: ClientBehaviour?, waiting: BasisPoints,
    known: Recognition = Recognition(), charges: [UnpaidCharge] = []
  ) {
    self.client = client
    self.behaviour = behaviour
    self.waiting = waiting
    self.known = known
    self.charges = charges
  }

  package var text: String {
    heading("\(client.name.printable) (\(client.externalID.printable))") + conduct + recognition
  }

  private var conduct: String {
    guard let behaviour else { return "Owes nothing, and has paid nothing yet.\n" + unpaid }
    let rating = behaviour.rating
    return wrapped("Grade \(rating.grade.letter): \(rating.sentence).")
      + wrapped("What to do: \(rating.recommendation.words).") + "\n" + owed(behaviour)
      + unpaid + paid(behaviour) + next(behaviour)
  }

  private func owed(_ behaviour: ClientBehaviour) -> String {
    guard !behaviour.open.isEmpty else { return "Owes nothing.\n" }
    let overdue =
      behaviour.overdue.isEmpty
      ? "nothing of it overdue"
      : "of it overdue \(behaviour.overdue.map(\.withCode).joined(separator: ", ")), "
        + "for up to \(counted(behaviour.overdueDaysMost, "day"))"
    return wrapped("Owes \(behaviour.open.map(\.withCode).joined(separator: ", ")); \(overdue).")
  }

  private var unpaid: String {
    guard !charges.isEmpty else { return "" }
    let parts = charges.map {
      "\($0.amount.withCode) beside \($0.invoice.text.printable), asked on \($0.asked)"
    }
    return wrapped(
      "Paid after a reminder, but not the interest and fees it asked for: "
        + "\(parts.joined(separator: "; ")). No letter asks for them again; to claim them, write an "
        + "invoice for them.")
  }

  private func paid(_ behaviour: ClientBehaviour) -> String {
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

  private func next(_ behaviour: ClientBehaviour) -> String {
    guard let job = behaviour.nextJob else { return "" }
    let waitingText =
      job.daysLate > 0 ? job.warning : "is likely to be paid in time, on \(job.amount.withCode)"
    return "\n"
      + wrapped(
        "Next job, \(counted(job.termDays, "day")) to pay: \(waitingText), at \(waiting)% a year; "
          + "not paid within \(PaymentDates.horizonDays) days: \(chanceText(job.chanceOfLoss)).")
  }

  private var recognition: String {
    guard !known.keys.isEmpty else { return "" }
    var table = TextTable([.left("known by"), .soft("identifier"), .right("documents merged")])
    for key in known.keys {
      table.add([
        key.identifier.scheme.label, shown(key.identifier).printable, "\(key.documents)",
      ])
    }
    let new = known.documents - known.keys.map(\.documents).reduce(0, +)
    return "\n" + table.text
      + known.moves.map { wrapped($0.printable) }.joined()
      + (new > 0 ? "\(counted(new, "document")) came before the client was known.\n" : "")
  }

  package var csv: String? {
    csvLine(["client_id", "client", "known_by", "identifier", "documents_merged"])
      + known.keys.map { key in
        csvLine([
          client.externalID, client.name, key.identifier.scheme.label, key.identifier.value,
          "\(key.documents)",
        ])
      }.joined()
  }

  package var json: JSONValue? {
    .object([
      ("client_id", .text(client.externalID)), ("client", .text(client.name)),
      ("behaviour", behaviour?.json ?? .null), ("documents", .integer(known.documents)),
      (
        "known_by",
        .array(
          known.keys.map { key in
            .object([
              ("kind", .text(key.identifier.scheme.label)),
              ("identifier", .text(key.identifier.value)),
              ("documents_merged", .integer(key.documents)),
            ])
          })
      ), ("unpaid_charges", .array(charges.map(\.json))),
      ("moves", .array(known.moves.map { .text($0) })),
    ])
  }

  private func shown(_ identifier: Party.Identifier) -> String {
    guard identifier.scheme == .nameAndPostcode else { return identifier.value }
    return identifier.value.split(separator: "|").joined(separator: ", ")
  }
}

extension UnpaidCharge {
  fileprivate var json: JSONValue {
    .object([
      ("invoice", .text(invoice.text)), ("amount", .text(amount.plain)),
      ("currency", .text(amount.currency.code)), ("asked", .text(asked.description)),
    ])
  }
}
