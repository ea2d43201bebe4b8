import Accounting
package import Domain
import GRDB

extension ActiveEvents {
  /// What was recorded up to `day` of all clients, or of one.
  init(_ db: Database, asOf day: Day, client: ID<Client>? = nil) throws {
    try self.init(
      try db.recordedEvents(asOf: day, client: client), evidence: db.evidence(asOf: day))
  }
}

extension Database {
  /// Events that keep reminders or new credit away, or end what does, in the order of their days.
  func recordedEvents(asOf day: Day, client: ID<Client>? = nil) throws -> [RecordedEvent] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT * FROM event WHERE day <= ? \(client == nil ? "" : "AND client_id = ?")
          AND (kind IN ('dispute', 'promise', 'plan', 'hold', 'release', 'insolvent', 'stop',
            'blacklist') OR ends_dispute = 1)
        ORDER BY day, id
        """,
      arguments: StatementArguments([day.description]) + (client.map { [$0.rawValue] } ?? [])
    ).map { try $0.recordedEvent() }
  }
}

extension Row {
  fileprivate func recordedEvent() throws -> RecordedEvent {
    let kind: ClientEvent.Kind = try value("kind")
    return RecordedEvent(
      kind: kind, client: id("client_id"),
      invoice: (self["document_id"] as Int64?).map { ID<Invoice>($0) }, day: try day("day"),
      until: (self["until"] as String?).flatMap { Day(iso: $0) },
      amount: self["amount"] == nil ? nil : try money("amount"), note: self["note"],
      isReported: self["file_id"] != nil, endsDispute: self["ends_dispute"])
  }
}

extension Database {
  /// What holds are reckoned from, by the end of `day`; each client's history is read once.
  fileprivate func evidence(asOf day: Day) -> Evidence {
    let cache = EvidenceCache()
    return Evidence(
      history: { client in
        if let known = cache.histories[client] { return known }
        let history = try self.history(of: client, asOf: day)
        cache.histories[client] = history
        return history
      },
      bankThrough: { currency in
        if let known = cache.bankThrough { return known[currency] }
        let found = try self.bankThrough(asOf: day)
        cache.bankThrough = found
        return found[currency]
      })
  }

  private final class EvidenceCache {
    var histories: [ID<Client>: ClientHistory] = [:]
    var bankThrough: [Currency: Day]?
  }

  private func history(of client: ID<Client>, asOf day: Day) throws -> ClientHistory {
    let claims = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT id, issue_date, due_date, effect, currency FROM document
          WHERE client_id = ? AND kind = 'invoice' AND effect > 0 AND issue_date <= ? ORDER BY id
          """), arguments: [client.rawValue, day.description])
    let entries = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT day, document_id, amount, currency, CASE WHEN \(Allocation.isMoney())
            THEN 1 ELSE 0 END AS is_money
          FROM allocation WHERE \(Allocation.isOf(client: "?1")) AND day <= ?2 ORDER BY id
          """), arguments: [client.rawValue, day.description])
    return ClientHistory(
      claims: try claims.map {
        ClientHistory.Claim(
          id: $0.id("id"), issued: try $0.day("issue_date"), due: try $0.day("due_date"),
          amount: try $0.money("effect"))
      },
      entries: try entries.map { row in
        ClientHistory.Entry(
          day: try row.day("day"), claim: (row["document_id"] as Int64?).map { ID($0) },
          amount: try row.money("amount"), isMoney: row["is_money"])
      })
  }

  /// The last day up to which the bank data of each currency reach: of an account the day of its
  /// last balance or movement, of several accounts the last of these.
  func bankThrough(asOf day: Day) throws -> [Currency: Day] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT currency, MAX(last) AS last FROM (
          SELECT currency, MAX(booked) AS last FROM bank_line WHERE booked <= ?1 GROUP BY currency
          UNION ALL SELECT closing_currency, MAX(closing_day) FROM statement
            WHERE closing_day <= ?1 AND closing_currency IS NOT NULL
            GROUP BY closing_currency) AS ends
        GROUP BY currency
        """, arguments: [day.description])
    var through: [Currency: Day] = [:]
    for row in rows { through[try row.currency()] = try row.day("last") }
    return through
  }
}

extension Ledger {
  /// Something recorded that runs until it is released or over.
  package struct RunningMark: Hashable, Sendable {
    package let kind: ClientEvent.Kind
    /// The day on which it was recorded to begin.
    package let day: Day
  }

  /// What runs about an invoice, or (nil) about its client as a whole, at the end of `day`: one of
  /// each kind, and at the end the last recorded, which the next `release` ends.
  package func running(
    about invoice: ID<Invoice>?, of client: ID<Client>, asOf day: Day
  ) throws(Problem) -> [RunningMark] {
    try reading { db in
      let active = try ActiveEvents(db, asOf: day, client: client)
        .running(about: invoice, of: client, on: day)
      var found: [RunningMark] = []
      for one in active {
        found.removeAll { $0.kind == one.kind }
        found.append(RunningMark(kind: one.kind, day: one.day))
      }
      return found
    }
  }

  /// What clients promised, oldest first, and what became of it by the end of `day`.
  package func promises(asOf day: Day) throws(Problem) -> [ID<Client>: [Promise]] {
    try reading { db in
      var promises: [ID<Client>: [Promise]] = [:]
      for promise in try ActiveEvents(db, asOf: day).promiseOutcomes(on: day) {
        let number = try promise.invoice.flatMap { invoice in
          try String.fetchOne(
            db.cachedStatement(sql: "SELECT number FROM document WHERE id = ?"),
            arguments: [invoice.rawValue])
        }
        promises[promise.client, default: []].append(
          Promise(
            day: promise.day, until: promise.until, amount: promise.amount,
            invoice: number.map { InvoiceNumber($0) }, outcome: promise.outcome))
      }
      return promises
    }
  }

  /// What clients answered up to `day`, by client, in the order of the days: promises, plans,
  /// objections and what people noted. What was released is among it, as it was said.
  package func answers(asOf day: Day) throws(Problem) -> [ID<Client>: [ClientAnswer]] {
    try reading { db in
      var answers: [ID<Client>: [ClientAnswer]] = [:]
      let active = try ActiveEvents(db, asOf: day)
      for promise in try active.promiseOutcomes(on: day) {
        answers[promise.client, default: []].append(
          ClientAnswer(
            .promise(until: promise.until, promise.outcome), day: promise.day,
            invoice: promise.invoice))
      }
      for plan in active.agreedPlans {
        let isMissed = try plan.ended == nil && !active.runs(plan, on: day)
        answers[plan.client, default: []].append(
          ClientAnswer(.plan(isMissed: isMissed), day: plan.day, invoice: plan.invoice))
      }
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT kind, client_id, document_id, day FROM event
          WHERE day <= ? AND (kind = 'dispute'
            OR kind = 'note' AND letter_kind IS NULL AND note <> '' AND file_id IS NULL)
          ORDER BY day, client_id, document_id, kind
          """, arguments: [day.description])
      for row in rows {
        let kind: ClientAnswer.Kind =
          try row.value("kind") as ClientEvent.Kind == .dispute ? .dispute : .note
        answers[row.id("client_id"), default: []].append(
          ClientAnswer(
            kind, day: try row.day("day"),
            invoice: (row["document_id"] as Int64?).map { ID<Invoice>($0) }))
      }
      return answers
    }
  }

  /// The last day of the bank data read so far, by currency, as known at the end of `day`.
  package func bankDataEnds(asOf day: Day) throws(Problem) -> [Currency: Day] {
    try reading { db in try db.bankThrough(asOf: day) }
  }
}
