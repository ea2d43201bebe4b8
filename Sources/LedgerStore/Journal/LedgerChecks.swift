import GRDB

extension Ledger {
  /// Sentences about what is wrong inside the ledger; empty when all invariants hold.
  package func violations() throws(Problem) -> [String] {
    try reading { db in
      let broken = try Self.invariants.flatMap { invariant in
        try String.fetchAll(db, sql: invariant.query).map { "\(invariant.sentence): \($0)" }
      }
      do {
        return try broken + db.brokenReferences() + db.derivationViolations()
          + db.journalViolations()
      } catch Damage.value(let column, let text) {
        return broken + ["a row is damaged: \(column) is \(text)"]
      }
    }
  }

  /// Each query lists what breaks its sentence.
  private static let invariants: [(sentence: String, query: String)] = [
    (
      "a document has more set against it than it amounts to",
      """
      SELECT number FROM document WHERE effect > 0 AND effect < (SELECT COALESCE(SUM(amount), 0)
        FROM allocation WHERE document_id = document.id)
      """
    ),
    (
      "a document was paid less than nothing",
      """
      SELECT number FROM document WHERE (SELECT COALESCE(SUM(amount), 0)
        FROM allocation WHERE document_id = document.id) < 0
      """
    ),
    (
      "a payment has more allocated than it amounts to",
      overbookedLines
    ),
    (
      "a payment told twice counts twice, or not at all",
      """
      SELECT 'bank line ' || line.id FROM bank_line AS line JOIN bank_line AS kept
        ON kept.id = line.same_as
      WHERE kept.same_as IS NOT NULL OR kept.account <> line.account
        OR kept.currency <> line.currency OR line.client_id IS NOT NULL
        OR EXISTS (SELECT 1 FROM match WHERE bank_line_id = line.id)
      """
    ),
    (
      "a credit note has more allocated than it amounts to",
      """
      SELECT number FROM document JOIN allocation ON allocation.source = 'credit'
        AND source_id = document.id GROUP BY document.id HAVING SUM(amount) <> -effect
      """
    ),
    (
      "a recorded payment or goodwill has not all of its amount allocated",
      """
      SELECT event.kind || ' ' || event.id FROM event JOIN allocation ON source_id = event.id
        AND allocation.source = CASE event.kind WHEN 'payment' THEN 'recorded' ELSE 'goodwill' END
      WHERE event.kind IN ('payment', 'goodwill') AND NOT EXISTS (SELECT 1 FROM event AS later
        WHERE later.document_id = event.document_id AND later.kind = 'reinstate')
      GROUP BY event.id HAVING SUM(allocation.amount) <> event.amount
      """
    ),
    (
      "more went back by a recorded return than it said",
      """
      SELECT 'returned ' || event.id FROM event JOIN allocation ON source_id = event.id
        AND allocation.source = 'recorded'
      WHERE event.kind = 'returned'
      GROUP BY event.id HAVING -SUM(allocation.amount) > event.amount
      """
    ),
    (
      "a register's word has more allocated than it said",
      """
      SELECT number FROM document JOIN allocation ON allocation.source = 'register'
        AND source_id = document.id GROUP BY document.id
      HAVING abs(SUM(amount)) > \(Dialect.greater(
        "COALESCE(told_paid, 0)",
        "(SELECT COALESCE(MAX(paid), 0) FROM later_settlement WHERE document_id = document.id)"))
      """
    ),
    (
      "more was paid of charges than a notice asked for",
      """
      SELECT number FROM document JOIN allocation ON allocation.source = 'charge'
        AND source_id = document.id AND document_id = document.id GROUP BY document.id
      HAVING SUM(amount) > 0 OR -SUM(amount) > (SELECT MAX(charges) FROM notice_line
        WHERE document_id = document.id)
      """
    ),
    (
      "the balance of a client in a currency is not what its documents, money and waivers make",
      """
      SELECT name || ' ' || currency FROM (
        SELECT client_id, currency, effect AS amount FROM document WHERE effect > 0
        UNION ALL SELECT client_id, currency, -amount FROM allocation
      ) AS entries JOIN client ON client.id = client_id
      GROUP BY client_id, currency HAVING SUM(amount) <>
        (SELECT COALESCE(SUM(document.effect - COALESCE((SELECT SUM(amount) FROM allocation
          WHERE document_id = document.id), 0)), 0) FROM document
          WHERE client_id = entries.client_id AND currency = entries.currency AND effect > 0)
        - (SELECT COALESCE(SUM(amount), 0) FROM allocation WHERE document_id IS NULL
          AND client_id = entries.client_id AND currency = entries.currency)
      """
    ),
    (
      "a notice names an invoice of another currency",
      """
      SELECT 'notice ' || notice.id FROM notice JOIN notice_line ON notice_id = notice.id
      JOIN document ON document.id = document_id WHERE document.currency <> notice.currency
      """
    ),
    (
      "an allocation crosses clients or currencies",
      """
      SELECT number FROM allocation JOIN document ON document.id = document_id
      WHERE allocation.client_id <> document.client_id OR allocation.currency <> document.currency
      """
    ),
    (
      "an allocation is of a client that is not there",
      """
      SELECT 'allocation ' || id FROM allocation
      WHERE NOT EXISTS (SELECT 1 FROM client WHERE client.id = client_id)
      """
    ),
    (
      "a document is not among those of its file",
      """
      SELECT number FROM document JOIN source_file ON source_file.id = file_id
      WHERE NOT COALESCE(document.id BETWEEN first_document AND last_document, FALSE)
      """
    ),
    (
      "a message is not of one letter",
      "SELECT 'message ' || id FROM message WHERE (notice_id IS NULL) = (event_id IS NULL)"
    ),
    (
      "a notice names no invoice",
      """
      SELECT 'notice ' || id FROM notice
      WHERE NOT EXISTS (SELECT 1 FROM notice_line WHERE notice_id = notice.id)
      """
    ),
  ]
}

extension Database {
  /// Sentences about rows that name a row which is not there.
  fileprivate func brokenReferences() throws -> [String] {
    try danglingRows().map { table, row, parent in
      "row \(row) of \(table): its \(parent) is not there"
    }
  }
}
