import Domain
import GRDB

/// Rows of one file that share all but their figures go in without becoming records.
extension ImportSession {
  /// What rows with one pattern have in common.
  struct Pattern {
    var client: Int64
    var knownBy: String
    var currency: Currency
    var kind: Invoice.Kind
    /// Days to pay where a row names no due date, and whose terms they are.
    var terms: (days: Int, source: DueDate.Source)
    /// The place in `PatternMemory.columns` of what is written to each row.
    var columns: Int
  }

  /// The columns of `document` that say the same in nearly all rows.
  struct SharedColumns: Hashable {
    var seller: String
    var kind: String
    var currency: String
    var typeCode: String
    var collection: String
    var source: String
    var verdict: String?
  }

  /// The patterns of one file as far as they were met.
  struct PatternMemory {
    /// By their places in the list of records.
    var patterns: [Pattern?]
    /// The newest issue date of the rows of each that went in.
    var newest: [Day?]
    var columns: [SharedColumns] = []
    var placeOfColumns: [SharedColumns: Int] = [:]
    /// What the statement has bound.
    var boundColumns: Int?
    var boundSource: DueDate.Source?
    var boundPattern: Int32?
    var boundIssued: Day?
    var boundDue: Day?
    var boundPaid: Day??
    var boundUndated: Bool?
    var boundUse: Bool?

    init(count: Int) {
      patterns = Array(repeating: nil, count: count)
      newest = Array(repeating: nil, count: count)
    }
  }

  /// Runs `body`, which adds documents. Where they are many, and more than there are, the index of
  /// documents by clients is made anew after it, which takes half as long as an entry for each, in
  /// no order. Adding documents needs it only for clients whose contacts are uncertain.
  mutating func withIndexByClient(
    for count: Int, _ body: (inout ImportSession) throws -> Void
  ) throws {
    let isWorthIt = count >= Self.manyDocuments && count >= nextDocument
    guard isWorthIt, try !ReachedClients.areUncertain(db) else { return try body(&self) }
    try db.execute(sql: "DROP INDEX document_client")
    try body(&self)
    try db.execute(sql: "CREATE INDEX document_client ON document(client_id)")
  }

  private static let manyDocuments = 10_000

  /// Adds all documents of a file.
  mutating func addRecords(of file: FileContents, _ fileID: Int64) throws {
    var memory = PatternMemory(count: file.records.wholes.count)
    for position in file.records.indices {
      guard rules.onRecord == nil, let row = file.records.row(position), !row.isWhole,
        let pattern = try pattern(of: row, file, &memory),
        try add(row, pattern, of: file, fileID, &memory)
      else {
        try add(file.records[position], of: file, fileID)
        continue
      }
    }
    let heard = memory.newest.indices.compactMap { place in
      memory.newest[place].map { (place: place, day: $0) }
    }
    for (place, day) in heard.sorted(by: { ($0.day, $0.place) < ($1.day, $1.place) }) {
      guard let client = memory.patterns[place]?.client else { continue }
      touched.insert(client)
      let record = file.records.wholes[place]
      try clients.hear(of: client, record.invoice.client, record.language, on: day, db)
    }
  }

  /// Nil where the rows have to be looked at one by one.
  private mutating func pattern(
    of row: FileContents.RecordList.Row, _ file: FileContents, _ memory: inout PatternMemory
  ) throws -> Pattern? {
    if let known = memory.patterns[Int(row.pattern)] { return known }
    let record = file.records.wholes[Int(row.pattern)]
    let invoice = record.invoice
    guard record.isDisputed != true, invoice.discounts.isEmpty, invoice.creditedInvoice == nil,
      invoice.paymentReference.isEmpty
    else { return nil }
    let client = try rules.client?.rawValue ?? clients.id(of: invoice.client, record, db)
    guard !clients.isForgotten(client) else { return nil }
    let columns = SharedColumns(
      seller: sellerKey(invoice.seller, of: invoice.kind),
      kind: invoice.kind.rawValue, currency: invoice.currency.code, typeCode: invoice.typeCode,
      collection: invoice.collection.rawValue,
      source: rules.isByHand ? Known.byHand : record.source.rawValue,
      verdict: record.verdict?.rawValue)
    let place = memory.placeOfColumns[columns] ?? memory.columns.count
    if place == memory.columns.count {
      memory.columns.append(columns)
      memory.placeOfColumns[columns] = place
    }
    let pattern = Pattern(
      client: client, knownBy: clients.lastKey?.stored ?? "", currency: invoice.currency,
      kind: invoice.kind, terms: terms(of: invoice.kind, for: invoice.buyer), columns: place)
    memory.patterns[Int(row.pattern)] = pattern
    return pattern
  }

