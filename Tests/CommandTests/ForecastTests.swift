import Testing

@Test("the forecast puts the instalments of a plan into the months in which they are due")
func forecastOfAPlan() throws {
  let program = try Program()
  defer { program.remove() }
  let day = ["--book", "book", "--as-of", "2026-05-31"]
  _ = try program("init", "book")
  try program.write(
    "number,client,date,due,amount,currency\nA-1,Alder,2026-03-01,2026-03-31,1000.00,EUR\n",
    to: "a.csv")
  _ = try program.run(["import", "a.csv"] + day)
  let days = ["2026-06-15=400", "2026-07-15=300", "2026-08-14=300"]
  let plan = ["record", "plan", "A-1"] + days.flatMap { ["--instalment", $0] }
  #expect(try program.run(plan + day).status == 0)
  func row(_ more: String...) throws -> [Double] {
    let csv = try program.run(["forecast", "--format", "csv"] + more + day).out
    let lines = csv.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines.count > 1, "\(csv)")
    return lines.dropFirst().flatMap { $0.dropFirst(more.isEmpty ? 2 : 8).map { Double($0) ?? 0 } }
  }
  let cash = try row("--per-invoice")
  // June, July, August; with what is usual of a promise that is not kept in time.
  #expect((100...400).contains(cash[0]) && (80...420).contains(cash[1]), "\(cash)")
  #expect(cash[1] > 0.6 * cash[0] && cash[2] > 0.6 * cash[1], "\(cash)")
  let parts = cash.prefix(8)
  #expect(abs(parts.reduce(0, +) - 1000) < 0.001, "\(cash)")
  #expect(try row()[0] == 400, "what falls due in June")
}
