import Domain
import Foundation
import LedgerStore
import Settings
import Support
import Testing

@testable import Documents

/// `Samples/Bad` has a file for each code, named after it.
@Suite("Samples/Bad")
struct SamplesBadTests {
  private static let folder = packageFolder + "/Samples/Bad"

  /// Codes that no file of a repository can provoke.
  private static let unstorable: Set<Fault.Code> = [.fileSize, .fileAccess]

  /// Codes that only a ledger finds.
  private static let ofLedger: Set<Fault.Code> = [.docConflict, .docReference]

  /// Codes of `clients import`.
  private static let ofClientLists: Set<Fault.Code> = [.csvValue, .csvClient]

  private static func settings() throws -> BookSettings {
    let text = try String(contentsOfFile: packageFolder + "/Samples/dunlin.yaml", encoding: .utf8)
    let (settings, faults) = BookSettings.read(text, file: "dunlin.yaml")
    try #require(faults.isEmpty)
    return settings
  }

  /// The files of a code: one of its name, or several with numbers.
  private static func files(of code: Fault.Code) throws -> [String] {
    let name = code.rawValue.lowercased()
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter {
      let stem = $0.prefix { $0 != "." }
      return stem == name || stem == name + "-1" || stem == name + "-2"
    }.map { folder + "/" + $0 }
  }

  private static func reader() throws -> DocumentReader {
    DocumentReader(business: try settings().business)
  }

  @Test(
    "each code has a file that provokes exactly it",
    arguments: Fault.Code.allCases.filter { !unstorable.contains($0) && !ofLedger.contains($0) })
  func provoked(code: Fault.Code) throws {
    let files = try Self.files(of: code)
    try #require(files.count == 1, "\(code.rawValue)")
    let path = files[0]
    let faults: [Fault]
    if path.hasSuffix(".yaml") {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      faults = BookSettings.read(text, file: path).faults
    } else if Self.ofClientLists.contains(code) {
      let list = ClientsCSV().read(try SourceFile(reading: path))
      let day = try #require(Day(iso: "2026-06-30"))
      faults = try Ledger().add(list, on: day).faults
    } else {
      faults = try Self.reader().readAll(path: path).flatMap(\.faults)
    }
    #expect(faults.map(\.code) == [code], "\(faults.map(\.message))")
    let fault = try #require(faults.first)
    #expect(fault.file == path)
    #expect(!fault.message.isEmpty && !fault.remedy.isEmpty)
    let isWholeFile = [.fileEmpty, .fileKind, .fileArchive, .filePDF, .fileMail, .fileSheet]
      .contains(code)
    #expect((fault.line == 0) == isWholeFile, "line \(fault.line)")
  }

  @Test("a document that came before with other content is a conflict, and nothing is overwritten")
  func conflict() throws {
    let files = try Self.files(of: .docConflict)
    try #require(files.count == 2)
    let settings = try Self.settings()
    let reader = DocumentReader(business: settings.business)
    let contents = files.map(reader.read(path:))
    #expect(contents.allSatisfy { $0.faults.isEmpty && $0.records.count == 1 })
    let day = try #require(Day(iso: "2026-06-30"))
    let ledger = try Ledger()
    let rules = Import(day: day, business: settings.business, termDays: settings.termDays)
    #expect(try ledger.add([contents[0]], by: rules).faults.isEmpty)
    let before = try ledger.receivables(asOf: day).items
    let summary = try ledger.add([contents[1]], by: rules)
    #expect(summary.faults.map(\.code) == [.docConflict])
    #expect(summary.faults.first?.file == files[1])
    #expect(summary.invoices == 0)
    #expect(try ledger.receivables(asOf: day).items == before)
  }

  @Test("a correction that names an invoice which is not known is reported")
  func unknownReference() throws {
    let path = try #require(try Self.files(of: .docReference).first)
    let settings = try Self.settings()
    let contents = DocumentReader(business: settings.business).read(path: path)
    #expect(contents.faults.isEmpty)
    let day = try #require(Day(iso: "2026-06-30"))
    let ledger = try Ledger()
    let rules = Import(day: day, business: settings.business, termDays: settings.termDays)
    let number = try #require(try ledger.add([contents], by: rules).number)
    let faults = try ledger.doubtfulReferences(import: number)
    #expect(faults.map(\.code) == [.docReference])
    #expect(faults.first?.file == path)
    #expect(faults.first?.message.contains("BAD-0001") == true)
  }

  @Test("a file larger than is read is refused unread")
  func tooLarge() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "large.csv")
    let file = try #require(FileHandle(forWritingAtPath: path))
    // A hole: it takes no room on the disk.
    try file.truncate(atOffset: UInt64(SourceFile.bytesMax) + 1)
    try file.close()
    let contents = try Self.reader().read(path: path)
    #expect(contents.faults.map(\.code) == [.fileSize])
    #expect(contents.faults.first?.file == path)
  }

  @Test("a path that is not there, or is no file, is refused by its name")
  func noAccess() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path + "/none.xml", folder.path, "/dev/null"] {
      let contents = try Self.reader().read(path: path)
      #expect(contents.faults.map(\.code) == [.fileAccess])
      #expect(contents.faults.first?.file == path)
    }
  }

  @Test("no file stands there without a code")
  func noStrays() throws {
    let known = Set(try Fault.Code.allCases.flatMap(Self.files))
    let all = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
      .filter { !$0.hasPrefix(".") }.map { Self.folder + "/" + $0 }
    #expect(Set(all) == known)
    #expect(all.count == Fault.Code.allCases.count - Self.unstorable.count + 1)
  }

  @Test("no message or remedy names the client or an account")
  func discreet() throws {
    let reader = try Self.reader()
    for path in try Fault.Code.allCases.flatMap(Self.files) where !path.hasSuffix(".yaml") {
      for fault in reader.readAll(path: path).flatMap(\.faults) {
        let text = fault.message + fault.remedy
        #expect(!text.contains("Seepocke") && !text.contains("DE2190"), "\(text)")
      }
    }
  }
}