  /// Adds a row; false where a document of its number is there, to be compared as a record.
  private mutating func add(
    _ row: FileContents.RecordList.Row, _ pattern: Pattern, of file: FileContents,
    _ fileID: Int64, _ memory: inout PatternMemory
  ) throws -> Bool {
    let insert = statements.newRow
    guard try !isRepeated(row, of: file, memory.columns[pattern.columns]) else { return false }
    if memory.boundColumns != pattern.columns {
      bind(memory.columns[pattern.columns], to: insert, fileID)
      memory.boundColumns = pattern.columns
    }
    let source = row.due == nil ? pattern.terms.source : .document
    if memory.boundSource != source {
      insert.set(8, source.rawValue)
      memory.boundSource = source
    }
    let total = row.total(in: pattern.currency).minorUnits
    file.records.withNumber(of: row) { insert.set(3, $0) }
    if memory.boundPattern != row.pattern {
      insert.set(4, pattern.client)
      insert.set(18, pattern.knownBy)
      memory.boundPattern = row.pattern
    }
    // Registers are in the order of days, more or less.
    if memory.boundIssued != row.issued {
      insert.set(6, row.issued)
      memory.boundIssued = row.issued
    }
    let due = row.due ?? min(row.issued + pattern.terms.days, .last)
    if memory.boundDue != due {
      insert.set(7, due)
      memory.boundDue = due
    }
    let signedAmount = pattern.kind.isCredit ? -abs(total) : total
    insert.set(10, signedAmount)
    insert.set(11, ExactDecimal.text(Int128(row.amount), scale: Int(row.scale)))
    insert.set(19, row.paid > 0 ? row.paid : nil)
    let paidDay = row.paid > 0 ? row.paidDay ?? rules.day : nil
    if memory.boundPaid != .some(paidDay) {
      insert.set(20, paidDay?.description)
      memory.boundPaid = .some(paidDay)
    }
    let isUseTold = signedAmount < 0 && row.paid >= 0
    if memory.boundUse != isUseTold {
      insert.set(24, isUseTold ? 1 : nil)
      memory.boundUse = isUseTold
    }
    let isUndated = row.paid > 0 && row.paidDay == nil
    if memory.boundUndated != isUndated {
      insert.set(23, isUndated ? 1 : nil)
      memory.boundUndated = isUndated
    }
    guard let id = try insert.insert() else { return false }
    nextDocument = id + 1
    count(pattern.kind)
    let newest = memory.newest[Int(row.pattern)] ?? row.issued
    memory.newest[Int(row.pattern)] = max(newest, row.issued)
    earliestNew = min(earliestNew ?? row.issued, row.issued)
    // Of a credit note it says what was used.
    if row.paid > 0, signedAmount >= 0 { summary.payments += 1 }
    return true
  }

  /// Whether the ledger has the row's number of several years.
  private func isRepeated(
    _ row: FileContents.RecordList.Row, of file: FileContents, _ columns: SharedColumns
  ) throws -> Bool {
    guard !repeated.isEmpty, let kind = Invoice.Kind(rawValue: columns.kind) else { return false }
    let number = file.records.withNumber(of: row) { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
    return repeated.contains(number, columns.seller, kind)
  }

  private func bind(_ columns: SharedColumns, to insert: BulkStatement, _ fileID: Int64) {
    insert.set(1, columns.seller)
    insert.set(2, columns.kind)
    insert.set(5, columns.typeCode)
    insert.set(9, columns.currency)
    insert.set(12, "")
    insert.set(21, "")
    insert.set(22, nil as String?)
    insert.set(13, columns.collection)
    insert.set(14, "")
    insert.set(15, columns.verdict)
    insert.set(16, columns.source)
    insert.set(17, fileID)
  }
}
