import Foundation
import Testing

/// Data at the edges of what is possible, and orders that cannot be carried out.
private func book(_ rows: String, settings: String = "") throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  try program.write(
    "house: {name: Our Business, country: DE}\n" + settings, to: "book/dunlin.yaml")
  try program.write("number,client,date,due,amount,currency,country\n" + rows, to: "rows.csv")
  #expect(try program.run(["import", "rows.csv"] + onDay).status == 0)
  return program
}

private let onDay = ["--book", "book", "--as-of", "2026-06-09"]

@Test("days at the end of the calendar stop no command")
func farDays() throws {
  let program = try book(
    "A-1,Alder,2026-03-01,2199-12-31,500.00,EUR,DE\nA-2,Alder,2026-05-05,,70.00,EUR,DE\n")
  defer { program.remove() }
  #expect(try program.run(["ageing"] + onDay).status == 0)
  // Without a due date it would be due when no calendar of ours reaches.
  try program.write(
    "number,client,date,amount,currency\nB-1,Alder,2199-12-15,5.00,EUR\n", to: "late.csv")
  #expect(try program.run(["import", "late.csv"] + onDay).status == 0)
  let end = ["--book", "book", "--as-of", "2199-12-31"]
  #expect(try program.run(["history", "B-1"] + end).out.contains("due 2199-12-31"))
  #expect(try program.run(["check"] + onDay).status == 0)
}

@Test("what is recorded about an invoice is in its own currency")
func foreignCurrency() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  for kind in ["payment", "goodwill", "write-off", "plan"] {
    let more = kind == "plan" ? ["--instalment", "2026-07-01=5"] : ["--amount", "5"]
    let result = try program.run(["record", kind, "A-1", "--currency", "USD"] + more + onDay)
    #expect(result.status == 64 && result.err.contains("EUR"), "\(kind): \(result)")
  }
  #expect(try program.run(["check"] + onDay).status == 0)
}

@Test("an amount that may mean a thousand or one is refused, and both are named")
func doubtfulAmount() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  let thousand = "1.000"
  for more in [
    ["payment", "A-1", "--amount", thousand],
    ["plan", "A-1", "--instalment", "2026-07-01=\(thousand)"],
  ] {
    let result = try program.run(["record"] + more + onDay)
    #expect(result.status == 64, "\(result)")
    #expect(result.err.contains("1.00 or 1000.00"), "\(result)")
  }
  for good in ["1", "1.5", "1.50"] {
    let payment = ["record", "payment", "A-1", "--amount", good, "--again"]
    #expect(try program.run(payment + onDay).status == 0, "\(good)")
  }
}

@Test("an invoice of zero or less is found by its number, and nothing is recorded about it")
func nothingOwed() throws {
  let program = try book(
    "A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\nC-1,Alder,2026-04-01,2026-04-30,-50.00,EUR,DE\n"
      + "Z-1,Alder,2026-04-02,2026-04-30,0.00,EUR,DE\n")
  defer { program.remove() }
  let history = try program.run(["history", "C-1"] + onDay)
  #expect(history.status == 0 && history.out.contains("50.00"), "\(history)")
  let why = try program.run(["chase", "--why", "C-1"] + onDay)
  #expect(why.status == 0 && why.out.contains("an invoice of -50.00 EUR"), "\(why)")
  for number in ["C-1", "Z-1"] {
    #expect(try program.run(["history", number] + onDay).status == 0)
    for kind in ["dispute", "void", "note"] {
      let refused = try program.run(["record", kind, number] + onDay)
      #expect(refused.status == 2 && refused.err.contains("invoice of nothing"), "\(refused)")
    }
  }
}

@Test("a statement is a letter for each currency that is open; that nothing is, one confirms")
func statementCurrencies() throws {
  let program = try book(
    "A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\nA-2,Alder,2026-03-01,2026-03-31,70.00,GBP,DE\n"
      + "B-1,Birch,2026-03-01,2026-03-31,30.00,GBP,DE\n")
  defer { program.remove() }
  for client in ["Alder", "Birch"] {
    #expect(try program.run(["letter", "statement", client] + onDay).status == 0)
  }
  let texts = program.files(in: "book/Letters").filter { $0.hasSuffix(".txt") }
  #expect(
    texts == ["alder EUR", "alder GBP", "birch GBP"].map { "2026-06-09 \($0) statement.txt" })
  let birch = try program.text(of: "book/Letters/2026-06-09 birch GBP statement.txt")
  #expect(birch.contains("B-1") && birch.contains("30.00"), "\(birch)")
  #expect(try program.run(["record", "payment", "B-1", "--amount", "30"] + onDay).status == 0)
  let refused = try program.run(["letter", "statement", "B-1"] + onDay)
  #expect(refused.status == 2 && refused.err.contains("nothing is open"), "\(refused)")
  let confirmed = try program.run(["letter", "statement", "Birch"] + onDay)
  #expect(confirmed.status == 0 && confirmed.err == "", "\(confirmed)")
}

