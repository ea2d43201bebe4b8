package import Domain
import GRDB

/// What was removed about a client, and what stays and why.
package struct Forgotten: Hashable, Sendable {
  package var removed: [String]
  package var kept: [Kept]
  /// The files of letters that need no longer be kept, as they were noted: the caller removes them.
  package var letters: [String] = []

  /// What the law asks to be kept, and which.
  package struct Kept: Hashable, Sendable {
    package var what: String
    package var why: String
  }
}

/// How long papers must be kept, counted from the end of the year they are of.
package struct Retention: Hashable, Sendable {
  package var recordYears: Int
  package var letterYears: Int
  package var law: String

  /// The last year of which letters need not be kept any more on a day.
  package func lastLetterYear(on day: Day) -> Int { day.year - letterYears - 1 }

  /// The same of records.
  package func lastRecordYear(on day: Day) -> Int { day.year - recordYears - 1 }

  /// The business's country decides; the longest of the known terms where it is not known.
  package init(country: String) {
    (recordYears, letterYears, law) =
      switch country {
      // Invoices and vouchers eight years since 2025, business letters six.
      case "DE": (8, 6, "§ 147 AO, § 257 HGB")
      case "AT": (7, 7, "§ 132 BAO")
      case "GB": (6, 6, "Companies Act 2006 s. 388, VATA 1994 sch. 11")
      case "FR": (10, 10, "art. L123-22 Code de commerce")
      case "NL": (7, 7, "art. 52 AWR")
      default: (10, 10, "the law of your country may ask for less")
      }
  }
}

