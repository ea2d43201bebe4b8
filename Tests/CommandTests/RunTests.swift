import Foundation
import Testing

private let asOf = ["--as-of", "2026-06-30"]

@Test("a run on the sample book prints what the README shows, and writes letters and reports")
func runOnSamples() throws {
  let program = try Program()
  defer { program.remove() }
  let result = try program.run(["run", Program.samples, "--out", "out"] + asOf)
  #expect(result.status == 0)
  #expect(result.err == "")
  try expectGolden(result.out, "run-samples.txt")
  #expect(program.files(in: "out/Letters").count == 22)
  #expect(program.files(in: "out/Reports").count == 8)
  let tooWide = result.out.split(separator: "\n").filter { $0.count > 80 }
  #expect(tooWide.isEmpty, "\(tooWide)")
}

@Test("a run of a folder that is not there says so and does nothing")
func runOfNothing() throws {
  let program = try Program()
  defer { program.remove() }
  #expect(try program("init", "book").status == 0)
  for more in [[], ["--book", "book"], ["--dry-run"]] {
    let result = try program.run(["run", "nowhere", "--out", "out"] + more + asOf)
    #expect(result.status == 2, "\(result)")
    #expect(result.out.isEmpty && result.err.contains("there is no folder nowhere"), "\(result)")
  }
  #expect(program.files(in: "out").isEmpty)
}

@Test("a second run on the same book imports nothing, sends nothing again, and says so")
func secondRun() throws {
  let program = try Program()
  defer { program.remove() }
  #expect(try program("init", "book").status == 0)
  try FileManager.default.removeItem(at: program.folder.appendingPathComponent("book/dunlin.yaml"))
  try FileManager.default.copyItem(
    atPath: Program.samples + "/dunlin.yaml",
    toPath: program.folder.appendingPathComponent("book/dunlin.yaml").path)
  let arguments = ["run", Program.samples, "--book", "book"] + asOf
  let first = try program.run(arguments)
  let letters = program.files(in: "book/Letters")
  let second = try program.run(arguments)
  #expect(first.status == 0 && second.status == 0)
  #expect(first.out.contains("11 letters written."))
  #expect(second.out.contains("nothing new"))
  #expect(second.out.contains("No notices are due."))
  #expect(second.out.contains("reminded 2026-06-30"))
  #expect(program.files(in: "book/Letters") == letters)
  // The letters that Scripts/demo shows.
  let demo = try String(contentsOfFile: Program.samples + "/../Scripts/demo", encoding: .utf8)
  let shown = demo.split(separator: "\n").filter { $0.hasPrefix("show ") }.map { $0.dropFirst(5) }
  #expect(shown.count == 2)
  for name in shown {
    #expect(letters.contains { $0.hasPrefix("2026-06-30 \(name)") && $0.hasSuffix(".txt") })
  }
  let check = try program("check", "--book", "book")
  #expect(check.status == 0, "\(check.err)")
}

@Test("days in a row lead a debt up the stages, one letter at a time, and end it")
func escalation() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(
    """
    house:
      name: House
    clients:
      - {match: C1, terms_days: 0}
    """, to: "book-settings")
  #expect(try program("init", "book").status == 0)
  try program.write(
    "invoice_id,customer_id,invoice_date,due_date,amount,currency\n"
      + "RE-1001,C1,2026-01-05,2026-02-02,500.00,EUR\n", to: "in/register.csv")
  var stages: [String] = []
  for day in ["01-30", "02-02", "02-05", "02-06", "02-16", "02-26", "03-12", "03-30", "04-20"] {
    let result = try program(
      "run", "in", "--book", "book", "--as-of", "2026-\(day)")
    #expect(result.status == 0)
  }
  for name in program.files(in: "book/Letters") where name.hasSuffix(".txt") {
    stages.append(String(name.dropLast(4).split(separator: " ").last ?? ""))
  }
  #expect(stages == ["upcoming", "reminder", "second", "third", "final"])
}