@Test("what cannot have been meant is not recorded, and what may be is noted")
func unlikelyRecords() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  func record(_ words: String) throws -> Program.Result {
    try program.run(["record"] + words.split(separator: " ").map(String.init) + onDay)
  }
  for kind in ["promise", "hold"] {
    let past = try record("\(kind) A-1 --by 2026-06-08")
    #expect(past.status == 64 && past.err.contains("2026-06-09"), "\(past)")
    #expect(try record("\(kind) A-1 --by 2026-06-08 --on 2026-06-05").status == 0)
  }
  let instalments = "--instalment 2026-07-01=250.00 --instalment 2026-07-01=250"
  let twice = try record("plan A-1 \(instalments)")
  #expect(twice.status == 64 && twice.err.contains("add up"), "\(twice)")
  let tooMuch = try record("write-off A-1 --amount 500.01")
  #expect(tooMuch.status == 2 && tooMuch.err.contains("500.00 EUR"), "\(tooMuch)")
  #expect(try program.run(["ageing", "--format", "csv"] + onDay).out.contains("500.00"))
  // The very same again changes nothing, as after a crash.
  for word in ["Recorded", "Already recorded"] {
    #expect(try record("write-off A-1 --amount 400").out.hasPrefix(word))
  }
  let later = try record("payment A-1 --amount 100 --on 2026-06-20")
  #expect(later.status == 0 && later.err.contains("note: 2026-06-20 is after 2026-06-09"))
}

@Test("goodwill on an invoice is no more than is open on it; on a client it is a credit")
func goodwillBeyondOpen() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  let goodwill = ["record", "goodwill"]
  for more in [[], ["--dry-run"]] {
    let refused = try program.run(goodwill + ["A-1", "--amount", "500.01"] + more + onDay)
    #expect(refused.status == 2 && refused.err.contains("500.00 EUR"), "\(refused)")
    #expect(refused.err.contains("Name the client"), "\(refused)")
  }
  #expect(try !program.run(["history", "A-1"] + onDay).out.contains("goodwill"))
  #expect(try program.run(goodwill + ["A-1", "--amount", "500"] + onDay).status == 0)
  #expect(try program.run(goodwill + ["A-1", "--amount", "0.01"] + onDay).status == 2)
  #expect(try program.run(goodwill + ["Alder", "--amount", "12"] + onDay).status == 0)
  #expect(try program.run(["check"] + onDay).status == 0)
}

@Test("a currency that nobody pays in is refused wherever it is typed")
func noMoney() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  for words in [
    ["record", "goodwill", "Alder", "--amount", "5", "--currency", "XXX"],
    ["letter", "thanks", "A-1", "--amount", "5", "--currency", "XTS"],
    ["forecast", "--scenario", "order 100 XXX on 2026-07-01"],
    ["forecast", "--scenario", "cost 100 XAU on 2026-07-01"],
  ] {
    let result = try program.run(words + onDay)
    #expect(result.status == 64, "\(result)")
    #expect(result.err.contains("is no currency to pay in"), "\(result)")
  }
  try program.write("house: {name: Our Business, currency: XTS}\n", to: "book/dunlin.yaml")
  let settings = try program.run(["ageing"] + onDay)
  #expect(settings.status == 2 && settings.err.contains("a currency to pay in"), "\(settings)")
}

@Test("forgetting a client again after the term of its letters removes them")
func forgottenLetters() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  #expect(try program.run(["chase"] + onDay).status == 0)
  let letters = program.files(in: "book/Letters")
  #expect(!letters.isEmpty)
  #expect(try program.run(["record", "payment", "A-1", "--amount", "500"] + onDay).status == 0)
  func forget(_ day: String, _ more: String...) throws -> String {
    try program.run(["forget", "Alder", "--book", "book", "--as-of", day] + more).out
  }
  #expect(try forget("2032-12-31").contains("business letters, until the end of 2032"))
  #expect(try forget("2033-01-01", "--dry-run").contains("Would remove: the files of 1 letter"))
  #expect(program.files(in: "book/Letters") == letters)
  #expect(try forget("2033-01-01").contains("Removed: the files of 1 letter"))
  #expect(program.files(in: "book/Letters").isEmpty)
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("numbers that no command can work with are refused before anything is done")
func refusedNumbers() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  for months in ["0", "-1", "61"] {
    #expect(try program.run(["run", ".", "--months=\(months)"] + onDay).status == 64)
    #expect(try program.run(["report", "--months=\(months)"] + onDay).status == 64)
  }
  #expect(program.files(in: "book/Letters") == [])
  #expect(try program.run(["validate", ".", "--jobs", "0"]).status == 64)
}

