import Accounting
package import Domain
import GRDB

extension Ledger {
  /// Invoices of which the last was paid with money from `first` through `day`, and of which
  /// nothing is open at the end of it; without those that a thank-you letter is noted about,
  /// whenever, or that a letter to the client as a whole covers, those of insolvent clients, and
  /// those of which only payer and amount tell that they were paid.
  package func paidInvoices(
    from first: Day, through day: Day
  ) throws(Problem) -> [PaidInvoice] {
    try reading { db in
      try Row.fetchAll(
        db, sql: Self.paidQuery,
        arguments: [
          "first": first.description, "day": day.description,
          "thanks": LetterKind.thanks.rawValue, "firstThanks": LetterKind.firstThanks.rawValue,
        ]
      ).map { row in
        PaidInvoice(
          id: row.id("id"), number: InvoiceNumber(row["number"]), client: row.id("client_id"),
          paid: try row.money("paid"), lastPaid: try row.day("last_paid"),
          lastAmount: try row.money("last_amount"), wasReminded: row["was_reminded"],
          isFirst: row["is_first"])
      }
    }
  }

  private static let paidQuery = """
    WITH came(document_id, day, amount) AS (
      SELECT document_id, first, SUM(CASE WHEN day = first THEN amount END)
      FROM (SELECT *, MIN(day) OVER (PARTITION BY document_id, source, source_id) AS first
        FROM allocation
        WHERE day <= :day AND source IN \(Allocation.moneySources) AND document_id IN
          (SELECT document_id FROM allocation
            WHERE day BETWEEN :first AND :day AND source IN \(Allocation.moneySources)))
      GROUP BY document_id, source, source_id HAVING SUM(amount) > 0),
    latest(document_id, day, amount) AS (
      SELECT document_id, last, SUM(amount)
      FROM (SELECT *, MAX(day) OVER (PARTITION BY document_id) AS last FROM came)
      WHERE day = last GROUP BY document_id)
    SELECT * FROM (SELECT document.id, number, document.client_id, document.currency,
      SUM(CASE WHEN allocation.source IN \(Allocation.moneySources) THEN allocation.amount ELSE 0
        END) AS paid, latest.day AS last_paid, latest.amount AS last_amount,
      EXISTS (SELECT 1 FROM notice_line JOIN notice ON notice.id = notice_id
        WHERE notice_line.document_id = document.id AND notice.day > due_date
          AND notice.day <= :day) AS was_reminded,
      NOT EXISTS (SELECT 1 FROM document AS other WHERE other.client_id = document.client_id
        AND other.kind = 'invoice' AND (other.issue_date, other.id) < (document.issue_date,
          document.id)) AS is_first
    FROM document JOIN latest ON latest.document_id = document.id
      JOIN allocation ON allocation.document_id = document.id
    WHERE document.kind = 'invoice' AND effect > 0 AND allocation.day <= :day
      AND NOT EXISTS (SELECT 1 FROM event WHERE event.client_id = document.client_id
        AND letter_kind IN (:thanks, :firstThanks) AND (document_id = document.id
          OR document_id IS NULL AND event.day BETWEEN :first AND :day))
      AND NOT EXISTS (SELECT 1 FROM event WHERE event.client_id = document.client_id
        AND event.kind = 'insolvent')
      AND NOT ((told_undated IS NOT NULL OR EXISTS (SELECT 1 FROM later_settlement
          WHERE later_settlement.document_id = document.id AND undated = 1))
        AND (SELECT COALESCE(SUM(amount), 0) FROM allocation AS reported
          WHERE reported.document_id = document.id AND reported.source = 'register'
            AND reported.day <= :day) <> 0)
      AND NOT EXISTS (SELECT 1 FROM match WHERE match.document_id = document.id AND is_guess = 1
        AND NOT EXISTS (SELECT 1 FROM decision
          WHERE decision.bank_line_id = match.bank_line_id AND decision.day <= :day))
    GROUP BY document.id, latest.day, latest.amount
    HAVING SUM(allocation.amount) >= effect
      AND SUM(CASE WHEN allocation.source IN ('write-off', 'void') THEN 1 ELSE 0 END) = 0) AS paid
    WHERE last_paid >= :first AND paid > 0 ORDER BY client_id, number, id
    """
}
