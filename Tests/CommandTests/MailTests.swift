import Foundation
import Testing

/// A book whose letters are mailed into a folder, with two clients that are late.
private func book(_ mail: String = "{folder: Mail}") throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  try program.write(
    """
    house: {name: Our House, country: IE, email: us@house.example}
    mail: \(mail)
    """, to: "book/dunlin.yaml")
  try program.write(
    """
    number,client,date,due,amount,currency,country,email
    A-1,Alder,2026-05-01,2026-05-31,500.00,EUR,IE,pay@alder.example
    B-1,Birch,2026-05-01,2026-05-31,70.00,EUR,IE,pay@birch.example

    """, to: "register.csv")
  _ = try program.run(["import", "register.csv", "--book", "book", "--as-of", "2026-06-09"])
  return program
}

private let onDay = ["--book", "book", "--as-of", "2026-06-09"]

@Test("the first mails of a book are shown, and go out with --yes, once")
func firstMails() throws {
  let program = try book()
  defer { program.remove() }
  let first = try program.run(["chase", "--send"] + onDay)
  #expect(first.out.contains("2 letters would be mailed"))
  #expect(first.out.contains("--yes"))
  #expect(program.files(in: "book/Mail").isEmpty)
  let sent = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(sent.out.contains("Mail: 2 sent."))
  #expect(program.files(in: "book/Mail").count == 2)
  let again = try program.run(["chase", "--send"] + onDay)
  #expect(again.out.contains("Mail: nothing to send."))
  let history = try program.run(["history", "A-1"] + onDay).out
  #expect(history.contains("mail sent"))
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("a mail has text, HTML and PDF, and is addressed to the client")
func mailParts() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["chase", "--send", "--yes"] + onDay)
  let name = try #require(program.files(in: "book/Mail").first)
  let url = program.folder.appendingPathComponent("book/Mail/\(name)")
  let mail = String(decoding: try Data(contentsOf: url), as: UTF8.self)
  for part in ["text/plain", "text/html", "application/pdf", "To: pay@", "From: us@house.example"] {
    #expect(mail.contains(part), "\(part)")
  }
}

@Test("a trial goes to oneself and is no sending")
func trial() throws {
  let program = try book()
  defer { program.remove() }
  let trial = try program.run(["chase", "--to", "me@house.example"] + onDay)
  #expect(trial.out.contains("2 letters mailed to me@house.example as a trial"))
  let sent = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(sent.out.contains("Mail: 2 sent."))
}

@Test("a letter whose invoice was paid since it was written is not mailed")
func paidSince() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["chase"] + onDay)
  _ = try program.run(["record", "payment", "A-1", "--amount", "500.00"] + onDay)
  let sent = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(sent.out.contains("Mail: 1 sent."))
}

@Test("18: a deliberate resend is not skipped")
func deliberateResend() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["chase", "--send", "--yes"] + onDay)
  let again = try program.run(["chase", "--send", "--resend", "A-1"] + onDay)
  #expect(again.out.contains("Mail: 1 sent."))
  #expect(program.files(in: "book/Mail").count == 3)
  #expect(try program.run(["chase", "--send", "--resend", "X"] + onDay).status == 2)
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("a bundle holds letters as PDF, originals, the statement, the trail and their digests")
func bundle() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["chase"] + onDay)
  let made = try program.run(["history", "A-1", "--bundle", "a1.zip"] + onDay)
  #expect(made.status == 0, "\(made.err)")
  let list = Process()
  list.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  list.arguments = ["python3", "-m", "zipfile", "-l", "a1.zip"]
  list.currentDirectoryURL = program.folder
  let output = Pipe()
  list.standardOutput = output
  try list.run()
  let names = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  list.waitUntilExit()
  for part in ["contents.txt", "history.csv", "statement.pdf", "reminder.pdf", "register.csv"] {
    #expect(names.contains(part), "\(part) is not in \(names)")
  }
}

@Test("letters beyond reminders are written, and noted in the history")
func otherLetters() throws {
  let program = try book()
  defer { program.remove() }
  let statement = try program.run(["letter", "statement", "Alder"] + onDay)
  #expect(statement.out.contains("statement.txt"), "\(statement.err)")
  let payment = ["record", "payment", "A-1", "--amount", "500.00"]
  #expect(try program.run(payment + onDay).status == 0)
  let thanks = try program.run(["letter", "thanks", "Alder", "--amount", "20.00"] + onDay)
  #expect(thanks.status == 0, "\(thanks.err)")
  #expect(try program.run(["letter", "terms", "Alder"] + onDay).status == 64)
  #expect(try program.run(["history", "Alder"] + onDay).out.contains("letter: statement"))
}

