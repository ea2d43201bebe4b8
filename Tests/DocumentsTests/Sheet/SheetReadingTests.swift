import Domain
import Foundation
import LedgerStore
import Support
import Testing

@testable import Documents

@Suite("Spreadsheets as documents")
struct SheetReadingTests {
  private static let register = """
    number|client|date|due|amount
    R-1|Tern Ltd|2026-05-01|2026-05-31|1200.50
    R-2|Tern Ltd|31.05.2026|30.06.2026|80.25
    """

  private static func book(_ sheets: [(String, String)], hidden: Set<String> = []) -> [UInt8] {
    var states: [String: String] = [:]
    for name in hidden { states[name] = "hidden" }
    return ArchiveFileTests.zip(
      SheetFile.xlsx(sheets.map { ($0.0, SheetFile.rows($0.1)) }, states: states))
  }

  private func numbers(_ contents: [FileContents]) -> [String] {
    contents.flatMap(\.records).map(\.invoice.number.text)
  }

  @Test("the sheet whose header is known is read, whatever stands before it")
  func oneFits() {
    let bytes = Self.book([("Notes", "a|b\n1|2"), ("List", "Invoices 2026\n\n" + Self.register)])
    let contents = SheetFile.contents(bytes)
    #expect(numbers(contents) == ["R-1", "R-2"])
    #expect(contents.map(\.path) == ["a.xlsx"] && contents[0].part.isEmpty)
    #expect(contents[0].digest == SourceFile.sha256(bytes))
    #expect(contents.flatMap(\.faults).isEmpty)
    #expect(contents[0].records.map(\.line) == [4, 5])
    #expect(contents[0].records.first?.invoice.payable.plain == "1200.50")
  }

  @Test("of several sheets that fit each is read under its name, and faults name sheet and row")
  func severalFit() {
    let second = Self.register.replacing("R-", with: "S-").replacing("80.25", with: "eighty")
    let bytes = Self.book([("May", Self.register), ("Jun/e", second), ("Other", "x|y")])
    let contents = SheetFile.contents(bytes)
    #expect(numbers(contents) == ["R-1", "R-2", "S-1"])
    #expect(contents.map(\.place) == ["a.xlsx/May", "a.xlsx/Jun-e"])
    #expect(Set(contents.map(\.digest)) == [SourceFile.sha256(bytes)])
    let fault = contents.flatMap(\.faults).first
    #expect(fault?.file == "a.xlsx/Jun-e" && fault?.line == 3 && fault?.code == .csvAmount)
  }

  @Test("sheets that are not shown are read only where no other fits")
  func hidden() {
    let old = Self.register.replacing("R-", with: "OLD-")
    let both = Self.book([("Old", old), ("New", Self.register)], hidden: ["Old"])
    #expect(numbers(SheetFile.contents(both)) == ["R-1", "R-2"])
    let alone = Self.book([("Old", old), ("Notes", "a|b")], hidden: ["Old"])
    #expect(numbers(SheetFile.contents(alone)) == ["OLD-1", "OLD-2"])
  }

  @Test("where none fits, one fault names the sheets and how to map their columns")
  func noneFits() {
    let bytes = Self.book([("A", "x|y|z\n1|2|3"), ("B", "p|q")])
    let faults = SheetFile.contents(bytes).flatMap(\.faults)
    #expect(faults.map(\.code) == [.csvHeader])
    #expect(faults[0].message.contains("\"A\", \"B\""))
    #expect(faults[0].excerpt == "x,y,z")
    #expect(faults[0].remedy.contains("dunlin import --map FILE"))
  }

  @Test("a sheet that looks like a list of invoices and is not read is named, others are not")
  func notRead() {
    let german = "Belegfeld1|Kunde|Datum|Betrag\n1|T|2026-05-01|12.50"
    let bytes = Self.book([
      ("Notes", "a|b|c\n1|2|3"), ("May", Self.register), ("Juni", german),
    ])
    let contents = SheetFile.contents(bytes)
    #expect(numbers(contents) == ["R-1", "R-2"])
    #expect(contents.flatMap(\.faults).map(\.file) == ["a.xlsx/Juni"])
  }

