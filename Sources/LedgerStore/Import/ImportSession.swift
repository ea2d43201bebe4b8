import Domain
import GRDB

/// One import in progress.
struct ImportSession {
  let db: Database
  let rules: Import
  let statements: Statements
  /// The seller of the document before, and its key.
  private var lastSeller: (party: Party, key: String)?
  var summary = Import.Summary()
  var clients: ClientIndex
  var repeated: RepeatedNumbers
  var touched: Set<Int64> = []
  var touchedFiles: Set<Int64> = []
  /// The file in hand is known: what it says beside figures was taken in before.
  private(set) var isReadAgain = false
  /// New files that bring documents and nothing else.
  private var plainFiles: Set<Int64> = []
  /// Documents of the file in hand that were known.
  private var knownOfFile: [Int64] = []
  /// The sheets that were taken in of new spreadsheets.
  private var newSheets: [Int64: Set<String>] = [:]
  private var lastDigest: Digest?
  var filesWithLines: Set<Int64> = []
  var newLines: Set<Int64> = []
  var touchedAccounts: Set<String> = []
  var overlaps: Set<Int64> = []
  var earliestNew: Day?
  /// The number that the next new document gets.
  var nextDocument: Int64

  init(_ db: Database, _ rules: Import) throws {
    self.db = db
    self.rules = rules
    summary.number = rules.number
    clients = try rules.memory.clients ?? ClientIndex(db)
    rules.memory.clients = nil
    repeated = try RepeatedNumbers(db)
    statements = try Statements(db)
    nextDocument = try (Int64.fetchOne(db, sql: "SELECT MAX(id) FROM document") ?? 0) + 1
  }

  mutating func add(_ file: FileContents) throws {
    if file.part.isEmpty || file.digest != lastDigest { summary.files += 1 }
    lastDigest = file.digest
    summary.faults += file.faults
    summary.refused += file.faults.count { $0.gravity == .refused }
    for refusal in file.refusals { list(refusal, file.place) }
    let voided = try voidedDocuments(of: file)
    guard !file.records.isEmpty || !file.statements.isEmpty || !voided.isEmpty else { return }
    let (fileID, isNew) = try fileID(of: file)
    touchedFiles.insert(fileID)
    if isNew, !file.part.isEmpty { newSheets[fileID] = [] }
    let isNewSheet = newSheets[fileID]?.insert(file.part).inserted ?? false
    if isNew, file.isPlain, !isNewSheet { plainFiles.insert(fileID) }
    isReadAgain = !isNew && !isNewSheet
    let firstDocument = nextDocument
    knownOfFile = []
    try withIndexByClient(for: file.records.count) { try $0.addRecords(of: file, fileID) }
    if !file.statedOpen.isEmpty {
      summary.lists.append(
        ListedFile(
          path: file.path, stated: file.statedOpen,
          new: nextDocument > firstDocument ? firstDocument...nextDocument - 1 : nil,
          known: knownOfFile))
    }
    if !isNew, nextDocument > firstDocument { try widen(fileID, firstDocument) }
    for document in voided { try void(document, fileID) }
    for statement in file.statements { try add(statement, fileID) }
  }

  private mutating func fileID(of file: FileContents) throws -> (Int64, isNew: Bool) {
    // An import begins with a file that is new.
    if summary.number == nil, let known = try knownFile(file) { return (known, false) }
    let number = try summary.number ?? beginImport()
    summary.number = number
    statements.newFile.set(1, file.path)
    statements.newFile.set(2, file.digest)
    statements.newFile.set(3, rules.day)
    statements.newFile.set(4, number)
    // Where some of its documents turn out to be known, the last number is too high, and no harm.
    let count = Int64(file.records.count)
    statements.newFile.set(5, count > 0 ? nextDocument : nil)
    statements.newFile.set(6, count > 0 ? nextDocument + count - 1 : nil)
    if let new = try statements.newFile.insert() { return (new, true) }
    guard let known = try knownFile(file) else {
      preconditionFailure("a file is there, or it is new")
    }
    return (known, false)
  }