extension Ledger {
  /// Removes the personal data of a client that no law asks to keep: contact person, e-mail, phone
  /// and what was noted in words, and letters once their term is over. What an event says beside
  /// words stays: who financed an invoice, and which letters went out. The entries of the paper
  /// trail that were about them stay, without the salt that would let anyone try what they said. A
  /// client that owes something or has money on account is not forgotten: the data are needed to
  /// claim or to pay it (GDPR art. 17(3)(e)).
  package func forget(
    _ client: ID<Client>, on day: Day, retention: Retention
  ) throws(Problem) -> Forgotten {
    let forgotten = try writing { db in
      try db.overwriteRemoved()
      let id = client.rawValue
      let isUnsettled = try Bool.fetchOne(
        db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM document WHERE client_id = ?1 AND effect > 0 AND effect <>
            (SELECT COALESCE(SUM(amount), 0) FROM allocation WHERE document_id = document.id))
            OR (SELECT COALESCE(SUM(amount), 0) FROM allocation
              WHERE client_id = ?1 AND document_id IS NULL) <> 0
          """, arguments: [id])
      guard isUnsettled == false else {
        throw Problem.refused(
          "the client's account is not settled",
          remedy: "Its data are needed until nothing is owed on either side; nothing was removed.")
      }
      let all = try Int64.fetchAll(
        db,
        sql: """
          WITH RECURSIVE chain(id) AS (VALUES (?1)
            UNION SELECT client.id FROM client JOIN chain ON merged_into = chain.id)
          SELECT id FROM chain ORDER BY id
          """, arguments: [id])
      var removed: [String] = []
      for one in all {
        for word in try db.removePersonalData(of: one, on: day) where !removed.contains(word) {
          removed.append(word)
        }
      }
      let letters = try db.removeLetters(of: all, through: retention.lastLetterYear(on: day), day)
      if letters.count > 0 {
        removed.append("the files of \(letters.count) letter\(letters.count == 1 ? "" : "s")")
      }
      return Forgotten(
        removed: removed, kept: try db.kept(of: id, retention, on: day), letters: letters.files)
    }
    try emptyLog()
    return forgotten
  }

  /// Moves what the log holds into the book and empties it.
  private func emptyLog() throws(Problem) {
    do {
      try database.unsafeReentrantWrite { db in
        guard !db.isInsideTransaction else { return }
        try db.emptyLog()
      }
    } catch {
      throw .failed(Self.reason(error))
    }
  }
}

extension Database {
  fileprivate func removePersonalData(of client: Int64, on day: Day) throws -> [String] {
    var removed: [String] = []
    let before = try Row.fetchOne(
      self, sql: "SELECT person, email, phone FROM client WHERE id = ?", arguments: [client])
    for (column, word) in [("person", "contact person"), ("email", "e-mail"), ("phone", "phone")] {
      if let text: String = before?[column], !text.isEmpty { removed.append(word) }
    }
    let events = try Int64.fetchAll(
      self,
      sql: """
        SELECT id FROM event WHERE client_id = ? AND file_id IS NULL AND (note <> '' OR who <> '')
        ORDER BY id
        """, arguments: [client])
    let decisions = try Int64.fetchAll(
      self,
      sql: """
        SELECT DISTINCT decision.id FROM decision JOIN bank_line ON bank_line.id = bank_line_id
        LEFT JOIN decision_document ON decision_id = decision.id
        LEFT JOIN document ON document.id = document_id
        WHERE (bank_line.client_id = ?1 OR document.client_id = ?1) AND (note <> '' OR who <> '')
        ORDER BY decision.id
        """, arguments: [client])
    if !events.isEmpty || !decisions.isEmpty {
      let count = events.count + decisions.count
      removed.append("the notes of \(count) event\(count == 1 ? "" : "s")")
    }
    let facts = try Row.fetchAll(
      self,
      sql: """
        SELECT id, file_id, field FROM client_fact
        WHERE client_id = ? AND field IN ('email', 'phone', 'contact') AND value <> ''
        ORDER BY id
        """, arguments: [client])
    for row in facts {
      try run("UPDATE client_fact SET value = '' WHERE id = ?", [row["id"] as Int64])
      try reseal(.facts, row["file_id"], on: day)
    }
    if !facts.isEmpty {
      removed.append("\(facts.count) \(facts.count == 1 ? "entry" : "entries") of client lists")
    }
    try run(
      "UPDATE client SET person = '', email = '', phone = '', forgotten = ? WHERE id = ?",
      [day.description, client])
    try reseal(.client, client, on: day)
    for event in events {
      try run("UPDATE event SET note = '', who = '' WHERE id = ?", [event])
      try reseal(.event, event, on: day)
    }
    for decision in decisions {
      try run("UPDATE decision SET note = '', who = '' WHERE id = ?", [decision])
      try reseal(.decision, decision, on: day)
    }
    let messages = try Int64.fetchAll(
      self,
      sql: """
        SELECT message.id FROM message LEFT JOIN notice ON notice.id = notice_id
          LEFT JOIN event ON event.id = event_id
        WHERE COALESCE(notice.client_id, event.client_id) = ? ORDER BY message.id
        """, arguments: [client])
    for message in messages {
      try run("UPDATE message SET recipient = '' WHERE id = ?", [message])
      try reseal(.message, message, on: day)
    }
    try seal(.forget, client, on: day)
    return removed
  }

  /// Takes the names of letters off the notices and messages up to the end of a year. That they
  /// were given, and what they asked for, stays with the invoices.
  fileprivate func removeLetters(
    of clients: [Int64], through year: Int, _ day: Day
  ) throws -> (count: Int, files: [String]) {
    var (count, files): (Int, [String]) = (0, [])
    for client in clients {
      let notices = try Int64.fetchAll(
        self,
        sql: """
          SELECT id FROM notice
          WHERE client_id = ? AND CAST(substr(day, 1, 4) AS INTEGER) <= ?
            AND EXISTS (SELECT 1 FROM notice_file WHERE notice_id = notice.id)
          ORDER BY id
          """, arguments: [client, year])
      for notice in notices {
        files += try letterFiles(ofNotice: notice)
        count += 1
        try run("DELETE FROM notice_file WHERE notice_id = ?", [notice])
        try reseal(.notice, notice, on: day)
      }
      let messages = try Int64.fetchAll(
        self,
        sql: """
          SELECT message.id FROM message JOIN event ON event.id = event_id
          WHERE client_id = ? AND CAST(substr(event.day, 1, 4) AS INTEGER) <= ?
            AND EXISTS (SELECT 1 FROM message_file WHERE message_file.message_id = message.id)
          ORDER BY message.id
          """, arguments: [client, year])
      for message in messages {
        files += try letterFiles(ofMessage: message)
        count += 1
        try run("DELETE FROM message_file WHERE message_id = ?", [message])
        try reseal(.message, message, on: day)
      }
    }
    return (count, files)
  }

  private func reseal(_ kind: Journal.Kind, _ subject: Int64, on day: Day) throws {
    try seal(kind, subject, on: day)
    try forgetSalts(kind, subject)
  }

  fileprivate func kept(
    of client: Int64, _ retention: Retention, on day: Day
  ) throws -> [Forgotten.Kept] {
    func year(_ sql: String) throws -> Int? {
      try String.fetchOne(self, sql: sql, arguments: [client]).flatMap { Day(iso: $0)?.year }
    }
    let documents = try year(
      """
      SELECT MAX(day) FROM (SELECT MAX(issue_date) AS day FROM document WHERE client_id = ?1
        UNION ALL SELECT MAX(booked) FROM bank_line WHERE client_id = ?1)
      """)
    let letters = try year(
      """
      SELECT MAX(day) FROM notice JOIN notice_file ON notice_id = notice.id WHERE client_id = ?
      """)
    return [
      documents.map { year in
        let end = year + retention.recordYears
        return Forgotten.Kept(
          what: "name, address, identifiers, invoices, payments and their files",
          why: year > retention.lastRecordYear(on: day)
            ? "records for tax, until the end of \(end) (\(retention.law))"
            : "their term ended with \(end) (\(retention.law)), but the book's balances and files "
              + "about others rest on them")
      },
      letters.map { year in
        Forgotten.Kept(
          what: "the letters sent",
          why: "business letters, until the end of \(year + retention.letterYears) "
            + "(\(retention.law))")
      },
    ].compactMap { $0 }
  }
}
