import Domain
import Foundation
import Support
import Testing

@testable import Documents

/// Documents made to harm their reader. They are not part of the project, so the suite is skipped
/// where they are not to be found.
@Suite(
  "hostile documents",
  .enabled(if: sharedData("ubl.tar.xz") != nil, "no shared/data/ubl.tar.xz beside the package"))
struct HostileTests {
  /// Unpacked once and kept with what else is built: they are large.
  private static let folder = Result {
    let kept = packageFolder + "/.build/hostile"
    if !FileManager.default.fileExists(atPath: kept) {
      let fresh = try TemporaryFolder()
      try unpack(sharedData("ubl.tar.xz") ?? "", ["ubl/hostile"], into: fresh.path)
      try FileManager.default.moveItem(atPath: fresh.path + "/ubl/hostile", toPath: kept)
    }
    return kept
  }

  private static func path(_ number: Int) throws -> String {
    let folder = try folder.get()
    let prefix = (number < 10 ? "0" : "") + "\(number)-"
    let name = try FileManager.default.contentsOfDirectory(atPath: folder)
      .first { $0.hasPrefix(prefix) }
    return folder + "/" + (try #require(name, "no file \(number)"))
  }

  private func read(_ number: Int) throws -> FileContents {
    DocumentReader(business: .unnamed).read(path: try Self.path(number))
  }

  private static let doctypes = (1...10).map { ($0, Fault.Code.xmlDoctype, 2) }
  private static let depths = (11...13).map { ($0, Fault.Code.xmlDepth, 2) }
  private static let malformed = [14, 17, 18, 19, 20, 26, 27].map {
    ($0, Fault.Code.xmlMalformed, 2)
  }
  private static let others: [(Int, Fault.Code, Int)] = [
    (15, .xmlAttributes, 2), (16, .xmlAttributes, 2), (21, .xmlMalformed, 3),
    (22, .xmlMalformed, 3), (23, .xmlEncoding, 2), (24, .xmlEncoding, 2), (25, .xmlEncoding, 2),
    (34, .xmlEncoding, 1), (35, .xmlEncoding, 1), (37, .fileEmpty, 0), (38, .fileEmpty, 0),
    (39, .fileKind, 0), (40, .xmlDoctype, 1), (41, .ublRoot, 2), (42, .ublRoot, 2),
    (43, .ublRoot, 2), (36, .xmlSpace, 1), (57, .fileKind, 0), (58, .fileKind, 0),
  ]

  @Test(
    "what must be refused is, with one code and the line",
    arguments: doctypes + depths + malformed + others)
  func refused(number: Int, code: Fault.Code, line: Int) throws {
    let contents = try read(number)
    #expect(contents.records.isEmpty && contents.statements.isEmpty)
    #expect(contents.faults.map(\.code) == [code])
    #expect(contents.faults.first?.line == line)
  }

  @Test(
    "what must be accepted is, with its number and amount",
    arguments: [28, 29, 30, 31, 32, 33, 47, 51, 52, 53, 54, 55, 56])
  func accepted(number: Int) throws {
    let contents = try read(number)
    #expect(contents.faults.map(\.message) == [])
    let invoice = try #require(contents.records.first).invoice
    #expect(invoice.number.text == "H-1")
    #expect(invoice.payable == Money(minorUnits: 100_00, currency: .euro))
    #expect(invoice.issueDate.description == "2025-01-01")
  }

  @Test(
    "text is what the author wrote, in any encoding and any pieces",
    arguments: [(31, "Straße"), (32, "5 €"), (53, "A&BCD")])
  func notes(number: Int, note: String) throws {
    let tree = try XMLParser().parse(try SourceFile(reading: Self.path(number)).bytes)
    let node = try #require(tree.child(.root, XMLName("cbc:Note")))
    #expect(tree.text(node) == note)
  }

  @Test("a document that lacks its parts says each of them, and never guesses by local names")
  func missingParts() throws {
    let wrongNamespace = try read(46)
    #expect(wrongNamespace.records.isEmpty)
    let missing: [Fault.Code] = [.docNumber, .docIssueDate, .docPayable, .docBuyer]
    #expect(wrongNamespace.faults.map(\.code) == missing)
    // A CII root with nothing in it.
    #expect(try read(44).faults.map(\.code) == missing)
    for number in [45, 49, 50, 59, 60] {
      let contents = try read(number)
      #expect(contents.records.isEmpty)
      #expect(contents.faults.map(\.code) == [.docPayable, .docBuyer], "\(number)")
    }
    #expect(try read(48).faults.map(\.code) == [.docAmount, .docBuyer])
  }

  @Test("every amount of the amounts file is an exact decimal or a plain refusal")
  func amounts() throws {
    let tree = try XMLParser().parse(try SourceFile(reading: Self.path(48)).bytes)
    let name = XMLName("cbc:LineExtensionAmount")
    let nodes = (0..<tree.count).map(XMLTree.Node.init).filter {
      tree.name($0) == name || tree.name($0) == XMLName("cbc:PayableAmount")
    }
    #expect(nodes.count > 10)
    for node in nodes {
      guard let decimal = try? ExactDecimal(parsing: tree.trimmed(node)) else { continue }
      let plain = tree.text(node).drop { "+-0".contains($0) }
      #expect(decimal.description.hasSuffix(plain.isEmpty ? "0" : plain), "\(tree.text(node))")
    }
  }

  @Test("nothing of another file ever appears", arguments: [4, 7, 8, 54])
  func nothingLeaks(number: Int) throws {
    let host = try String(contentsOfFile: "/etc/hostname", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let contents = try read(number)
    let said = "\(contents.faults)\(contents.records)"
    #expect(host.count < 4 || !said.contains(host))
    #expect(!said.contains("LEAK") && !said.contains("evil"))
  }

  @Test("all sixty files are judged here")
  func all() {
    let refused = (Self.doctypes + Self.depths + Self.malformed + Self.others).map(\.0)
    let rest = [28, 29, 30, 31, 32, 33, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 59, 60]
    #expect((refused + rest).sorted() == Array(1...60))
  }
}
