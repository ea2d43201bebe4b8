import Domain
import GRDB

/// Rows of a subject, and how the paper trail prints each.
///
/// What was added to a table later stands in arrays of their own behind the first, and only where
/// it is set: rows from before are printed as they were when they were sealed.
struct SealedRows: Sendable {
  /// Its only parameter is the subject.
  let query: String
  /// Rows that are printed with one of these, by its first column.
  var parts: PartsQuery?
  let print: @Sendable (BulkRow, Parts, inout SealedText) throws -> Void

  struct PartsQuery: Sendable {
    let table: String
    /// Its only parameter is the first column of the other row.
    let query: String
  }

  /// Finds the rows that are printed with another.
  struct Parts {
    private let rows: BulkStatement?

    /// Of a table without rows, as many are, nothing is asked.
    init(_ db: Database, _ parts: PartsQuery?) throws {
      let any = try parts.map { try BulkStatement(db, "SELECT 1 FROM \($0.table) LIMIT 1") }
      let isEmpty = try any?.first { _ in true } == nil
      rows = isEmpty ? nil : try parts.map { try BulkStatement(db, $0.query) }
    }

    func each(of row: BulkRow, at place: Int32 = 0, _ body: (BulkRow) throws -> Void) throws {
      rows?.set(1, row.integer(place))
      try rows?.each(body)
    }
  }
}

extension SealedRows {
  /// All columns, in one array.
  init(_ columns: Int32, _ query: String) {
    self.query = query
    print = { row, _, text in try text.array(row, 0..<columns) }
  }
}

extension Journal.Kind {
  /// What is sealed of a subject.
  var contents: [SealedRows] {
    switch self {
    case .file:
      [.file, .documents, .settlements, .statements, .bankLines, .eventsOfFile]
    case .match: [.matches]
    case .event: [.event]
    case .decision: [.decision, .decisionDocuments]
    case .notice: [.notice, .noticeLines]
    case .message: [.message]
    case .client: [.client, .clientKeys]
    case .undo: [SealedRows(3, "SELECT id, day, undone FROM import WHERE id = ?")]
    case .forget: [SealedRows(2, "SELECT id, forgotten FROM client WHERE id = ?")]
    case .facts:
      [
        SealedRows(
          5,
          """
          SELECT id, day, client_id, field, value FROM client_fact WHERE file_id = ? ORDER BY id
          """)
      ]
    case .move:
      [
        SealedRows(
          8,
          """
          SELECT id, day, kind, from_client, to_client, note, who, undone
          FROM client_move WHERE id = ?
          """),
        SealedRows(
          3,
          """
          SELECT kind, subject, value FROM client_move_row WHERE move_id = ?
          ORDER BY kind, subject, value
          """),
      ]
    }
  }
}

// MARK: Files

extension SealedRows {
  /// The columns of a file and, after them, of a document.
  static let fileColumns = """
    source_file.id, path, digest, imported, import_id, is_undone,
    (SELECT day FROM import WHERE id = import_id)
    """
  static let fileColumnCount: Int32 = 7

  static let documentColumns = """
    document.id, seller, kind, number, client_id, type_code, issue_date, due_date, due_source,
    currency, effect, payable_printed, payment_reference, collection, credited_number, verdict,
    source, known_by, told_day, told_paid, other_references, own_number, told_undated, use_told
    """

  fileprivate static let file = SealedRows(
    fileColumnCount, "SELECT \(fileColumns) FROM source_file WHERE id = ?")

  fileprivate static let documents = SealedRows(
    query: """
      SELECT \(documentColumns) FROM \(filesWithDocuments) WHERE source_file.id = ?
      ORDER BY document.id
      """,
    parts: discounts
  ) { row, parts, text in try printDocument(row, at: 0, parts, &text) }

  static let discounts = PartsQuery(
    table: "discount",
    query: """
      SELECT place, days, basis_points, base FROM discount WHERE document_id = ? ORDER BY place
      """)

  /// A document whose first column is at `first`.
  static func printDocument(
    _ row: BulkRow, at first: Int32, _ parts: Parts, _ text: inout SealedText
  ) throws {
    var discounts: [String] = []
    try parts.each(of: row, at: first) { part in
      let base = part.isNull(3) ? "" : "\(part.integer(3))"
      discounts.append("\(part.integer(1))/\(part.integer(2))/\(base)")
      // A place that was skipped is a row that was changed.
      if part.integer(0) != discounts.count { discounts.append("place \(part.integer(0))") }
    }
    try text.array { text in
      try text.add(row, first..<first + 15)
      text.add(discounts.joined(separator: " "))
      try text.add(row, first + 15..<first + 17)
    }
    if row.text(first + 17) != "" { try text.array(row, first + 17..<first + 18) }
    if !row.isNull(first + 18) { try text.array(row, first + 18..<first + 20) }
    if row.text(first + 20) != "" {
      try text.array { text in
        text.add("references")
        try text.add(row, first + 20)
      }
    }
    if !row.isNull(first + 21) {
      try text.array { text in
        text.add("number")
        try text.add(row, first + 21)
      }
    }
    if !row.isNull(first + 22) || !row.isNull(first + 23) {
      try text.array { text in
        text.add("undated")
        try text.add(row, first + 22..<first + 24)
      }
    }
  }

