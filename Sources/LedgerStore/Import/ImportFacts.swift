import Domain
import GRDB

/// What files say of documents beside what these are: what was paid, a dispute, a loss.
extension ImportSession {
  /// Facts that a later export of the same document may add: what was paid, a dispute, that
  /// it was given up.
  mutating func addFacts(
    of record: FileContents.Record, in file: FileContents, document: Int64, client: Int64,
    _ fileID: Int64, isNew: Bool
  ) throws {
    if !isNew, let settlement = record.settlement {
      let reported = try reportedPaid(document)
      let most = record.laterSettlements.last ?? settlement
      if settlement.paid.minorUnits > reported {
        try add(settlement, of: record, document: document, client: client, fileID)
      } else if most.paid.minorUnits < reported {
        let reported = Money(minorUnits: reported, currency: most.paid.currency)
        summary.faults.append(lessPaid(record, most.paid, reported: reported, file.path))
      }
    }
    if !isNew, record.invoice.signedAmount.isNegative, record.settlement != nil {
      statements.newUse.set(1, fileID)
      statements.newUse.set(2, document)
      try statements.newUse.run()
      touched.insert(client)
    }
    for later in record.laterSettlements
    where later.paid.minorUnits > (try reportedPaid(document)) {
      try add(later, of: record, document: document, client: client, fileID)
    }
    try takeWords(of: record, in: file, document: document, client: client, fileID, isNew: isNew)
  }

  /// Notes that more came in by a day, in all, than was known.
  private mutating func add(
    _ settlement: FileContents.Settlement, of record: FileContents.Record, document: Int64,
    client: Int64, _ fileID: Int64
  ) throws {
    let row = statements.newSettlement
    row.set(1, document)
    row.set(2, settlement.day ?? rules.day)
    row.set(3, settlement.paid.minorUnits)
    row.set(4, fileID)
    row.set(5, settlement.day == nil ? 1 : nil)
    try row.run()
    if !record.invoice.signedAmount.isNegative { summary.payments += 1 }
    touched.insert(client)
  }

  /// The most that a register said was paid.
  private func reportedPaid(_ document: Int64) throws -> Int64 {
    statements.reportedPaid.set(1, document)
    return try statements.reportedPaid.first { $0.integer(0) } ?? 0
  }
}
