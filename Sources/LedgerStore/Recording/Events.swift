import Accounting
package import Domain
import GRDB

extension Ledger {
  /// Records an event and allocates anew for its client, in one transaction. The very same event is
  /// recorded once, so that a command can be repeated after a crash, unless `again` says that it
  /// happened twice. Returns whether it was recorded.
  ///
  /// An amount about an invoice has the invoice's currency, and is refused in another, except what
  /// a financier pays or takes back, which moves no balance of the invoice.
  @discardableResult
  package func record(_ event: ClientEvent, again: Bool = false) throws(Problem) -> Bool {
    try writing { db in
      try db.refuseOtherCurrency(in: event)
      let values: StatementArguments = [
        event.day.description, event.kind.rawValue, event.client.rawValue,
        event.invoice?.rawValue, event.until?.description, event.amount?.minorUnits,
        event.amount?.currency.code, event.note, event.who, event.financier,
        event.letter?.rawValue,
      ]
      let known = try Bool.fetchOne(
        db,
        sql: """
          SELECT 1 FROM event WHERE day = ? AND kind = ? AND client_id = ? AND document_id IS ?
            AND until IS ? AND amount IS ? AND currency IS ? AND note = ? AND who = ?
            AND financier IS ? AND letter_kind IS ? AND file_id IS NULL
          """, arguments: values)
      if known == true && !again { return false }
      if event.kind == .reinstate { try db.refuseUnclosed(event) }
      try db.run(
        """
        INSERT INTO event (day, kind, client_id, document_id, until, amount, currency, note, who,
          financier, letter_kind)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, values)
      let id = db.lastInsertedRowID
      if event.kind == .due { try db.setDue(by: event) }
      try db.deriveAnew(for: event, policy)
      if event.kind == .returned { try db.refuseUnreceived(event, id) }
      try db.seal(.event, id, on: event.day)
      return true
    }
  }

  /// The kind and day of the last void, write-off or goodwill of an invoice that still counts at
  /// the end of `day`, which `reinstate` takes back, if there is any.
  package func reversible(
    about invoice: ID<Invoice>?, asOf day: Day
  ) throws(Problem) -> (kind: ClientEvent.Kind, day: Day)? {
    try reading { db in try db.reversible(about: invoice, asOf: day) }
  }

  /// Clients that get no further credit at the end of `day`.
  package func stoppedClients(asOf day: Day) throws(Problem) -> Set<ID<Client>> {
    try reading { db in
      let active = try ActiveEvents(db, asOf: day)
      return Set(try active.clients.filter { try active.stop(of: $0, day: day) != nil })
    }
  }
}

extension Database {
  /// What follows from a new event: lines of its day and later see what it left open.
  fileprivate func deriveAnew(for event: ClientEvent, _ policy: MatchPolicy) throws {
    let isAsked = [
      .payment, .returned, .goodwill, .writeOff, .void, .reinstate, .due, .plan,
      .promise, .release,
    ]
    .contains(event.kind)
    guard isAsked else { return try allocate(client: event.client.rawValue) }
    try deriveAnew(since: event.day, client: event.client.rawValue, policy)
  }
}

extension Database {
  /// What follows from a new fact about a client: lines of `day` and later see it.
  func deriveAnew(since day: Day, client: Int64, _ policy: MatchPolicy) throws {
    let hasLines = try Bool.fetchOne(
      self,
      sql: "SELECT EXISTS (SELECT 1 FROM bank_line WHERE booked >= ? AND same_as IS NULL)",
      arguments: [day.description])
    guard hasLines == true else { return try allocate(client: client) }
    var news = try matchBankLines(since: day.description, PresentFactKinds(), policy)
    for client in news.clients.union([client]).sorted() {
      try allocate(client: client, news: &news)
    }
    for file in news.files.sorted() { try seal(.match, file, on: day) }
  }
}

extension Database {
  /// No more goes back than had come in.
  fileprivate func refuseUnreceived(_ event: ClientEvent, _ id: Int64) throws {
    guard let amount = event.amount else { return }
    let back = try Int64.fetchOne(
      self, sql: "SELECT -SUM(amount) FROM allocation WHERE source = 'recorded' AND source_id = ?",
      arguments: [id])
    guard amount.minorUnits > back ?? 0 else { return }
    let received = Money(minorUnits: back ?? 0, currency: amount.currency)
    throw Ledger.Problem.refused(
      "\(amount) is more than had come in by \(event.day): \(received)",
      remedy: "Name the payment's own invoice or client, and at most its amount; nothing was "
        + "recorded.")
  }

  /// Something has to be there that can be taken back.
  fileprivate func refuseUnclosed(_ event: ClientEvent) throws {
    guard try reversible(about: event.invoice, asOf: event.day) == nil else { return }
    throw Ledger.Problem.refused(
      "nothing is void, written off or given as goodwill that could be taken back",
      remedy: "`dunlin history` shows what is on record; nothing was recorded.")
  }

  /// The kind and day of the last void, write-off or goodwill of an invoice that still counts.
  fileprivate func reversible(
    about invoice: ID<Invoice>?, asOf day: Day
  ) throws -> (kind: ClientEvent.Kind, day: Day)? {
    guard let invoice else { return nil }
    let row = try Row.fetchOne(
      self,
      sql: """
        SELECT event.kind, event.day FROM event JOIN allocation
          ON allocation.source = event.kind AND source_id = event.id
        WHERE event.document_id = ?1 AND event.kind IN ('void', 'write-off', 'goodwill')
          AND event.day <= ?2 AND allocation.day <= ?2
        GROUP BY event.id HAVING SUM(allocation.amount) > 0 ORDER BY event.id DESC LIMIT 1
        """, arguments: [invoice.rawValue, day.description])
    return try row.map { (try $0.value("kind"), try $0.day("day")) }
  }

  /// A person's due date takes the place of the one on record.
  fileprivate func setDue(by event: ClientEvent) throws {
    guard let invoice = event.invoice, let due = event.until else { return }
    try run(
      "UPDATE document SET due_date = ?, due_source = ? WHERE id = ?",
      [due.description, DueDate.Source.recorded.rawValue, invoice.rawValue])
    let file = try Int64.fetchOne(
      self, sql: "SELECT file_id FROM document WHERE id = ?", arguments: [invoice.rawValue])
    if let file { try seal(.file, file, on: event.day) }
  }

  fileprivate func refuseOtherCurrency(in event: ClientEvent) throws {
    guard let amount = event.amount, let invoice = event.invoice,
      ![.finance, .financeRelease, .recourse].contains(event.kind)
    else { return }
    let own = try String.fetchOne(
      self, sql: "SELECT currency FROM document WHERE id = ?", arguments: [invoice.rawValue])
    guard let own, own != amount.currency.code else { return }
    throw Ledger.Problem.refused(
      "the \(event.kind.rawValue) is in \(amount.currency), its invoice in \(own)",
      remedy: "Say the amount in \(own); nothing was recorded.")
  }
}
