import Foundation
import Testing

private let onDay = ["--book", "book", "--as-of", "2026-06-09"]

/// A book with one client that is late.
private func book(_ mail: String = "mail: {folder: Mail}") throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  try settle(program, mail)
  try add("A-1", of: "Alder", "pay@alder.example", to: program)
  return program
}

private func settle(_ program: Program, _ mail: String) throws {
  try program.write(
    "house: {name: Our Business, country: IE, email: us@house.example}\n\(mail)\n",
    to: "book/dunlin.yaml")
}

private func add(_ number: String, of client: String, _ email: String, to program: Program) throws {
  try program.write(
    """
    number,client,date,due,amount,currency,country,email
    \(number),\(client),2026-05-01,2026-05-31,500.00,EUR,IE,\(email)

    """, to: "\(number).csv")
  _ = try program.run(["import", "\(number).csv"] + onDay)
}

@Test("letters of one day to clients of like names are files of their own")
func likeNames() throws {
  let program = try book()
  defer { program.remove() }
  let long = "Handelsgesellschaft der Vereinigten Kaufleute"
  try add("N-1", of: long + " Nord", "north@firm.example", to: program)
  _ = try program.run(["chase"] + onDay)
  let first = program.files(in: "book/Letters").filter { $0.hasSuffix(".txt") }
  #expect(first.count == 2)
  #expect(first.contains("2026-06-09 alder EUR reminder.txt"))
  let north = try #require(first.first { $0.contains("handels") })
  let text = try program.text(of: "book/Letters/\(north)")
  try add("S-1", of: long + " Süd", "south@firm.example", to: program)
  _ = try program.run(["chase"] + onDay)
  #expect(try program.text(of: "book/Letters/\(north)") == text)
  let all = program.files(in: "book/Letters").filter { $0.hasSuffix(".txt") }
  let south = try #require(all.first { !first.contains($0) })
  #expect(try program.text(of: "book/Letters/\(south)").contains("S-1"))
  try add("O-1", of: "Öl & Söhne", "o@firm.example", to: program)
  _ = try program.run(["chase"] + onDay)
  #expect(program.files(in: "book/Letters").contains("2026-06-09 oel-soehne EUR reminder.txt"))
}

@Test("letters about two invoices of a client on one day are files of their own")
func lettersAboutInvoices() throws {
  let program = try book()
  defer { program.remove() }
  try add("A/2", of: "Alder", "pay@alder.example", to: program)
  for number in ["A-1", "A/2"] {
    let letter = ["letter", "goodbye", number, "--date", "2026-07-01"]
    #expect(try program.run(letter + onDay).status == 0)
  }
  let files = program.files(in: "book/Letters").filter { $0.hasSuffix(".txt") }
  #expect(
    files == ["2026-06-09 alder EUR goodbye A%2F2.txt", "2026-06-09 alder EUR goodbye A-1.txt"])
}

@Test("letters outside the book are mailed, and found wherever dunlin is run")
func lettersElsewhere() throws {
  let program = try book()
  defer { program.remove() }
  let sent = try program.run(["chase", "--out", "letters", "--send", "--yes"] + onDay)
  #expect(sent.out.contains("Mail: 1 sent."), "\(sent.err)")
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("a program that ends before it has read a letter neither ends dunlin nor loses the letter")
func programThatEnds() throws {
  let program = try book("mail: {program: [/bin/false]}")
  defer { program.remove() }
  _ = try program.run(["chase"] + onDay)
  let large = String(repeating: "long ", count: 100_000)
  try program.write(large, to: "book/Letters/2026-06-09 alder EUR reminder.pdf")
  let failed = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(failed.out.contains("Mail: 1 postponed."), "\(failed.err)")
  #expect(failed.err.contains("/bin/false ended with 1"))
  try settle(program, "mail: {program: [/bin/cat]}")
  let waiting = try program.run(["chase", "--dry-run", "--send"] + onDay)
  #expect(waiting.out.contains("1 letter would be mailed"))
}

@Test("a program that says done without having read the letter leaves it to a person")
func programThatReadsNothing() throws {
  let program = try book("mail: {program: [/bin/true]}")
  defer { program.remove() }
  _ = try program.run(["chase"] + onDay)
  let large = String(repeating: "long ", count: 100_000)
  try program.write(large, to: "book/Letters/2026-06-09 alder EUR reminder.pdf")
  let sent = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(sent.out.contains("Mail: 1 uncertain."), "\(sent.err)")
  try settle(program, "mail: {program: [/bin/false]}")
  let again = try program.run(["chase", "--send", "--yes", "--again", "1"] + onDay)
  #expect(again.out.contains("Mail: 1 postponed."), "\(again.err)")
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test(
  "what cannot be done with mail is refused before a notice is given",
  arguments: [
    (["--to", "nobody"], 64), (["--send", "--resend", "A-1"], 2), (["--send", "--again", "7"], 2),
    (["--send", "--arrived", "7"], 2),
  ] as [([String], Int32)])
func refusedFirst(options: [String], status: Int32) throws {
  let program = try book()
  defer { program.remove() }
  #expect(try program.run(["chase"] + options + onDay).status == status)
  #expect(program.files(in: "book/Letters").isEmpty)
  try settle(program, "")
  #expect(try program.run(["chase", "--send"] + onDay).status == 2)
  #expect(program.files(in: "book/Letters").isEmpty)
}

@Test("a letter to what is no address is refused once, and does not wait forever")
func noAddress() throws {
  let program = try book()
  defer { program.remove() }
  let client = "clients: [{match: Alder, email: info at alder.example}]"
  try settle(program, "mail: {folder: Mail}\n\(client)")
  let sent = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(sent.status == 1)
  #expect(sent.out.contains("Mail: 1 refused."), "\(sent.out) \(sent.err)")
  #expect(sent.err.contains("'info at alder.example' is no address"))
  let again = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(again.out.contains("Mail: nothing to send."))
}

@Test("a trial gives no notice")
func trialGivesNothing() throws {
  let program = try book()
  defer { program.remove() }
  let trial = try program.run(["chase", "--to", "me@house.example"] + onDay)
  #expect(trial.out.contains("1 letter mailed to me@house.example as a trial"), "\(trial.err)")
  #expect(program.files(in: "book/Mail").count == 1)
  #expect(program.files(in: "book/Letters").isEmpty)
  #expect(try !program.run(["history", "A-1"] + onDay).out.contains("reminded"))
}
