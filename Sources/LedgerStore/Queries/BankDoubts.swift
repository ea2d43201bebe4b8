import Accounting
package import Domain
import GRDB

/// A time of which a bank account's movements are not all known: its balances before and after it
/// differ by more than they say.
package struct BankGap: Hashable, Sendable {
  package var account: String
  /// The days of the two balances.
  package var after: Day
  package var through: Day
  /// What the known movements between them do not explain.
  package var missing: Money

  package init(account: String, after: Day, through: Day, missing: Money) {
    self.account = account
    self.after = after
    self.through = through
    self.missing = missing
  }
}

/// A payment that was recorded by hand and of which a bank line may tell again.
package struct TwofoldPayment: Hashable, Sendable {
  package var invoice: InvoiceNumber
  package var amount: Money
  package var recorded: Day
  package var booked: Day
  /// They count as one payment: only one of the two fits.
  package var isOne: Bool
  /// What the bank's line is called in `match`.
  package var line: ID<BankLine>
}

/// Money that went to a client who has as much on account, and that names nothing.
package struct PossibleRefund: Hashable, Sendable {
  package var line: ID<BankLine>
  package var client: String
  package var booked: Day
  /// Greater than zero.
  package var amount: Money
  package var onAccount: Money
}

extension Ledger {
  /// Money out of one import that no rule can tell, and that went to somebody with the name of a
  /// client who has at least as much on account at the end of `day`.
  package func possibleRefunds(
    import number: Int64, asOf day: Day
  ) throws(Problem) -> [PossibleRefund] {
    let (lines, kept) = try reading { db in
      let lines = try db.bankLines(
        """
        JOIN source_file ON source_file.id = file_id
        WHERE import_id = ? AND amount < 0 AND client_id IS NULL AND same_as IS NULL
          AND booked <= ? AND counterparty <> ''
          AND NOT EXISTS (SELECT 1 FROM decision WHERE bank_line_id = bank_line.id)
        ORDER BY booked, bank_line.id
        """
      ) { query in
        query.set(1, number)
        query.set(2, day)
      }
      var kept: [String: [Money]] = [:]
      guard !lines.isEmpty else { return (lines, kept) }
      for credit in try db.credits(asOf: day) {
        let name = try String.fetchOne(
          db.cachedStatement(sql: "SELECT name FROM client WHERE id = ?"),
          arguments: [credit.client.rawValue])
        kept[Party.folded(name ?? ""), default: []].append(credit.amount)
      }
      return (lines, kept)
    }
    return lines.compactMap { line in
      let currency = line.amount.currency
      let onAccount = (kept[Party.folded(line.counterparty)] ?? [])
        .filter { $0.currency == currency }.sum(currency)
      guard let id = line.id, onAccount >= line.amount.magnitude else { return nil }
      return PossibleRefund(
        line: id, client: line.counterparty, booked: line.booked, amount: line.amount.magnitude,
        onAccount: onAccount)
    }
  }

  /// Gaps between one closing balance of an account and the next, those whose later balance is of
  /// the days from `first` to the end of `day`, oldest first. An account without balances has none.
  package func bankGaps(since first: Day, asOf day: Day) throws(Problem) -> [BankGap] {
    try reading { db in
      let closings = try db.closings(asOf: day)
      return try zip(closings, closings.dropFirst()).compactMap { before, now in
        guard before.account == now.account, before.balance.currency == now.balance.currency,
          now.day >= first
        else { return nil }
        return try db.gap(from: before, to: now)
      }
      .sorted { ($0.through, $0.account) < ($1.through, $1.account) }
    }
  }

