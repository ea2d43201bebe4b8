import Foundation
import Testing

/// A book with one client in the register and a bank account whose statement ends early in June.
private func book(_ settings: String = "") throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  try program.write(
    """
    house: {name: Our House, country: IE}
    bank:
      - {iban: DE21900000170041220700, currency: EUR}
    \(settings)
    """, to: "book/dunlin.yaml")
  try program.write(
    """
    number,client,date,due,amount,currency,country
    A-1,Alder,2026-03-01,2026-03-31,500.00,EUR,IE
    A-2,Alder,2026-05-05,2026-06-04,70.00,EUR,IE
    A-3,Alder,2026-01-05,2026-02-04,90.00,EUR,IE

    """, to: "register.csv")
  _ = try program.run(["import", "register.csv", "--book", "book", "--as-of", "2026-06-09"])
  return program
}

private let onDay = ["--book", "book", "--as-of", "2026-06-09"]

@Test("a cut-over date of the settings or the command line leaves older debts alone")
func cutOver() throws {
  for (settings, arguments) in [
    ("chase: {start: 2026-03-01}", []), ("", ["--start", "2026-03-01"]),
  ] {
    let program = try book(settings)
    defer { program.remove() }
    let json = try program.run(["chase", "--format", "json"] + arguments + onDay).out
    #expect(json.contains("\"total\": \"570.00\""))
    #expect(json.contains("\"reason\": \"before-start\""))
  }
}

@Test("the first chase on an old ledger begins every debt at the first reminder")
func firstRun() throws {
  let program = try book("chase: {stages_per_notice: 4}")
  defer { program.remove() }
  let json = try program.run(["chase", "--format", "json"] + onDay).out
  #expect(json.contains("\"level\": 2"))
  #expect(json.contains("\"total\": \"660.00\""))
}

@Test("with old bank data nothing is sent until --anyway")
func staleBankData() throws {
  let program = try book()
  defer { program.remove() }
  let statement = Program.samples + "/Bank/2026-05 EUR.xml"
  _ = try program.run(["import", statement, "--book", "book", "--as-of", "2026-06-09"])
  let later = ["--book", "book", "--as-of", "2026-07-20"]
  let held = try program.run(["chase", "--format", "json"] + later).out
  #expect(held.contains("\"notices\": []"))
  #expect(held.contains("\"reason\": \"stale-bank-data\""))
  let why = try program.run(["chase", "--why", "A-1"] + later).out
  #expect(why.contains("bank data end on 2026-05-"))
  let sent = try program.run(["chase", "--anyway", "--format", "json"] + later).out
  #expect(sent.contains("\"total\": \"660.00\""))
}

@Test("a plan of instalments keeps reminders away")
func plan() throws {
  let program = try book()
  defer { program.remove() }
  let recorded = try program.run(
    [
      "record", "plan", "A-1", "--instalment", "2026-07-01=250.00", "--instalment",
      "2026-08-01=250.00",
    ] + onDay)
  #expect(recorded.out.components(separatedBy: "Recorded: plan of 250.00 EUR").count == 3)
  let why = try program.run(["chase", "--why", "A-1"] + onDay).out
  #expect(why.contains("instalments are agreed and kept so far"))
  let wrong = try program.run(["record", "plan", "A-1"] + onDay)
  #expect(wrong.status == 64)
}

