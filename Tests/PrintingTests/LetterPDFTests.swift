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

private var business: Business {
  var business = Business(name: "Marshside Joinery Ltd", currency: .euro, language: "en")
  business.street = "12 Quay Street"
  business.postcode = "T12 X7Y4"
  business.city = "Cork"
  business.country = "IE"
  business.email = "accounts@marshside.example"
  business.phone = "+353 21 555 0134"
  business.contact = "Aoife Brennan"
  business.accounts = [
    BankAccount(iban: "IE29AIBK93115212345678", bic: "AIBKIE2D", currency: .euro)
  ]
  return business
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
  var business = business
  business.logo = logo
  let stationery = try Stationery(
    business: business, templates: TemplateFolder(folders: [], parseYAML: flattened),
    languages: [language])
  return try stationery.letter(for: notice)
}

/// What a tool prints about a PDF file, or nil where the tool is not installed.
private func ask(_ tool: String, _ arguments: [String], of bytes: [UInt8]) throws -> String? {
  let folder = try TemporaryFolder()
  let file = folder.path + "/letter.pdf"
  try Data(bytes).write(to: URL(filePath: file))
  let output = try run(tool, arguments + [file] + (tool == "pdftotext" ? ["-"] : []))
  return output.map { String(decoding: $0, as: UTF8.self) }
}

/// What a tool writes to its standard output, or nil where it is not installed.
private func run(_ tool: String, _ arguments: [String]) throws -> Data? {
  let path = "/usr/bin/\(tool)"
  guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
  let process = Process()
  process.executableURL = URL(filePath: path)
  process.arguments = arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let read = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return read
}

/// The first page of a file as a grey picture, and where it has ink.
private struct Rendered: CustomStringConvertible {
  let width: Int
  let height: Int
  let pixels: [UInt8]
  /// The picture itself, for programs that look at pictures.
  let file: Data
  let dotsPerMillimetre: Double

  var description: String { "a page of \(width) by \(height)" }

  init?(_ bytes: [UInt8], dotsPerInch: Int) throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/letter.pdf"
    try Data(bytes).write(to: URL(filePath: file))
    let arguments = ["-r", "\(dotsPerInch)", "-gray", "-f", "1", "-l", "1", file]
    guard let picture = try run("pdftoppm", arguments), !picture.isEmpty else { return nil }
    // P5, width, height, 255, then a byte a pixel.
    let words = picture.prefix(60).split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }).prefix(4)
    let sizes = words.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard sizes.count == 3 else { return nil }
    (width, height) = (sizes[0], sizes[1])
    pixels = Array(picture.suffix(width * height))
    self.file = picture
    dotsPerMillimetre = Double(dotsPerInch) / 25.4
  }

  /// Whether anything but white and the lightest tint lies in a part of the page, in millimetres
  /// from its upper left corner.
  func hasInk(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> Bool {
    func dots(_ range: ClosedRange<Double>, _ limit: Int) -> Range<Int> {
      let first = Int(range.lowerBound * dotsPerMillimetre)
      return first..<min(limit, Int(range.upperBound * dotsPerMillimetre))
    }
    return dots(y, height).contains { row in
      dots(x, width).contains { pixels[row * width + $0] < 230 }
    }
  }
}

