package import Domain
import GRDB

/// A list that says what is open of its documents, and where these are in the ledger.
package struct ListedFile: Sendable {
  package var path: String
  /// One sum a currency, credits taken off.
  package var stated: [Money]
  /// The documents that it brought, and those that were known.
  var new: ClosedRange<Int64>?
  var known: [Int64]
}

extension Ledger {
  /// The sums by currency in which a list and the book differ about the same documents at the end
  /// of `day`, and nothing that the list cannot know of explains it: money of the bank, what was
  /// recorded by hand, what was given up.
  package func openDifferences(
    of list: ListedFile, asOf day: Day
  ) throws(Problem) -> [(stated: Money, booked: Money)] {
    let booked = try reading { db in try db.open(of: list, asOf: day) }
    return list.stated.compactMap { stated in
      let none = Money.zero(stated.currency)
      let (open, others) = booked[stated.currency] ?? (none, none)
      guard open < stated else { return open == stated ? nil : (stated, open) }
      return open + others >= stated ? nil : (stated, open)
    }
  }
}

extension Database {
  /// What is open of the documents of a list, less what is left of credits among them, and what of
  /// them came from elsewhere.
  fileprivate func open(
    of list: ListedFile, asOf day: Day
  ) throws -> [Currency: (open: Money, others: Money)] {
    try execute(sql: "CREATE TEMP TABLE listed (id INTEGER PRIMARY KEY)")
    defer { try? execute(sql: "DROP TABLE listed") }
    if let new = list.new {
      try run(
        "INSERT INTO listed SELECT id FROM document WHERE id BETWEEN ? AND ?",
        [new.lowerBound, new.upperBound])
    }
    let insert = try BulkStatement(self, "INSERT INTO listed VALUES (?) ON CONFLICT DO NOTHING")
    for id in list.known {
      insert.set(1, id)
      try insert.run()
    }
    let sums = try Row.fetchAll(
      self,
      sql: """
        SELECT currency, SUM(amount) AS amount, SUM(other) AS other FROM (
          SELECT currency, effect AS amount, 0 AS other FROM document JOIN listed USING (id)
          WHERE effect > 0 AND kind IN ('invoice', 'credit-note')
          UNION ALL SELECT allocation.currency, -amount,
            CASE WHEN allocation.source = 'register' OR allocation.source = 'credit'
              AND source_id IN (SELECT id FROM listed) THEN 0 ELSE amount END
          FROM allocation JOIN listed ON listed.id = document_id
            JOIN document ON document.id = document_id
          WHERE document.effect > 0 AND kind IN ('invoice', 'credit-note')
            AND allocation.day <= ?1 AND allocation.source <> 'charge'
          UNION ALL SELECT allocation.currency, -amount, 0 FROM allocation
            JOIN listed ON listed.id = source_id JOIN document ON document.id = source_id
          WHERE document_id IS NULL AND allocation.source IN ('credit', 'register')
            AND document.effect < 0 AND kind IN ('invoice', 'credit-note')
            AND allocation.day <= ?1)
        GROUP BY currency
        """, arguments: [day.description])
    return try Dictionary(
      uniqueKeysWithValues: sums.map { row in
        (try row.currency(), (open: try row.money("amount"), others: try row.money("other")))
      })
  }
}
