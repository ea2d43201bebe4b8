import Documents
import Domain
import Foundation
import Support
import Testing

@testable import Validation

/// The verdicts of the official rules of XRechnung, those of EN 16931 aside.
@Suite(.enabled(if: ciiFolder != nil && ublFolder != nil, "no ../shared"))
struct XRechnungConformanceTests {
  @Test(
    "the verdicts of XRechnung are those of the release: all documents and units, some mutants",
    arguments: ["verdicts-xrechnung.tsv", "verdicts-xrechnung-ubl.tsv"])
  func verdicts(table: String) throws {
    let cii = try #require(ciiFolder)
    let ubl = try #require(ublFolder)
    let isCII = table == "verdicts-xrechnung.tsv"
    let book: RuleBook = isCII ? .xrechnungCII : .xrechnungUBL
    let lines = try String(contentsOfFile: cii + "/" + table, encoding: .utf8)
      .split(separator: "\n").dropFirst()
    var judged = 0
    for (index, line) in lines.enumerated() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard !fields[0].hasPrefix("mutants/") || index % 5 == 0 else { continue }
      let folder = isCII || fields[0].hasPrefix("units/") ? cii : ubl
      let data = try Data(contentsOf: URL(filePath: folder + "/" + fields[0]))
      let judgement = book.judge(try XMLParser().parse([UInt8](data)))
      judged += 1
      if fields[1] == "oracle-error" {
        #expect(judgement.verdict != .clean, "\(fields[0])")
        continue
      }
      #expect(judgement.fatalRules == distinct(fields[2]), "\(fields[0])")
      #expect(judgement.warningRules == distinct(fields[3]), "\(fields[0])")
      let information = judgement.findings.map { book.rule(of: $0) }
        .filter { $0.flag == .information }.map(\.id)
      #expect(Set(information).sorted() == distinct(fields[4]), "\(fields[0])")
    }
    #expect(judged > 600)
  }

  private func distinct(_ ids: String) -> [String] {
    Set(ids.split(separator: " ").map(String.init)).sorted()
  }
}