@Test("who was written to today and paid meanwhile is not written to again today")
func twiceADay() throws {
  let program = try book(
    """
    A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE
    A-2,Alder,2026-05-05,2026-06-12,70.00,EUR,DE
    B-1,Birch,2026-05-05,2026-06-12,70.00,EUR,DE

    """)
  defer { program.remove() }
  let first = try program.run(["chase", "--format", "csv"] + onDay)
  #expect(first.out.contains(",A-1,"))
  #expect(try program.run(["record", "payment", "A-1", "--amount", "500"] + onDay).status == 0)
  try program.write(
    "number,client,date,due,amount,currency,country\nC-1,Corvin,2026-03-01,2026-04-01,9.00,EUR,DE\n"
      + "A-3,Alder,2026-05-01,2026-05-20,80.00,EUR,DE\n", to: "more.csv")
  #expect(try program.run(["import", "more.csv"] + onDay).status == 0)
  let second = try program.run(["chase", "--format", "csv"] + onDay)
  #expect(second.status == 0, "\(second.err)")
  #expect(second.out.contains(",C-1,") && !second.out.contains("A-3"))
}

@Test("a result that cannot be written is said, and ends with 2", .enabled(if: isLinux))
func fullOutput() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  let shell = Process()
  shell.executableURL = URL(fileURLWithPath: "/bin/sh")
  shell.arguments = ["-c", "'\(Program.path)' ageing --book book > /dev/full 2> err"]
  shell.currentDirectoryURL = program.folder
  try shell.run()
  shell.waitUntilExit()
  #expect(shell.terminationReason == .exit && shell.terminationStatus == 2)
  #expect(try program.text(of: "err").contains("could not be written"))
}

private var isLinux: Bool { FileManager.default.fileExists(atPath: "/dev/full") }

@Test("headings are bold where that is asked for, and a house's country is a code")
func colorAndCountry() throws {
  let program = try book("A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,DE\n")
  defer { program.remove() }
  let bold = "\u{1B}[1m"
  #expect(try program.run(["ageing", "--color", "always"] + onDay).out.contains(bold))
  #expect(try program.run(["ageing", "--color", "never"] + onDay).out.contains(bold) == false)
  #expect(try program.run(["ageing"] + onDay).out.contains(bold) == false)
  #expect(
    try program.run(["ageing", "--color", "always", "--format", "csv"] + onDay).out.contains(bold)
      == false)
  try program.write("house: {name: Our Business, country: Germany}\n", to: "book/dunlin.yaml")
  let refused = try program.run(["ageing"] + onDay)
  #expect(refused.status == 2 && refused.err.contains("two capital letters"))
}

@Test("validate names each release, and says what a document is judged as")
func validateProfiles() throws {
  let program = try Program()
  defer { program.remove() }
  let releases = try program.run(["validate", "--profiles"])
  #expect(releases.status == 0)
  for name in ["EN 16931", "Peppol BIS Billing 3", "XRechnung 3.0.2"] {
    for syntax in ["UBL", "CII"] { #expect(releases.out.contains("\(name) for \(syntax): ")) }
  }
  try program.write(
    """
    <rsm:CrossIndustryInvoice
      xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>
    """, to: "a.xml")
  let german = try program.run(["validate", "--profile", "xrechnung", "a.xml"])
  #expect(german.status == 1)
  #expect(german.out.contains("BR-DE-1 fatal"))
  #expect(german.out.contains("does not say that it follows XRechnung 3.0"))
  let peppol = try program.run(["validate", "--profile", "peppol", "--format", "tsv", "a.xml"])
  #expect(!peppol.out.contains("BR-DE-1"))
}

@Test("a PDF beside the XML of the same name is its picture, and is refused only without it")
func pictures() throws {
  let program = try Program()
  defer { program.remove() }
  let onDay = ["--book", "book", "--as-of", "2026-06-09"]
  _ = try program("init", "book")
  let folder = program.folder.appendingPathComponent("in")
  func copy(_ sample: String, to name: String) throws {
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: Program.samples + "/" + sample),
      to: folder.appendingPathComponent(name))
  }
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  try copy("Bad/file-pdf.pdf", to: "A.PDF")
  let alone = try program.run(["import", "in"] + onDay)
  #expect(alone.status == 1 && alone.err.contains("FILE-PDF"), "\(alone)")
  try copy("Invoices/2026/2026-10517_Rechnung_Siel.xml", to: "a.xml")
  let both = try program.run(["import", "in"] + onDay)
  #expect(!both.err.contains("FILE-PDF"), "\(both)")
  #expect(both.out.contains("0 refused"), "\(both)")
  #expect(both.err.contains("note: 1 PDF was not read"), "\(both)")
}
