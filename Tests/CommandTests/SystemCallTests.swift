import Foundation
import Support
import Testing

private let strace = "/usr/bin/strace"

/// Whether programs can be watched here; a container may forbid it.
private let canTrace: Bool = {
  guard FileManager.default.isExecutableFile(atPath: strace) else { return false }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: strace)
  process.arguments = ["-o", "/dev/null", "/bin/true"]
  process.standardError = FileHandle.nullDevice
  return (try? process.run()) != nil && { process.waitUntilExit() }() == ()
    && process.terminationStatus == 0
}()

extension Program {
  /// The system calls of a command that open something or talk to somebody.
  fileprivate func traced(_ arguments: [String]) throws -> [Substring] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: strace)
    process.arguments =
      [
        "-f", "-qq", "-s", "4096", "-e",
        "trace=%network,open,openat,openat2,creat,execve,memfd_create",
      ]
      + ["-o", "trace", Self.path] + arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus < 2)
    let trace = try String(
      decoding: Data(contentsOf: folder.appendingPathComponent("trace")), as: UTF8.self)
    return trace.split(separator: "\n")
  }

  /// The paths a command opened, those of its own threads under one name.
  fileprivate func opened(_ trace: [Substring]) -> Set<String> {
    let threads = Set(trace.map { $0.prefix(while: \.isNumber) })
    return Set(
      trace.filter { $0.contains("open") }.compactMap { line in
        let parts = line.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count > 2
          ? parts[1].split(separator: "/").map { threads.contains($0) ? "N" : String($0) }
            .joined(separator: "/") : nil
      })
  }
}

@Test(
  "hostile documents make the program open no socket, start nothing and open nothing but themselves",
  .enabled(if: canTrace, "needs strace and the right to use it"),
  .enabled(if: ublFolder != nil, "needs the hostile documents"))
func hostileSystemCalls() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write("number,client,date,amount\n1,Tern,2026-05-01,5.00\n", to: "a.csv")
  try program.write("<a/>", to: "a.xml")
  let command = ["import", "--dry-run", "--as-of", "2026-06-30"]
  let harmless = try program.traced(command + ["a.csv", "a.xml"])
  let hostile = try #require(ublFolder) + "/hostile"
  let names = try FileManager.default.contentsOfDirectory(atPath: hostile)
    .filter { $0.first?.isNumber == true }
  #expect(names.count == 60)
  let trace = try program.traced(command + names.map { hostile + "/" + $0 })
  let calls = ["socket(", "connect(", "sendto(", "sendmsg(", "bind(", "creat(", "memfd_create("]
  #expect(trace.filter { line in calls.contains { line.contains($0) } } == [])
  #expect(trace.count { $0.contains("execve(") } == 1)
  let expected = Set(names.map { String((hostile + "/" + $0).dropFirst()) })
  let opened = program.opened(trace)
  #expect(opened.isSuperset(of: expected))
  // The system's tables of encodings, which documents name, and of time zones, for archives.
  let foreign = opened.subtracting(expected).subtracting(program.opened(harmless))
    .filter { !($0.hasPrefix("usr/lib/") && $0.contains("/gconv/")) }
    .filter { !$0.hasPrefix("usr/share/zoneinfo/") }
    // A pool of threads looks at its own when they are slow.
    .filter { $0 != "proc/N/stat" }
  #expect(foreign == [])
}

@Test(
  "a file of two gigabytes is refused by its size", arguments: ["big.xml", "big.csv", "big.zip"])
func twoGigabytes(name: String) throws {
  let program = try Program()
  defer { program.remove() }
  try program.write("", to: name)
  let file = try FileHandle(forWritingTo: program.folder.appendingPathComponent(name))
  try file.truncate(atOffset: 2 << 30)
  try file.close()
  let result = try program("import", "--dry-run", name)
  #expect(result.status == 1)
  #expect(result.err.contains("\(name): FILE-SIZE: the file has 2147483648 bytes"))
  let judged = try program("validate", name)
  #expect(judged.status == 1 && judged.err.contains("FILE-SIZE"))
}
