import Foundation
import Testing

/// A book that mails into a folder and thanks who paid, with a client that owes in two currencies
/// and one without an address.
private func book() throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  try program.write(
    """
    house: {name: Our House, country: IE, email: us@house.example}
    mail: {folder: Mail}
    chase: {thanks: true}
    """, to: "book/dunlin.yaml")
  try program.write(
    """
    number,client,date,due,amount,currency,country,email
    A-1,Alder,2026-05-01,2026-06-30,500.00,EUR,IE,pay@alder.example
    A-2,Alder,2026-05-01,2026-06-30,80.00,USD,IE,pay@alder.example
    B-1,Birch,2026-05-01,2026-06-30,70.00,EUR,IE,

    """, to: "register.csv")
  _ = try program.run(["import", "register.csv", "--book", "book", "--as-of", "2026-06-09"])
  return program
}

/// The head of each mail, and what its text says.
private func mails(of program: Program) throws -> [(head: String, text: String)] {
  try program.files(in: "book/Mail").map { name in
    let url = program.folder.appendingPathComponent("book/Mail/\(name)")
    let mail = String(decoding: try Data(contentsOf: url), as: UTF8.self)
      .replacing("\r\n", with: "\n")
    let parts = mail.components(separatedBy: "base64\n\n")
    let body = (parts.dropFirst().first ?? "").components(separatedBy: "\n--").first ?? ""
    let text = Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data()
    #expect(mail.contains("application/pdf"))
    return (parts.first ?? "", String(decoding: text, as: UTF8.self))
  }
}

private let onDay = ["--book", "book", "--as-of", "2026-06-09"]

@Test("a statement is mailed on wish, one for each currency, once a day")
func mailedStatement() throws {
  let program = try book()
  defer { program.remove() }
  let statement = ["letter", "statement", "Alder", "--send"] + onDay
  let first = try program.run(statement)
  #expect(first.out.contains("2 letters would be mailed") && first.out.contains("--yes"))
  #expect(program.files(in: "book/Mail").isEmpty)
  let sent = try program.run(statement + ["--yes"])
  #expect(sent.out == "Mail: 2 sent.\n", "\(sent.out) \(sent.err)")
  let mails = try mails(of: program)
  #expect(mails.count == 2)
  for amount in ["500.00", "80.00"] {
    let own = mails.filter { $0.text.contains(amount) }
    #expect(own.count == 1, "\(amount)")
    #expect(own.allSatisfy { $0.head.contains("To: pay@alder.example") })
  }
  #expect(try program.run(statement + ["--yes"]).out == "Mail: nothing to send.\n")
  #expect(program.files(in: "book/Mail").count == 2)
  let history = try program.run(["history", "Alder"] + onDay).out
  #expect(history.contains("mail sent") && history.contains("letter: statement"))
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("a letter to a client without an address is refused before anything is written")
func withoutAddress() throws {
  let program = try book()
  defer { program.remove() }
  let refused = try program.run(["letter", "statement", "Birch", "--send", "--yes"] + onDay)
  #expect(refused.status == 2 && refused.err.contains("Birch has no e-mail address"))
  #expect(program.files(in: "book/Letters").isEmpty)
  let history = try program.run(["history", "Birch"] + onDay).out
  #expect(!history.contains("letter"), "\(history)")
}

@Test("a letter that did not go on its own day is called back, as what it says may have changed")
func lateLetter() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["letter", "statement", "Alder", "--currency", "EUR", "--send"] + onDay)
  let nextDay = ["--book", "book", "--as-of", "2026-06-10"]
  let sent = try program.run(["chase", "--send", "--yes"] + nextDay)
  #expect(sent.out.contains("Mail: nothing to send."), "\(sent.out) \(sent.err)")
  #expect(program.files(in: "book/Mail").isEmpty)
  #expect(try program.run(["history", "Alder"] + nextDay).out.contains("mail withdrawn"))
}

@Test("a letter that waits is called back when something was recorded since, and written anew")
func outdatedLetter() throws {
  let program = try book()
  defer { program.remove() }
  let statement = ["letter", "statement", "Alder", "--currency", "EUR", "--send"] + onDay
  _ = try program.run(statement)
  let payment = ["record", "payment", "A-1", "--amount", "400.00"]
  #expect(try program.run(payment + onDay).status == 0)
  #expect(try program.run(["chase", "--send", "--yes"] + onDay).out.contains("nothing to send"))
  let sent = try program.run(statement + ["--yes"])
  #expect(sent.out.contains("Mail: 1 sent."), "\(sent.out) \(sent.err)")
  let mails = try mails(of: program)
  #expect(mails.count == 1 && mails[0].text.contains("100.00"))
  #expect(!mails[0].text.contains("To pay                               500.00"))
}

@Test("thanks are mailed with the day's reminders")
func mailedThanks() throws {
  let program = try book()
  defer { program.remove() }
  for (number, amount) in [("A-1", "500.00"), ("A-2", "80.00")] {
    let payment = ["record", "payment", number, "--amount", amount]
    #expect(try program.run(payment + onDay).status == 0)
  }
  let later = ["--book", "book", "--as-of", "2026-06-10"]
  let sent = try program.run(["chase", "--send", "--yes"] + later)
  #expect(sent.out.contains("sent."), "\(sent.out) \(sent.err)")
  let mails = try mails(of: program)
  #expect(!mails.isEmpty && mails.allSatisfy { $0.head.contains("To: pay@alder.example") })
  let again = try program.run(["chase", "--send", "--yes"] + later)
  #expect(again.out.contains("Mail: nothing to send."))
  #expect(try program.run(["check", "--book", "book"]).status == 0)
  #expect(try program.run(["history", "Alder"] + later).out.contains("pay@alder"))
  #expect(try program.run(["forget", "Alder"] + later).status == 0)
  #expect(try !program.run(["history", "Alder"] + later).out.contains("pay@alder"))
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}
