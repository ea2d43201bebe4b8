package import Domain
import Foundation
import LedgerStore
import Letters
import Mailing
import Printing
import Settings

/// The outbox at work. Each message is claimed, sent, and its fate recorded, one after another; a
/// crash leaves at most one message whose fate is unknown.
package struct Outbox {
  private let book: Book
  private let mail: MailSettings
  private let request: MailRequest

  /// Tries to hand a message over at most so often.
  static let attemptsMax = 8

  /// The outbox of a book whose settings say how to mail.
  package init(of book: Book, _ request: MailRequest) throws {
    guard let mail = book.settings.mail else {
      throw Failure(
        "dunlin.yaml does not say how to mail", "Add `mail:` to it; letters stay where they are.")
    }
    self.book = book
    self.mail = mail
    self.request = request
  }

  private var day: Day { request.asOf }

  /// Refuses what cannot be done, before anything is.
  package func check() throws {
    if let to = request.trialAddress { _ = try Self.address(to) }
    var uncertain = Set(try book.ledger.messages(in: [.uncertain]).map(\.number))
    for number in request.arrived + request.again
    where uncertain.remove(Int64(number)) == nil {
      throw Failure(
        "message \(number) is not uncertain",
        "`dunlin chase --send` lists the uncertain ones; nothing was changed.")
    }
    guard !request.resend.isEmpty else { return }
    let open = Set(try book.ledger.receivables(asOf: day).items.map(\.id))
    for number in request.resend where !open.contains(try invoice(mailed: number)) {
      throw Failure(
        "nothing is owed on \(number) any more", "Its letter is not sent again; nothing was done.")
    }
  }

  /// Calls back what waits and is out of date, before anything new is decided.
  package func tidy() throws {
    let lock = try OutboxLock(in: book.folder ?? ".")
    defer { lock.release() }
    try book.ledger.tidyOutbox(on: day)
  }

  /// Mails what waits, or only some messages of it, after what a person says of uncertain messages
  /// is recorded.
  package func send(
    only numbers: Set<Int64>? = nil, notes: Note.Sink = { _ in }
  ) throws -> Mailing {
    let lock = try OutboxLock(in: book.folder ?? ".")
    defer { lock.release() }
    if !request.isDryRun { try settle() }
    let waiting = try book.ledger.messages(in: [.ready, .postponed])
      .filter { numbers?.contains($0.number) ?? true }
    let isFirst = try !book.ledger.hasSentMail()
    var mailing: Mailing
    if request.isDryRun || (isFirst && !request.isConfirmed) {
      mailing = Mailing(outcome: .listed(waiting, awaitConfirmation: !request.isDryRun))
    } else {
      mailing = try sendAll(waiting, notes)
    }
    if !mailing.isWithFaults { mailing.uncertain = try book.ledger.messages(in: [.uncertain]) }
    return mailing
  }

  private func settle() throws {
    for number in request.arrived {
      try book.ledger.resolve(uncertain: Int64(number), wasSent: true, on: day)
    }
    for number in request.again {
      try book.ledger.resolve(uncertain: Int64(number), wasSent: false, on: day)
    }
    try book.ledger.tidyOutbox(on: day)
    // Afterwards, as a person wants them whatever was written or paid since.
    for number in request.resend {
      _ = try book.ledger.resend(invoice(mailed: number), on: day)
    }
  }

  /// The invoice of a number, about which a letter was for mail.
  private func invoice(mailed number: String) throws -> ID<Invoice> {
    guard case .invoice(let id, _, _) = try book.ledger.onlyTarget(named: number),
      try book.ledger.hasMail(about: id)
    else {
      throw Failure(
        "no letter about \(number) was ever for mail", "Letters on paper are in the book's Letters."
      )
    }
    return id
  }

  private static func address(_ text: String) throws -> MailAddress {
    guard let address = MailAddress(text) else {
      throw InvalidRequest("'\(text)' is no address; expected one such as me@my-firm.example.")
    }
    return address
  }

  /// Mails to `to` what waits, and the notices of today, which are not given by that. Returns how
  /// many were mailed.
  package func sendTrial(
    of notices: [Notice], to: String, notes: Note.Sink = { _ in }
  ) throws -> Int {
    let me = try Self.address(to)
    let postbox = try Postbox(mail, in: book.folder ?? ".", password: request.password)
    var sent = 0
    func deliver(_ letter: MailMessage, _ what: String) {
      var letter = letter
      letter.meantFor = letter.to
      (letter.to, letter.others) = (me, [])
      let outcome = postbox.deliver(letter)
      if outcome == .sent { sent += 1 } else { notes(.mail("mail \(what): \(outcome)")) }
    }
    for message in try book.ledger.messages(in: [.ready, .postponed]) {
      guard let address = MailAddress.list(message.recipient) else {
        notes(
          .mail("mail \(message.number): '\(message.recipient.printable)' is no address"))
        continue
      }
      if let letter = try letter(message, to: address, notes) {
        deliver(letter, "\(message.number)")
      }
    }
    let stationery = try book.stationery(in: Set(notices.map(\.language)))
    let printer = try book.printer()
    var names = try book.letterNames(on: notices.first?.day)
    for notice in notices where notice.channel == .email {
      let name = names.next(notice)
      guard let address = MailAddress.list(notice.client.contact.email) else {
        notes(
          .mail(
            "mail to \(notice.client.name.printable): "
              + "'\(notice.client.contact.email.printable)' is no address"))
        continue
      }
      let letter = try stationery.letter(for: notice)
      var mailed = newMail(to: address, letter.subject, token: "\(UUID().uuidString).trial")
      mailed.text = stationery.plainText(of: letter)
      mailed.html = stationery.page(of: letter)
      mailed.attach(name + ".pdf", try printer.bytes(of: [letter], day: notice.day))
      deliver(mailed, "to \(notice.client.name.printable)")
    }
    return sent
  }

  private func sendAll(_ messages: [OutgoingMessage], _ notes: Note.Sink) throws -> Mailing {
    let postbox = try Postbox(mail, in: book.folder ?? ".", password: request.password)
    try book.ledger.commitSafely()
    var counts: [OutgoingMessage.State: Int] = [:]
    var isLetterGone = false
    for message in messages {
      let address = MailAddress.list(message.recipient)
      var letter: MailMessage?
      if let address { letter = try self.letter(message, to: address, notes) }
      if address != nil && letter == nil {
        isLetterGone = true
        continue
      }
      guard try book.ledger.claim(message.number, now: request.now, on: day) else { continue }
      let outcome =
        letter.map { postbox.deliver($0) }
        ?? .refused("'\(message.recipient.printable)' is no address; send the letter another way")
      let state = try record(outcome, of: message, notes)
      counts[state, default: 0] += 1
      // The next message would wait for the server as long as this one did.
      if case .unreachable = outcome { break }
    }
    if counts[.ready] != nil {
      notes(.serverDown(waiting: try book.ledger.messages(in: [.ready, .postponed]).count))
    }
    let bad: [OutgoingMessage.State] = [.refused, .uncertain, .ready]
    return Mailing(
      outcome: .mailed(counts),
      isWithFaults: isLetterGone || bad.contains { counts[$0] != nil })
  }

  private func record(
    _ outcome: SMTPSession.Outcome, of message: OutgoingMessage, _ notes: Note.Sink
  ) throws -> OutgoingMessage.State {
    let ledger = book.ledger
    func note(_ word: String, _ reason: String) {
      notes(
        .mail("mail \(message.number) to \(message.client.printable): \(word): \(reason)"))
    }
    switch outcome {
    case .sent:
      try ledger.mark(message.number, .sent, on: day)
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
      try ledger.mark(
        message.number, isLast ? .refused : .postponed, on: day, detail: reason,
        next: request.now + wait)
      return isLast ? .refused : .postponed
    case .refused(let reason):
      note("refused", reason)
      try ledger.mark(message.number, .refused, on: day, detail: reason)
      return .refused
    case .uncertain(let reason):
      note("may have arrived", reason)
      try ledger.mark(message.number, .uncertain, on: day, detail: reason)
      return .uncertain
    }
  }

  /// `addresses` holds at least one.
  private func newMail(
    to addresses: [MailAddress], _ subject: String, token: String
  ) -> MailMessage {
    var mailed = MailMessage(
      from: mail.from, to: addresses[0], subject: subject, id: "\(token)@\(mail.from.domain)",
      seconds: request.now, text: "", html: "")
    mailed.others = Array(addresses.dropFirst())
    mailed.replyTo = mail.replyTo
    return mailed
  }

  /// The message of a letter's files; nil, and a note, where one of them is gone.
  private func letter(
    _ message: OutgoingMessage, to: [MailAddress], _ notes: Note.Sink
  ) throws -> MailMessage? {
    var mailed = newMail(to: to, message.subject, token: message.token)
    for name in message.files {
      guard let data = FileManager.default.contents(atPath: book.place(name)) else {
        notes(.mail("mail \(message.number): its letter is gone: \(name.printable)"))
        return nil
      }
      switch URL(fileURLWithPath: name).pathExtension {
      case "txt": mailed.text = String(decoding: data, as: UTF8.self)
      case "html": mailed.html = String(decoding: data, as: UTF8.self)
      default: mailed.attach(URL(fileURLWithPath: name).lastPathComponent, Array(data))
      }
    }
    return mailed
  }
}

extension MailMessage {
  fileprivate mutating func attach(_ name: String, _ pdf: [UInt8]) {
    attachments.append(.init(name: name, type: "application/pdf", bytes: pdf))
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
