import Chasing
import Domain
import Foundation
import Letters
import Printing
import Support
import Testing
import Yams

private func day(_ iso: String) -> Day { Day(iso: iso)! }

private func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .euro) }

/// Two levels of YAML as dotted keys.
@Sendable private func flattened(_ yaml: String) throws -> [String: [String]] {
  var entries: [String: [String]] = [:]
  for (section, node) in try Yams.compose(yaml: yaml)?.mapping ?? [:] {
    for (key, value) in node.mapping ?? [:] {
      let texts = value.sequence.map { $0.compactMap(\.scalar?.string) }
      entries["\(section.scalar?.string ?? "").\(key.scalar?.string ?? "")"] =
        texts ?? value.scalar.map { [$0.string] }
    }
  }
  return entries
}

private var house: House {
  var house = House(name: "Marshside Joinery Ltd", currency: .euro, language: "en")
  house.street = "12 Quay Street"
  house.postcode = "T12 X7Y4"
  house.city = "Cork"
  house.country = "IE"
  house.email = "accounts@marshside.example"
  house.phone = "+353 21 555 0134"
  house.contact = "Aoife Brennan"
  house.accounts = [
    BankAccount(iban: "IE29AIBK93115212345678", bic: "AIBKIE2D", currency: .euro)
  ]
  return house
}

private func letter(
  invoices: Int, language: String = "en", client name: String = "Köster & Söhne GmbH",
  street: String = "Hafenstraße 7", logo: String = ""
) throws -> Letter {
  let today = day("2026-06-09")
  var client = Client(id: ID(1), externalID: "K-1", name: name)
  client.address.lines = [street]
  client.address.postcode = "20457"
  client.address.city = "Hamburg"
  client.address.country = "DE"
  let lines = (0..<invoices).map { index in
    let due = today - 20 + index % 7
    let item = OpenItem(
      id: ID(Int64(index)), number: InvoiceNumber("2026-\(1000 + index)"), client: ID(1),
      issueDate: due - 30, due: DueDate(due, .document), total: euros(1_234_50),
      open: euros(1_234_50))
    return Notice.Line(
      item: item, level: 2, daysOverdue: item.daysOverdue(on: today), interest: euros(0),
      fee: euros(0))
  }
  let notice = Notice(
    client: client, currency: .euro, day: today, level: 2, stage: "reminder", lines: lines,
    credits: [], total: lines.map(\.item.open).sum(.euro), payBy: today + 7, language: language,
    channel: .letter)
  var house = house
  house.logo = logo
  let stationery = try Stationery(
    house: house, templates: TemplateFolder(folders: [], parseYAML: flattened),
    languages: [language])
  return try stationery.letter(for: notice)
}

/// What a tool prints about a PDF file, or nil where the tool is not installed.
private func ask(_ tool: String, _ arguments: [String], of bytes: [UInt8]) throws -> String? {
  let path = "/usr/bin/\(tool)"
  guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
  let folder = try TemporaryFolder()
  let file = folder.path + "/letter.pdf"
  try Data(bytes).write(to: URL(filePath: file))
  let process = Process()
  process.executableURL = URL(filePath: path)
  process.arguments = arguments + [file] + (tool == "pdftotext" ? ["-"] : [])
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let read = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: read, as: UTF8.self)
}

private let hasTools = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")

@Suite("LetterPDF")
struct LetterPDFTests {
  @Test("the words of the letter can be read out of the file", .enabled(if: hasTools))
  func text() throws {
    let letter = try letter(invoices: 2)
    let bytes = try LetterPDF(paper: .a4).bytes(of: [letter], day: day("2026-06-09"))
    let text = try #require(try ask("pdftotext", ["-layout"], of: bytes))
    for part in [
      "Köster & Söhne GmbH", "DE-20457 Hamburg", letter.subject, "2026-1000", "2,469.00 EUR",
      "IE29 AIBK 9311 5212 3456 78", "Aoife Brennan",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains("Page 1 of 1"))
  }

  @Test(
    "scripts beyond Latin come out as they were written",
    .enabled(if: hasTools),
    arguments: [
      ("Zażółć Gęślą Jaźń sp. z o.o.", "pl"), ("Καλημέρα Α.Ε.", "en"), ("شركة المثال", "en"),
      ("示例贸易有限公司", "en"), ("Пример ООО", "en"),
    ])
  func scripts(name: String, language: String) throws {
    let letter = try letter(invoices: 1, language: language, client: name)
    let bytes = try LetterPDF(paper: .a4).bytes(of: [letter], day: day("2026-06-09"))
    let text = try #require(try ask("pdftotext", ["-layout"], of: bytes))
    // What is written from right to left is read back word by word.
    for word in name.split(separator: " ") { #expect(text.contains(word), "\(word)") }
  }

  @Test(
    "a long table goes on under a repeated head, and pages are numbered", .enabled(if: hasTools))
  func pages() throws {
    let letter = try letter(invoices: 90)
    let bytes = try LetterPDF(paper: .a4).bytes(of: [letter], day: day("2026-06-09"))
    let text = try #require(try ask("pdftotext", ["-layout"], of: bytes))
    let pages = text.split(separator: "\u{C}")
    #expect(pages.count == 4)
    for (index, page) in pages.prefix(3).enumerated() {
      #expect(page.contains("Page \(index + 1) of 4"))
      #expect(page.contains("Days overdue"), "page \(index + 1)")
    }
    for index in 0..<90 { #expect(text.contains("2026-\(1000 + index)")) }
  }

  @Test("many letters make one file, and each begins on a page of its own", .enabled(if: hasTools))
  func merged() throws {
    let letters = try [letter(invoices: 1), letter(invoices: 1, client: "Second & Co")]
    let bytes = try LetterPDF(paper: .letter).bytes(of: letters, day: day("2026-06-09"))
    let text = try #require(try ask("pdftotext", ["-layout"], of: bytes))
    let pages = text.split(separator: "\u{C}")
    #expect(pages.count == 2)
    #expect(pages[1].contains("Second & Co") && !pages[0].contains("Second & Co"))
    let info = try #require(try ask("pdfinfo", [], of: bytes))
    #expect(info.contains("612 x 792"))
  }

  @Test("the same letter is the same file, byte for byte")
  func deterministic() throws {
    let printer = LetterPDF(paper: .a4)
    let letter = try letter(invoices: 3)
    let first = try printer.bytes(of: [letter], day: day("2026-06-09"))
    #expect(try printer.bytes(of: [letter], day: day("2026-06-09")) == first)
    #expect(first.starts(with: Array("%PDF-".utf8)))
  }

  @Test("a country decides the paper", arguments: [("DE", Paper.a4), ("US", .letter), ("", .a4)])
  func paper(country: String, paper: Paper) {
    #expect(Paper(country: country) == paper)
  }

  @Test("a picture that is not there is left out")
  func noLogo() throws {
    let letter = try letter(invoices: 1, logo: "/nowhere/logo.png")
    #expect(try !LetterPDF(paper: .a4).bytes(of: [letter], day: day("2026-06-09")).isEmpty)
  }
}
