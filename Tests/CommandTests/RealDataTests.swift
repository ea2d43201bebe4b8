import Foundation
import Testing

/// Public data beside the project; tests that need them are skipped where they are absent.
private let shared = Program.root.deletingLastPathComponent().appendingPathComponent("shared/data")
private let isShared = FileManager.default.fileExists(
  atPath: shared.appendingPathComponent("ubl.tar.xz").path)

@Test(
  "a run over real documents and a register ends well, and every open invoice has an answer",
  .enabled(if: isShared, "../shared is absent"))
func realDocuments() throws {
  let program = try Program()
  defer { program.remove() }
  try FileManager.default.createDirectory(
    at: program.folder.appendingPathComponent("in"), withIntermediateDirectories: true)
  let tar = Process()
  tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  tar.arguments = [
    "tar", "xf", shared.appendingPathComponent("ubl.tar.xz").path, "-C",
    program.folder.appendingPathComponent("in").path, "ubl/documents",
  ]
  try tar.run()
  tar.waitUntilExit()
  try #require(tar.terminationStatus == 0)
  try FileManager.default.copyItem(
    at: shared.appendingPathComponent("payments/ibm.csv"),
    to: program.folder.appendingPathComponent("in/ibm.csv"))

  let result = try program("run", "in", "--as-of", "2026-11-23")
  #expect(result.status == 1)
  let reports = program.folder.appendingPathComponent("dunlin-out/Reports")
  func report(_ name: String) throws -> String {
    try String(
      decoding: Data(contentsOf: reports.appendingPathComponent("2026-11-23 \(name)")),
      as: UTF8.self)
  }
  let plan = try #require(
    try JSONSerialization.jsonObject(with: Data(report("chase.json").utf8))
      as? [String: [[String: Any]]])
  let told = (plan["notices"] ?? []).flatMap { $0["invoices"] as? [[String: Any]] ?? [] }
    .compactMap { $0["number"] as? String }
  let skipped = (plan["skipped"] ?? []).compactMap { $0["invoice"] as? String }
  let forecast = try report("forecast-per-invoice.csv").split(separator: "\n").count - 1
  #expect(forecast > 100)
  #expect(told.count + skipped.count == forecast)
  #expect(result.out.contains(": \(forecast) open, "))

  // Each refused file is named with its code and a remedy; of a code with many, the first few and
  // how many there are.
  let summary = try #require(
    try JSONSerialization.jsonObject(
      with: Data(
        program("import", "in", "--dry-run", "--format", "json", "--as-of", "2026-11-23").out.utf8))
      as? [String: Any])
  let faults = try #require(summary["faults"] as? [[String: Any]])
  #expect(faults.count >= summary["refused"] as? Int ?? 0)
  let codes = Dictionary(grouping: faults) { $0["code"] as? String ?? "" }
  for (code, faults) in codes {
    for fault in faults.prefix(faults.count > 10 ? 3 : 10) {
      let line = fault["line"] as? Int ?? 0
      let place = "\(fault["file"] ?? "")" + (line > 0 ? ":\(line)" : "") + ": \(code)"
      #expect(result.err.contains(place))
    }
    #expect(faults.count <= 10 || result.err.contains("\(code): \(faults.count) in all"))
  }
  let new = (summary["invoices"] as? Int ?? 0) + (summary["credit_notes"] as? Int ?? 0)
  let known = summary["already_known"] as? Int ?? 0
  let rows = try program(
    "import", "in", "--dry-run", "--format", "csv", "--as-of", "2026-11-23"
  ).out
  let conflicts = faults.count { $0["code"] as? String == "DOC-CONFLICT" }
  let refused = summary["refused"] as? Int ?? 0
  // Refused documents have a row where enough of them could be read.
  let listed = rows.split(separator: "\n").count - 1
  #expect((new + known + conflicts...new + known + refused).contains(listed))
}
