import Accounting
package import Domain
import GRDB

/// One thing that happened with an invoice or a client.
package struct HistoryEntry: Hashable, Sendable {
  package var day: Day
  /// A word such as `issued`, `paid`, `reminded`, or the kind of an event.
  package var what: String
  /// The number of the invoice it is about, or empty.
  package var invoice: String
  package var amount: Money?
  package var detail: String
}

extension Ledger {
  /// What happened with an invoice, or with a client and all its invoices, up to the end of `day`,
  /// in order.
  package func history(of target: Target, asOf day: Day) throws(Problem) -> [HistoryEntry] {
    try reading { db in
      try Row.fetchAll(
        db, sql: Self.historyQuery(target),
        arguments: ["id": target.id, "day": day.description]
      ).map { row in
        HistoryEntry(
          day: try row.day("day"), what: row["what"], invoice: row["number"] ?? "",
          amount: row["amount"] == nil || row["currency"] == nil ? nil : try row.money("amount"),
          detail: row["detail"])
      }
    }
  }

  private static func historyQuery(_ target: Target) -> String {
    let (column, own) = (target.column, target.documentColumn)
    return """
      SELECT issue_date AS day, 0 AS rank, document.id AS place,
        CASE kind WHEN 'invoice' THEN 'issued' ELSE kind END AS what, number, effect AS amount,
        document.currency AS currency, 'due ' || due_date || ', from ' || path AS detail
      FROM document JOIN source_file ON source_file.id = file_id
      WHERE \(own) = :id AND issue_date <= :day
      UNION ALL
      SELECT allocation.day, 1, allocation.id,
        CASE WHEN allocation.source = 'charge' THEN CASE WHEN amount < 0 THEN 'charges paid'
          ELSE 'charges back' END
          WHEN \(Allocation.isMoney()) THEN CASE WHEN amount > 0 THEN 'paid'
          ELSE 'taken back' END
          WHEN allocation.source = 'register' THEN 'credit used' ELSE allocation.source END,
        number, CASE allocation.source WHEN 'charge' THEN -amount ELSE amount END,
        allocation.currency,
        CASE allocation.source
          WHEN 'bank' THEN COALESCE((SELECT 'bank, ' || booked || ', by ' || matched_by
            FROM bank_line WHERE bank_line.id = source_id), 'bank')
          WHEN 'register' THEN CASE
            WHEN told_undated = 1 AND allocation.day = \(Dialect.greater("told_day", "issue_date"))
              OR EXISTS (SELECT 1 FROM later_settlement AS later
                WHERE later.document_id = document.id AND undated = 1
                  AND allocation.day = \(Dialect.greater("later.day", "issue_date")))
            THEN 'as a register says, day unknown' ELSE 'as a register says' END
          WHEN 'credit' THEN 'credit note ' || COALESCE(
            (SELECT number FROM document AS note WHERE note.id = source_id), '')
          ELSE '' END || CASE WHEN document_id IS NULL THEN ', on account' ELSE '' END
      FROM allocation LEFT JOIN document ON document.id = document_id
      WHERE \(target.isAllocated(":id")) AND allocation.day <= :day
      UNION ALL
      SELECT notice.day, 3, notice.id, 'reminded', number, open, document.currency,
        stage || ', to pay by ' || pay_by
      FROM notice_line JOIN notice ON notice.id = notice_id
        JOIN document ON document.id = document_id
      WHERE \(own) = :id AND notice.day <= :day
      UNION ALL
      SELECT notice.day, 3.5, notice.id, 'charges asked', number, charges, document.currency,
        'interest and fees, with that reminder'
      FROM notice_line JOIN notice ON notice.id = notice_id
        JOIN document ON document.id = document_id
      WHERE \(own) = :id AND notice.day <= :day AND charges > 0
      UNION ALL
      SELECT message.day, 4, message.id, 'mail ' || state, number, NULL, NULL,
        recipient || ' <' || message_id || '>'
      FROM message JOIN notice_line USING (notice_id) JOIN document ON document.id = document_id
      WHERE \(own) = :id AND message.day <= :day
      UNION ALL
      SELECT message.day, 4, message.id, 'mail ' || state, number, NULL, NULL,
        recipient || ' <' || message_id || '>'
      FROM message JOIN event ON event.id = event_id LEFT JOIN document ON document.id = document_id
      WHERE event.\(column) = :id AND message.day <= :day
      UNION ALL
      SELECT event.day, 2, event.id, event.kind, number, amount,
        COALESCE(event.currency, document.currency),
        COALESCE(CASE event.kind WHEN 'stop' THEN 'from ' ELSE 'by ' END || until || ' ', '')
        || COALESCE(CASE event.kind WHEN 'payment' THEN 'paid to ' ELSE '' END || financier
          || CASE note WHEN '' THEN '' ELSE '; ' END, '')
        || COALESCE('letter: ' || letter_kind || CASE note WHEN '' THEN '' ELSE '; ' END, '')
        || note || CASE who WHEN '' THEN '' ELSE ' (' || who || ')' END
      FROM event LEFT JOIN document ON document.id = document_id
      WHERE event.\(column) = :id AND event.day <= :day
      UNION ALL
      SELECT decision.day, 2, decision.id,
        CASE WHEN is_undo THEN 'match undone' ELSE 'matched by hand' END, number,
        bank_line.amount, bank_line.currency, 'bank line ' || bank_line_id || ' of ' || booked
          || CASE note WHEN '' THEN '' ELSE ', ' || note END
          || CASE who WHEN '' THEN '' ELSE ' (' || who || ')' END
      FROM decision JOIN bank_line ON bank_line.id = bank_line_id
        JOIN decision_document ON decision_id = CASE WHEN is_undo
          THEN (SELECT MAX(id) FROM decision AS earlier WHERE NOT earlier.is_undo
            AND earlier.bank_line_id = decision.bank_line_id AND earlier.id < decision.id)
          ELSE decision.id END
        JOIN document ON document.id = document_id
      WHERE \(own) = :id AND decision.day <= :day
      ORDER BY day, rank, place
      """
  }
}

