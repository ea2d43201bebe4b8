import Domain
import GRDB
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The paper trail: entries chained by SHA-256, each to the one before, over a salted digest of
/// what it is about.
///
/// An entry seals the rows of one subject: a file with all it brought, what its bank lines were
/// matched with, an event, a decision, a notice, a client. When they change lawfully, a later entry
/// seals them anew, and the latest one of a subject is what its rows are checked against. So data
/// can be removed (`forget`) without breaking the chain: the earlier entry stays, but its salt
/// goes, so that nobody can find out by trying what it was about.
struct Journal {
  enum Kind: String, CaseIterable {
    /// The subject is the number of a source file.
    case file = "import"
    /// The subject is the number of a source file with bank lines.
    case match
    case event
    case decision
    case notice
    /// A mail, once it was sent, refused, or nobody knows.
    case message
    case client
    /// The subject is the number of an import.
    case undo
    /// The subject is a client.
    case forget
    /// What a list said of clients; the subject is the number of its file.
    case facts
    /// A merge or split of clients.
    case move

    /// Queries whose rows, each one text, are the contents of a subject.
    var contents: [String] {
      switch self {
      case .file: Self.ofFile
      case .match: [Self.ofMatch]
      case .event:
        [
          """
          SELECT json_array(id, day, kind, client_id, document_id, until, amount, currency, note,
            who) FROM event WHERE id = ?
          """
        ]
      case .decision:
        [
          """
          SELECT json_array(id, day, bank_line_id, is_undo, note, who) FROM decision WHERE id = ?
          """,
          """
          SELECT json_array(document_id) FROM decision_document WHERE decision_id = ?
          ORDER BY document_id
          """,
        ]
      case .notice:
        [
          """
          SELECT json_array(id, day, client_id, currency, level, stage, total, pay_by, language,
            channel, files) FROM notice WHERE id = ?
          """,
          """
          SELECT json_array(document_id, level, open)
            || CASE fee WHEN 0 THEN '' ELSE json_array(fee) END
            || CASE charges WHEN fee THEN '' ELSE json_array('charges', charges) END
          FROM notice_line WHERE notice_id = ? ORDER BY document_id
          """,
        ]
      case .message:
        [
          """
          SELECT json_array(id, notice_id, message_id, recipient, subject, state, day) FROM message
          WHERE id = ?
          """
        ]
      case .client:
        [
          """
          SELECT json_array(id, external_id, name, street, postcode, city, country, person, email,
            phone, language, term_days, forgotten)
            || CASE WHEN merged_into IS NULL THEN '' ELSE json_array(merged_into) END
          FROM client WHERE id = ?
          """,
          """
          SELECT json_array(scheme, value) FROM client_key WHERE client_id = ?
          ORDER BY scheme, value
          """,
        ]
      case .undo: ["SELECT json_array(id, day, undone) FROM import WHERE id = ?"]
      case .forget: ["SELECT json_array(id, forgotten) FROM client WHERE id = ?"]
      case .facts:
        [
          """
          SELECT json_array(id, day, client_id, field, value) FROM client_fact WHERE file_id = ?
          ORDER BY id
          """
        ]
      case .move:
        [
          """
          SELECT json_array(id, day, kind, from_client, to_client, note, who, undone)
          FROM client_move WHERE id = ?
          """,
          """
          SELECT json_array(kind, subject, value) FROM client_move_row WHERE move_id = ?
          ORDER BY kind, subject, value
          """,
        ]
      }
    }

    private static let fileRow = """
      json_array(source_file.id, path, lower(hex(digest)), imported, import_id, is_undone,
        (SELECT day FROM import WHERE id = import_id))
      """
    private static let documentRow = """
      json_array(document.id, seller, kind, number, client_id, type_code, issue_date,
        due_date, due_source, currency, effect, payable_printed, payment_reference, collection,
        credited_number, discounts, verdict, source)
        || CASE known_by WHEN '' THEN '' ELSE json_array(known_by) END
        || CASE WHEN told_day IS NULL THEN '' ELSE json_array(told_day, told_paid) END
      """