  @Test("lines of CSV that stand in one cell each are read as such")
  func wrapped() throws {
    let lines = """
      number;client;date;amount
      R-1;"Tern, Ltd";31.05.2026;1.234,56
      """
    let bytes = Self.book([("S", lines)])
    #expect(numbers(SheetFile.contents(bytes)) == ["R-1"])
    #expect(try SheetFile.texts(bytes) == [lines + "\n\n"])
    let notes = "a; b; c\nplain"
    #expect(try SheetFile.texts(Self.book([("S", notes)])) == [notes + "\n"])
  }

  @Test("numeric and text cells of one column agree on the decimal mark")
  func mixedCells() {
    let rows = """
      <row><c t="str"><v>number</v></c><c t="str"><v>client</v></c><c t="str"><v>date</v></c>\
      <c t="str"><v>amount</v></c></row>
      <row><c><v>1</v></c><c t="str"><v>T</v></c><c t="str"><v>31.05.2026</v></c>\
      <c t="str"><v>1.234,56</v></c></row>
      <row><c><v>2</v></c><c t="str"><v>T</v></c><c s="1"><v>46173</v></c><c><v>300.5</v></c></row>
      <row><c><v>3</v></c><c t="str"><v>T</v></c><c s="1"><v>46173</v></c><c><v>1234</v></c></row>
      """
    let styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"
    let contents = SheetFile.contents(SheetFile.xlsx(rows, styles: styles))
    #expect(contents.flatMap(\.faults).isEmpty)
    let found = contents.flatMap(\.records).map {
      "\($0.invoice.issueDate) \($0.invoice.payable.plain)"
    }
    #expect(found == ["2026-05-31 1234.56", "2026-05-31 300.50", "2026-05-31 1234.00"])
  }