  /// Payments recorded by hand on an invoice, of which a bank line reports the same amount at most
  /// two weeks before or after: lines of one import for it, or of its client for nothing. Those
  /// that were recorded as returned do not count.
  package func twofoldPayments(import number: Int64) throws(Problem) -> [TwofoldPayment] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT document.number, event.amount, event.currency, event.day, booked,
            bank_line.id AS line, NOT (
              EXISTS (SELECT 1 FROM allocation WHERE source = 'bank' AND source_id = bank_line.id)
              AND EXISTS
                (SELECT 1 FROM allocation WHERE source = 'recorded' AND source_id = event.id))
              AS is_one
          FROM event JOIN document ON document.id = event.document_id
            JOIN bank_line ON bank_line.amount = event.amount
              AND bank_line.currency = event.currency AND same_as IS NULL
            JOIN source_file ON source_file.id = bank_line.file_id
          WHERE event.kind = 'payment' AND import_id = ?
            AND (EXISTS (SELECT 1 FROM match WHERE bank_line_id = bank_line.id
                AND match.document_id = document.id)
              OR bank_line.client_id = event.client_id AND NOT EXISTS (SELECT 1 FROM match
                WHERE bank_line_id = bank_line.id))
            AND \(Dialect.days(between: "booked", "event.day")) <= \(Account.recordDays)
            AND NOT EXISTS (SELECT 1 FROM event AS back WHERE back.kind = 'returned'
              AND back.document_id = document.id AND back.amount = event.amount)
          ORDER BY event.day, document.id, event.id, bank_line.id
          """, arguments: [number]
      ).map { row in
        TwofoldPayment(
          invoice: InvoiceNumber(row["number"]), amount: try row.money("amount"),
          recorded: try row.day("day"), booked: try row.day("booked"),
          isOne: row["is_one"], line: row.id("line"))
      }
    }
  }

  /// The day of the bank movement in whose place a payment was just recorded: the payment counts
  /// for nothing beside it. Nil where it counts.
  package func bankDay(of payment: ClientEvent) throws(Problem) -> Day? {
    guard payment.kind == .payment, let invoice = payment.invoice, let amount = payment.amount
    else { return nil }
    return try reading { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT booked FROM bank_line
            JOIN allocation ON source = 'bank' AND source_id = bank_line.id
          WHERE document_id = ?1 AND bank_line.amount = ?2 AND bank_line.currency = ?3
            AND \(Dialect.days(between: "booked", "?4")) <= \(Account.recordDays)
            AND NOT EXISTS (SELECT 1 FROM event JOIN allocation
                ON source = 'recorded' AND source_id = event.id
              WHERE event.id = (SELECT MAX(id) FROM event WHERE kind = 'payment'
                AND document_id = ?1 AND amount = ?2 AND day = ?4))
          ORDER BY booked, bank_line.id LIMIT 1
          """,
        arguments: [
          invoice.rawValue, amount.minorUnits, amount.currency.code, payment.day.description,
        ]
      ).map { try $0.day("booked") }
    }
  }
}

/// What a statement says an account held at the end of a day.
private struct Closing {
  var account: String
  var day: Day
  var balance: Money
  var file: Int64
}

extension Database {
  /// By account, currency and day; one a day.
  fileprivate func closings(asOf day: Day) throws -> [Closing] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT account, closing, closing_currency AS currency, closing_day, file_id AS file
        FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY account, closing_currency, closing_day
            ORDER BY file_id DESC, id DESC) AS place
          FROM statement WHERE closing IS NOT NULL AND closing_day <= ?) AS last
        WHERE place = 1 ORDER BY account, closing_currency, closing_day
        """, arguments: [day.description]
    ).map { row in
      Closing(
        account: row["account"], day: try row.day("closing_day"),
        balance: try row.money("closing"), file: row["file"])
    }
  }

  /// Movements of the two days themselves may be known from another file, booked after the balance
  /// was struck or before: there is a gap only where neither reading explains the balances.
  fileprivate func gap(from before: Closing, to now: Closing) throws -> BankGap? {
    let row = try Row.fetchOne(
      self,
      sql: """
        SELECT COALESCE(SUM(CASE WHEN booked > ?3 AND booked <= ?4 THEN amount END), 0) AS inside,
          COALESCE(SUM(CASE WHEN booked = ?3 AND file_id <> ?5 THEN amount END), 0) AS early,
          COALESCE(SUM(CASE WHEN booked = ?4 AND file_id <> ?6 THEN amount END), 0) AS late
        FROM bank_line WHERE account = ?1 AND currency = ?2 AND same_as IS NULL
          AND booked BETWEEN ?3 AND ?4
        """,
      arguments: [
        before.account, before.balance.currency.code, before.day.description,
        now.day.description, before.file, now.file,
      ])
    let change = (now.balance - before.balance).minorUnits
    let (inside, early, late): (Int64, Int64, Int64) =
      row.map { ($0["inside"], $0["early"], $0["late"]) } ?? (0, 0, 0)
    let readings = [inside, inside + early, inside - late, inside + early - late]
    guard !readings.contains(change) else { return nil }
    return BankGap(
      account: before.account, after: before.day, through: now.day,
      missing: Money(minorUnits: change - inside, currency: now.balance.currency))
  }
}