    private static let ofFile = [
      "SELECT \(fileRow) FROM source_file WHERE id = ?",
      "SELECT \(documentRow) FROM \(filesWithDocuments) WHERE source_file.id = ? ORDER BY document.id",
      """
      SELECT json_array(document_id, day, paid) FROM later_settlement WHERE file_id = ?
      ORDER BY document_id, day, paid
      """,
      """
      SELECT json_array(id, account, name, closing, closing_currency, closing_day) FROM statement
      WHERE file_id = ? ORDER BY id
      """,
      """
      SELECT json_array(id, identity, occurrence, account, booked, amount, currency, counterparty,
        counterparty_account, reference_list, remittance, is_reversal) || CASE
        WHEN is_notice OR entry_reference <> '' OR traces <> ''
        THEN json_array(is_notice, entry_reference, traces) ELSE '' END
      FROM bank_line WHERE file_id = ? ORDER BY id
      """,
      """
      SELECT json_array(id, day, kind, client_id, document_id, note) FROM event
      WHERE file_id = ? ORDER BY id
      """,
    ]

    /// The first two of these, of all files from one number to another that have at most one
    /// document each, whose number stands before its row.
    static let ofPlainFiles = """
      SELECT source_file.id, \(fileRow), document.id, \(documentRow)
      FROM source_file LEFT JOIN document ON \(isOfFile)
      WHERE source_file.id BETWEEN ? AND ? ORDER BY source_file.id
      """

    private static let ofMatch = """
      SELECT json_array(id, client_id, matched_by, is_payer_known, (SELECT group_concat(
        document_id || '/' || is_guess, ' ') FROM (SELECT document_id, is_guess FROM match
        WHERE bank_line_id = bank_line.id ORDER BY document_id))) FROM bank_line
      WHERE file_id = ? ORDER BY id
      """
  }

  static func chained(
    after last: Digest, _ number: Int64, _ day: String, _ kind: String, _ subject: Int64,
    _ digest: Digest
  ) -> Digest {
    var hash = SHA256()
    // Piece by piece: to put them together first takes longer than the digest.
    hash.feed(last)
    for piece in ["\(number)", day, kind, "\(subject)"] {
      hash.feed("\n")
      hash.feed(piece)
    }
    hash.feed("\n")
    hash.feed(digest)
    return hash.digest()
  }

  /// What the first entry is chained to.
  static let start = Digest()

  static func newSalt() -> String {
    let (first, second) = randomness.withLock { $0.next() }
    return unsafe withUnsafeBytes(of: (first, second)) { unsafe String(hex: $0) }
  }

  private static let randomness = Mutex(Randomness())

  /// The system's random numbers by the dozen: asking for each took more than the digest.
  private struct Randomness {
    private var numbers = [UInt64](repeating: 0, count: 32)
    private var used = 32

    mutating func next() -> (UInt64, UInt64) {
      if used == numbers.count {
        let isFilled = unsafe numbers.withUnsafeMutableBytes { buffer in
          guard let start = buffer.baseAddress else { return false }
          return unsafe getentropy(start, buffer.count) == 0
        }
        if !isFilled {
          var random = SystemRandomNumberGenerator()
          for place in numbers.indices { numbers[place] = random.next() }
        }
        used = 0
      }
      used += 2
      return (numbers[used - 2], numbers[used - 1])
    }
  }
}

extension Database {
  /// Adds an entry for a subject, unless its latest one already says what its rows say now.
  func seal(_ kind: Journal.Kind, _ subject: Int64, on day: Day) throws {
    try Sealer(self, kind).seal(CollectionOfOne(subject), on: day)
  }

  /// Takes the salts of all entries of a subject but the latest, so that they cannot be tried.
  func forgetSalts(_ kind: Journal.Kind, _ subject: Int64) throws {
    try run(
      """
      UPDATE journal SET salt = NULL WHERE kind = ?1 AND subject = ?2 AND id <
        (SELECT MAX(id) FROM journal WHERE kind = ?1 AND subject = ?2)
      """, [kind.rawValue, subject])
  }
}