@Test("a letter that stops credit records it, once, and the next job is warned of")
func creditStop() throws {
  let program = try book(
    "chase: {stages: [{tone: reminder, after_due: 3}, "
      + "{tone: final, after_previous: 10, pay_by_days: 5, stop_credit: true}]}")
  defer { program.remove() }
  _ = try program.run(["chase"] + onDay)
  #expect(try !program.run(["history", "Alder"] + onDay).out.contains("stop"))
  let later = ["--book", "book", "--as-of", "2026-06-23"]
  let given = try program.run(["chase"] + later)
  #expect(given.err.contains("Alder gets no further credit"), "\(given.err)")
  let letter = try #require(program.files(in: "book/Letters").first { $0.hasSuffix("final.txt") })
  let url = program.folder.appendingPathComponent("book/Letters/\(letter)")
  #expect(try String(contentsOf: url, encoding: .utf8).contains("payment in advance"))
  _ = try program.run(["chase"] + later)
  let history = try program.run(["history", "Alder"] + later).out
  #expect(history.components(separatedBy: "from 2026-06-29 while it").count == 4, "\(history)")
  func job(_ number: String, on day: String) throws -> String {
    try program.write(
      "number,client,date,due,amount,currency\n\(number),Alder,\(day),2026-08-30,9.00,EUR\n",
      to: "\(number).csv")
    return try program.run(["import", "\(number).csv", "--book", "book", "--as-of", day]).err
  }
  #expect(try job("N-0", on: "2026-06-28").isEmpty, "it begins on the day that the letter names")
  #expect(try job("N-1", on: "2026-06-30").contains("gets no further credit since 2026-06-29"))
  for (number, amount) in [("A-1", "500.00"), ("A-2", "70.00"), ("A-3", "90.00")] {
    #expect(try job("N-\(number)", on: "2026-07-01").contains("no further credit"))
    let payment = ["record", "payment", number, "--amount", amount, "--book", "book"]
    _ = try program.run(payment + ["--as-of", "2026-07-02"])
  }
  #expect(try job("N-2", on: "2026-07-03").isEmpty, "all that it was for is paid")
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("the calls of a day are one list, with script, promises and what was settled since left out")
func calls() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program("init", "book")
  try program.write(
    """
    house: {name: Our House, country: IE}
    chase:
      stages:
        - {tone: reminder, after_due: 3}
        - {tone: call, after_previous: 8, channel: phone}
    """, to: "book/dunlin.yaml")
  try program.write(
    """
    number,client,date,due,amount,currency,country
    A-1,Alder,2026-04-01,2026-05-01,500.00,EUR,IE
    A-2,Alder,2026-04-05,2026-05-05,70.00,EUR,IE
    B-1,Birch,2026-04-01,2026-05-01,1200.00,EUR,IE
    C-1,Cedar,2026-04-01,2026-05-01,80.00,EUR,IE

    """, to: "register.csv")
  try program.write(
    "client,person,phone\nAlder,Mary Ray,+353 1 555 0100\nBirch,,+353 1 555 0199\n",
    to: "clients.csv")
  func run(_ words: String, on day: String) throws -> Program.Result {
    try program.run(
      words.split(separator: " ").map(String.init) + ["--book", "book", "--as-of", day])
  }
  _ = try run("import register.csv", on: "2026-05-06")
  #expect(try run("clients import clients.csv", on: "2026-05-06").status == 0)
  _ = try run("chase", on: "2026-05-11")
  _ = try run("record promise A-1 --by 2026-05-15", on: "2026-05-12")
  _ = try run("record payment A-1 --amount 100.00", on: "2026-05-15")
  #expect(try run("chase --calls", on: "2026-05-11").out.contains("No calls are due"))
  let planned = try run("chase --calls", on: "2026-05-19")
  try expectGolden(planned.out, "calls.txt")
  try expectGolden(try run("chase --calls --format csv", on: "2026-05-19").out, "calls.csv")
  try expectGolden(try run("chase --calls --format json", on: "2026-05-19").out, "calls.json")
  #expect(try run("chase", on: "2026-05-19").out.contains("3 calls to make"))
  // What came of the calls takes them off the list; the others stay on it.
  _ = try run("record promise B-1 --by 2026-05-22", on: "2026-05-19")
  let next = try run("chase --calls", on: "2026-05-20").out
  #expect(next.contains("A-1") && next.contains("C-1") && !next.contains("B-1"), "\(next)")
  #expect(next.contains("on the list since 2026-05-19"))
}

@Test("a call asks for the fee and interest of its stage on the days after as well")
func callsWithCharges() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program("init", "book")
  try program.write(
    """
    house: {name: Our House, country: IE}
    chase:
      stages:
        - {tone: call, after_due: 3, channel: phone, fee: 5.00}
    """, to: "book/dunlin.yaml")
  try program.write(
    "number,client,date,due,amount,currency\nA-1,Alder,2026-04-01,2026-05-01,500.00,EUR\n",
    to: "register.csv")
  func run(_ words: String, on day: String) throws -> String {
    try program.run(
      words.split(separator: " ").map(String.init) + ["--book", "book", "--as-of", day]
    ).out
  }
  _ = try run("import register.csv", on: "2026-05-06")
  let planned = try run("chase --calls", on: "2026-05-11")
  #expect(planned.contains("To ask for: 505.00 EUR"), "\(planned)")
  #expect(planned.contains("With 5.00 EUR of interest and fees."), "\(planned)")
  _ = try run("chase", on: "2026-05-11")
  let next = try run("chase --calls", on: "2026-05-12")
  #expect(next.contains("To ask for: 505.00 EUR"), "\(next)")
  _ = try run("record payment A-1 --amount 505.00", on: "2026-05-13")
  #expect(try run("chase --calls", on: "2026-05-13").contains("No calls are due"))
  let client = try run("clients Alder", on: "2026-05-13")
  #expect(client.contains("Owes nothing.") && !client.contains("not the interest"), "\(client)")
}