@Test("the report is one page with pictures that loads nothing and runs nothing")
func htmlReport() throws {
  let program = try Program()
  defer { program.remove() }
  #expect(try program.run(["run", Program.samples, "--out", "out"] + asOf).status == 0)
  let page = try String(
    decoding: Data(
      contentsOf: program.folder.appendingPathComponent("out/Reports/2026-06-30 report.html")),
    as: UTF8.self)
  for forbidden in ["http:", "https:", "<script", "url(", "@import", "<link", "<img", "{{"] {
    #expect(!page.contains(forbidden), "the page holds \(forbidden)")
  }
  #expect(page.components(separatedBy: "<svg role=\"img\"").count == 7)
  #expect(page.contains("64,983.80 EUR"))
  #expect(page.contains("Holtwiek Möbelwerk GmbH &amp; Co. KG"))
}

@Test("a run without a book keeps nothing but letters and reports, and says so")
func inMemory() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(
    "number,client,date,due,amount\nRE-1001,Client Ltd,2026-05-05,2026-06-02,500.00\n",
    to: "in/register.csv")
  let result = try program.run(["run", "in"] + asOf)
  #expect(result.status == 0)
  #expect(result.out.contains("No book and no dunlin.yaml"))
  #expect(program.files(in: "in") == ["register.csv"])
  #expect(program.files(in: "dunlin-out") == [".dunlinignore", "Letters", "Reports"])
}

@Test("a run of the folder in which an earlier one left its output does not read that")
func runAgain() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(
    "number,client,date,due,amount\nRE-1001,Client Ltd,2026-05-05,2026-06-02,500.00\n",
    to: "register.csv")
  for out in [[], ["--out", "output"]] {
    let first = try program.run(["run", "."] + out + asOf)
    let second = try program.run(["run", "."] + out + asOf)
    #expect(first.status == 0 && second.status == 0)
    #expect(second.out == first.out)
    #expect(second.err == first.err)
  }
}

@Test("files whose names say nothing are imported from a folder where they are known")
func unnamedKinds() throws {
  let program = try Program()
  defer { program.remove() }
  #expect(try program("init", "book").status == 0)
  let row = { (number: Int) in "number\tclient\tdate\tamount\n\(number)\tA\t13.01.2026\t5,00\n" }
  for (name, number) in [("open.tsv", 1), ("open.txt", 2), ("export", 3)] {
    try program.write(row(number), to: "in/\(name)")
  }
  try program.write("call Tern Lane, about 3 invoices\n", to: "in/notes.txt")
  let result = try program.run(["import", "in", "--book", "book", "--format", "json"] + asOf)
  #expect(result.status == 0)
  #expect(result.out.replacing(" ", with: "").contains("\"invoices\":3"))
  #expect(result.err.contains("note: in/notes.txt was not read: it is a text in which no table"))
}

@Test("a faulty file is told with place and remedy, the rest is done, and the exit code is 1")
func faults() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(
    "number,client,date,due,amount\nRE-1001,Client Ltd,2026-05-05,2026-06-02,500.00\n"
      + "RE-1002,Client Ltd,2026-05-05,2026-13-02,1.00\n",
    to: "in/register.csv")
  try program.write("<Invoice", to: "in/broken.xml")
  let result = try program.run(["run", "in"] + asOf)
  #expect(result.status == 1)
  #expect(result.err.contains("in/broken.xml"))
  #expect(result.err.contains("XML-MALFORMED"))
  #expect(result.err.contains("in/register.csv:3: CSV-DATE:"))
  #expect(result.out.contains("1 invoice new; 0 already known, 2 refused."))
}

@Test("a dry run shows the same and leaves nothing behind")
func dryRun() throws {
  let program = try Program()
  defer { program.remove() }
  let result = try program.run(["run", Program.samples, "--dry-run"] + asOf)
  #expect(result.status == 0)
  #expect(result.out.contains("11 letters would be written."))
  #expect(program.files(in: "dunlin-out").isEmpty)
}

@Test("an interrupted reader is no failure")
func closedPipe() throws {
  let program = try Program()
  defer { program.remove() }
  let shell = Process()
  shell.executableURL = URL(fileURLWithPath: "/bin/bash")
  shell.currentDirectoryURL = program.folder
  shell.arguments = [
    "-c",
    "\"$0\" run \"$1\" --dry-run --as-of 2026-06-30 | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}",
    Program.path, Program.samples,
  ]
  try shell.run()
  shell.waitUntilExit()
  #expect(shell.terminationStatus == 0)
}
