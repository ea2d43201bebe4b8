import Accounting
import Domain
import GRDB

/// An entry as its table holds it.
struct AllocationRow: Equatable {
  var day: String
  var currency: String
  var source: String
  var sourceID: Int64
  var document: Int64?
  var amount: Int64

  init(_ entry: Allocation, _ currency: Currency) {
    day = entry.day.description
    self.currency = currency.code
    (source, sourceID) = entry.source.stored
    document = entry.claim?.rawValue
    amount = entry.amount.minorUnits
  }

  init(_ row: Row) {
    day = row["day"]
    currency = row["currency"]
    source = row["source"]
    sourceID = row["source_id"]
    document = row["document_id"]
    amount = row["amount"]
  }
}

extension Allocation {
  /// In SQL, the sources that are money where they are set against a claim (`Source.isMoney`).
  static let moneySources = "('bank', 'recorded', 'register')"

  /// In SQL, whether an entry is money that came in or went back. What a register says was used of
  /// a credit note is not.
  static func isMoney(in table: String = "allocation") -> String {
    """
    (\(table).source IN \(moneySources) AND (\(table).source <> 'register' OR (SELECT effect > 0
      FROM document AS worded WHERE worded.id = \(table).source_id)))
    """
  }
}

extension Allocation {
  /// The condition on entries to be those of a client, whose id is in a parameter: they are found
  /// by its documents, as an index of them by clients would grow with every entry.
  static func isOf(client id: String) -> String {
    """
    (allocation.document_id IN (SELECT id FROM document WHERE client_id = \(id))
      OR allocation.document_id IS NULL AND allocation.client_id = \(id))
    """
  }
}
