import Domain
import GRDB
import Support
import Testing

@testable import LedgerStore

/// Step 12: facts that older books kept inside texts.

@Test("a book from before step 12 has its facts in columns, and all its seals hold")
func factsOfBefore() throws {
  let old = try OldBook()
  let ledger = try Ledger(path: old.path)
  #expect(try ledger.violations() == [])
  let link = try ledger.database.read { try OldBook.lastLink($0, at: old.entries) }
  #expect(link == old.chain)
  try ledger.expect(
    "SELECT id, note, financier, letter_kind, ends_dispute FROM event ORDER BY id",
    [
      "1|by wire; twice|Open Funds|-|0", "2||Quiet Funds|-|0", "3||-|thanks|0",
      "4||-|statement|0", "5|letter: thanks|-|-|0", "6|letter: of complaint|-|-|0",
      "7|marked as disputed in a register|-|-|0",
      "8|no longer marked as disputed in a register|-|-|1", "9||-|-|0",
      "10|no longer marked as disputed in a register|-|-|0",
    ])
  try ledger.expect(
    "SELECT id, reason, is_resend FROM message ORDER BY id", ["1|changed|0", "2|-|1"])
  try ledger.expect(
    "SELECT id, format FROM statement ORDER BY id", ["1|csv", "2|camt", "3|ofx"])
  try ledger.expect(
    "SELECT id, form, occurrence FROM bank_line ORDER BY id",
    ["1|camt|1", "2|csv|1", "3|any|1", "4|notice|1"])
  try ledger.expect(
    "SELECT document_id, place, days, basis_points, base FROM discount ORDER BY place",
    ["1|1|14|300|-", "1|2|30|200|9000"])
  try ledger.expect(
    "SELECT notice_id, place, path FROM notice_file ORDER BY place",
    ["1|1|Letters/a.txt", "1|2|Letters/a.pdf"])
}

@Test("what a book from before step 12 says is what it said")
func meaningOfBefore() throws {
  let old = try OldBook()
  let ledger = try Ledger(path: old.path)
  let financed = try ledger.financed(asOf: day("2026-05-16"))
  #expect(financed.values.map(\.financier).sorted() == ["Open Funds", "Quiet Funds"])
  #expect(try ledger.financed(asOf: day("2026-05-30")).values.map(\.financier) == ["Open Funds"])
  let holds = try ["2026-05-15", "2026-05-16"].map { iso in
    try ledger.receivables(asOf: day(iso)).items.map(\.hold)
  }
  #expect(holds == [[nil, .disputed(since: day("2026-05-15"))], [nil, nil]])
  #expect(try ledger.letterFiles() == ["Letters/a.txt", "Letters/a.pdf"])
  #expect(try ledger.messages(in: [.ready]).map(\.files) == [[]])
  #expect(try ledger.noticesGiven(for: day("2026-06-09")).map(\.invoice.rawValue) == [2])
  let target = try #require(ledger.targets(named: "R-1").first)
  let details = try ledger.history(of: target, asOf: day("2026-05-31")).map(\.detail)
  #expect(details.contains("by 2026-08-01 Open Funds; by wire; twice (Ann)"))
  #expect(details.contains("letter: thanks (chase)"))
}

@Test("lines of a book from before step 12 are not counted twice when they are read again")
func linesOfBefore() throws {
  let old = try OldBook()
  let ledger = try Ledger(path: old.path)
  func read(
    _ name: String, _ format: BankStatement.Format, _ lines: [BankLine]
  ) throws -> Import.Summary {
    var contents = file(name, bank: lines)
    contents.statements[0].format = format
    return try ledger.add([contents], by: Import(day: day("2026-06-05"), business: business))
  }
  for (name, format, line) in [
    ("camt again", .camt, OldBook.camt), ("CSV again", .csv, OldBook.camt),
    ("OFX again", .ofx, OldBook.ofx), ("camt of what OFX reported", .camt, OldBook.ofx),
    ("a notification again", .camt, OldBook.notice),
  ] as [(String, BankStatement.Format, BankLine)] {
    let summary = try read(name, format, [line])
    #expect(summary.payments == 0 && summary.alreadyKnown == 1, "\(name)")
  }
  // A second equal payment is another one.
  #expect(try read("OFX with two", .ofx, [OldBook.ofx, OldBook.ofx]).payments == 1)
  #expect(try ledger.violations() == [])
}