  private func knownFile(_ file: FileContents) throws -> Int64? {
    statements.knownFile.set(1, file.digest)
    return try statements.knownFile.first { $0.integer(0) }
  }

  /// A known file brought documents after all, as one of its numbers was free again.
  private func widen(_ file: Int64, _ firstDocument: Int64) throws {
    try db.run(
      """
      UPDATE source_file SET first_document = MIN(?2, COALESCE(first_document, ?2)),
        last_document = ?3 WHERE id = ?1
      """, [file, firstDocument, nextDocument - 1])
  }

  private func beginImport() throws -> Int64 {
    try db.run("INSERT INTO import (day) VALUES (?)", [rules.day.description])
    return db.lastInsertedRowID
  }

  /// Notes that a new file tells what an earlier one reported, so that the earlier is not undone
  /// alone.
  mutating func meetAgain(_ file: Int64?) {
    if let file, !isReadAgain { overlaps.insert(file) }
  }

  // MARK: Documents

  mutating func add(
    _ record: FileContents.Record, of file: FileContents, _ fileID: Int64
  ) throws {
    let due =
      record.invoice.due
      ?? dueDate(
        of: record.invoice.kind, for: record.invoice.buyer, issued: record.invoice.issueDate)
    let seller = sellerKey(record.invoice.seller, of: record.invoice.kind)
    var record = record
    try takeBackCredit(&record, seller: seller)
    let client =
      try rules.client?.rawValue ?? clients.id(of: record.invoice.client, record, db)
    let place = Place(file: file, id: fileID, seller: seller, due: due, client: client)
    let refusal = try take(record, place)
    guard let onRecord = rules.onRecord else { return }
    var outcome = Import.Outcome(
      path: file.place, record: record, due: due, fault: refusal.fault, isKnown: refusal.isKnown)
    outcome.fault = outcome.fault ?? file.faults.first { $0.line == record.line }?.code
    if outcome.fault == nil, record.source.isEInvoice { outcome.fault = file.faults(of: record) }
    onRecord(outcome)
  }

  /// Where a document comes from and whose it is.
  private struct Place {
    var file: FileContents
    var id: Int64
    var seller: String
    var due: DueDate
    var client: Int64
  }

  /// Takes a document in, or finds that it is known or contradicts one that is.
  private mutating func take(
    _ record: FileContents.Record, _ place: Place
  ) throws -> (fault: Fault.Code?, isKnown: Bool) {
    let invoice = record.invoice
    let isRepeated = repeated.contains(invoice.number.text, place.seller, invoice.kind)
    let own = isRepeated ? invoice.number.text : nil
    let name = own.map { RepeatedNumbers.name($0, in: invoice.issueDate.year) }
    func hear(isExportedAgain: Bool = false) throws {
      try clients.hear(
        of: place.client, invoice.client, record.language, on: invoice.issueDate,
        isExportedAgain: isExportedAgain, db)
    }
    let number = name ?? invoice.number.text
    if try insert(record, place, number: number, own: own) {
      try hear()
      return (nil, false)
    }
    let known = try known(invoice, seller: place.seller, number: number)
    if try isSame(known, record, client: place.client) {
      try hear(isExportedAgain: record.source.rawValue == known.source)
      try meet(known, record, place)
      return (nil, true)
    }
    if !isRepeated, known.issueDate.year != invoice.issueDate.year {
      let first = RepeatedNumbers.name(number, in: known.issueDate.year)
      try setAside(known, from: number, to: first)
      repeated.insert(number, place.seller, invoice.kind)
      let second = RepeatedNumbers.name(number, in: invoice.issueDate.year)
      if try insert(record, place, number: second, own: number) { try hear() }
      return (nil, false)
    }
    if let void = try voided(invoice, seller: place.seller, like: record, client: place.client) {
      try meet(void, record, place)
      return (nil, true)
    }
    if try db.isVoid(document: known.id) {
      let name = try db.voidName(number, place.seller, invoice.kind)
      try setAside(known, from: invoice.number.text, to: name)
      if try insert(record, place, number: number, own: own) { try hear() }
      return (nil, false)
    }
    if let paid = paidSince(known, record, client: place.client) {
      var record = record
      record.settlement = FileContents.Settlement(paid: paid, day: nil)
      try hear()
      try meet(known, record, place)
      return (nil, true)
    }
    summary.refused += 1
    summary.faults.append(conflict(record, place.file.path))
    return (.docConflict, true)
  }

