import Domain
import GRDB

/// Seals subjects of one kind, its statements prepared once.
struct Sealer {
  private let kind: Journal.Kind
  private let contents: [Contents]
  private let latest, end, entry, plainFiles: BulkStatement
  private let discounts: SealedRows.Parts

  /// Some of what is sealed of a subject, ready to be asked for.
  private struct Contents {
    let rows: BulkStatement
    let parts: SealedRows.Parts
    let print: @Sendable (BulkRow, SealedRows.Parts, inout SealedText) throws -> Void

    init(_ db: Database, _ sealed: SealedRows) throws {
      rows = try BulkStatement(db, sealed.query)
      parts = try SealedRows.Parts(db, sealed.parts)
      print = sealed.print
    }
  }

  init(_ db: Database, _ kind: Journal.Kind) throws {
    self.kind = kind
    contents = try kind.contents.map { try Contents(db, $0) }
    latest = try BulkStatement(
      db,
      """
      SELECT salt, digest FROM journal WHERE kind = ? AND subject = ? ORDER BY id DESC LIMIT 1
      """)
    end = try BulkStatement(db, "SELECT id, chain FROM journal ORDER BY id DESC LIMIT 1")
    entry = try BulkStatement(
      db,
      """
      INSERT INTO journal (id, day, kind, subject, salt, digest, chain)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    plainFiles = try BulkStatement(db, Self.ofPlainFiles)
    discounts = try SealedRows.Parts(db, SealedRows.discounts)
  }

  /// Files from one number to another that have at most one document each, and that document.
  private static let ofPlainFiles = """
    SELECT \(SealedRows.fileColumns), \(SealedRows.documentColumns)
    FROM source_file LEFT JOIN document ON \(isOfFile)
    WHERE source_file.id BETWEEN ? AND ? ORDER BY source_file.id
    """

  /// The salted digest of a subject's rows as they are now.
  func digest(_ subject: Int64, salt: String) throws -> Digest {
    var hash = SHA256()
    hash.feed(salt)
    var text = SealedText()
    for contents in contents {
      hash.feed("\n")
      contents.rows.set(1, subject)
      try contents.rows.each { row in
        text.removeAll()
        try contents.print(row, contents.parts, &text)
        hash.feed("\n")
        hash.feed(text)
      }
    }
    return hash.digest()
  }

  /// Adds an entry for each subject, unless its latest one already says what its rows say now.
  /// Those of `new` are files of which there is no entry, and which told of one document and of
  /// nothing else.
  func seal(_ subjects: some Sequence<Int64>, on day: Day, new: Set<Int64> = []) throws {
    var trail = try Trail(end, entry, kind, day)
    var run: ClosedRange<Int64>?
    func sealRun() throws {
      if let run { try sealPlainFiles(run, &trail) }
      run = nil
    }
    for subject in subjects {
      guard new.contains(subject) else {
        try sealRun()
        if try isSealed(subject) { continue }
        let salt = Journal.newSalt()
        try trail.add(subject, salt, digest(subject, salt: salt))
        continue
      }
      if let before = run, before.upperBound + 1 == subject {
        run = before.lowerBound...subject
      } else {
        try sealRun()
        run = subject...subject
      }
    }
    try sealRun()
  }

  /// What `digest` gives for each file and its documents, by one query: to ask for each by itself
  /// takes half as long again.
  private func sealPlainFiles(_ files: ClosedRange<Int64>, _ trail: inout Trail) throws {
    plainFiles.set(1, files.lowerBound)
    plainFiles.set(2, files.upperBound)
    var text = SealedText()
    let document = SealedRows.fileColumnCount
    try plainFiles.each { row in
      let salt = Journal.newSalt()
      var hash = SHA256()
      hash.feed(salt)
      text.removeAll()
      try text.array(row, 0..<document)
      hash.feed("\n\n")
      hash.feed(text)
      hash.feed("\n")
      if !row.isNull(document) {
        text.removeAll()
        try SealedRows.printDocument(row, at: document, discounts, &text)
        hash.feed("\n")
        hash.feed(text)
      }
      for _ in contents.dropFirst(2) { hash.feed("\n") }
      try trail.add(row.integer(0), salt, hash.digest())
    }
  }

  /// Whether the latest entry of a subject says what its rows say now.
  private func isSealed(_ subject: Int64) throws -> Bool {
    latest.set(1, kind.rawValue)
    latest.set(2, subject)
    let sealed = try latest.first { try ($0.isNull(0) ? nil : $0.text(0), $0.digest(1)) }
    guard case (let salt?, let digest)? = sealed else { return false }
    return try self.digest(subject, salt: salt) == digest
  }

  /// The end of the paper trail, where entries are added.
  private struct Trail {
    private let entry: BulkStatement
    private let kind: Journal.Kind
    private let today: String
    private var number: Int64
    private var chain: Digest

    init(_ end: BulkStatement, _ entry: BulkStatement, _ kind: Journal.Kind, _ day: Day) throws {
      let last = try end.first { try (number: $0.integer(0), chain: $0.digest(1)) }
      (number, chain) = (last?.number ?? 0, last?.chain ?? Journal.start)
      (self.entry, self.kind, today) = (entry, kind, day.description)
    }

    mutating func add(_ subject: Int64, _ salt: String, _ digest: Digest) throws {
      number += 1
      chain = Journal.chained(after: chain, number, today, kind.rawValue, subject, digest)
      entry.set(1, number)
      entry.set(2, today)
      entry.set(3, kind.rawValue)
      entry.set(4, subject)
      entry.set(5, salt)
      entry.set(6, digest)
      entry.set(7, chain)
      try entry.run()
    }
  }
}
