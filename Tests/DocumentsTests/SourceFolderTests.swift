import Foundation
import Support
import Testing

@testable import Documents

@Suite("SourceFolder")
struct SourceFolderTests {
  private func names(_ paths: [String], below folder: TemporaryFolder) -> [String] {
    SourceFolder(paths).files.map { $0.replacing(folder.path + "/", with: "") }
  }

  private func folder(_ files: String...) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for file in files { try folder.write("x", to: file) }
    return folder
  }

  @Test("files of a folder come sorted by path, from all depths")
  func sorted() throws {
    let folder = try folder("b.xml", "a/z.csv", "a/b/c.XML", "Z.xml", "a.xml")
    #expect(
      names([folder.path], below: folder) == ["Z.xml", "a.xml", "a/b/c.XML", "a/z.csv", "b.xml"])
  }

  @Test("paths keep the order in which they were named")
  func order() throws {
    let folder = try folder("b/1.xml", "a/2.xml", "c.txt")
    let paths = ["b", "c.txt", "a", "none.xml"].map { folder.path + "/" + $0 }
    #expect(names(paths, below: folder) == ["b/1.xml", "c.txt", "a/2.xml", "none.xml"])
  }

  @Test("files that are no documents by their name are counted, hidden ones not even that")
  func passedOver() throws {
    let folder = try folder("a.xml", "b.png", "README", ".hidden.xml", "c.csv", ".git/x.xml")
    let found = SourceFolder([folder.path])
    #expect(found.files.count == 2)
    #expect(found.passedOver == 2)
  }

  @Test("files whose names say nothing are looked into, and read where they prove to be known")
  func lookedInto() throws {
    let folder = try folder("a.csv", "README", "notes.txt", "b.png", ".export")
    let register = "number\tclient\tdate\tamount\n1\tA\t13.01.2026\t5,00\n"
    for name in ["open.tsv", "open.txt", "export", "c.png"] { try folder.write(register, to: name) }
    try folder.write(UBL().text, to: "in/invoice.txt")
    try folder.write("", to: "in/nothing")
    try folder.write("{\"number\": 1, \"date\": 2, \"amount\": 3}\n", to: "in/table.txt")
    let found = SourceFolder([folder.path], mappings: [])
    #expect(
      found.files.map { $0.replacing(folder.path + "/", with: "") }
        == ["a.csv", "export", "in/invoice.txt", "open.tsv", "open.txt"])
    #expect(found.passedOver == 6)
    #expect(names([folder.path], below: folder) == ["a.csv"])
  }

  @Test("a folder with the ignore mark is passed over, unless it is named itself")
  func ignoreMark() throws {
    let folder = try folder("a.xml", "Bad/.dunlinignore", "Bad/b.xml", "Bad/in/c.xml")
    #expect(names([folder.path], below: folder) == ["a.xml"])
    #expect(names([folder.path + "/Bad"], below: folder) == ["Bad/b.xml", "Bad/in/c.xml"])
  }

  @Test("a book's own folders are passed over, equal names elsewhere are not")
  func bookFolders() throws {
    let folder = try folder(
      "book.sqlite", "Originals/a.xml", "Letters/b.xml", "Reports/c.csv", "Templates/d.xml",
      "Inbox/e.xml", "Inbox/Letters/f.xml")
    #expect(names([folder.path], below: folder) == ["Inbox/Letters/f.xml", "Inbox/e.xml"])
    let plain = try self.folder("Letters/b.xml")
    #expect(names([plain.path], below: plain) == ["Letters/b.xml"])
  }

  @Test("what a book keeps beside its folders is not counted as passed over")
  func ownFiles() throws {
    let folder = try folder(
      "book.sqlite", "book.sqlite-wal", "dunlin.yaml", "outbox.lock", "scan.png", "in/dunlin.yaml")
    #expect(SourceFolder([folder.path]).passedOver == 2)
  }

  @Test("a link to a folder is followed where it is named, and never inside a folder")
  func links() throws {
    let folder = try folder("real/a.xml")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/real/loop", withDestinationPath: folder.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: folder.path + "/real")
    #expect(names([folder.path], below: folder) == ["real/a.xml"])
    #expect(names([folder.path + "/link"], below: folder) == ["link/a.xml"])
  }

  @Test("a folder named with a slash gives the same paths")
  func slash() throws {
    let folder = try folder("a.xml")
    #expect(SourceFolder([folder.path + "/"]).files == SourceFolder([folder.path]).files)
  }
}