  /// A document that is known came again.
  private mutating func meet(
    _ known: Known, _ record: FileContents.Record, _ place: Place
  ) throws {
    summary.alreadyKnown += 1
    knownOfFile.append(known.id)
    meetAgain(known.file)
    try addFacts(
      of: record, in: place.file, document: known.id, client: known.client, place.id, isNew: false)
    if known.isByHand, !rules.isByHand {
      try takeOver(known, by: record, due: place.due)
    } else if !place.due.isOurTerms, known.due.isOurTerms {
      try setDue(place.due, of: known)
    } else if let changed = changedDue(
      record, place.due, known.due, ofSource: known.source, place.file.path)
    {
      summary.faults.append(changed)
    }
  }

  /// A due date that a later file states takes the place of one that followed from our terms.
  mutating func setDue(_ due: DueDate, of known: Known) throws {
    try db.run(
      "UPDATE document SET due_date = ?, due_source = ? WHERE id = ?",
      [due.day.description, due.source.rawValue, known.id])
    touchedFiles.insert(known.file)
    touched.insert(known.client)
  }

  /// Names a document otherwise, as another has its number now.
  private mutating func setAside(_ known: Known, from number: String, to name: String) throws {
    try db.rename(document: known.id, from: number, to: name)
    touchedFiles.insert(known.file)
    touched.insert(known.client)
  }

  /// A credit note with a minus that names a document which was itself a credit takes it back.
  private func takeBackCredit(_ record: inout FileContents.Record, seller: String) throws {
    let invoice = record.invoice
    guard invoice.kind == .creditNote, invoice.payable.isPositive,
      invoice.payablePrinted.hasPrefix("-"), let named = invoice.creditedInvoice,
      named != invoice.number, try db.isCredit(numbered: named.text, seller: seller)
    else { return }
    record.invoice.payable = -invoice.payable
  }

  /// Whether the document was new.
  private mutating func insert(
    _ record: FileContents.Record, _ place: Place, number: String, own: String?
  ) throws -> Bool {
    let invoice = record.invoice
    let row = statements.newDocument
    row.set(1, place.seller)
    row.set(2, invoice.kind.rawValue)
    row.set(3, number)
    row.set(4, place.client)
    row.set(5, invoice.typeCode)
    row.set(6, invoice.issueDate)
    row.set(7, place.due.day)
    row.set(8, place.due.source.rawValue)
    row.set(9, invoice.currency.code)
    row.set(10, invoice.signedAmount.minorUnits)
    row.set(11, invoice.payablePrinted)
    row.set(12, invoice.paymentReference)
    row.set(13, invoice.collection.rawValue)
    row.set(14, invoice.creditedInvoice?.text ?? "")
    row.set(15, record.verdict?.rawValue)
    row.set(16, rules.isByHand ? Known.byHand : record.source.rawValue)
    row.set(17, place.id)
    row.set(18, clients.lastKey?.stored ?? "")
    let reported = record.settlement.flatMap { $0.paid.minorUnits > 0 ? $0 : nil }
    row.set(19, reported?.paid.minorUnits)
    row.set(20, reported.map { ($0.day ?? rules.day).description })
    row.set(21, invoice.otherReferences.joined(separator: "\n"))
    row.set(22, own)
    row.set(23, reported.flatMap { $0.day == nil ? 1 : nil })
    row.set(24, invoice.signedAmount.isNegative && record.settlement != nil ? 1 : nil)
    guard let id = try row.insert() else { return false }
    nextDocument = id + 1
    try add(invoice.discounts, of: id)
    if reported != nil, !invoice.signedAmount.isNegative { summary.payments += 1 }
    count(invoice.kind)
    touched.insert(place.client)
    earliestNew = min(earliestNew ?? invoice.issueDate, invoice.issueDate)
    try addFacts(
      of: record, in: place.file, document: id, client: place.client, place.id, isNew: true)
    return true
  }

