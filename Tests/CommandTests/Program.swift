import Foundation
import Testing

/// Runs the built program in a folder of its own.
struct Program {
  let folder: URL

  struct Result {
    var status: Int32
    var out: String
    var err: String
  }

  /// The root of the package's sources.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static var samples: String { root.appendingPathComponent("Samples").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to name: String) throws {
    let url = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func files(in name: String) -> [String] {
    let path = folder.appendingPathComponent(name).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  func callAsFunction(_ arguments: String...) throws -> Result { try run(arguments) }

  func run(_ arguments: [String]) throws -> Result {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC"]
    // Files, not pipes: a full pipe would wait for a reader forever.
    let out = folder.appendingPathComponent(".out")
    let err = folder.appendingPathComponent(".err")
    for url in [out, err] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      out: try String(decoding: Data(contentsOf: out), as: UTF8.self),
      err: try String(decoding: Data(contentsOf: err), as: UTF8.self))
  }

  /// Starts a command without waiting for it.
  func start(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC"]
    for stream in [\Process.standardOutput, \Process.standardError, \Process.standardInput] {
      process[keyPath: stream] = FileHandle.nullDevice
    }
    try process.run()
    return process
  }

  /// A file of the folder.
  func text(of name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  static var path: String { executable.path }

  /// The program is built beside the tests.
  private static let executable: URL = {
    let name = "dunlin"
    let places = [
      Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent(),
      URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
      root.appendingPathComponent(".build/debug"),
    ]
    let found = places.map { $0.appendingPathComponent(name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    guard let found else { preconditionFailure("no built dunlin beside the tests") }
    return found
  }()
}

/// Compares with a file under `Golden`; with RECORD=1 it is written instead. A missing one fails.
func expectGolden(_ text: String, _ name: String) throws {
  let url = Program.root.appendingPathComponent("Tests/CommandTests/Golden/\(name)")
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    try Data(text.utf8).write(to: url)
  }
  let golden = try? String(decoding: Data(contentsOf: url), as: UTF8.self)
  #expect(golden == text, "differs from Golden/\(name); RECORD=1 rewrites it")
}