@Test("facts that were moved into columns are under the old seals: a change of any is found")
func changedFactsOfBefore() throws {
  for change in [
    "UPDATE event SET financier = 'Other' WHERE id = 1",
    "UPDATE event SET financier = NULL, note = '' WHERE id = 2",
    // The same old text, but other facts.
    "UPDATE event SET financier = 'Open Funds; by wire', note = 'twice' WHERE id = 1",
    "UPDATE event SET letter_kind = 'thanks', note = '' WHERE id = 5",
    "UPDATE event SET letter_kind = NULL, note = 'letter: thanks' WHERE id = 3",
    "UPDATE event SET ends_dispute = 0 WHERE id = 8",
    "UPDATE event SET ends_dispute = 1 WHERE id = 10",
    "UPDATE message SET reason = 'out-of-date' WHERE id = 1",
    "UPDATE message SET is_resend = 0 WHERE id = 2",
    "UPDATE statement SET format = 'ofx' WHERE id = 1",
    "UPDATE statement SET opening = 1, opening_currency = 'EUR' WHERE id = 1",
    "UPDATE bank_line SET form = 'ofx' WHERE id = 2",
    "UPDATE bank_line SET account_holder = 'x' WHERE id = 2",
    "UPDATE decision SET is_not_ours = 1",
    "UPDATE decision_document SET amount = 1, currency = 'EUR'",
    "UPDATE discount SET days = 15 WHERE place = 1",
    "DELETE FROM discount WHERE place = 2",
    "UPDATE notice_file SET path = 'x' WHERE place = 1",
    "DELETE FROM notice_file",
  ] {
    let old = try OldBook()
    let ledger = try Ledger(path: old.path)
    try ledger.database.write { try $0.execute(sql: change) }
    #expect(try !ledger.violations().isEmpty, "\(change)")
  }
}

@Test("the form of a statement of an older book is told from its name and its file's")
func formatByName() {
  for (name, path, format) in [
    ("ofx 2026-05-01 2026-05-31", "a.xml", .ofx), ("giro 2026-05-01 2026-05-31", "a.csv", .csv),
    (" 2026-05-01 2026-05-31", "a", .csv), ("giro 2026-05-01 2026-05-31", "A.XML", .camt),
    ("2026-05-01 2026-05-31", "a.csv", .camt), ("giro 2026-05-01 2026-5-31", "a.csv", .camt),
    ("", "a.csv", .camt), ("STMT 7", "a.xml", .camt),
  ] as [(String, String, BankStatement.Format)] {
    #expect(Migrations.format(ofStatement: name, in: path) == format, "\(name)")
  }
}

@Test("what an older book kept in a note comes back from its facts, byte for byte")
func oldNotes() {
  let kinds = ["finance", "finance-release", "recourse", "note", "payment"]
  for note in [
    "", "A", "A; b", "A; b; c", "A;b", "A; ", "; b", "A;  ", "letter: thanks", "letter: plan",
    "letter: ", "letter: thanks ", NotedFacts.disputeOver,
  ] {
    for kind in kinds {
      for (who, isOfFile) in [("", false), ("chase", false), ("Ann", false), ("", true)] {
        let facts = NotedFacts(
          oldNote: note,
          of: NotedFacts.Context(
            kind: kind, who: who, isOfFile: isOfFile, isAboutInvoice: true, isBare: true))
        #expect(facts.oldNote == note)
      }
    }
  }
}

extension Ledger {
  /// Compares rows, their columns with a bar between them and a dash for NULL.
  fileprivate func expect(
    _ query: String, _ rows: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try database.read { db in
      try Row.fetchAll(db, sql: query).map { row in
        row.databaseValues.map { $0.isNull ? "-" : $0.storage.value.map { "\($0)" } ?? "-" }
          .joined(separator: "|")
      }
    }
    #expect(found == rows, sourceLocation: sourceLocation)
  }
}
