package import Domain
import GRDB

extension Ledger {
  /// What a person should know of the new documents of an import that name an invoice which the
  /// ledger does not have, or has for another client.
  package func doubtfulReferences(import number: Int64) throws(Problem) -> [Fault] {
    try reading { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT document.id, number, COALESCE(own_number, number) AS own, client_id, effect, path,
            credited_number, payable_printed
          FROM document JOIN source_file ON source_file.id = file_id
          WHERE import_id = ? AND credited_number <> '' AND source <> 'csv'
            AND (kind = 'credit-note' OR kind = 'invoice' AND (effect < 0 OR type_code = '384'))
          ORDER BY document.id
          """, arguments: [number])
      return try rows.compactMap { row in
        try db.doubt(row).map { doubt in
          Fault(
            .docReference, file: row["path"],
            "\(row["own"] as String): \(doubt)".printable,
            excerpt: (row["credited_number"] as String).printable,
            remedy: "Check which invoice is meant; what it credits was applied to the client's "
              + "oldest invoices.")
        }
      }
    }
  }
}

extension Database {
  /// Why the invoice that a document names is not the one it was applied to; nil if it is.
  fileprivate func doubt(_ row: Row) throws -> String? {
    let (named, id): (String, Int64) = (row["credited_number"], row["id"])
    let found = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT client_id, effect, kind FROM document
          WHERE (number = ?1 OR own_number = ?1) AND id <> ?2
            AND kind IN ('invoice', 'credit-note')
          """), arguments: [named, id])
    let printed: String = row["payable_printed"]
    let effect: Int64 = row["effect"]
    let own = found.filter { $0["client_id"] == row["client_id"] as Int64 }
    if printed.hasPrefix("-"), effect < 0, own.contains(where: { $0["kind"] == "invoice" }),
      own.allSatisfy({ $0["effect"] < 0 }), row["number"] != named
    {
      return "a credit note with a minus names \(named), which is itself a credit; it may take "
        + "that back, and was read as one more credit"
    }
    guard own.isEmpty else { return nil }
    if !found.isEmpty { return "it names \(named), which is an invoice of another client" }
    let key = InvoiceNumber.looseKey(named)
    let numbers = try String.fetchAll(
      cachedStatement(
        sql: """
          SELECT COALESCE(own_number, number) FROM document
          WHERE client_id = ? AND id <> ? AND kind IN ('invoice', 'credit-note')
          """), arguments: [row["client_id"] as Int64, id])
    let alike = numbers.count { InvoiceNumber.looseKey($0) == key }
    return switch alike {
    case 1: nil
    case 0: "it names \(named), an invoice that is not known"
    default: "it names \(named), which may be one of \(alike) invoices"
    }
  }
}
