import Foundation
import Testing

private let day = ["--book", "book", "--as-of", "2026-06-30"]

/// A book that has imported more files at once than are kept one by one.
private func largeImport() throws -> Program {
  let program = try Program()
  #expect(try program("init", "book").status == 0)
  for number in 1...1001 {
    try program.write(
      "number,client,date,amount,currency\nR-\(number),Tern \(number % 7),2026-05-01,5.00,EUR\n",
      to: "in/\(number).csv")
  }
  #expect(try program.run(["import", "in"] + day).status == 0)
  return program
}

@Test("originals of an import of many files are kept in one pack, found there, and not kept twice")
func packedOriginals() throws {
  let program = try largeImport()
  defer { program.remove() }
  #expect(program.files(in: "book/Originals") == ["00001.tar.lz4"])
  #expect(try program.run(["check"] + day).status == 0)
  // Nothing new: no further pack.
  #expect(try program.run(["import", "in"] + day).status == 0)
  #expect(try program.run(["import", "in/1.csv"] + day).status == 0)
  #expect(program.files(in: "book/Originals") == ["00001.tar.lz4"])
  // Few files are kept by themselves, beside it.
  try program.write(
    "number,client,date,amount,currency\nS-1,Tern 1,2026-05-02,6.00,EUR\n", to: "more/1.csv")
  #expect(try program.run(["import", "more"] + day).status == 0)
  #expect(program.files(in: "book/Originals").count == 2)
  // New ones among many go into a pack of their own.
  try program.write(
    "number,client,date,amount,currency\nS-2,Tern 1,2026-05-02,6.00,EUR\n", to: "in/0.csv")
  #expect(try program.run(["import", "in"] + day).status == 0)
  #expect(program.files(in: "book/Originals").filter { $0.hasSuffix(".tar.lz4") }.count == 2)
  #expect(try program.run(["check"] + day).status == 0)
  #expect(try program.run(["history", "R-7", "--bundle", "R-7.zip"] + day).status == 0)
  let zip = try Data(contentsOf: program.folder.appendingPathComponent("R-7.zip"))
  #expect(zip.range(of: Data(" 7.csv".utf8)) != nil)
}

@Test(
  "a pack of originals that was changed or cut short is found out, and mended by the next import")
func damagedPack() throws {
  let program = try largeImport()
  defer { program.remove() }
  let pack = program.folder.appendingPathComponent("book/Originals/00001.tar.lz4")
  let whole = try Data(contentsOf: pack)
  var changed = whole
  // In the frame of the last files.
  changed[whole.count - 20] ^= 1
  try changed.write(to: pack)
  let check = try program.run(["check"] + day)
  #expect(check.status == 1 && check.err.contains("was changed"))
  try whole.prefix(whole.count / 2).write(to: pack)
  let cut = try program.run(["check"] + day)
  #expect(cut.status == 1 && cut.err.contains("is gone"))
  #expect(try program.run(["import", "in"] + day).status == 0)
  #expect(try program.run(["check"] + day).status == 0)
}

@Test("what a program that is gone had not finished is cleared away")
func leftovers() throws {
  let program = try Program()
  defer { program.remove() }
  #expect(try program("init", "book").status == 0)
  try program.write("half", to: "book/Originals/.abc.csv.partial")
  try program.write("half", to: "book/Originals/.abc.csv.\(Int32.max).partial")
  let mine = ".abc.csv.\(ProcessInfo.processInfo.processIdentifier).partial"
  try program.write("half", to: "book/Originals/\(mine)")
  try program.write(
    "number,client,date,amount,currency\nS-1,Tern 1,2026-05-02,6.00,EUR\n", to: "in/1.csv")
  #expect(try program.run(["import", "in"] + day).status == 0)
  let left = program.files(in: "book/Originals")
  #expect(left.count == 2 && left.contains(mine))
}

@Test("a file that only calls an invoice void is kept as others are")
func voidingFile() throws {
  let program = try Program()
  defer { program.remove() }
  #expect(try program("init", "book").status == 0)
  let header = "number,client,date,amount,currency,status\n"
  try program.write(header + "R-1,Tern 1,2026-05-02,6.00,EUR,open\n", to: "in/1.csv")
  try program.write(header + "R-1,Tern 1,2026-05-02,6.00,EUR,void\n", to: "later/2.csv")
  #expect(try program.run(["import", "in"] + day).status == 0)
  #expect(try program.run(["import", "later"] + day).status == 0)
  #expect(program.files(in: "book/Originals").count == 2)
  #expect(try program.run(["check"] + day).status == 0)
}