@Test("who paid after reminders is thanked once, where the house wants it")
func thanks() throws {
  for isWanted in [false, true] {
    let program = try book(isWanted ? "chase: {thanks: true}" : "")
    defer { program.remove() }
    _ = try program.run(["chase"] + onDay)
    let paid = ["--book", "book", "--as-of", "2026-06-12"]
    for (number, amount) in [("A-1", "500.00"), ("A-2", "70.00")] {
      _ = try program.run(["record", "payment", number, "--amount", amount] + paid)
    }
    let later = ["--book", "book", "--as-of", "2026-06-15"]
    #expect(
      try !program.run(["chase", "--dry-run"] + later).out.contains("thanked"), "A-3 is open")
    _ = try program.run(["record", "payment", "A-3", "--amount", "90.00"] + later)
    let planned = try program.run(["chase", "--dry-run"] + later).out
    #expect(planned.contains("would be thanked: Alder (660.00 EUR)") == isWanted, "\(planned)")
    let json = try program.run(["chase", "--format", "json"] + later).out
    #expect(json.contains("\"thanks\"") == isWanted)
    let letters = program.files(in: "book/Letters").filter { $0.contains("thanks") }
    #expect(letters.count == (isWanted ? 3 : 0), "text, HTML and PDF")
    for day in ["2026-06-15", "2026-06-16"] {
      let again = try program.run(["chase", "--book", "book", "--as-of", day]).out
      #expect(!again.contains("thanked"), "never twice")
    }
    let history = try program.run(["history", "A-1"] + later).out
    #expect(history.contains("letter: thanks") == isWanted)
  }
}

@Test("letters about a plan, goodwill, a promise or a dispute say what is on record, or nothing")
func figuresOnRecord() throws {
  let program = try book()
  defer { program.remove() }
  for kind in ["plan", "goodwill", "broken-promise", "dispute", "thanks"] {
    let refused = try program.run(["letter", kind, "Alder"] + onDay)
    #expect(refused.status == 2 && refused.err.contains("on record"), "\(kind): \(refused.err)")
  }
  for record in [
    ["plan", "A-1", "--instalment", "2026-07-01=250.00", "--instalment", "2026-08-01=250.00"],
    ["goodwill", "A-2", "--amount", "12.50"], ["dispute", "A-3"],
    ["payment", "A-1", "--amount", "1.00"],
  ] {
    #expect(try program.run(["record"] + record + onDay).status == 0)
  }
  let early = ["--book", "book", "--as-of", "2026-06-05"]
  _ = try program.run(["record", "promise", "A-2", "--by", "2026-06-08"] + early)
  for (kind, target, words) in [
    ("plan", "A-1", ["500.00 EUR", "1 Jul 2026", "1 Aug 2026"]),
    ("goodwill", "Alder", ["12.50 EUR", "A-2"]), ("broken-promise", "A-2", ["8 June 2026"]),
    ("dispute", "Alder", ["A-3"]),
  ] {
    let written = try program.run(["letter", kind, target] + onDay)
    #expect(written.status == 0, "\(kind): \(written.err)")
    let name = try #require(
      program.files(in: "book/Letters").first {
        $0.contains(" EUR \(kind)") && $0.hasSuffix(".txt")
      })
    let url = program.folder.appendingPathComponent("book/Letters/\(name)")
    let text = try String(contentsOf: url, encoding: .utf8)
    for word in words { #expect(text.contains(word), "\(kind): \(word)") }
  }
  #expect(try program.run(["letter", "goodwill", "A-2", "--amount", "9.00"] + onDay).status == 64)
}

@Test("thanks are written once what they are for is paid and nothing else is overdue")
func thanksInOrder() throws {
  let program = try book()
  defer { program.remove() }
  func pay(_ number: String, _ amount: String) throws {
    let payment = ["record", "payment", number, "--amount", amount]
    #expect(try program.run(payment + onDay).status == 0)
  }
  try pay("A-1", "499.00")
  for kind in ["thanks", "first-thanks"] {
    let refused = try program.run(["letter", kind, "A-1"] + onDay)
    #expect(refused.status == 2 && refused.err.contains("1.00 EUR is open"), "\(refused)")
  }
  try pay("A-1", "1.00")
  for target in ["A-1", "Alder"] {
    let refused = try program.run(["letter", "thanks", target] + onDay)
    #expect(refused.status == 2 && refused.err.contains("overdue"), "\(refused)")
  }
  try pay("A-2", "70.00")
  try pay("A-3", "90.00")
  for kind in ["thanks", "first-thanks"] {
    let written = try program.run(["letter", kind, "A-1"] + onDay)
    #expect(written.status == 0, "\(written.err)")
  }
}

