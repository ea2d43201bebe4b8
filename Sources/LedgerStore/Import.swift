package import Domain
import GRDB

/// Takes what was read from files into the ledger. Importing something twice is importing it once.
///
/// A file is stored whole or not at all; a document that is refused keeps no other from being
/// stored. The facts of one call are one transaction.
package struct Import {
  /// The day of facts that have none of their own: the as-of day of the run.
  package var day: Day
  package var house: House
  /// Agreed days to pay of a client, where the settings say.
  package var termDays: (Party) -> Int?
  /// Called for every document that can be booked, also a repeated or conflicting one.
  package var onRecord: (Outcome) -> Void
  /// Called for every well-formed document that was refused, with the path of its file.
  package var onRefusal: (String, FileContents.Refusal) -> Void
  /// The import that the files belong to; nil begins one with the first file that is new.
  package var number: Int64?
  /// Keeps the file itself before what was in it is stored for good.
  package var keepOriginal: (FileContents) throws -> Void = { _ in }

  package init(
    day: Day, house: House, termDays: @escaping (Party) -> Int? = { _ in nil },
    onRecord: @escaping (Outcome) -> Void = { _ in },
    onRefusal: @escaping (String, FileContents.Refusal) -> Void = { _, _ in }
  ) {
    self.day = day
    self.house = house
    self.termDays = termDays
    self.onRecord = onRecord
    self.onRefusal = onRefusal
  }

  /// What became of one document.
  package struct Outcome {
    package var path: String
    package var record: FileContents.Record
    package var due: DueDate
    package var fault: Fault.Code?
    package var isKnown: Bool
  }

  /// New things of one import, and what was not imported.
  package struct Summary: Sendable {
    package var files = 0
    package var invoices = 0
    package var creditNotes = 0
    package var bills = 0
    package var payments = 0
    package var alreadyKnown = 0
    /// Documents, rows and bank entries left out.
    package var refused = 0
    package var faults: [Fault] = []
    /// The number that `undo` takes; nil where no file was new.
    package var number: Int64?

    package init() {}

    package var isNothingNew: Bool { invoices + creditNotes + bills + payments == 0 }
  }
}

extension Ledger {
  /// Imports files, then matches and allocates whatever they touched.
  package func add(_ files: [FileContents], by rules: Import) throws(Problem) -> Import.Summary {
    try writing { db in
      var session = try ImportSession(db, rules)
      for file in files { try session.add(file) }
      try session.finish()
      return session.summary
    }
  }
}

/// One import in progress.
private struct ImportSession {
  let db: Database
  let rules: Import
  var summary = Import.Summary()
  private var clients: ClientIndex
  private var touched: Set<Int64> = []
  private var touchedFiles: Set<Int64> = []
  private var filesWithLines: Set<Int64> = []
  private var newLines: Set<Int64> = []
  private var touchedAccounts: Set<String> = []
  private var overlaps: Set<Int64> = []
  private var earliestNew: Day?

  init(_ db: Database, _ rules: Import) throws {
    self.db = db
    self.rules = rules
    summary.number = rules.number
    clients = try ClientIndex(db)
  }

  mutating func add(_ file: FileContents) throws {
    summary.files += 1
    summary.faults += file.faults
    summary.refused += file.faults.count { $0.gravity == .refused }
    for refusal in file.refusals { list(refusal, file.path) }
    guard !file.records.isEmpty || !file.statements.isEmpty else { return }
    let fileID = try fileID(of: file)
    touchedFiles.insert(fileID)
    for record in file.records { try add(record, of: file, fileID) }
    for statement in file.statements { try add(statement, fileID) }
  }

