import Foundation
import Testing

/// A book in `book` that has imported the samples.
private func sampleBook() throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  let settings = program.folder.appendingPathComponent("book/dunlin.yaml")
  try FileManager.default.removeItem(at: settings)
  try FileManager.default.copyItem(atPath: Program.samples + "/dunlin.yaml", toPath: settings.path)
  _ = try program.run(
    ["import", Program.samples, "--book", "book", "--as-of", "2026-06-10"])
  return program
}

private let onDay = ["--book", "book", "--as-of", "2026-06-30"]

/// The figures of a column, in cents.
private func column(_ name: String, of csv: String) -> [Int] {
  let rows = csv.split(separator: "\n").map {
    $0.split(separator: ",", omittingEmptySubsequences: false)
  }
  guard let index = rows.first?.firstIndex(where: { $0 == name }) else { return [] }
  return rows.dropFirst().compactMap { Int($0[index].filter { $0 != "." }) }
}

@Test("the forecast's rows add up to what is open, to the cent")
func forecastAddsUp() throws {
  let program = try sampleBook()
  defer { program.remove() }
  let csv = try program.run(
    ["forecast", "--format", "csv", "--per-invoice", "--months", "4", "--weeks", "2"] + onDay
  ).out
  let lines = csv.split(separator: "\n")
  #expect(
    lines.first
      == "invoice_id,client_id,currency,open,due_date,p10,p50,p90,month_1,month_2,month_3,month_4,beyond,expected_loss,week_1,week_2"
  )
  #expect(lines.count == 27)
  let open = column("open", of: csv)
  let parts = ["month_1", "month_2", "month_3", "month_4", "beyond", "expected_loss"]
    .map { column($0, of: csv) }
  for row in open.indices {
    #expect(parts.map { $0[row] }.reduce(0, +) == open[row])
  }
  #expect(open.reduce(0, +) > 0)
}

@Test("scenarios stand beside the base, which stays as it is; futures name their seed")
func scenarios() throws {
  let program = try sampleBook()
  defer { program.remove() }
  let base = try program.run(["forecast"] + onDay).out
  let text = try program.run(
    [
      "forecast", "--scenario", "stops Harrow Bay Foods LLC", "--scenario",
      "later 14 + cost 8000 on 2026-08-20",
    ] + onDay
  ).out
  #expect(text.hasPrefix(base))
  #expect(text.contains("What if: stops Harrow Bay Foods LLC\n"))
  #expect(text.contains("What if: later 14 + cost 8000 on 2026-08-20\n"))
  let paths = try program.run(["forecast", "--paths", "200", "--seed", "9"] + onDay).out
  #expect(paths.contains("200 simulated futures (seed 9)"))
  #expect(paths == (try program.run(["forecast", "--paths", "200", "--seed", "9"] + onDay).out))
  let tables = [base, text, paths].joined().split(separator: "\n")
  #expect(tables.allSatisfy { $0.count <= 80 })
}

@Test(
  "a scenario that is none, or one beside the fixed CSV, is wrong usage; a stranger is refused",
  arguments: [
    (["forecast", "--scenario", "later never"], 64),
    (["forecast", "--scenario", "order 12 on Friday"], 64),
    (["forecast", "--scenario", "later 7", "--format", "csv"], 64),
    (["forecast", "--scenario", "stops Nobody at all"], 2),
    (["forecast", "--paths", "3"], 64), (["clients", "Nobody at all"], 2),
  ] as [([String], Int32)])
func wrongScenarios(arguments: [String], status: Int32) throws {
  let program = try sampleBook()
  defer { program.remove() }
  #expect(try program.run(arguments + onDay).status == status)
}

@Test("one client is shown in full, by name and by id")
func oneClient() throws {
  let program = try sampleBook()
  defer { program.remove() }
  let name = "Holtwiek Möbelwerk GmbH & Co. KG"
  let byName = try program.run(["clients", name] + onDay).out
  #expect(byName.hasPrefix(name + " (DE097650221)\n"))
  #expect(byName == (try program.run(["clients", "DE097650221"] + onDay).out))
}