@Test("without the rate of a half-year no letter that needs it is written; settings may add it")
func missingRate() throws {
  let interest = "interest: {law: DE, from_stage: reminder}"
  let late = ["--book", "book", "--as-of", "2027-02-03"]
  let program = try book("chase: {\(interest)}")
  defer { program.remove() }
  let stopped = try program.run(["chase"] + late)
  #expect(stopped.status == 0)
  #expect(stopped.out.contains("rate missing"))
  let why = try program.run(["chase", "--why", "A-1"] + late).out
    .replacing("\n  ", with: " ")
  #expect(why.contains("no DE-BASE reference rate for the half-year from 2027-01-01"))
  #expect(program.files(in: "book/Letters").isEmpty)
  let known = try book(
    "chase: {\(interest), reference_rates: [{reference: DE-BASE, from: 2027-01-01, percent: "
      + "\"1.77\"}]}")
  defer { known.remove() }
  #expect(try known.run(["chase"] + late).out.contains("1 letter written"))
  let text = try #require(known.files(in: "book/Letters").first { $0.hasSuffix(".txt") })
  let url = known.folder.appendingPathComponent("book/Letters/\(text)")
  #expect(try String(contentsOf: url, encoding: .utf8).contains("10.77"))
}

@Test("many invoices of a client that are left alone for one reason share a row")
func leftAlone() throws {
  let program = try book("chase: {minimum: \"5.00\"}")
  defer { program.remove() }
  let rows =
    (1...6).map { "D-\($0),Dabchick,2026-05-0\($0),2026-06-04,0.10,EUR,IE\n" }
    + (1...4).map { "E-\($0),Eider,2026-05-0\($0),2026-06-04,0.10,EUR,IE\n" }
  try program.write("number,client,date,due,amount,currency,country\n\(rows.joined())", to: "b.csv")
  _ = try program.run(["import", "b.csv", "--book", "book", "--as-of", "2026-06-09"])
  let text = try program.run(["chase"] + onDay).out
  #expect(text.contains(/6 invoices +Dabchick +0\.60 EUR +too small to chase/))
  #expect(text.contains(/E-4 +Eider +0\.10 EUR +too small to chase/))
}

@Test("check warns of a fee on the first reminder to German clients, and fails for none")
func feeBeforeDefault() throws {
  func stages(_ first: String) -> String {
    """
    chase:
      interest: {law: DE, from_stage: second}
      stages:
        - {tone: reminder, after_due: 5\(first)}
        - {tone: second, after_due: 20, fee: "5.00"}
    """
  }
  for (settings, warns) in [(stages(", fee: \"5.00\""), true), (stages(""), false)] {
    let program = try book(settings)
    defer { program.remove() }
    let check = try program.run(["check", "--book", "book"])
    #expect(check.status == 0, "\(check.err)")
    #expect(check.err.contains("settings: the stage reminder asks a fee before any") == warns)
  }
}

@Test("a format that a command does not have is refused before anything is done")
func refusedFormats() throws {
  let program = try book()
  defer { program.remove() }
  #expect(try program.run(["chase", "--format", "tsv"] + onDay).status == 64)
  #expect(program.files(in: "book/Letters") == [])
  try program.write(
    "number,client,date,amount,currency\nB-1,Tern,2026-05-01,5.00,EUR\n", to: "b.csv")
  let refused = try program.run(["import", "b.csv", "--format", "csv"] + onDay)
  #expect(refused.status == 64 && refused.err.contains("nothing was done"))
  #expect(try program.run(["history", "B-1"] + onDay).status == 2)
}

@Test("a notice names the language its letter is in, also where the client's has no words")
func languageWithoutWords() throws {
  let program = try book()
  defer { program.remove() }
  for (language, expected) in [("sv", "en"), ("fr", "fr")] {
    try program.write("client,language\nAlder,\(language)\n", to: "clients.csv")
    #expect(try program.run(["clients", "import", "clients.csv"] + onDay).status == 0)
    let csv = try program.run(["chase", "--dry-run", "--format", "csv"] + onDay).out
    #expect(csv.contains(",\(expected),letter,"), "\(csv)")
  }
}

@Test("notices as CSV are a row for each invoice, with the whole notice's total")
func noticesAsCSV() throws {
  let program = try book()
  defer { program.remove() }
  let rows = try program.run(["chase", "--dry-run", "--format", "csv"] + onDay).out
    .split(separator: "\n")
  #expect(rows.count == 4)
  #expect(
    rows[0]
      == "client_id,level,stage,invoice_id,currency,open,days_overdue,interest,fee,total,pay_by,"
      + "language,channel,state,files")
  #expect(rows.dropFirst().allSatisfy { $0.contains(",660.00,") && $0.contains(",planned,") })
}
