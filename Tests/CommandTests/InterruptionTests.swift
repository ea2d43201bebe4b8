import Foundation
import Testing

private let day = ["--book", "book", "--as-of", "2026-06-30"]

/// A book and a folder of small registers, one invoice each: more than are read in one go.
private func bookAndFolder(_ files: Int) throws -> Program {
  let program = try Program()
  #expect(try program("init", "book").status == 0)
  for number in 1...files {
    try program.write(
      "number,client,date,amount,currency\nR-\(number),Tern \(number % 7),2026-05-01,5.00,EUR\n",
      to: "in/\(number).csv")
  }
  return program
}

private func openCount(_ program: Program) throws -> Int {
  try program.run(["forecast", "--per-invoice", "--format", "csv"] + day).out
    .split(separator: "\n").count - 1
}

@Test(
  "an import that is interrupted leaves whole files, says how many, and is completed by the next",
  arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
func interrupted(signal: Int32, status: Int32) throws {
  let files = 530
  // As many as one job reads in one go.
  let batch = 320
  let program = try bookAndFolder(files)
  defer { program.remove() }
  var interruptedCount = 0
  // The second time the originals are there already, so that the first files are not yet in.
  for originals in [1, 300] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["import", "--jobs", "1", "in"] + day
    process.currentDirectoryURL = program.folder
    process.environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC"]
    let errors = program.folder.appendingPathComponent(".interrupted")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    // Originals are copied while the first batch is taken in.
    while process.isRunning, program.files(in: "book/Originals").count < originals { usleep(2000) }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    let said = try String(decoding: Data(contentsOf: errors), as: UTF8.self)
    if process.terminationStatus != 0 {
      #expect(process.terminationStatus == status, "\(said)")
      #expect(process.terminationReason == .exit)
      #expect(said.hasPrefix("dunlin: interrupted; "), "\(said)")
      let isSaid =
        said.contains("\(batch) of \(files) files were imported")
        || said.contains("nothing was imported")
      #expect(isSaid, "\(said)")
      interruptedCount += 1
    }
    let open = try openCount(program)
    #expect(open % batch == 0 || open == files, "\(open) open")
    #expect(try program.run(["check"] + day).status == 0)
  }
  #expect(try program.run(["import", "in"] + day).status == 0)
  #expect(try openCount(program) == files)
  #expect(try program.run(["check"] + day).status == 0)
  #expect(interruptedCount > 0)
}

@Test(
  "progress is drawn on a terminal after a second and erased, and never in a file",
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"),
    "needs script(1) for a terminal"))
func progress() throws {
  let program = try bookAndFolder(700)
  defer { program.remove() }
  let piped = try program.run(["import", "in", "--dry-run"] + day)
  #expect(piped.status == 0 && piped.err.isEmpty)
  let command = ([Program.path, "import", "in", "--jobs", "1"] + day).joined(separator: " ")
  let script = Process()
  script.executableURL = URL(fileURLWithPath: "/usr/bin/script")
  script.arguments = ["-qec", command, "typescript"]
  script.currentDirectoryURL = program.folder
  script.environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC", "TERM": "xterm"]
  script.standardOutput = FileHandle.nullDevice
  script.standardInput = FileHandle.nullDevice
  try script.run()
  script.waitUntilExit()
  let seen = try String(
    decoding: Data(contentsOf: program.folder.appendingPathComponent("typescript")), as: UTF8.self)
  guard seen.contains("\rReading  [") else {
    // A fast machine is done within the second.
    #expect(seen.contains("Imported from 700 files"))
    return
  }
  #expect(seen.contains(" of 700 files"))
  let after = seen.components(separatedBy: "\r\u{1B}[K")
  #expect(after.count == 2, "erased once")
  #expect(after.last?.contains("Imported from 700 files") == true)
}

@Test("a dry run keeps no originals")
func dryRunKeepsNothing() throws {
  let program = try bookAndFolder(2)
  defer { program.remove() }
  #expect(try program.run(["import", "in", "--dry-run"] + day).status == 0)
  #expect(program.files(in: "book/Originals") == [])
}