@Test("the ageing's columns add up to open, and open less on account to the balance")
func ageingAddsUp() throws {
  let program = try sampleBook()
  defer { program.remove() }
  let csv = try program.run(["ageing", "--format", "csv"] + onDay).out
  let buckets = ["not_due", "days_1_30", "days_31_60", "days_61_90", "over_90"]
    .map { column($0, of: csv) }
  let open = column("open", of: csv)
  let account = column("on_account", of: csv)
  #expect(open.count == 16)
  for row in open.indices { #expect(buckets.map { $0[row] }.reduce(0, +) == open[row]) }
  #expect(zip(open, account).map { $0 - $1 } == column("balance", of: csv))
}

@Test("every open invoice is in a notice or among the skipped, once")
func everyInvoiceHasAnAnswer() throws {
  let program = try sampleBook()
  defer { program.remove() }
  let json = try program.run(["chase", "--dry-run", "--format", "json"] + onDay).out
  let plan = try #require(
    try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [[String: Any]]])
  let told = (plan["notices"] ?? []).flatMap { $0["invoices"] as? [[String: Any]] ?? [] }
    .compactMap { $0["number"] as? String }
  let skipped = (plan["skipped"] ?? []).compactMap { $0["invoice"] as? String }
  let csv = try program.run(["forecast", "--format", "csv", "--per-invoice"] + onDay).out
  let open = csv.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
  #expect((told + skipped).sorted() == open.sorted())
}

@Test("--why answers for a reminded, a disputed and a paid invoice")
func why() throws {
  let program = try sampleBook()
  defer { program.remove() }
  let reminded = try program.run(["chase", "--why", "BS-2026-0036"] + onDay)
  #expect(reminded.out.contains("in a notice of level 2"))
  let disputed = try program.run(["chase", "--why", "W-26-0060"] + onDay)
  #expect(disputed.out.contains("disputed since 2026-06-10"))
  let paid = try program.run(["chase", "--why", "BS-2025-0001"] + onDay)
  #expect(paid.out.contains("nothing is open on it; last: paid on"))
  #expect(try program.run(["chase", "--why", "BS-1"] + onDay).status == 2)
}

@Test("finance takes no invoice that is disputed, overdue or of another currency")
func financeJSON() throws {
  let program = try sampleBook()
  defer { program.remove() }
  let json = try program.run(["finance", "--format", "json"] + onDay).out
  let base = try #require(
    try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  let offers = try #require(base["offers"] as? [[String: Any]])
  let refused = try #require(base["ineligible"] as? [[String: Any]])
  #expect(offers.count + refused.count == 26)
  let reasons = Dictionary(
    uniqueKeysWithValues: refused.map { ("\($0["invoice"] ?? "")", "\($0["reason"] ?? "")") })
  #expect(reasons["W-26-0060"] == "disputed")
  #expect(reasons["BS-2026-0006"] == "over-age")
  #expect(reasons["BS-2026-0036"] == "currency")
}

@Test("a past day is reported as it was", arguments: ["2025-12-31", "2026-03-31"])
func pastDay(day: String) throws {
  let program = try sampleBook()
  defer { program.remove() }
  let csv = try program("ageing", "--format", "csv", "--book", "book", "--as-of", day).out
  try expectGolden(csv, "ageing-\(day).csv")
}

@Test(
  "wrong usage ends with 64, a missing book with 2, help with 0",
  arguments: [
    (["forecast", "--months", "0"], 64), (["ageing", "--as-of", "30.06.2026"], 64),
    (["nonsense"], 64), (["ageing", "--book", "nowhere"], 2), (["run", "--help"], 0),
    (["--version"], 0),
  ] as [([String], Int32)])
func exitCodes(arguments: [String], status: Int32) throws {
  let program = try Program()
  defer { program.remove() }
  #expect(try program.run(arguments).status == status)
}

@Test("init refuses a folder that is not empty")
func initInFullFolder() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write("mine", to: "book/notes.txt")
  let result = try program("init", "book")
  #expect(result.status == 2)
  #expect(program.files(in: "book") == ["notes.txt"])
}

@Test("import --dry-run prints a row for every document, also without a book")
func importDryRun() throws {
  let program = try Program()
  defer { program.remove() }
  let csv = try program.run(
    ["import", Program.samples + "/Invoices", "--dry-run", "--format", "csv"]).out
  let lines = csv.split(separator: "\n")
  #expect(
    lines.first
      == "file,kind,number,issue_date,due_date,due_date_source,currency,payable,open,seller_name,seller_id,buyer_name,buyer_id,credited_invoice,fault"
  )
  #expect(lines.count == 107)
}
