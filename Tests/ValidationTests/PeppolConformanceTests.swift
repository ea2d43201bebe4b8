import Documents
import Foundation
import Support
import Testing

@testable import Validation

/// The expectations that come with the release of the Peppol rules.
@Suite(.enabled(if: ublFolder != nil, "no DUNLIN_UBL and no ../shared"))
struct PeppolConformanceTests {
  /// Rules of the release this book does not hold, each with the reason.
  static let unfinished: [String: String] = [:]

  /// Rules that are graver since the release the expectations are of, May 2025.
  static let graver: Set = ["DK-R-003"]

  @Test("every expectation of the Peppol release is met, and every rule it names is accounted for")
  func expectations() throws {
    let folder = try #require(ublFolder) + "/peppol-unit/"
    let lines = try String(contentsOfFile: folder + "manifest.tsv", encoding: .utf8)
      .split(separator: "\n").dropFirst()
    let held = Set(RuleBook.peppol.rules.map(\.id))
    for line in lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let (file, rule) = (fields[0], fields[2])
      let isGraver = Self.graver.contains(rule) && fields[3] == "warning"
      let expected = isGraver ? "error" : fields[3]
      if Self.unfinished[rule] != nil { continue }
      guard held.contains(rule) else {
        Issue.record("\(rule) is neither in the book nor among the unfinished")
        continue
      }
      let data = try Data(contentsOf: URL(filePath: folder + file))
      let judgement = RuleBook.peppol.judge(try XMLParser().parse([UInt8](data)))
      let isUndecidable = judgement.undecidable.contains {
        RuleBook.peppol.rule(of: $0).id == rule
      }
      let found =
        isUndecidable
        ? "undecidable"
        : judgement.fatalRules.contains(rule)
          ? "error" : judgement.warningRules.contains(rule) ? "warning" : "success"
      #expect(found == expected, "\(file): \(rule)")
    }
    #expect(lines.count == 552)
  }
}