  private func add(_ discounts: [EarlyPaymentDiscount], of document: Int64) throws {
    for (place, discount) in discounts.enumerated() {
      let row = statements.newDiscount
      row.set(1, document)
      row.set(2, Int64(place + 1))
      row.set(3, Int64(discount.days))
      row.set(4, Int64(discount.rate.value))
      row.set(5, discount.base?.minorUnits)
      try row.run()
    }
  }

  mutating func count(_ kind: Invoice.Kind) {
    switch kind {
    case .invoice: summary.invoices += 1
    case .creditNote: summary.creditNotes += 1
    case .bill, .billCredit: summary.bills += 1
    }
  }

  /// When a document that names no due date is due.
  private func dueDate(of kind: Invoice.Kind, for buyer: Party, issued: Day) -> DueDate {
    let terms = terms(of: kind, for: buyer)
    return DueDate(min(issued + terms.days, .last), terms.source)
  }

  /// What the terms say: of a client of ours, else of the business.
  func terms(of kind: Invoice.Kind, for buyer: Party) -> (days: Int, source: DueDate.Source) {
    if kind.isOurs, let days = rules.termDays(buyer) { return (days, .clientTerms) }
    return (rules.business.termDays, .businessTerms)
  }

  private func list(_ refusal: FileContents.Refusal, _ path: String) {
    var refusal = refusal
    refusal.due =
      refusal.due
      ?? refusal.issueDate.map { dueDate(of: refusal.kind, for: refusal.buyer, issued: $0) }
    rules.onRefusal(path, refusal)
  }

  /// By what numbers of one seller are reported from those of another; those of the business have
  /// none.
  mutating func sellerKey(_ seller: Party, of kind: Invoice.Kind) -> String {
    if kind.isOurs, !rules.business.isUnnamed { return "" }
    if let lastSeller, lastSeller.party == seller { return lastSeller.key }
    let key = seller.keys.first.map { "\($0.scheme.rawValue):\($0.value)" } ?? ""
    lastSeller = (seller, key)
    return key
  }

  /// Seals the facts, and notes what is to be derived from them.
  mutating func finish() throws {
    try pairSamePayments()
    try db.pend(.client, touched.subtracting(rules.memory.pending), on: rules.day)
    rules.memory.pending.formUnion(touched)
    try db.pend(.file, filesWithLines, on: rules.day)
    let earliest = earliestNew.map { Int64($0.number) }
    try db.pend(.documents, Set([earliest].compactMap(\.self)), on: rules.day)
    for file in overlaps.sorted() {
      try db.run(
        """
        INSERT INTO overlap (earlier, later) SELECT import_id, ?1 FROM source_file
        WHERE id = ?2 AND import_id <> ?1 ON CONFLICT DO NOTHING
        """, [summary.number, file])
    }
    try clients.flush(db)
    try Sealer(db, .client).seal(clients.changed.sorted(), on: rules.day)
    try Sealer(db, .file).seal(touchedFiles.sorted(), on: rules.day, new: plainFiles)
    clients.changed = []
    rules.memory.clients = clients
  }
}

extension FileContents {
  /// The first fault of a document of a file that has no other, or of its very line.
  fileprivate func faults(of record: Record) -> Fault.Code? {
    records.count + refusals.count == 1 ? faults.first?.code : nil
  }

  /// Whether it says nothing beside one document, as most files of UBL.
  fileprivate var isPlain: Bool {
    guard statements.isEmpty, voided.isEmpty, records.count == 1, records.row(0) == nil else {
      return false
    }
    let record = records.wholes[0]
    return record.settlement == nil && record.laterSettlements.isEmpty && record.isDisputed == nil
      && !record.isLost
      && record.invoice.parts.isEmpty
  }
}
