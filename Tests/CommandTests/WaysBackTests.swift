import Foundation
import Testing

/// A book of two imports: our own invoices, and those of another client without an e-mail address.
private struct TwoImports {
  let program: Program

  init() throws {
    program = try Program()
    _ = try program("init", "book")
    try program.write("house: {name: Our Business, country: NL}\n", to: "book/dunlin.yaml")
    try program.write(
      """
      number,client,date,due,amount,currency,language
      N-1,Wulp BV,2026-02-01,2026-03-03,500.00,EUR,nl
      N-2,Wulp BV,2026-02-05,,80.00,EUR,nl

      """, to: "ours.csv")
    try program.write(
      """
      number,client,date,due,amount,currency,language
      X-1,Kluut BV,2026-02-01,2026-03-03,700.00,EUR,nl

      """, to: "theirs.csv")
    for file in ["ours.csv", "theirs.csv"] { #expect(try run("import \(file)").status == 0) }
  }

  @discardableResult
  func run(_ command: String, on day: String = "2026-02-10") throws -> Program.Result {
    let words = command.split(separator: " ").map(String.init)
    let asOf = words[0] == "check" ? [] : ["--as-of", day]
    return try program.run(words + ["--book", "book"] + asOf)
  }

  /// What is open by invoice, `N-1 500.00` and so on.
  func open(_ day: String) throws -> [String] {
    let lines = try run("forecast --per-invoice --format csv", on: day).out
      .split(separator: "\n").dropFirst()
    return lines.map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(fields[0]) \(fields[3])"
    }.sorted()
  }
}

@Test("an import whose letters were not posted is taken back, with them; ours stay")
func undoWithLetters() throws {
  let book = try TwoImports()
  defer { book.program.remove() }
  #expect(try book.run("chase --anyway", on: "2026-03-10").out.contains("2 letters written"))
  let refused = try book.run("undo 2", on: "2026-03-10")
  #expect(refused.status == 2 && refused.err.contains("`dunlin undo 2 --letters`"))
  let dry = try book.run("undo 2 --letters --dry-run", on: "2026-03-10")
  #expect(dry.out.contains("Would withdraw 1 letter"))
  #expect(try book.run("undo 2 --letters", on: "2026-03-10").out.contains("Withdrew 1 letter"))
  #expect(try book.run("undo 2", on: "2026-03-10").status == 0)
  #expect(try book.open("2026-03-10") == ["N-1 500.00", "N-2 80.00"])
  #expect(try book.run("check").status == 0)
}

@Test(
  "a void, a write-off and goodwill are taken back, and what was paid counts again",
  arguments: ["void N-1", "write-off N-1", "goodwill N-1 --amount 120.00"])
func reinstate(mistake: String) throws {
  let book = try TwoImports()
  defer { book.program.remove() }
  try book.run("record payment N-1 --amount 150.00", on: "2026-02-11")
  #expect(try book.run("record \(mistake)", on: "2026-02-12").status == 0)
  let release = try book.run("record release N-1", on: "2026-02-13")
  #expect(release.status == 2 && release.err.contains("`dunlin record reinstate N-1`"))
  let back = try book.run("record reinstate N-1", on: "2026-02-13")
  #expect(back.status == 0 && back.out.contains("It took back the"), "\(back.err)")
  #expect(try book.open("2026-02-13").contains("N-1 350.00"))
  #expect(try book.run("check").status == 0)
  let again = try book.run("record reinstate N-1", on: "2026-02-14")
  #expect(again.status == 2, "nothing is left to take back: \(again.out)")
}

@Test("where goodwill is taken back, money that waits for the invoice pays it")
func reinstateBesideMoney() throws {
  let book = try TwoImports()
  defer { book.program.remove() }
  try book.run("record payment N-1 --amount 450.00", on: "2026-02-11")
  try book.run("record goodwill N-1 --amount 50.00", on: "2026-02-12")
  try book.run("record payment N-1 --amount 30.00", on: "2026-02-13")
  #expect(try book.run("record reinstate N-1", on: "2026-02-14").status == 0)
  #expect(try book.open("2026-02-14") == ["N-1 20.00", "N-2 80.00", "X-1 700.00"])
  #expect(try book.run("check").status == 0)
}

@Test("a payment of more than is open says where the rest goes")
func overpaid() throws {
  let book = try TwoImports()
  defer { book.program.remove() }
  let much = try book.run("record payment N-1 --amount 5000.00", on: "2026-02-11")
  #expect(much.out.contains("4500.00 EUR of it stands on the client's account"), "\(much.out)")
  try book.run("record void N-2", on: "2026-02-12")
  let void = try book.run("record payment N-2 --amount 80.00", on: "2026-02-13")
  #expect(void.out.contains("N-2 is void"), "\(void.out)")
}

@Test("a due date of a later export replaces a guess, and a person's replaces both")
func dueDates() throws {
  let book = try TwoImports()
  defer { book.program.remove() }
  #expect(try book.run("chase --why N-2", on: "2026-03-20").out.contains("1 April") == false)
  try book.program.write(
    """
    number,client,date,due,amount,currency,language
    N-1,Wulp BV,2026-02-01,2026-03-03,500.00,EUR,nl
    N-2,Wulp BV,2026-02-05,2026-05-30,80.00,EUR,nl

    """, to: "ours.csv")
  #expect(try book.run("import ours.csv", on: "2026-02-20").status == 0)
  let stated = try book.run("chase --why N-2", on: "2026-03-20").out
  #expect(stated.contains("2026-05-27"), "\(stated)")
  #expect(try book.run("record due N-2 --by 2026-07-15", on: "2026-03-01").status == 0)
  let recorded = try book.run("chase --why N-2", on: "2026-06-05").out
  #expect(recorded.contains("2026-07-1"), "\(recorded)")
  #expect(try book.run("record due N-2", on: "2026-03-01").status == 64)
  #expect(try book.run("check").status == 0)
}