extension Ledger {
  /// What changed a client's balance in one currency from one day through another, in order.
  package func activity(
    of client: ID<Client>, in currency: Currency, from first: Day, through last: Day
  ) throws(Problem) -> [AccountEntry] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT day, what, MAX(number) AS number, SUM(amount) AS amount, rank, place FROM (
            SELECT issue_date AS day, kind AS what, number, effect AS amount, 0 AS rank,
              'document ' || id AS place
            FROM document
            WHERE client_id = :client AND currency = :currency
              AND kind IN ('invoice', 'credit-note')
            UNION ALL
            SELECT allocation.day,
              CASE WHEN allocation.source = 'charge' THEN 'charge-paid'
                WHEN \(Allocation.isMoney()) THEN 'payment' ELSE 'other' END,
              CASE WHEN \(Allocation.isMoney()) THEN '' ELSE COALESCE(number, '') END,
              -allocation.amount, 1,
              allocation.source || ' ' || allocation.source_id
            FROM allocation LEFT JOIN document ON document.id = document_id
            WHERE \(Allocation.isOf(client: ":client")) AND allocation.currency = :currency
              AND allocation.source <> 'credit'
              AND (document_id IS NULL OR kind IN ('invoice', 'credit-note'))) AS entry
          WHERE day >= :first AND day <= :last
          GROUP BY day, what, rank, place HAVING SUM(amount) <> 0
          ORDER BY day, rank, place
          """,
        arguments: [
          "client": client.rawValue, "currency": currency.code, "first": first.description,
          "last": last.description,
        ]
      ).map { row in
        AccountEntry(
          day: try row.day("day"), what: try row.value("what"), number: row["number"] ?? "",
          amount: Money(minorUnits: row["amount"], currency: currency))
      }
    }
  }

  /// The currencies in which a client was invoiced or credited, or paid, in a period.
  package func currencies(
    of client: ID<Client>, from first: Day, through last: Day
  ) throws(Problem) -> Set<Currency> {
    try reading { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT currency FROM document WHERE client_id = :client
            AND kind IN ('invoice', 'credit-note') AND issue_date BETWEEN :first AND :last
          UNION SELECT currency FROM allocation
            WHERE \(Allocation.isOf(client: ":client")) AND day BETWEEN :first AND :last
          """,
        arguments: [
          "client": client.rawValue, "first": first.description, "last": last.description,
        ])
      return try Set(rows.map { try $0.currency() })
    }
  }
}
