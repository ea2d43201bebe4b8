import Domain
import Foundation
import Testing

@testable import Documents

/// Public camt files with the entries a person reads in them, where they are at hand.
@Suite("camt data")
struct CamtDataTests {
  private static let folder =
    ProcessInfo.processInfo.environment["DUNLIN_CAMT_DATA"] ?? "/nonexistent"
  private static let isThere = FileManager.default.fileExists(atPath: folder + "/expected.tsv")

  private static func rows() throws -> [[String: String]] {
    let text = try String(contentsOfFile: folder + "/expected.tsv", encoding: .utf8)
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  private static func parts(_ text: String?) -> [String] {
    (text ?? "").components(separatedBy: " | ").filter { !$0.isEmpty }
  }

  @Test("each entry is as a person reads it", .enabled(if: isThere))
  func entries() throws {
    let rows = try Self.rows()
    #expect(!rows.isEmpty)
    for row in rows {
      let file = row["file"] ?? ""
      let contents = DocumentReader(house: UBL.house).read(path: Self.folder + "/" + file)[0]
      #expect(contents.faults.map(\.message) == [], "\(file)")
      let statement = try #require(
        contents.statements.first { $0.id == row["statement"] && $0.account == row["account"] },
        "\(file)")
      let currency = try #require(Currency(code: row["currency"] ?? ""))
      let printed = try ExactDecimal(row["entry_amount"] ?? "")
      let amount = try #require(Money(printed, currency))
      let total = statement.lines.map(\.amount).sum(currency)
      #expect(total == (row["direction"] == "DBIT" ? -amount : amount), "\(file)")
      let booked = row["booked"] ?? ""
      let day = booked.isEmpty ? row["value"] ?? "" : booked
      if !day.isEmpty {
        #expect(statement.lines.allSatisfy { "\($0.booked)" == day }, "\(file)")
      }
      #expect(statement.lines.allSatisfy { $0.isReversal == (row["reversal"] == "true") })
      let references = statement.lines.flatMap(\.references)
      for reference in Self.parts(row["end_to_end"]) + Self.parts(row["structured"]) {
        #expect(references.contains(reference), "\(file): \(reference) in \(references)")
      }
      let text = statement.lines.map(\.text).joined(separator: " ")
      #expect(text == Self.parts(row["unstructured"]).joined(separator: " "), "\(file)")
    }
  }
}