  fileprivate static let settlements = SealedRows(
    query: """
      SELECT document_id, day, paid, undated, 0 AS is_use FROM later_settlement
      WHERE file_id = ?1
      UNION ALL SELECT document_id, '', NULL, NULL, 1 FROM reported_use WHERE file_id = ?1
      ORDER BY 5, 1, 2, 3
      """
  ) { row, _, text in
    guard row.integer(4) == 0 else {
      return try text.array { text in
        text.add("use")
        try text.add(row, 0)
      }
    }
    try text.array(row, 0..<3)
    if !row.isNull(3) { try text.array(row, 3..<4) }
  }

  fileprivate static let statements = SealedRows(
    query: """
      SELECT statement.id, account, name, closing, closing_currency, closing_day, format, opening,
        opening_currency, path
      FROM statement JOIN source_file ON source_file.id = file_id WHERE file_id = ?
      ORDER BY statement.id
      """
  ) { row, _, text in
    try text.array(row, 0..<6)
    let likely = Migrations.format(ofStatement: row.text(2), in: row.text(9))
    if row.text(6) != likely.rawValue { try text.array(row, 6..<7) }
    if !row.isNull(7) || !row.isNull(8) { try text.array(row, 7..<9) }
  }

  fileprivate static let bankLines = SealedRows(
    query: """
      SELECT id, identity, occurrence, account, booked, amount, currency, counterparty,
        counterparty_account, reference_list, remittance, is_reversal, is_notice, entry_reference,
        traces, form, account_holder, instructed, instructed_currency, is_internal
      FROM bank_line WHERE file_id = ? ORDER BY id
      """
  ) { row, _, text in
    let form: LineForm = try row.value(15)
    try text.array { text in
      try text.add(row, 0..<2)
      text.add(form.oldOccurrence(row.integer(2)))
      try text.add(row, 3..<12)
    }
    if row.integer(12) != 0 || row.text(13) != "" || row.text(14) != "" {
      try text.array(row, 12..<15)
    }
    if row.text(16) != "" || !row.isNull(17) || !row.isNull(18) { try text.array(row, 16..<19) }
    if row.integer(19) != 0 { try text.array(row, 19..<20) }
  }

  fileprivate static let matches = SealedRows(
    query: """
      SELECT id, client_id, matched_by, is_payer_known FROM bank_line WHERE file_id = ? ORDER BY id
      """,
    parts: PartsQuery(
      table: "match",
      query: "SELECT document_id, is_guess FROM match WHERE bank_line_id = ? ORDER BY document_id")
  ) { row, parts, text in
    var documents: [String] = []
    try parts.each(of: row) { documents.append("\($0.integer(0))/\($0.integer(1))") }
    try text.array { text in
      try text.add(row, 0..<4)
      text.add(documents.isEmpty ? nil : documents.joined(separator: " "))
    }
  }
}

// MARK: What was recorded

extension SealedRows {
  fileprivate static let event = SealedRows(
    query: """
      SELECT id, day, kind, client_id, document_id, until, amount, currency, note, who, financier,
        letter_kind, ends_dispute, file_id FROM event WHERE id = ?
      """
  ) { row, _, text in
    let (facts, isPlain) = noted(row, at: 8)
    try text.array { text in
      try text.add(row, 0..<8)
      text.add(facts.oldNote)
      try text.add(row, 9)
    }
    if !isPlain { try printFacts(row, &text) }
  }

  fileprivate static let eventsOfFile = SealedRows(
    query: """
      SELECT id, day, kind, client_id, document_id, until, amount, currency, note, who, financier,
        letter_kind, ends_dispute, file_id FROM event WHERE file_id = ? ORDER BY id
      """
  ) { row, _, text in
    let (facts, isPlain) = noted(row, at: 8)
    try text.array { text in
      try text.add(row, 0..<5)
      text.add(facts.oldNote)
    }
    if !isPlain { try printFacts(row, &text) }
    if !row.isNull(6) {
      try text.array { text in try text.add(row, 5..<8) }
    }
  }

