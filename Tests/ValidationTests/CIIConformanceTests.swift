import Documents
import Domain
import Foundation
import Support
import Testing

@testable import Validation

/// The official verdicts on CII documents.
@Suite(.enabled(if: ciiFolder != nil, "no DUNLIN_CII and no ../shared"))
struct CIIConformanceTests {
  @Test("the verdicts on CII are those of the release: all documents, every tenth mutant and unit")
  func verdicts() throws {
    let folder = try #require(ciiFolder) + "/"
    let lines = try String(contentsOfFile: folder + "verdicts.tsv", encoding: .utf8)
      .split(separator: "\n").dropFirst()
    var judged = 0
    for (index, line) in lines.enumerated() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields[0].hasPrefix("documents/") || index % 10 == 0 else { continue }
      let data = try Data(contentsOf: URL(filePath: folder + fields[0]))
      let judgement = RuleBook.cii.judge(try XMLParser().parse([UInt8](data)))
      judged += 1
      if fields[1] == "oracle-error" {
        #expect(judgement.verdict != .clean, "\(fields[0])")
        continue
      }
      #expect(judgement.fatalRules == distinct(fields[2]), "\(fields[0])")
      #expect(judgement.warningRules == distinct(fields[3]), "\(fields[0])")
    }
    #expect(judged > 400)
  }

  private func distinct(_ ids: String) -> [String] {
    Set(ids.split(separator: " ").map(String.init)).sorted()
  }
}

@Test("the CII book holds the 806 rules of the release, each with words")
func ciiCounts() {
  let rules = RuleBook.cii.rules
  #expect(rules.count == 806)
  #expect(rules.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty })
  let european = Set(RuleBook.en16931.rules.map(\.id))
  #expect(rules.count { european.contains($0.id) } == 223)
}
