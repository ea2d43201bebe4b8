import Foundation
import Support
import Testing

/// How many crashes are tried: 50 in the tests, more by `Scripts/soak`.
private let crashes =
  ProcessInfo.processInfo.environment["DUNLIN_CRASHES"].flatMap { Int($0) } ?? 50

private let day = ["--book", "book", "--as-of", "2026-06-30"]

/// A command that is killed, on a book that has done the ones before it.
private struct Job {
  var name: String
  var before: [[String]]
  var arguments: [String]
  /// The longest that it is left alone.
  var microsecondsMax: UInt32

  static let importing = ["import", Program.samples] + day
  static let chasing = ["chase"] + day
  static let recording =
    ["record", "payment", "BS-2026-0036", "--amount", "100.00", "--note", "cash"] + day
  static let matching = ["match", "117", "W-26-0060"] + day

  static let all = [
    Job(name: "import", before: [], arguments: importing, microsecondsMax: 900_000),
    Job(name: "chase", before: [importing], arguments: chasing, microsecondsMax: 300_000),
    Job(name: "record", before: [importing], arguments: recording, microsecondsMax: 90_000),
    Job(name: "match", before: [importing], arguments: matching, microsecondsMax: 120_000),
    Job(
      name: "run", before: [],
      arguments: ["run", Program.samples] + day, microsecondsMax: 1_200_000),
  ]
}

extension Program {
  /// What a book says in all: open items, letters, every client's and one invoice's history.
  fileprivate func state() throws -> [String] {
    let ageing = try run(["ageing", "--format", "csv"] + day).out
    let history = try run(["history", "BS-2026-0036"] + day).out
    let unmatched = try run(["match", "--format", "csv"] + day).out
    let again = try run(["chase", "--dry-run"] + day).out
    return [ageing, history, unmatched, again] + files(in: "book/Letters")
      + files(in: "book/Originals")
  }

  fileprivate func makeBook(_ commands: [[String]]) throws {
    try? FileManager.default.removeItem(at: folder.appendingPathComponent("book"))
    _ = try run(["init", "book"])
    let settings = folder.appendingPathComponent("book/dunlin.yaml")
    try FileManager.default.removeItem(at: settings)
    try FileManager.default.copyItem(
      atPath: Self.samples + "/dunlin.yaml", toPath: settings.path)
    for command in commands { #expect(try run(command).status == 0) }
  }

  fileprivate func copyFolder(_ from: String, to: String) throws {
    let target = folder.appendingPathComponent(to)
    try? FileManager.default.removeItem(at: target)
    try FileManager.default.copyItem(at: folder.appendingPathComponent(from), to: target)
  }
}

@Test("a program killed at any moment leaves a sound book, and a rerun completes the work")
func killed() throws {
  let program = try Program()
  defer { program.remove() }
  let seed = UInt64(ProcessInfo.processInfo.environment["DUNLIN_SEED"] ?? "") ?? 2026
  var random = Seeded(seed)
  var killed = 0
  for job in Job.all {
    try program.makeBook(job.before)
    try program.copyFolder("book", to: "before")
    #expect(try program.run(job.arguments).status == 0)
    let expected = try program.state()
    for round in 0..<max(1, crashes / Job.all.count) {
      let place: Comment = "\(job.name), seed \(seed), round \(round)"
      try program.copyFolder("before", to: "book")
      // Every third time two programs do the same at once, and one of them is killed.
      let second = round % 3 == 2 ? try program.start(job.arguments) : nil
      let first = try program.start(job.arguments)
      usleep(UInt32.random(in: 0...job.microsecondsMax, using: &random))
      kill(first.processIdentifier, SIGKILL)
      first.waitUntilExit()
      second?.waitUntilExit()
      killed += first.terminationReason == .uncaughtSignal ? 1 : 0
      let check = try program.run(["check"] + day)
      #expect(check.status == 0, "\(place): \(check.err)")
      let rerun = try program.run(job.arguments)
      #expect(rerun.status == 0, "\(place): \(rerun.err)")
      #expect(try program.state() == expected, place)
      #expect(try program.run(["check"] + day).status == 0, place)
    }
  }
  #expect(killed > 0)
  print("killed \(killed) times, seed \(seed)")
}

@Test("of two programs that chase at once each notice is given by one")
func twoAtOnce() throws {
  let program = try Program()
  defer { program.remove() }
  try program.makeBook([Job.importing])
  try program.copyFolder("book", to: "before")
  #expect(try program.run(Job.chasing).status == 0)
  let expected = try program.state()
  for _ in 0..<5 {
    try program.copyFolder("before", to: "book")
    let both = [try program.start(Job.chasing), try program.start(Job.chasing)]
    for process in both {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    #expect(try program.state() == expected)
    #expect(try program.run(["check"] + day).status == 0)
  }
}

@Test("imports are listed and undone, a line is settled by its number, a backup is made")
func commandsOfTheBook() throws {
  let program = try Program()
  defer { program.remove() }
  try program.makeBook([Job.importing])
  #expect(try program.run(["import", "--list"] + day).out.contains("     1  2026-06-30"))
  #expect(try program.run(["backup", "copy.sqlite"] + day).status == 0)
  #expect(try program.run(["backup", "copy.sqlite"] + day).status == 2)
  #expect(try program.run(["match", "117", "W-26-0060", "--dry-run"] + day).status == 0)
  #expect(try program.run(["undo", "1"] + day).status == 0)
  #expect(try program.run(["undo", "1"] + day).status == 2)
  #expect(
    try program.run(["ageing", "--format", "csv"] + day).out.split(separator: "\n").count == 1)
  #expect(try program.run(["check"] + day).status == 0)
  #expect(try program.run(Job.importing).status == 0)
  #expect(try program.run(["match"] + day).out.contains("ERSTATTUNG"))
  #expect(try program.run(["forget", "Kontor Siebenstern GmbH"] + day).status == 2)
  #expect(try program.run(["check"] + day).status == 0)
  // A changed original is found.
  let originals = program.files(in: "book/Originals")
  #expect(originals.count == 117)
  try program.write("changed", to: "book/Originals/\(originals[0])")
  let check = try program.run(["check"] + day)
  #expect(check.status == 1 && check.err.contains("was changed"))
}

@Test("where originals cannot be kept, nothing is imported")
func originalsFail() throws {
  let program = try Program()
  defer { program.remove() }
  #expect(try program("init", "book").status == 0)
  try program.write(
    "number,client,date,amount,currency\nR-1,Tern,2026-05-01,5.00,EUR\n", to: "in/1.csv")
  let folder = program.folder.appendingPathComponent("book/Originals")
  try? FileManager.default.removeItem(at: folder)
  try program.write("not a folder", to: "book/Originals")
  let options = ["--book", "book", "--as-of", "2026-06-30"]
  let failed = try program.run(["import", "in"] + options)
  #expect(failed.status == 2 && failed.err.contains("Originals"))
  try FileManager.default.removeItem(at: folder)
  #expect(
    try program.run(["ageing", "--format", "csv"] + options).out.split(separator: "\n").count == 1)
  #expect(try program.run(["import", "in"] + options).status == 0)
  #expect(program.files(in: "book/Originals").count == 1)
}
