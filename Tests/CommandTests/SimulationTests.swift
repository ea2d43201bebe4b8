import Foundation
import Testing

/// Whether python3 is here.
private let hasPython = simulation(["--help"]).status == 0

private func simulation(_ arguments: [String]) -> (status: Int32, out: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments =
    ["python3", Program.root.appendingPathComponent("Scripts/chase-simulation").path, Program.path]
    + arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return (127, "") }
  let out = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return (process.terminationStatus, out)
}

/// The short form of what `Scripts/chase-simulation` plays with a thousand clients.
@Suite("Simulation of chasing", .enabled(if: hasPython, "python3 is not here"))
struct SimulationTests {
  @Test("day by day nobody gets a letter too many, and every open invoice is in one list")
  func simulated() {
    let (status, out) = simulation(["--clients", "30", "--days", "20", "--seed", "3"])
    #expect(status == 0, "\(out)")
    #expect(out.contains("broken\n  nothing"), "\(out)")
  }

  @Test("the simulation fails where the program does not hear of payments")
  func blind() {
    let (status, out) = simulation(["--clients", "12", "--days", "20", "--seed", "3", "--blind"])
    #expect(status == 1, "\(out)")
    #expect(out.contains("a letter for what was paid"), "\(out)")
  }
}
