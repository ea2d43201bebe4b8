import Foundation
import Testing

@Suite("Statements")
struct StatementTests {
  private func book() throws -> Program {
    let program = try Program()
    _ = try program("init", "book")
    try program.write(
      """
      house: {name: Our Business, country: NL, currency: EUR, language: en}
      bank: [{iban: NL91ABNA0417164300, currency: EUR}]
      chase: {interest: {percent: "10", fixed_sum: "40.00", from_stage: reminder}}

      """, to: "book/dunlin.yaml")
    try program.write(
      """
      number,client,date,due,amount,currency,type
      N-1,Wulp BV,2026-01-10,2026-02-09,500.00,EUR,invoice
      N-2,Wulp BV,2026-02-20,2026-03-02,300.00,EUR,invoice
      C-1,Wulp BV,2026-02-25,,50.00,EUR,credit note
      K-1,Kluut BV,2026-01-10,2026-02-09,70.00,EUR,invoice

      """, to: "ours.csv")
    try program.write(
      """
      "Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",\
      "Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
      2026-02-26,2026-02-26,Wulp BV,,Credit Transfer,N-1,Main,200.00,,,
      2026-02-27,2026-02-27,Kluut BV,,Credit Transfer,K-1,Main,70.00,,,
      """, to: "bank.csv")
    #expect(try run(program, "import", "ours.csv").status == 0)
    return program
  }

  private func run(
    _ program: Program, _ words: String..., on day: String = "2026-03-10"
  ) throws -> Program.Result {
    try program.run(words + ["--book", "book", "--as-of", day])
  }

  /// The text of the only letter below `out`.
  private func letter(_ program: Program, _ words: String..., on day: String) throws -> String {
    let result = try program.run(
      ["letter"] + words + ["--book", "book", "--as-of", day, "--out", "out"])
    #expect(result.status == 0, "\(result.err)")
    let name = try #require(program.files(in: "out").first { $0.hasSuffix(".txt") })
    let path = program.folder.appendingPathComponent("out/\(name)")
    let text = try String(contentsOf: path, encoding: .utf8)
    try FileManager.default.removeItem(at: program.folder.appendingPathComponent("out"))
    return text
  }

  @Test("it tells what changed the balance, and comes to what the reminder of the day asks for")
  func ofPeriod() throws {
    let program = try book()
    defer { program.remove() }
    let chased = try run(program, "chase", "--anyway", on: "2026-02-12")
    #expect(chased.out.contains("2 letters written"), "\(chased)")
    #expect(try run(program, "import", "bank.csv", on: "2026-02-28").status == 0)
    let text = try letter(
      program, "statement", "Wulp BV", "--from", "2026-02-15", on: "2026-03-01")
    // By hand: 3 days of 10 % on 500.00 are 0.41, and 40.00; then 300.00, 50.00 and 200.00.
    let expected = [
      "15 Feb 2026 Opening balance 540.41", "20 Feb 2026 Invoice N-2 300.00 840.41",
      "25 Feb 2026 Credit note C-1 -50.00 790.41", "26 Feb 2026 Payment -200.00 590.41",
      "1 Mar 2026 Closing balance 590.41",
    ]
    let rows = text.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    for row in expected { #expect(rows.contains(row), "\(row) in \(text)") }
    #expect(text.contains("To pay"), "\(text)")
    #expect(text.contains("590.41 EUR"), "\(text)")

    // The whole time, charges among it: the balance begins with nothing.
    let whole = try letter(
      program, "statement", "Wulp BV", "--from", "2026-01-01", "--to", "2026-02-28",
      on: "2026-03-01")
    let all = whole.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    for row in [
      "1 Jan 2026 Opening balance 0.00", "10 Jan 2026 Invoice N-1 500.00 500.00",
      "28 Feb 2026 Interest and charges 40.41 590.41", "28 Feb 2026 Closing balance 590.41",
    ] { #expect(all.contains(row), "\(row) in \(whole)") }
  }

  @Test("of a client that owes nothing it confirms that, with what there was")
  func nothingOpen() throws {
    let program = try book()
    defer { program.remove() }
    #expect(try run(program, "import", "bank.csv", on: "2026-02-28").status == 0)
    let text = try letter(program, "statement", "Kluut BV", on: "2026-03-01")
    #expect(text.contains("Nothing is open"), "\(text)")
    #expect(text.contains("0.00 EUR") && !text.contains("How to pay"), "\(text)")
    let told = try letter(
      program, "statement", "Kluut BV", "--from", "2026-01-01", on: "2026-03-01")
    let rows = told.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.contains("27 Feb 2026 Payment -70.00 0.00"), "\(told)")
    #expect(rows.contains("1 Mar 2026 Closing balance 0.00"), "\(told)")
    // An invoice that is paid has no statement of its own.
    #expect(try run(program, "letter", "statement", "K-1", on: "2026-03-01").status == 2)
  }

  @Test(
    "the balance adds up in whatever happened",
    arguments: [
      "record write-off N-1", "record goodwill N-1 --amount 10.00", "record void N-2",
      "record payment N-1 --amount 900.00", "record payment WULP --amount 5.00",
      "record plan N-1 --instalment 2026-03-20=500.00",
    ])
  func addsUp(words: String) throws {
    let program = try book()
    defer { program.remove() }
    _ = try run(program, "chase", "--anyway", on: "2026-02-12")
    _ = try run(program, "import", "bank.csv", on: "2026-02-28")
    let command = words.split(separator: " ").map { $0 == "WULP" ? "Wulp BV" : String($0) }
    let recorded = try program.run(command + ["--book", "book", "--as-of", "2026-03-02"])
    #expect(recorded.status == 0, "\(recorded.err)")
    for first in ["2026-01-01", "2026-02-13", "2026-03-03"] {
      let result = try run(
        program, "letter", "statement", "Wulp BV", "--from", first, on: "2026-03-05")
      #expect(result.status == 0, "\(first): \(result.err)")
    }
  }

  @Test(
    "a period that is none is refused",
    arguments: [
      "statement --from 2026-03-11", "statement --to 2026-03-01", "thanks --from 2026-03-01",
      "statement --from 2026-03-01 --to 2026-03-11",
    ])
  func refused(words: String) throws {
    let program = try book()
    defer { program.remove() }
    let split = words.split(separator: " ").map(String.init)
    let result = try program.run(
      ["letter", split[0], "Wulp BV"] + split.dropFirst()
        + ["--book", "book", "--as-of", "2026-03-10"])
    #expect(result.status == 64, "\(result)")
  }
}