  private mutating func fileID(of file: FileContents) throws -> Int64 {
    let known = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM source_file WHERE digest = ? AND NOT is_undone"),
      arguments: [file.digest])
    if let known { return known }
    try rules.keepOriginal(file)
    let number = try summary.number ?? beginImport()
    summary.number = number
    try db.run(
      "INSERT INTO source_file (path, digest, imported, import_id) VALUES (?, ?, ?, ?)",
      [file.path, file.digest, rules.day.description, number])
    return db.lastInsertedRowID
  }

  private func beginImport() throws -> Int64 {
    try db.run("INSERT INTO import (day) VALUES (?)", [rules.day.description])
    return db.lastInsertedRowID
  }

  /// Notes that `known` rows of an earlier file were read again, so that it is not undone alone.
  private mutating func meetAgain(_ file: Int64?) {
    if let file, summary.number != nil { overlaps.insert(file) }
  }

  // MARK: Documents

  private mutating func add(
    _ record: FileContents.Record, of file: FileContents, _ fileID: Int64
  ) throws {
    let invoice = record.invoice
    let isOurs = invoice.kind == .invoice || invoice.kind == .creditNote
    let due = dueDate(of: invoice, isOurs: isOurs)
    let seller = isOurs && !rules.house.isUnnamed ? "" : Self.sellerKey(invoice.seller)
    let known = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id, client_id, issue_date, currency, effect, source, file_id FROM document
          WHERE seller = ? AND kind = ? AND number = ?
          """), arguments: [seller, invoice.kind.rawValue, invoice.number.text])
    let client = try clients.id(of: isOurs ? invoice.buyer : invoice.seller, record, db)
    var outcome = Import.Outcome(
      path: file.path, record: record, due: due, fault: nil, isKnown: known != nil)
    if let known {
      if try isSame(known, record, client: client) {
        summary.alreadyKnown += 1
        meetAgain(known["file_id"])
        try addFacts(of: record, document: known["id"], client: known["client_id"], fileID)
      } else {
        outcome.fault = .docConflict
        summary.refused += 1
        summary.faults.append(conflict(record, file.path))
      }
    } else {
      try insert(record, seller: seller, due: due, client: client, fileID)
    }
    outcome.fault = outcome.fault ?? file.faults.first { $0.line == record.line }?.code
    if outcome.fault == nil, record.source == .ubl { outcome.fault = file.faults.first?.code }
    rules.onRecord(outcome)
  }

  private mutating func insert(
    _ record: FileContents.Record, seller: String, due: DueDate, client: Int64, _ fileID: Int64
  ) throws {
    let invoice = record.invoice
    try db.run(
      """
      INSERT INTO document (seller, kind, number, client_id, type_code, issue_date, due_date,
        due_source, currency, effect, payable_printed, payment_reference, collection,
        credited_number, discounts, verdict, source, file_id, known_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        seller, invoice.kind.rawValue, invoice.number.text, client, invoice.typeCode,
        invoice.issueDate.description, due.day.description, due.source.rawValue,
        invoice.currency.code, invoice.effect.minorUnits, invoice.payablePrinted,
        invoice.paymentReference, invoice.collection.rawValue,
        invoice.creditedInvoice?.text ?? "",
        invoice.discounts.map(\.stored).joined(separator: " "), record.verdict?.rawValue,
        record.source.rawValue, fileID, clients.lastKey?.stored ?? "",
      ])
    let id = db.lastInsertedRowID
    switch invoice.kind {
    case .invoice: summary.invoices += 1
    case .creditNote: summary.creditNotes += 1
    case .bill, .billCredit: summary.bills += 1
    }
    touched.insert(client)
    earliestNew = min(earliestNew ?? invoice.issueDate, invoice.issueDate)
    try addFacts(of: record, document: id, client: client, fileID)
  }

  /// Facts that a later export of the same document may add: what was paid, a dispute.
  private mutating func addFacts(
    of record: FileContents.Record, document: Int64, client: Int64, _ fileID: Int64
  ) throws {
    if let settlement = record.settlement {
      let known =
        try Int64.fetchOne(
          db, sql: "SELECT MAX(paid) FROM settlement WHERE document_id = ?",
          arguments: [document]) ?? 0
      if settlement.paid.minorUnits > known {
        try db.run(
          "INSERT INTO settlement (document_id, day, paid, file_id) VALUES (?, ?, ?, ?)",
          [
            document, (settlement.day ?? rules.day).description, settlement.paid.minorUnits,
            fileID,
          ])
        summary.payments += 1
        touched.insert(client)
      }
    }
    if record.isDisputed {
      let known = try Bool.fetchOne(
        db, sql: "SELECT 1 FROM event WHERE document_id = ? AND kind = 'dispute'",
        arguments: [document])
      if known == nil {
        try db.run(
          """
          INSERT INTO event (day, kind, client_id, document_id, note, who, file_id)
          VALUES (?, ?, ?, ?, ?, '', ?)
          """,
          [
            max(rules.day, record.invoice.issueDate).description, "dispute", client, document,
            "marked as disputed in a register", fileID,
          ])
      }
    }
  }

  private func dueDate(of invoice: Invoice, isOurs: Bool) -> DueDate {
    invoice.due ?? dueDate(issued: invoice.issueDate, buyer: isOurs ? invoice.buyer : nil)
  }

  /// What the terms say: of a client of ours, else of the house.
  private func dueDate(issued: Day, buyer: Party?) -> DueDate {
    if let days = buyer.flatMap(rules.termDays) { return DueDate(issued + days, .clientTerms) }
    return DueDate(issued + rules.house.termDays, .houseTerms)
  }

  private func list(_ refusal: FileContents.Refusal, _ path: String) {
    var refusal = refusal
    let isOurs = refusal.kind == .invoice || refusal.kind == .creditNote
    refusal.due =
      refusal.due
      ?? refusal.issueDate.map { dueDate(issued: $0, buyer: isOurs ? refusal.buyer : nil) }
    rules.onRefusal(path, refusal)
  }

  private static func sellerKey(_ seller: Party) -> String {
    guard let best = seller.keys.first else { return "" }
    return "\(best.scheme.rawValue):\(best.value)"
  }

  /// A register and a UBL file of one invoice may name the client differently, but not its figures.
  private func isSame(_ known: Row, _ record: FileContents.Record, client: Int64) throws -> Bool {
    let invoice = record.invoice
    let sameFigures =
      try known.day("issue_date") == invoice.issueDate && known.currency() == invoice.currency
      && known["effect"] == invoice.effect.minorUnits
    let sameSource = known["source"] == record.source.rawValue
    return sameFigures && (!sameSource || known["client_id"] == client)
  }

  private func conflict(_ record: FileContents.Record, _ path: String) -> Fault {
    Fault(
      .docConflict, file: path, line: record.line,
      "another \(record.invoice.kind.rawValue) with this number but other content is in the ledger",
      excerpt: record.invoice.number.text.printable,
      remedy:
        "Find out which one holds; the one imported first was kept, this one was not imported.")
  }

  // MARK: Bank statements

  private mutating func add(_ statement: BankStatement, _ fileID: Int64) throws {
    let isKnown = try Bool.fetchOne(
      db, sql: "SELECT 1 FROM statement WHERE account = ? AND name = ? AND file_id = ?",
      arguments: [statement.account, statement.id, fileID])
    if isKnown == nil {
      try db.run(
        """
        INSERT INTO statement (account, name, closing, closing_currency, closing_day, file_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          statement.account, statement.id, statement.closing?.minorUnits,
          statement.closing?.currency.code, statement.closingDay?.description, fileID,
        ])
    }
    var occurrences: [String: Int] = [:]
    for line in statement.lines {
      let identity = line.identity
      occurrences[identity, default: 0] += 1
      try db.run(
        """
        INSERT INTO bank_line (identity, occurrence, account, booked, amount, currency,
          counterparty, counterparty_account, reference_list, remittance, is_reversal, is_notice,
          entry_reference, traces, file_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (identity, occurrence) DO NOTHING
        """,
        [
          identity, occurrences[identity] ?? 1, line.account, line.booked.description,
          line.amount.minorUnits, line.amount.currency.code, line.counterparty,
          line.counterpartyAccount, line.references.joined(separator: "\n"), line.text,
          line.isReversal, line.isNotice, line.entryReference,
          line.traces.joined(separator: "\n"), fileID,
        ])
      if db.changesCount > 0 {
        newLines.insert(db.lastInsertedRowID)
        touchedAccounts.insert(line.account)
        summary.payments += 1
        filesWithLines.insert(fileID)
      } else {
        summary.alreadyKnown += 1
        meetAgain(
          try Int64.fetchOne(
            db.cachedStatement(
              sql: "SELECT file_id FROM bank_line WHERE identity = ? AND occurrence = ?"),
            arguments: [identity, occurrences[identity] ?? 1]))
      }
    }
  }

  /// Money that a notification and a statement both tell of is counted once.
  private mutating func pairSamePayments() throws {
    guard !newLines.isEmpty else { return }
    let accounts = try db.notifiedAccounts().intersection(touchedAccounts)
    let same = try db.pairSamePayments(in: accounts)
    touched.formUnion(same.clients)
    filesWithLines.formUnion(same.files)
    for pair in same.pairs {
      let isOldMoney = !pair.dropped.allSatisfy(newLines.contains)
      let known = (isOldMoney ? pair.kept + pair.dropped : pair.dropped).count(
        where: newLines.contains)
      summary.payments -= known
      summary.alreadyKnown += known
    }
  }

  /// Matches what is unmatched, allocates anew for every client touched, and seals it all.
  mutating func finish() throws {
    try pairSamePayments()
    let news = try db.matchBankLines(documentsSince: earliestNew)
    touched.formUnion(news.clients)
    for client in touched.sorted() { try db.allocate(client: client) }
    for file in overlaps.sorted() {
      try db.run(
        """
        INSERT INTO overlap (earlier, later) SELECT import_id, ?1 FROM source_file
        WHERE id = ?2 AND import_id <> ?1 ON CONFLICT DO NOTHING
        """, [summary.number, file])
    }
    for client in clients.changed.sorted() { try db.seal(.client, client, on: rules.day) }
    for file in touchedFiles.sorted() { try db.seal(.file, file, on: rules.day) }
    for file in news.files.union(filesWithLines).sorted() {
      try db.seal(.match, file, on: rules.day)
    }
  }
}

extension Invoice {
  /// What the document adds to what one side owes the other; below zero it is a credit.
  package var effect: Money {
    kind == .creditNote || kind == .billCredit ? -payable : payable
  }
}

extension EarlyPaymentDiscount {
  /// `days/basis points/base`, the base empty for the whole payable.
  var stored: String { "\(days)/\(rate.value)/\(base.map { "\($0.minorUnits)" } ?? "")" }

  init?(stored: some StringProtocol, _ currency: Currency) {
    let fields = stored.split(separator: "/", omittingEmptySubsequences: false)
    guard fields.count == 3, let days = Int(fields[0]), let rate = Int(fields[1]) else {
      return nil
    }
    self.init(
      days: days, rate: BasisPoints(rate),
      base: Int64(fields[2]).map { Money(minorUnits: $0, currency: currency) })
  }
}
