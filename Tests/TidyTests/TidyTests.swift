import Foundation
import Testing

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// Swift files below a folder of the package, by path from its root.
private func swiftFiles(below folder: String) -> [(path: String, lines: [Substring])] {
  let base = root.appendingPathComponent(folder)
  guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
  return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
    .compactMap { name in
      guard let data = try? Data(contentsOf: base.appendingPathComponent(name)) else { return nil }
      let text = String(decoding: data, as: UTF8.self)
      return ("\(folder)/\(name)", text.split(separator: "\n", omittingEmptySubsequences: false))
    }
}

private let sources = swiftFiles(below: "Sources")
private let everything = sources + swiftFiles(below: "Tests")

private func importers(of module: String) -> [String] {
  sources.filter { file in
    file.lines.contains { line in
      line.split(separator: " ").suffix(2) == ["import", Substring(module)]
    }
  }.map(\.path)
}

@Test("there are sources to look at")
func sourcesExist() {
  #expect(sources.count > 60)
}

@Test("no file is longer than 400 lines and no line than 100 columns")
func sizes() {
  #expect(everything.filter { $0.lines.count > 401 }.map(\.path) == [])
  let wide = everything.flatMap { file in
    file.lines.enumerated().filter { $0.element.count > 100 && !$0.element.contains("\"") }
      .map { "\(file.path):\($0.offset + 1)" }
  }
  #expect(wide == [])
}

@Test("a folder of the sources holds at most 15 files, that of the commands apart")
func rooms() {
  let folders = Dictionary(grouping: sources.map(\.path)) { path in
    path.split(separator: "/").dropLast().joined(separator: "/")
  }
  let full = folders.filter { $0.value.count > 15 && $0.key != "Sources/dunlin/Commands" }
  #expect(full.mapValues(\.count) == [:])
}

// nettle has two: whole files are digested where they are read, the paper trail where it is kept,
// and neither module may import the other.
@Test(
  "each C library is called from one file of a module",
  arguments: [
    ("CLibXML2", ["Sources/Documents/XML/XMLParser.swift"]),
    (
      "CNettle",
      ["Sources/Documents/Files/SourceFile.swift", "Sources/LedgerStore/Engine/SHA256.swift"]
    ),
    (
      "CArchive",
      ["Documents/Containers/ArchiveFile", "Originals/ArchiveWriter", "Originals/TarIndex"].map {
        "Sources/\($0).swift"
      }
    ),
    ("CGMime", ["Sources/Documents/Containers/MailFile.swift"]),
    ("CQPDF", ["Sources/Documents/Containers/PDFFile.swift"]),
    ("CZlib", ["Sources/Documents/Containers/Inflater.swift"]),
    ("CLZ4", ["Sources/Originals/PackFrame.swift"]),
    ("CCurl", ["Sources/Mailing/SMTPSession.swift"]),
    (
      "CPango",
      [
        "Sources/Printing/PDFCanvas.swift", "Sources/Printing/Picture.swift",
        "Sources/Printing/Typesetter.swift",
      ]
    ),
    ("CQREncode", ["Sources/Letters/PaymentQR.swift"]),
    ("CSQLiteSetup", ["Sources/LedgerStore/Engine/Ledger.swift"]),
  ])
func oneCaller(module: String, paths: [String]) {
  #expect(importers(of: module) == paths)
}

@Test(
  "each package is known to one module",
  arguments: [
    ("GRDB", "Sources/LedgerStore/"), ("Yams", "Sources/Settings/"),
    ("ArgumentParser", "Sources/dunlin/"),
  ])
func oneModule(module: String, folder: String) {
  let paths = importers(of: module)
  #expect(!paths.isEmpty)
  #expect(paths.filter { !$0.hasPrefix(folder) } == [])
}

@Test("what only SQLite says stands in the rooms for it")
func engineWords() {
  // The paper trail is printed in Swift; these are words that a second engine does not know.
  let words = ["PRAGMA ", "julianday(", "iif(", " GLOB ", "group_concat(", "json_array("]
  let found = sources.filter { file in
    let room = file.path.split(separator: "/").dropFirst().prefix(2)
    return room.first == "LedgerStore" && room.last != "Engine" && room.last != "Schema"
      && file.lines.contains { line in words.contains { line.contains($0) } }
  }
  #expect(found.map(\.path) == [])
}

@Test("stages do not import one another, and Domain imports nothing of ours")
func arrows() {
  let modules = [
    "Accounting", "Matching", "Documents", "Validation", "LedgerStore", "Chasing", "Forecasting",
    "Financing", "Letters", "Reporting", "Settings", "Bookkeeping",
  ]
  // What is open, held, promised and paid on a day, `Accounting` alone says.
  for stage in ["Accounting", "Matching", "Chasing", "Forecasting", "Financing"] {
    for other in modules where other != stage && other != "Accounting" {
      let paths = importers(of: other).filter { $0.hasPrefix("Sources/\(stage)/") }
      #expect(paths == [], "\(stage) imports \(other)")
    }
  }
  for other in modules {
    #expect(importers(of: other).filter { $0.hasPrefix("Sources/Domain/") } == [])
  }
}

@Test("no try!, no public, no print and no unfinished work in the sources")
func forbiddenWords() {
  // Written in two parts, so that this file does not find itself.
  let words = ["try" + "!", "pub" + "lic ", "TO" + "DO", "FIX" + "ME", "fatal" + "Error("]
  for file in sources {
    for word in words {
      let found = file.lines.contains { line in
        !line.drop(while: \.isWhitespace).hasPrefix("//") && line.contains(word)
      }
      #expect(!found, "\(file.path) holds \(word)")
    }
  }
}

@Test("the use cases neither print nor end the program, and read no clock and no environment")
func useCases() {
  let words = [
    "Console", "print(", "exit(", "Validation" + "Error", "FileHandle.standard",
    "Date()", "Calendar", ".environment", "getenv(", " signal(",
  ]
  let files = sources.filter { $0.path.hasPrefix("Sources/Bookkeeping/") }
  #expect(files.count > 40)
  for file in files {
    for word in words {
      let found = file.lines.contains { line in
        !line.drop(while: \.isWhitespace).hasPrefix("//") && line.contains(word)
      }
      #expect(!found, "\(file.path) holds \(word)")
    }
  }
}

@Test("the use cases are called by the commands alone, and know none of them")
func useCasesAreBelowTheCommands() {
  #expect(importers(of: "Bookkeeping").allSatisfy { $0.hasPrefix("Sources/dunlin/") })
  #expect(importers(of: "ArgumentParser").allSatisfy { $0.hasPrefix("Sources/dunlin/") })
}

@Test("the README shows real output of the sample run")
func readmeIsTrue() throws {
  let readme = try String(
    decoding: Data(contentsOf: root.appendingPathComponent("README.md")), as: UTF8.self)
  let golden = try String(
    decoding: Data(
      contentsOf: root.appendingPathComponent("Tests/CommandTests/Golden/run-samples.txt")),
    as: UTF8.self)
  let blocks = readme.components(separatedBy: "```").enumerated()
    .filter { $0.offset % 2 == 1 && $0.element.hasPrefix("text\n") }.map(\.element)
  #expect(!blocks.isEmpty)
  let real = golden.split(separator: "\n", omittingEmptySubsequences: false)
  for block in blocks {
    for line in block.split(separator: "\n").dropFirst() where line != "…" && line.first != "$" {
      let isPrinted = real.contains(line)
      #expect(isPrinted, "README shows a line that the program does not print: \(line)")
    }
  }
}
