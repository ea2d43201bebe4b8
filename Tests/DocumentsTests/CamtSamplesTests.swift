import Domain
import Foundation
import Support
import Testing

@testable import Documents

/// Statements of several versions beside what an independent reader found in them. They are not
/// part of the project, so the suite is skipped where they are not to be found.
@Suite(
  "camt samples of others",
  .enabled(if: sharedData("camt/expected.tsv") != nil, "no shared/data/camt beside the package"))
struct CamtSamplesTests {
  private static let folder = sharedData("camt") ?? ""

  /// One entry as the other reader found it.
  private struct Entry {
    let file: String
    let statement: String
    let account: String
    /// Nil where the entry has neither a booking nor a value date.
    let booked: Day?
    let amount: Money
    let transactions: Int
    /// End-to-end ids and structured references.
    let references: [String]
    let texts: [String]
  }

  private static func entries() throws -> [Entry] {
    let text = try String(contentsOfFile: folder + "/expected.tsv", encoding: .utf8)
    let rows = text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(rows.first)
    return try rows.dropFirst().map { row in
      let field = { (name: String) in
        header.firstIndex(of: name).flatMap { $0 < row.count ? row[$0] : nil } ?? ""
      }
      let currency = try #require(Currency(code: field("currency")))
      let amount = try #require(Money(try ExactDecimal(field("entry_amount")), currency))
      let split = { (name: String) in
        field(name).components(separatedBy: " | ").filter { !$0.isEmpty }
      }
      return Entry(
        file: field("file"), statement: field("statement"), account: field("account"),
        booked: Day(iso: field("booked")) ?? Day(iso: field("value")),
        amount: field("direction") == "DBIT" ? -amount : amount,
        transactions: Int(field("transactions")) ?? 0,
        references: split("end_to_end") + split("structured"), texts: split("unstructured"))
    }
  }

  private func read(_ file: String) -> FileContents {
    DocumentReader(business: .unnamed).read(path: Self.folder + "/" + file)
  }

  @Test("accounts, amounts, directions, currencies and booking days agree with another reader")
  func agreement() throws {
    let entries = try Self.entries()
    try #require(entries.count > 10)
    for (file, expected) in Dictionary(grouping: entries, by: \.file) {
      let contents = read(file)
      // The balances of one sample do not agree with its entry; all is read none the less.
      let refused = contents.faults.filter { $0.gravity == .refused }
      #expect(refused.map(\.message) == [], "\(file)")
      for (id, entries) in Dictionary(grouping: expected, by: \.statement) {
        let statement = try #require(contents.statements.first { $0.id == id }, "\(file): \(id)")
        let lines = statement.lines
        #expect(statement.account == entries[0].account, "\(file)")
        // A notification's own day holds for entries that name none.
        let days = Set(entries.compactMap(\.booked))
        #expect(days.isEmpty || Set(lines.map(\.booked)) == days, "\(file)")
        let most = entries.map { max(1, $0.transactions) }.reduce(0, +)
        #expect((entries.count...most).contains(lines.count), "\(file)")
        for currency in Set(entries.map(\.amount.currency)) {
          let money = lines.map(\.amount).filter { $0.currency == currency }
          #expect(money.sum(currency) == entries.map(\.amount).sum(currency), "\(file)")
          #expect(money.allSatisfy { $0.isNegative == entries[0].amount.isNegative }, "\(file)")
        }
        #expect(lines.allSatisfy { !$0.isReversal }, "\(file)")
      }
    }
  }

  @Test("every reference and text the other reader found is kept")
  func references() throws {
    for entry in try Self.entries() {
      let lines = read(entry.file).statements.filter { $0.id == entry.statement }.flatMap(\.lines)
      let references = Set(lines.flatMap(\.references))
      let missing = entry.references.filter { !references.contains($0) }
      #expect(missing == [], "\(entry.file)")
      let text = lines.map(\.text).joined(separator: " ")
      #expect(entry.texts.filter { !text.contains($0) } == [], "\(entry.file)")
    }
  }

  @Test("every file is read or says why not")
  func allFiles() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
      .filter { $0.hasSuffix(".xml") }
    #expect(files.count > 10)
    for file in files {
      let contents = read(file)
      #expect(!contents.statements.isEmpty || !contents.faults.isEmpty, "\(file)")
    }
  }
}
