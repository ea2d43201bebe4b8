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
  #expect(history.components(separatedBy: "announced in the notice").count == 2, "\(history)")
  func job(_ number: String, on day: String) throws -> String {
    try program.write(
      "number,client,date,due,amount,currency\n\(number),Alder,\(day),2026-08-30,9.00,EUR\n",
      to: "\(number).csv")
    return try program.run(["import", "\(number).csv", "--book", "book", "--as-of", day]).err
  }
  #expect(try job("N-1", on: "2026-06-24").contains("gets no further credit since 2026-06-23"))
  _ = try program.run(["record", "release", "Alder", "--book", "book", "--as-of", "2026-06-25"])
  #expect(try job("N-2", on: "2026-06-26").isEmpty)
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}
