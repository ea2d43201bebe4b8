import Documents
import Domain
import Foundation
import Support
import Testing

@testable import Validation

/// The official expectations and verdicts.
private let folder = ublFolder

private func table(_ path: String) throws -> [[String: String]] {
  let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
  func fields(_ line: Substring) -> [String] {
    line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }
  guard let head = lines.first.map(fields) else { return [] }
  return lines.dropFirst().map { line in
    Dictionary(zip(head, fields(line))) { first, _ in first }
  }
}

private func judgement(of path: String) throws -> Judgement {
  let data = try Data(contentsOf: URL(filePath: path))
  return RuleBook.en16931.judge(try XMLParser().parse([UInt8](data)))
}

@Suite(.enabled(if: folder != nil, "no DUNLIN_UBL and no ../shared"))
struct ConformanceTests {
  /// Rules the release words so that no document the schema allows can break them.
  static let cannotFire: Set = [
    "BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08",  // they test nothing
    "BR-DEC-13", "BR-DEC-15",  // they look for a currency code inside an amount
  ]

  /// Rules no file at hand breaks; `RuleBookTests` does, as it does all paths of UBL-CR.
  static let inSmallTests = Set(
    repeated.map(\.rule) + outsideAttributes.map(\.rule) + [
      "BR-CL-08", "BR-DEC-02", "BR-DEC-06", "BR-DEC-24", "BR-DEC-25", "BR-DEC-28", "UBL-SR-04",
      "UBL-SR-30", "UBL-SR-46",
    ])

  @Test("every official expectation is met, and every rule is accounted for")
  func expectations() throws {
    let folder = try #require(folder) + "/en16931-unit/"
    var fired = Self.cannotFire
    for row in try table(folder + "manifest.tsv") {
      let file = try #require(row["file"])
      let rule = try #require(row["rule"])
      let judgement = try judgement(of: folder + file)
      fired.formUnion(judgement.fatalRules + judgement.warningRules)
      let found =
        judgement.fatalRules.contains(rule)
        ? "error" : judgement.warningRules.contains(rule) ? "warning" : "success"
      #expect(found == row["expected"], "\(file): \(rule)")
    }
    for row in try table(folder + "../verdicts.tsv") {
      fired.formUnion((row["fatal_rules"] ?? "").split(separator: " ").map(String.init))
      fired.formUnion((row["warning_rules"] ?? "").split(separator: " ").map(String.init))
    }
    let others = RuleBook.en16931.rules.map(\.id).filter { !$0.hasPrefix("UBL-CR-") }
    let silent = others.filter { !fired.contains($0) && !Self.inSmallTests.contains($0) }
    #expect(silent.isEmpty, "never fired: \(silent)")
  }

  @Test("the verdicts are those of the release: all documents, every tenth mutant")
  func verdicts() throws {
    let folder = try #require(folder) + "/"
    for (index, row) in try table(folder + "verdicts.tsv").enumerated() {
      let file = try #require(row["file"])
      guard file.hasPrefix("documents/") || index % 10 == 0 else { continue }
      let judgement = try judgement(of: folder + file)
      if row["verdict"] == "oracle-error" {
        #expect(judgement.verdict == .unreadable, "\(file)")
        continue
      }
      #expect(judgement.verdict.rawValue == row["verdict"], "\(file)")
      #expect(judgement.fatalRules == distinct(row["fatal_rules"]), "\(file)")
      #expect(judgement.warningRules == distinct(row["warning_rules"]), "\(file)")
    }
  }

  private func distinct(_ ids: String?) -> [String] {
    Set((ids ?? "").split(separator: " ").map(String.init)).sorted()
  }
}
