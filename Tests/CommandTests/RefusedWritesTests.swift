import Foundation
import Testing

private let day = ["--book", "book", "--as-of", "2026-06-30"]

extension Program {
  /// Runs a shell's words in the folder; `$dunlin` is the program.
  fileprivate func shell(_ words: String) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", "-c", words]
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "TZ": "UTC", "dunlin": Self.path,
    ]
    let err = folder.appendingPathComponent(".shell-err")
    try Data().write(to: err)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, out: "",
      err: try String(decoding: Data(contentsOf: err), as: UTF8.self))
  }

  fileprivate func makeBook() throws {
    _ = try run(["init", "book"])
    try FileManager.default.removeItem(at: folder.appendingPathComponent("book/dunlin.yaml"))
    try FileManager.default.copyItem(
      atPath: Self.samples + "/dunlin.yaml",
      toPath: folder.appendingPathComponent("book/dunlin.yaml").path)
    #expect(try run(["import", Self.samples + "/Invoices/2025"] + day).status == 0)
  }

  fileprivate func ledger() throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent("book/book.sqlite"))
  }
}

@Test("an error of the system tells the place, the reason and what to do")
func notAFolder() throws {
  let program = try Program()
  defer { program.remove() }
  try Data().write(to: program.folder.appendingPathComponent("file"))
  let result = try program.run(["init", "file/book"])
  #expect(result.status == 2)
  #expect(result.err.hasPrefix("dunlin: file/book cannot be used: Not a directory\n    Check "))
}

@Test("a full disk ends an import with a clear error, and the book is as it was")
func fullDisk() throws {
  let program = try Program()
  defer { program.remove() }
  try program.makeBook()
  let before = try program.run(["ageing", "--format", "csv"] + day).out
  // No file may grow beyond 96 KiB, which stands for a disk without room for more.
  let result = try program.shell(
    """
    trap '' XFSZ; ulimit -f 96
    exec "$dunlin" import '\(Program.samples)/Invoices/2026' '\(Program.samples)/Bank' \
    --book book --as-of 2026-06-30
    """)
  #expect(result.status == 2)
  #expect(result.err.contains("the book could not be read or written"), "\(result.err)")
  #expect(result.err.contains("space"), "\(result.err)")
  #expect(try program.run(["ageing", "--format", "csv"] + day).out == before)
  #expect(try program.run(["check"] + day).status == 0)
  // With room again the same command does its work.
  #expect(try program.run(["import", Program.samples + "/Invoices/2026"] + day).status == 0)
}

@Test("a book that may not be written to gives a clear error, and is as it was")
func readOnlyBook() throws {
  let program = try Program()
  defer {
    _ = try? program.shell("chmod -R u+w book")
    program.remove()
  }
  try program.makeBook()
  _ = try program.shell("rm -f book/book.sqlite-wal book/book.sqlite-shm; chmod -R a-w book")
  // A superuser may write anywhere, unless it gives that right away.
  let drop =
    geteuid() == 0
    ? "setpriv --bounding-set=-dac_override,-dac_read_search,-fowner "
      + "--inh-caps=-dac_override,-dac_read_search,-fowner" : ""
  guard try program.shell("\(drop) touch book/probe").status != 0,
    try program.shell("\(drop) true").status == 0
  else {
    print("skipped: nothing is read-only to this user")
    return
  }
  let before = try program.ledger()
  for command in [
    "import '\(Program.samples)/Invoices/2026'", "record note BS-2025-0001 --note x", "chase",
  ] {
    let result = try program.shell(
      "exec \(drop) \"$dunlin\" \(command) --book book --as-of 2026-06-30")
    #expect(result.status == 2, "\(command): \(result.err)")
    #expect(result.err.contains("book"), "\(command): \(result.err)")
    #expect(!result.err.contains("Fatal"), "\(command): \(result.err)")
  }
  #expect(try program.ledger() == before)
}