  /// The facts beside the note, and whether the note of an older book tells them all.
  private static func noted(_ row: BulkRow, at place: Int32) -> (NotedFacts, isPlain: Bool) {
    let facts = NotedFacts(
      note: row.text(8), financier: row.optionalText(10), letterKind: row.optionalText(11),
      endsDispute: row.integer(12) != 0)
    let context = NotedFacts.Context(
      kind: row.text(2), who: row.text(9), isOfFile: !row.isNull(13),
      isAboutInvoice: !row.isNull(4), isBare: row.isNull(5) && row.isNull(6))
    return (facts, NotedFacts(oldNote: facts.oldNote, of: context) == facts)
  }

  private static func printFacts(_ row: BulkRow, _ text: inout SealedText) throws {
    try text.array { text in
      try text.add(row, 8)
      try text.add(row, 10..<13)
    }
  }

  fileprivate static let decision = SealedRows(
    query: """
      SELECT id, day, bank_line_id, is_undo, note, who, is_not_ours FROM decision WHERE id = ?
      """
  ) { row, _, text in
    try text.array(row, 0..<6)
    if row.integer(6) != 0 { try text.array(row, 6..<7) }
  }

  fileprivate static let decisionDocuments = SealedRows(
    query: """
      SELECT document_id, amount, currency FROM decision_document WHERE decision_id = ?
      ORDER BY document_id
      """
  ) { row, _, text in
    try text.array(row, 0..<1)
    if !row.isNull(1) || !row.isNull(2) { try text.array(row, 1..<3) }
  }

  fileprivate static let notice = SealedRows(
    query: """
      SELECT id, day, client_id, currency, level, stage, total, pay_by, language, channel
      FROM notice WHERE id = ?
      """,
    parts: PartsQuery(
      table: "notice_file",
      query: "SELECT place, path FROM notice_file WHERE notice_id = ? ORDER BY place")
  ) { row, parts, text in
    var files: [String] = []
    try parts.each(of: row) { part in
      files.append(part.text(1))
      if part.integer(0) != files.count { files.append("place \(part.integer(0))") }
    }
    try text.array { text in
      try text.add(row, 0..<10)
      text.add(files.joined(separator: "\n"))
    }
  }

  fileprivate static let noticeLines = SealedRows(
    query: """
      SELECT document_id, level, open, fee, charges FROM notice_line WHERE notice_id = ?
      ORDER BY document_id
      """
  ) { row, _, text in
    try text.array(row, 0..<3)
    if row.integer(3) != 0 { try text.array(row, 3..<4) }
    if row.integer(4) != row.integer(3) {
      try text.array { text in
        text.add("charges")
        try text.add(row, 4)
      }
    }
  }

  fileprivate static let message = SealedRows(
    query: """
      SELECT id, notice_id, message_id, recipient, subject, state, day, is_resend, reason, detail,
        event_id, currency
      FROM message WHERE id = ?
      """,
    parts: PartsQuery(
      table: "message_file",
      query: "SELECT place, path FROM message_file WHERE message_id = ? ORDER BY place")
  ) { row, parts, text in
    try text.array(row, 0..<7)
    let (token, state, detail) = (row.text(2), row.text(5), row.text(9))
    if (row.integer(7) != 0) != Migrations.isResend(token: token) {
      try text.array(row, 7..<8)
    }
    if row.optionalText(8) != Migrations.reason(ofState: state, detail)?.rawValue {
      try text.array(row, 8..<9)
    }
    guard !row.isNull(10) else { return }
    var files: [String] = []
    try parts.each(of: row) { files.append("\($0.integer(0)) \($0.text(1))") }
    try text.array { text in
      text.add("letter")
      try text.add(row, 10..<12)
      text.add(files.joined(separator: "\n"))
    }
  }
}

// MARK: Clients

extension SealedRows {
  fileprivate static let client = SealedRows(
    query: """
      SELECT id, external_id, name, street, postcode, city, country, person, email, phone, language,
        term_days, forgotten, merged_into
      FROM client WHERE id = ?
      """,
    parts: PartsQuery(
      table: "client_name", query: "SELECT name FROM client_name WHERE client_id = ? ORDER BY name")
  ) { row, parts, text in
    try text.array(row, 0..<13)
    if !row.isNull(13) { try text.array(row, 13..<14) }
    var names: [String] = []
    try parts.each(of: row) { names.append($0.text(0)) }
    if !names.isEmpty {
      text.array { text in
        text.add("names")
        for name in names { text.add(name) }
      }
    }
  }

  fileprivate static let clientKeys = SealedRows(
    2, "SELECT scheme, value FROM client_key WHERE client_id = ? ORDER BY scheme, value")
}
