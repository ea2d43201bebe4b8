import ArgumentParser
import Domain
import Foundation
import LedgerStore
import Letters
import Mailing
import Reporting
import Settings

/// What `chase` does with mail.
struct SendOptions: ParsableArguments {
  @Flag(help: "Mail what is written and not yet sent.") var send = false
  @Flag(help: "Yes: the first mails of this book may go out.") var yes = false
  @Option(help: "Mail everything to this address instead, as a trial; nothing is recorded.")
  var to: String?
  @Option(help: "An uncertain message arrived: record it as sent.") var arrived: [Int] = []
  @Option(help: "An uncertain message did not arrive: send it again.") var again: [Int] = []

  @Option(help: "Mail the last letter about this invoice once more.") var resend: [String] = []

  var isAsked: Bool { send || to != nil || !arrived.isEmpty || !again.isEmpty || !resend.isEmpty }
}

/// The outbox at work. Each message is claimed, sent, and its fate recorded, one after another; a
/// crash leaves at most one of which nobody knows.
struct Sending {
  let book: Book
  let mail: MailSettings
  let day: Day
  let now: Int64

  /// Tries to hand a message over at most so often.
  static let attemptsMax = 8

  init(_ book: Book, on day: Day) throws {
    guard let mail = book.settings.mail else {
      throw Failure(
        "dunlin.yaml does not say how to mail", "Add `mail:` to it; letters stay where they are.")
    }
    self.book = book
    self.mail = mail
    self.day = day
    now = GlobalOptions.now
  }

  func run(_ options: SendOptions, isDryRun: Bool) throws {
    let lock = try OutboxLock(in: book.folder ?? ".")
    defer { lock.release() }
    if !isDryRun && options.to == nil {
      for number in options.arrived {
        try book.ledger.resolve(uncertain: Int64(number), wasSent: true, on: day)
      }
      for number in options.again {
        try book.ledger.resolve(uncertain: Int64(number), wasSent: false, on: day)
      }
      try book.ledger.tidyOutbox(on: day)
      // Afterwards, as a person wants them whatever was written or paid since.
      for number in options.resend { try resend(number) }
    }
    let waiting = try book.ledger.messages(in: [.ready, .postponed])
    let isFirst = try !book.ledger.hasSentMail()
    if isDryRun || (isFirst && !options.yes && options.to == nil) {
      show(waiting, as: "would be mailed")
      if !isDryRun && !waiting.isEmpty {
        Console.out("Nothing was mailed: these are the first. Say --yes if they may go out.\n")
      }
    } else if let to = options.to {
      try sendTrial(waiting, to: to)
    } else {
      try sendAll(waiting)
    }
    try showUncertain()
  }

  private func resend(_ number: String) throws {
    guard case .invoice(let id, _, _) = try book.ledger.onlyTarget(named: number),
      try book.ledger.resend(id, on: day) != nil
    else {
      throw Failure(
        "no letter about \(number) was ever for mail", "Letters on paper are in the book's Letters."
      )
    }
  }

  private func show(_ messages: [OutgoingMessage], as verb: String) {
    guard !messages.isEmpty else { return Console.out("No letter waits to be mailed.\n") }
    var table = TextTable([
      .right("no."), .soft("client"), .left("to"), .right("total"), .left("state"),
    ])
    for message in messages {
      table.add([
        "\(message.number)", message.client.printable, message.recipient.printable,
        message.total.withCode, message.state.rawValue,
      ])
    }
    Console.out(table.text + "\(counted(messages.count, "letter")) \(verb).\n")
  }

  private func showUncertain() throws {
    let messages = try book.ledger.messages(in: [.uncertain])
    guard !messages.isEmpty else { return }
    show(messages, as: "may or may not have been mailed")
    Console.out(
      wrapped(
        "Ask the clients, or look into the server's log; then say --arrived NO or --again NO. "
          + "Sent again, a message has the same Message-ID."))
  }

  private func sendTrial(_ messages: [OutgoingMessage], to: String) throws {
    guard let me = MailAddress(to) else {
      throw ValidationError("'\(to)' is no address; expected one such as me@my-firm.example.")
    }
    let postbox = try Postbox(mail, in: book.folder ?? ".")
    var sent = 0
    for message in messages {
      guard var letter = try letter(message) else { continue }
      letter.meantFor = letter.to
      letter.to = me
      let outcome = postbox.deliver(letter)
      if outcome == .sent { sent += 1 } else { Console.note("mail \(message.number): \(outcome)") }
    }
    Console.out("\(counted(sent, "letter")) mailed to \(to) as a trial; nothing was recorded.\n")
  }