private let hasDecoder = FileManager.default.isExecutableFile(atPath: "/usr/bin/zbarimg")

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
    // Chinese needs a font of its own, which `Scripts/setup` does not install.
    let isChinese = name.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    if isChinese, try run("fc-list", [":lang=zh-cn"])?.isEmpty != false {
      print("skipped: no font has Chinese")
      return
    }
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

  @Test("the regards never stand alone on a page", .enabled(if: hasTools))
  func regards() throws {
    var lengths: Set<Int> = []
    for invoices in 1...24 {
      let letter = try letter(invoices: invoices)
      let bytes = try LetterPDF(paper: .a4).bytes(of: [letter], day: day("2026-06-09"))
      let text = try #require(try ask("pdftotext", ["-layout"], of: bytes))
      let pages = text.split(separator: "\u{C}")
      lengths.insert(pages.count)
      let last = try #require(letter.paragraphs.last)
      let words = last.split(separator: " ").prefix(4).joined(separator: " ")
      let end = pages.first { $0.contains(letter.signOff) }
      #expect(end?.contains(words) == true, "\(invoices) invoices")
    }
    #expect(lengths.isSuperset(of: [1, 2]))
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
    let printer = try LetterPDF(paper: .a4)
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

  @Test(
    "on the printed page everything stands where envelope and margins want it",
    .enabled(if: hasTools))
  func places() throws {
    let bytes = try LetterPDF(paper: .a4).bytes(of: [letter(invoices: 2)], day: day("2026-06-09"))
    let page = try #require(try Rendered(bytes, dotsPerInch: 72))
    #expect((595...596).contains(page.width) && page.height == 842)
    #expect(page.hasInk(25...100, 62...85), "the address, in the window of DIN 5008 form B")
    #expect(!page.hasInk(20...105, 90...97), "nothing else shows through the window")
    #expect(page.hasInk(125...190, 50...80), "who writes")
    #expect(page.hasInk(3...8, 104...106), "the fold mark")
    #expect(!page.hasInk(0...23, 0...104), "the left margin")
    #expect(!page.hasInk(192...210, 0...297), "the right margin")
    #expect(!page.hasInk(0...210, 287...297), "the lower margin")
  }

  @Test(
    "a bank's app reads the code off the printed page", .enabled(if: hasTools && hasDecoder),
    arguments: [100, 150, 300])
  func scanned(dotsPerInch: Int) throws {
    let letter = try letter(invoices: 2)
    let bytes = try LetterPDF(paper: .a4).bytes(of: [letter], day: day("2026-06-09"))
    let folder = try TemporaryFolder()
    let file = folder.path + "/page.pgm"
    let page = try #require(try Rendered(bytes, dotsPerInch: dotsPerInch))
    try page.file.write(to: URL(filePath: file))
    let read = try #require(try run("zbarimg", ["-q", "--raw", file]))
    let payload = try #require(letter.payment?.code?.payload)
    let text = String(decoding: read, as: UTF8.self)
    #expect(text.trimmingCharacters(in: .whitespacesAndNewlines) == payload)
  }

  private static let drawing = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">
      <image href="file:///etc/hostname" width="10" height="10"/>
      <rect width="300" height="100" fill="#1f4e5f"/>
      <text x="20" y="70" font-size="50" fill="#ffffff">Marshside</text>
    </svg>
    """

  @Test("a logo in SVG is drawn as lines and letters, not as dots")
  func vectors() throws {
    let folder = try TemporaryFolder()
    let logo = folder.path + "/logo.svg"
    try Data(Self.drawing.utf8).write(to: URL(filePath: logo))
    let printer = try LetterPDF(paper: .a4)
    // Where the system has no librsvg there is nothing to see.
    guard printer.canDraw(logo) else { return }
    let letters = try (1...2).map { try letter(invoices: $0, logo: logo) }
    let bytes = try printer.bytes(of: letters, day: day("2026-06-09"))
    let text = try ask("pdftotext", ["-layout"], of: bytes) ?? "Marshside\u{C}Marshside\u{C}"
    let pages = text.split(separator: "\u{C}")
    #expect(pages.count == 2 && pages.allSatisfy { $0.contains("Marshside") })
    guard let page = try Rendered(bytes, dotsPerInch: 72) else { return }
    #expect(page.hasInk(150...190, 14...28))
    let images = try ask("pdfimages", ["-list"], of: bytes) ?? ""
    #expect(!images.contains("rgb"), "\(images)")
  }

  @Test("what is no picture, or too large for a logo, is left out", arguments: [20, 1_100_000])
  func noPicture(bytes: Int) throws {
    let folder = try TemporaryFolder()
    let logo = folder.path + "/logo.svg"
    let padding = String(repeating: " ", count: bytes)
    try Data((Self.drawing.replacing("</svg>", with: bytes > 20 ? "</svg>" : "") + padding).utf8)
      .write(to: URL(filePath: logo))
    #expect(try !LetterPDF(paper: .a4).canDraw(logo))
  }
}
