import Domain
import Support
import Testing

@testable import Documents

@Suite("DocumentReader")
struct DocumentReaderTests {
  private func read(_ bytes: [UInt8], _ path: String = "a.xml") -> FileContents {
    DocumentReader(business: UBL.business).read(SourceFile(path: path, bytes: bytes))
  }

  private func read(_ text: String, _ path: String = "a.xml") -> FileContents {
    read(Array(text.utf8), path)
  }

  @Test("what a file is, its content says and not its name")
  func recognition() {
    let register = "number,client,date,amount\nR-1,Tern,2026-06-01,5.00\n"
    let statement = """
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
      <Acct><Id><IBAN>DE21</IBAN></Id></Acct></Stmt></BkToCstmrStmt></Document>
      """
    #expect(read(UBL().text, "a.csv").records.first?.source == .ubl)
    #expect(read("\u{FEFF}\n " + UBL().text, "a.csv").records.count == 1)
    #expect(read(register, "a.txt").records.first?.source == .csv)
    #expect(read("\u{FEFF}" + register, "a.csv").records.count == 1)
    #expect(read(statement, "a.053").statements.count == 1)
  }

  @Test("contents carry the file's path and digest, and so do its faults")
  func origin() {
    let contents = read("<a/>", "x/a.xml")
    #expect(contents.path == "x/a.xml")
    #expect(contents.digest == SourceFile.sha256(Array("<a/>".utf8)))
    #expect(contents.faults.map(\.file) == ["x/a.xml"])
  }

  @Test(
    "a file of another kind is named for what it is",
    arguments: [
      ([0x50, 0x4B, 3, 4, 0], "a ZIP archive or office file"),
      ([0x1F, 0x8B, 8], "compressed with gzip"), ([0x89, 0x50, 0x4E, 0x47], "a picture"),
      ([0xFF, 0xD8, 0xFF, 0xE0], "a picture"), ([0xD0, 0xCF, 0x11, 0xE0], "an old office file"),
      (Array("SQLite format 3\u{0}".utf8), "a database"),
      ([0x61, 0x00, 0x62], "of an unknown kind"),
      (Array("hello".utf8), "of an unknown kind"),
    ] as [([UInt8], String)])
  func otherKinds(bytes: [UInt8], name: String) {
    let faults = read(bytes).faults
    #expect(faults.map(\.code) == [.fileKind])
    #expect(faults.first?.message.contains(name) == true)
  }

  @Test("an empty file is one fault, whatever its name", arguments: ["", " ", "\r\n\t \n"])
  func empty(text: String) {
    #expect(read(text, "a.xml").faults.map(\.code) == [.fileEmpty])
    #expect(read(text, "a.csv").faults.map(\.code) == [.fileEmpty])
  }

  @Test(
    "another XML document is named for what it is",
    arguments: [
      ("<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-1.0'/>", "a UBL 1.0"),
      ("<Invoice/>", "not a UBL 2"), ("<html/>", "not a UBL 2"),
      (
        "<s:StandardBusinessDocument xmlns:s='"
          + "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader'/>",
        "an envelope without"
      ),
      ("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.03'/>", "not a UBL 2"),
      ("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.052.001.02'/>", "not a UBL 2"),
    ])
  func wrongRoots(text: String, hint: String) {
    let faults = read(text).faults
    #expect(faults.map(\.code) == [.ublRoot])
    #expect(faults.first?.line == 1)
    #expect(faults.first?.message.contains(hint) == true)
  }

  @Test("the judge sees each UBL document that is read, and its verdict is kept")
  func judge() {
    let reader = DocumentReader(business: UBL.business) { $0.count > 5 ? .warning : .fatal }
    let read = { (text: String) in
      reader.read(SourceFile(path: "a", bytes: Array(text.utf8))).records.map(\.verdict)
    }
    #expect(read(UBL().text) == [.warning])
    #expect(read("number,client,date,amount\nR-1,Tern,2026-06-01,5.00\n") == [nil])
    #expect(self.read(UBL().text).records.map(\.verdict) == [nil])
  }

  @Test(
    "which files of a folder are read, their names say",
    arguments: [
      ("a.xml", true), ("b/A.XML", true), ("a.csv", true), ("a.ubl", true), ("a.camt", true),
      ("a.053", true), ("a.ofx", true), ("a.zip", true), ("a.pdf", true), ("a.eml", true),
      ("a", false),
      (".a.xml", false), ("a.xml.bak", false),
      ("xml", false), ("a.", false), ("b.xml/a", false),
    ])
  func candidates(path: String, isCandidate: Bool) {
    #expect(DocumentReader.isCandidate(path) == isCandidate)
  }

  @Test("a batch that is not waited for is handed on later, and nothing of it is lost")
  func lateBatch() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("<a/>", to: "a.xml")
    let business = UBL.business
    let reader = BatchReader(
      jobs: 1, makeReader: { DocumentReader(business: business) },
      read: { reader, paths in paths.map(reader.read(path:)) })
    let paths = Array(repeating: path, count: 5)
    reader.read(paths) { batches in
      var late = 0
      while batches.next(unless: { true }) == nil, late < 9 { late += 1 }
      #expect(late == 5)
      #expect(batches.next() == nil)
    }
    reader.read(paths) { batches in
      #expect(batches.next(unless: { true }) == nil)
      #expect(batches.next()?.map(\.count) == [1, 1, 1, 1, 1])
    }
  }

  @Test("few files are shared out one by one, many by the dozen, and none is left out")
  func shares() {
    for (count, jobs) in [(0, 1), (1, 4), (12, 2), (320, 2), (1_000, 2), (5_007, 3), (90_000, 8)] {
      let paths = (0..<count).map(String.init)
      let shares = Shares(paths: paths, jobs: jobs)
      #expect((0..<shares.count).flatMap { Array(shares[$0]) } == paths)
      #expect((1...Shares.filesMax).contains(shares.files))
      #expect(count < 5_000 ? shares.count >= min(count, 16 * jobs) : shares.files == 20)
    }
  }

  @Test(
    "files come back in the order they were named, whatever the number of threads",
    arguments: [1, 2, 5])
  func batches(jobs: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("<a/>", to: "a.xml")
    // One file under many names: a path may hold any number of slashes.
    let batch = Shares.filesMax * Shares.ofBatch
    let paths = (0..<batch * 5 + 7).map { number in
      folder.path + String(repeating: "/", count: number % 200 + 1) + "a.xml"
    }
    var read: [String] = []
    var sizes: [Int] = []
    let business = UBL.business
    BatchReader(
      jobs: jobs, makeReader: { DocumentReader(business: business) },
      read: { reader, paths in paths.map(reader.read(path:)) }
    ).read(paths) { batches in
      while let batch = batches.next()?.flatMap({ $0 }) {
        sizes.append(batch.count)
        read += batch.map(\.path)
        #expect(batch.allSatisfy { $0.faults.map(\.code) == [.ublRoot] })
      }
    }
    #expect(read == paths)
    let files = Shares(paths: paths, jobs: jobs).files
    #expect(sizes.dropLast().allSatisfy { $0 == files * Shares.ofBatch } && sizes.count >= 6)
  }
}