  private func sendAll(_ messages: [OutgoingMessage]) throws {
    let postbox = try Postbox(mail, in: book.folder ?? ".")
    try book.ledger.commitSafely()
    var counts: [OutgoingMessage.State: Int] = [:]
    for message in messages {
      guard let letter = try letter(message) else { continue }
      guard try book.ledger.claim(message.number, now: now, on: day) else { continue }
      let outcome = postbox.deliver(letter)
      let state = try record(outcome, of: message)
      counts[state, default: 0] += 1
      // The next message would wait for the server as long as this one did.
      if case .unreachable = outcome { break }
    }
    let told = OutgoingMessage.State.allCases.compactMap { state in
      counts[state].map { "\($0) \(state.rawValue)" }
    }
    Console.out("Mail: \(told.isEmpty ? "nothing to send" : told.joined(separator: ", ")).\n")
    if counts[.ready] != nil {
      let waiting = try book.ledger.messages(in: [.ready, .postponed]).count
      Console.note("the mail server cannot be used; \(counted(waiting, "letter")) will wait")
    }
    let bad: [OutgoingMessage.State] = [.refused, .uncertain, .ready]
    if bad.contains(where: { counts[$0] != nil }) { throw Failure.doneWithFaults }
  }

  private func record(
    _ outcome: SMTPSession.Outcome, of message: OutgoingMessage
  ) throws -> OutgoingMessage.State {
    let ledger = book.ledger
    func note(_ word: String, _ reason: String) {
      Console.note("mail \(message.number) to \(message.client.printable): \(word): \(reason)")
    }
    switch outcome {
    case .sent:
      try ledger.settle(message.number, .sent, on: day)
      return .sent
    case .unreachable(let reason):
      note("not tried", reason)
      try ledger.unclaim(message.number, on: day)
      return .ready
    case .postponed(let reason):
      note("not taken yet", reason)
      let isLast = message.attempts + 1 >= Self.attemptsMax
      // 5 minutes, then twice as long each time.
      let wait = Int64(300) << Int64(min(message.attempts, 10))
      try ledger.settle(
        message.number, isLast ? .refused : .postponed, on: day, detail: reason, next: now + wait)
      return isLast ? .refused : .postponed
    case .refused(let reason):
      note("refused", reason)
      try ledger.settle(message.number, .refused, on: day, detail: reason)
      return .refused
    case .uncertain(let reason):
      note("may have arrived", reason)
      try ledger.settle(message.number, .uncertain, on: day, detail: reason)
      return .uncertain
    }
  }

  /// The message of a letter's files; nil, and a note, where they or the address are no use.
  private func letter(_ message: OutgoingMessage) throws -> MailMessage? {
    guard let to = MailAddress(message.recipient) else {
      Console.note("mail \(message.number): '\(message.recipient.printable)' is no address")
      return nil
    }
    var mailed = MailMessage(
      from: mail.from, to: to, subject: message.subject,
      id: "\(message.token)@\(mail.from.domain)", seconds: now, text: "", html: "")
    mailed.replyTo = mail.replyTo
    for name in message.files {
      let path = name.hasPrefix("/") ? name : Book.path(book.folder ?? ".", name)
      guard let data = FileManager.default.contents(atPath: path) else {
        Console.note("mail \(message.number): its letter is gone: \(name.printable)")
        return nil
      }
      switch URL(fileURLWithPath: name).pathExtension {
      case "txt": mailed.text = String(decoding: data, as: UTF8.self)
      case "html": mailed.html = String(decoding: data, as: UTF8.self)
      default:
        mailed.attachments.append(
          .init(
            name: URL(fileURLWithPath: name).lastPathComponent, type: "application/pdf",
            bytes: Array(data)))
      }
    }
    return mailed
  }
}

/// Held by the one program that sends from a book; it goes with the program, however that ends.
private struct OutboxLock {
  private let file: Int32

  init(in folder: String) throws {
    file = open(Book.path(folder, "outbox.lock"), O_CREAT | O_RDWR, 0o600)
    guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(
        "another program is mailing from this book", "Wait until it is done and try again.")
    }
  }

  func release() { close(file) }
}
