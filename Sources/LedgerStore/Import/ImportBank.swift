import Domain
import GRDB
import Matching

/// Bank statements of an import.
extension ImportSession {
  mutating func add(_ statement: BankStatement, _ fileID: Int64) throws {
    let isKnown = try Bool.fetchOne(
      db, sql: "SELECT 1 FROM statement WHERE account = ? AND name = ? AND file_id = ?",
      arguments: [statement.account, statement.id, fileID])
    if isKnown == nil {
      try db.run(
        """
        INSERT INTO statement (account, name, closing, closing_currency, closing_day, file_id,
          format, opening, opening_currency)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          statement.account, statement.id, statement.closing?.minorUnits,
          statement.closing?.currency.code, statement.closingDay?.description, fileID,
          statement.format.rawValue, statement.openingBalance?.minorUnits,
          statement.openingBalance?.currency.code,
        ])
    }
    let insert = try BulkStatement(
      db,
      """
      INSERT INTO bank_line (identity, occurrence, account, booked, amount, currency,
        counterparty, counterparty_account, reference_list, remittance, is_reversal, is_notice,
        entry_reference, traces, file_id, form, account_holder, instructed, instructed_currency,
        is_internal)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (identity, form, occurrence) DO NOTHING
      """)
    var occurrences: [String: Int64] = [:]
    var retold: Set<Int64> = []
    for line in statement.lines {
      let identity = line.identity
      let form = LineForm(line, in: statement.format)
      let occurrence = (occurrences[identity] ?? 0) + 1
      occurrences[identity] = occurrence
      if let known = try known(identity, occurrence, line, statement.format) {
        summary.alreadyKnown += 1
        meetAgain(known)
        continue
      }
      insert.set(1, identity)
      insert.set(2, occurrence)
      insert.set(3, line.account)
      insert.set(4, line.booked)
      insert.set(5, line.amount.minorUnits)
      insert.set(6, line.amount.currency.code)
      insert.set(7, line.counterparty)
      insert.set(8, line.counterpartyAccount)
      insert.set(9, line.references.joined(separator: "\n"))
      insert.set(10, line.text)
      insert.set(11, line.isReversal ? 1 : 0)
      insert.set(12, line.isNotice ? 1 : 0)
      insert.set(13, line.entryReference)
      insert.set(14, line.traces.joined(separator: "\n"))
      insert.set(15, fileID)
      insert.set(16, form.rawValue)
      insert.set(17, line.accountHolder)
      insert.set(18, line.instructed?.minorUnits)
      insert.set(19, line.instructed?.currency.code)
      insert.set(20, line.isInternal ? 1 : 0)
      try insert.run()
      if db.changesCount > 0 {
        // Lines of the bank that wait may be its other side.
        if line.isInternal { earliestNew = min(earliestNew ?? line.booked, line.booked - 2) }
        newLines.insert(db.lastInsertedRowID)
        touchedAccounts.insert(line.account)
        summary.payments += 1
        filesWithLines.insert(fileID)
      } else {
        summary.alreadyKnown += 1
        let known = try Int64.fetchOne(
          db.cachedStatement(
            sql: """
              SELECT file_id FROM bank_line WHERE identity = ? AND form = ? AND occurrence = ?
              """), arguments: [identity, form.rawValue, occurrence])
        meetAgain(known)
        if let known, known != fileID, !line.bankReference.isEmpty { retold.insert(known) }
      }
    }
    for file in retold.sorted() {
      try db.run(
        "INSERT INTO retold_file (later, earlier) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [fileID, file])
    }
  }

  /// The file of the same line in the oldest books, which counted the lines of all forms together.
  /// A booked line of camt was a repetition of any of them.
  private func known(
    _ identity: String, _ occurrence: Int64, _ line: BankLine, _ format: BankStatement.Format
  ) throws -> Int64? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT file_id, is_notice FROM bank_line
          WHERE identity = ? AND form = 'any' AND occurrence = ?
          """), arguments: [identity, occurrence])
    guard let row else { return nil }
    let file: Int64 = row["file_id"]
    if format == .camt, !line.isNotice { return file }
    guard row["is_notice"] == line.isNotice else { return nil }
    return try db.format(of: file, line.account) == format ? file : nil
  }

  /// Money that is told of twice, in different forms, is counted once.
  mutating func pairSamePayments() throws {
    guard !newLines.isEmpty else { return }
    let accounts = try db.twofoldAccounts().intersection(touchedAccounts)
      .union(try db.retoldAccounts(by: filesWithLines))
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
}
