import Domain
import GRDB

/// What a register says of a document beside its figures: that it is disputed, or not any more, and
/// that what is open of it was given up. Each becomes an event of the file, dated at its import.
extension ImportSession {
  mutating func takeWords(
    of record: FileContents.Record, in file: FileContents, document: Int64, client: Int64,
    _ fileID: Int64, isNew: Bool
  ) throws {
    guard !isReadAgain else { return }
    func note(
      _ kind: ClientEvent.Kind, _ words: String, endsDispute: Bool = false
    ) throws {
      try self.note(
        kind, words, endsDispute: endsDispute, of: document, client,
        from: record.invoice.issueDate, fileID)
    }
    if let isDisputed = record.isDisputed, isDisputed || !isNew {
      let wasDisputed = try wasDisputed(document)
      if isDisputed, !wasDisputed {
        try note(.dispute, "marked as disputed in a register")
      } else if !isDisputed, wasDisputed {
        try note(.note, NotedFacts.disputeOver, endsDispute: true)
      }
    }
    let invoice = record.invoice
    if isNew, invoice.kind == .invoice { try addParts(of: invoice, document, client, fileID) }
    if invoice.kind == .invoice, invoice.payable.isPositive, !isNew || record.isLost {
      let writeOff = try writeOff(of: document)
      // What a file does not say is not said to be open.
      let isOpen = record.settlement.map { $0.paid < invoice.payable }
      if record.isLost, writeOff == nil, isOpen ?? true {
        try note(.writeOff, "given up in a register")
        touched.insert(client)
        summary.lost += 1
      } else if !record.isLost, isOpen == true, writeOff == .byRegister {
        summary.faults.append(openAgain(record, file.path))
      }
    }
  }

  /// Parts that an invoice states are a plan from the day of its issue on.
  private func addParts(
    of invoice: Invoice, _ document: Int64, _ client: Int64, _ fileID: Int64
  ) throws {
    for part in invoice.parts {
      try db.run(
        """
        INSERT INTO event (day, kind, client_id, document_id, until, amount, currency, note, who,
          file_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?)
        """,
        [
          invoice.issueDate.description, ClientEvent.Kind.plan.rawValue, client, document,
          part.day.description, part.amount.minorUnits, part.amount.currency.code,
          "due in parts, as the invoice says", fileID,
        ])
    }
  }

  /// Records what a file says of a document, from the day of the import on or that of its issue.
  func note(
    _ kind: ClientEvent.Kind, _ words: String, endsDispute: Bool = false, of document: Int64,
    _ client: Int64, from issued: Day, _ fileID: Int64
  ) throws {
    try db.run(
      """
      INSERT INTO event (day, kind, client_id, document_id, note, who, file_id, ends_dispute)
      VALUES (?, ?, ?, ?, ?, '', ?, ?)
      """,
      [
        max(rules.day, issued).description, kind.rawValue, client, document, words, fileID,
        endsDispute,
      ])
  }

  /// Whether the last that a register said is that the document is disputed. What a person said
  /// since is another matter: the register's old word is not taken up again.
  private func wasDisputed(_ document: Int64) throws -> Bool {
    try String.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT kind FROM event WHERE document_id = ? AND file_id IS NOT NULL
            AND (kind = 'dispute' OR ends_dispute = 1) ORDER BY id DESC LIMIT 1
          """), arguments: [document]) == ClientEvent.Kind.dispute.rawValue
  }

  private enum WriteOff {
    case byPerson, byRegister
  }

  /// Who gave up all that was open; nil where nobody did.
  private func writeOff(of document: Int64) throws -> WriteOff? {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT file_id IS NOT NULL AS is_told FROM event WHERE document_id = ?
            AND kind = 'write-off' AND (file_id IS NOT NULL OR amount IS NULL)
          ORDER BY is_told DESC LIMIT 1
          """), arguments: [document]
    ).map { $0 ? .byRegister : .byPerson }
  }

  private func openAgain(_ record: FileContents.Record, _ path: String) -> Fault {
    Fault(
      .csvOpen, file: path, line: record.line,
      "the file calls open what an earlier one gave up; it stays written off",
      excerpt: record.invoice.number.text.printable,
      remedy: "Nothing to do if this file is the older one. To ask for the money again, take the "
        + "import back that gave it up (`dunlin import --list`, `dunlin undo`).")
  }
}