  @Test("spreadsheets in archives are read, and the file itself is what is kept")
  func kept() throws {
    let book = Self.book([("May", Self.register), ("Jun", Self.register.replacing("R", with: "S"))])
    let zip = ArchiveFileTests.zip([
      ("in/list.xlsx", book), ("list.ods", Array("PK".utf8)), ("~$list.xlsx", [0x41]),
    ])
    var kept: [(String, [UInt8])] = []
    let reader = DocumentReader(business: UBL.business, keep: { kept.append(($0.path, $1)) })
    let contents = reader.readAll(SourceFile(path: "a.zip", bytes: zip))
    #expect(
      contents.map(\.place) == [
        "a.zip/in/list.xlsx/May", "a.zip/in/list.xlsx/Jun", "a.zip/list.ods",
      ])
    #expect(kept.map(\.0) == ["a.zip/in/list.xlsx"])
    #expect(kept.first?.1 == book)
  }

  @Test("the sheets of one file are one file of the ledger, and all of them are taken in")
  func ledger() throws {
    let second = """
      number|client|date|amount|disputed
      S-1|Birch|2026-06-01|20.00|yes
      """
    let contents = SheetFile.contents(Self.book([("May", Self.register), ("Jun", second)]))
    let day = try #require(Day(iso: "2026-06-30"))
    let ledger = try Ledger()
    let rules = Import(day: day, business: UBL.business, termDays: { _ in 14 })
    let summary = try ledger.add(contents, by: rules)
    #expect(summary.files == 1 && summary.invoices == 3 && summary.faults.isEmpty)
    let items = try ledger.receivables(asOf: day).items
    #expect(items.count == 3 && items.count { $0.hold == .disputed(since: day) } == 1)
    #expect(try ledger.add(contents, by: rules).invoices == 0)
  }

  @Test("tables that are only called .xls are read as what they are")
  func calledExcel() {
    let tabs = Self.register.replacing("|", with: "\t")
    #expect(numbers(SheetFile.contents(Array(tabs.utf8), path: "a.xls")) == ["R-1", "R-2"])
    let page =
      "<table><tr><td>menu</td></tr></table><table>"
      + Self.register.split(separator: "\n").map { line in
        "<tr>" + line.split(separator: "|").map { "<td>\($0)</td>" }.joined() + "</tr>"
      }.joined() + "</table>"
    #expect(numbers(SheetFile.contents(Array(page.utf8), path: "a.xls")) == ["R-1", "R-2"])
    let none = SheetFile.contents(Array("<html><p>Not found".utf8), path: "a.xls")
    #expect(none.flatMap(\.faults).map(\.code) == [.fileSheet])
  }

  private static func compound(_ name: String) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 2_048)
    bytes.replaceSubrange(0..<4, with: [0xD0, 0xCF, 0x11, 0xE0])
    let entry = name.utf8.reduce(into: [UInt8]()) { $0 += [$1, 0] }
    bytes.replaceSubrange(1_152..<1_152 + entry.count, with: entry)
    return bytes
  }

  @Test(
    "files of office programs that are not read are named",
    arguments: [
      (compound("Workbook"), "an Excel 97-2003 workbook"), (compound("WordDocument"), "Word"),
      (compound("EncryptedPackage"), "password"), (compound("x"), "an old office file"),
      (compound("__properties_version1.0"), "Outlook"), ([9, 8, 16, 0, 0, 6, 5, 0, 1], "Excel"),
      (
        ArchiveFileTests.zip([
          (
            "_rels/.rels",
            Array(
              """
              <Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/>\
              </Relationships>
              """.utf8)
          ), ("word/document.xml", [0x41]),
        ]), "a Word document"
      ),
      (ArchiveFileTests.zip([("[Content_Types].xml", [0x41])]), "an office file"),
      (
        ArchiveFileTests.zip([
          ("xl/workbook.bin", [0x41]),
          (
            "_rels/.rels",
            Array(
              """
              <Relationships><Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.bin"/>\
              </Relationships>
              """.utf8)
          ),
        ]), "xlsb"
      ),
      (
        ArchiveFileTests.zip([
          ("mimetype", Array("application/vnd.oasis.opendocument.text".utf8)), ("content.xml", []),
        ]), "an OpenDocument text"
      ),
      (ArchiveFileTests.zip([("Index/Document.iwa", [0x41])]), "Apple"),
    ])
  func named(bytes: [UInt8], name: String) {
    let faults = SheetFile.contents(bytes, path: "in/a").flatMap(\.faults)
    #expect(faults.map(\.code) == [.fileKind])
    #expect(faults.first?.message.contains(name) == true, "\(faults)")
    #expect(faults.first?.remedy.contains("nothing was imported") == true)
  }

  @Test("a mapping is proposed for the sheet that looks most like a table")
  func proposal() throws {
    let sheets = [("Cover", "a\nb"), ("Data", "Beleg|Kunde|Datum|Summe\n1|T|2026-05-01|12.50")]
    let file = SourceFile(path: "a.xlsx", bytes: Self.book(sheets))
    #expect(String(decoding: try file.tableText(), as: UTF8.self).hasPrefix("Beleg,Kunde,"))
    let text = SourceFile(path: "a.csv", bytes: Array("a,b".utf8))
    #expect(try text.tableText() == text.bytes)
    #expect(throws: TableRefusal.self) {
      try SourceFile(path: "a.xls", bytes: Self.compound("Workbook")).tableText()
    }
  }

  @Test("folders are looked through for spreadsheets, not for what Excel keeps beside open ones")
  func candidates() {
    for name in ["a.xlsx", "a.XLSM", "a.ods", "a.fods", "a.xls", "in/a.xltx"] {
      #expect(DocumentReader.isCandidate(name))
    }
    for name in ["~$a.xlsx", "in/~$a.xlsx", ".~lock.a.ods#", "a.docx"] {
      #expect(!DocumentReader.isCandidate(name))
    }
  }

  @Test("a list of clients may be a spreadsheet")
  func clients() {
    let book = Self.book([("Clients", "client|email\nTern Ltd|office@tern.example")])
    let list = ClientsCSV().read(SourceFile(path: "c.xlsx", bytes: book))
    #expect(list.faults.isEmpty && !list.rows.isEmpty)
  }
}