@Test("check finds fields that no letter fills in, and says where")
func unknownField() throws {
  let program = try book()
  defer { program.remove() }
  try program.write(
    "thanks: {subject: \"Thanks {clinet}\", title: T, paragraphs: [A]}\n",
    to: "book/Templates/wording.en.yaml")
  let check = try program.run(["check", "--book", "book"])
  #expect(check.status == 1)
  #expect(check.err.contains("thanks.subject") && check.err.contains("{clinet}"))
}

@Test("a password in the settings is refused, and a file that others can read too")
func password() throws {
  let program = try book("{server: localhost, password: secret}")
  defer { program.remove() }
  let refused = try program.run(["chase", "--send"] + onDay)
  #expect(refused.status == 2)
  #expect(refused.err.contains("`password` is not a setting"))
  try program.write(
    """
    house: {name: Our House, email: us@house.example}
    mail: {server: localhost, user: me, password_file: secret}
    """, to: "book/dunlin.yaml")
  try program.write("hush", to: "book/secret")
  let open = program.folder.appendingPathComponent("book/secret").path
  try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: open)
  let readable = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(readable.err.contains("chmod 600"))
}

/// The soak needs a Python with aiosmtpd.
private let hasServer: Bool = {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", "import aiosmtpd"]
  process.standardError = FileHandle.nullDevice
  try? process.run()
  process.waitUntilExit()
  return process.terminationStatus == 0
}()

@Test(
  "a server that refuses and cuts, and kill -9, lose and double no message",
  .enabled(if: hasServer, "python3 has no aiosmtpd here"))
func soak() throws {
  let program = try Program()
  defer { program.remove() }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [
    "python3", Program.root.appendingPathComponent("Scripts/mail-soak").path, "--messages", "60",
    "--kills", "3", "--dunlin", Program.path,
  ]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let told = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  #expect(process.terminationStatus == 0, "\(told)")
}

@Test("a server that cannot be used costs one attempt a run and no letter")
func unreachableServer() throws {
  // Nothing listens on the port of the discard service.
  let program = try book("{server: 127.0.0.1, port: 9, security: none}")
  defer { program.remove() }
  for _ in 1...9 {
    let sent = try program.run(["chase", "--send", "--yes"] + onDay)
    #expect(sent.status == 1)
    #expect(sent.out.contains("Mail: 1 ready."))
    #expect(sent.err.contains("the mail server cannot be used; 2 letters will wait"))
  }
  try program.write(
    "house: {name: Our Business, country: IE, email: us@house.example}\nmail: {folder: Mail}\n",
    to: "book/dunlin.yaml")
  let sent = try program.run(["chase", "--send", "--yes"] + onDay)
  #expect(sent.out.contains("Mail: 2 sent."))
}

@Test("a letter that waits is called back when what it says has changed, and written anew")
func changedWhileWaiting() throws {
  let program = try book()
  defer { program.remove() }
  #expect(try program.run(["chase", "--send"] + onDay).out.contains("2 letters would be mailed"))
  let next = ["--book", "book", "--as-of", "2026-06-10"]
  _ = try program.run(["record", "payment", "A-1", "--amount", "200"] + next)
  _ = try program.run(["record", "dispute", "B-1", "--note", "wrong goods"] + next)
  let sent = try program.run(["chase", "--send", "--yes"] + next).out
  #expect(sent.contains("Mail: 1 sent."), "\(sent)")
  let name = try #require(program.files(in: "book/Mail").first)
  let url = program.folder.appendingPathComponent("book/Mail/\(name)")
  let mail = String(decoding: try Data(contentsOf: url), as: UTF8.self)
  #expect(mail.contains("To: pay@alder.example") && mail.contains("300.00"))
  #expect(!mail.contains("500.00 EUR"))
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("no letter is sent once more about what is paid")
func paidIsNotResent() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["chase", "--send", "--yes"] + onDay)
  _ = try program.run(["record", "payment", "A-1", "--amount", "500"] + onDay)
  let refused = try program.run(["chase", "--resend", "A-1"] + onDay)
  #expect(refused.status == 2 && refused.err.contains("nothing is owed on A-1"))
  #expect(program.files(in: "book/Mail").count == 2)
}
