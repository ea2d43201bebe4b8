import Chasing
import Domain
import Letters

/// What one letter is about, by the test's own record.
struct WalkSubject {
  let client: WalkClient
  let notice: Notice
  let today: Day
  let record: WalkRecord
  /// The invoices that the words are about, and those that are only asked for beside them.
  let asked: [String]
  let beside: [String]

  init(_ notice: Notice, record: WalkRecord, today: Day) {
    self.notice = notice
    self.record = record
    self.today = today
    asked = notice.lines.filter { !$0.isBeside }.map(\.item.number.text)
    beside = notice.lines.filter(\.isBeside).map(\.item.number.text)
    client = record.client(of: asked[0])
  }

  /// Reminders that went out about all of what is asked for.
  var earlier: Int { asked.map { record.reminders(of: $0) }.min() ?? 0 }

  /// The client paid or answered about any invoice of the letter.
  var isHeardOf: Bool { (asked + beside).contains { record.isHeardOf($0, on: today) } }

  /// Another open invoice of the client came further than the first reminder.
  var isPastFriendly: Bool {
    record.invoices.values.contains { invoice in
      invoice.client == client.name && invoice.currency == notice.currency
        && record.open(invoice.number, on: today).isPositive
        && record.letters.contains {
          $0.asked.contains(invoice.number) && !["upcoming", "reminder"].contains($0.stage)
        }
    }
  }

  /// What was asked for before and is not repeated.
  var standing: [String] { notice.standing.map(\.item.number.text) }

  /// The values of the stage's fixed words; the places of claims are empty.
  func values(_ wording: Wording) -> [String: String] {
    let due = asked.compactMap { record.invoices[$0]?.due }.min() ?? today
    let total = (asked + beside).map { record.open($0, on: today) }.sum(notice.currency)
    let none = ["oversight", "silence", "written", "delivered", "plea"].map { ($0, "") }
    return [
      "total": wording.amount(total), "pay-by": wording.date(notice.payBy),
      "due": wording.date(due), "days": "\(max(0, today - due))", "day": wording.date(today),
      "client": client.name,
    ].merging(none) { value, _ in value }
  }

  /// What the record keeps of the letter.
  var sent: WalkRecord.Sent {
    WalkRecord.Sent(
      day: today, kind: client.kind, client: client.name, language: notice.language,
      currency: notice.currency, stage: notice.stage, asked: asked, beside: beside,
      payBy: notice.payBy)
  }
}

/// A claim that a letter can make: when it is true by the record, and in which words.
struct LetterClaim: Sendable {
  let key: String
  /// Nil: it is not to be said of the letter; else what is filled in, once for each sentence.
  let values: @Sendable (WalkSubject, Wording) -> [[String: String]]

  init(_ key: String, _ values: @escaping @Sendable (WalkSubject, Wording) -> [[String: String]]) {
    self.key = key
    self.values = values
  }

  /// One that is said at some stages where it is true, without values.
  init(_ key: String, at stages: Set<String>, _ isTrue: @escaping @Sendable (WalkSubject) -> Bool) {
    self.init(key) { subject, _ in
      stages.contains(subject.notice.stage) && isTrue(subject) ? [[:]] : []
    }
  }

  func sentences(_ subject: WalkSubject, _ wording: Wording) throws -> [String] {
    try values(subject, wording).map { try wording.text(key, $0) }
  }

  private static let written: Set = ["second", "third", "final"]
  private static let reminders: Set = ["reminder", "second", "third", "final"]

  static let table = [
    LetterClaim("claims.oversight", at: ["reminder"]) {
      $0.earlier == 0 && !$0.isHeardOf && !$0.isPastFriendly
        && $0.asked.allSatisfy { [record = $0.record] in record.reminders(of: $0) == 0 }
    },
    LetterClaim("claims.silence", at: ["second"]) { $0.earlier > 0 && !$0.isHeardOf },
    LetterClaim("claims.plea", at: ["third"]) { $0.earlier > 0 && !$0.isHeardOf },
    LetterClaim("claims.delivered", at: ["third"]) { subject in
      !(subject.asked + subject.beside).contains { subject.record.disputes[$0] != nil }
    },
    LetterClaim("claims.written-once", at: written) { $0.earlier == 1 },
    LetterClaim("claims.written-several", at: written) { $0.earlier > 1 },
    LetterClaim("record.part-paid") { subject, wording in
      let (record, today) = (subject.record, subject.today)
      return (subject.asked + subject.beside).compactMap { number in
        guard let last = record.payments(of: number, by: today).map(\.day).max(),
          let invoice = record.invoices[number]
        else { return nil }
        let open = record.open(number, on: today)
        return [
          "number": number, "amount": wording.amount(invoice.amount - open),
          "total": wording.amount(invoice.amount), "open": wording.amount(open),
          "date": wording.date(last),
        ]
      }
    },
    LetterClaim("record.promise-broken") { subject, wording in
      (subject.asked + subject.beside).compactMap { number in
        guard let promise = subject.record.promises[number], promise.until < subject.today,
          subject.record.open(number, on: promise.until).isPositive
        else { return nil }
        return ["day": wording.date(promise.given), "until": wording.date(promise.until)]
      }
    },
    LetterClaim("record.plan-missed") { subject, wording in
      (subject.asked + subject.beside).compactMap { number in
        guard let plan = subject.record.plans[number],
          subject.record.isMissed(number, on: subject.today)
        else { return nil }
        return ["day": wording.date(plan.agreed)]
      }
    },
    LetterClaim("record.objection") { subject, wording in
      (subject.asked + subject.beside).compactMap { number in
        guard let dispute = subject.record.disputes[number], dispute.to <= subject.today
        else { return nil }
        return ["number": number, "day": wording.date(dispute.from)]
      }
    },
    LetterClaim("shared.beside") { subject, wording in
      guard !subject.beside.isEmpty else { return [] }
      let open = subject.beside.map { subject.record.open($0, on: subject.today) }
      return [
        [
          "invoices": subject.beside.joined(separator: ", "),
          "amount": wording.amount(open.sum(subject.notice.currency)),
        ]
      ]
    },
    LetterClaim("shared.standing") { subject, wording in
      let days = Set(subject.standing.compactMap { subject.record.lastLetter(about: $0) })
      guard days.count == 1, let day = days.first else { return [] }
      let open = subject.standing.map { subject.record.open($0, on: subject.today) }
      return [
        [
          "date": wording.date(day), "invoices": subject.standing.joined(separator: ", "),
          "amount": wording.amount(open.sum(subject.notice.currency)),
        ]
      ]
    },
    LetterClaim("shared.considered") { subject, wording in
      let through = subject.record.bankThrough[subject.notice.currency]
      guard reminders.contains(subject.notice.stage), let through else { return [] }
      return [["day": wording.date(through)]]
    },
    LetterClaim("shared.considered-undated", at: reminders) {
      $0.record.bankThrough[$0.notice.currency] == nil
    },
    LetterClaim("shared.considered-early", at: ["upcoming"]) { _ in true },
    LetterClaim("consequence.credit-stop") { subject, wording in
      subject.notice.stage == "final" ? [["pay-by": wording.date(subject.notice.payBy)]] : []
    },
    LetterClaim("contact.email") { _, _ in
      [["contact": WalkTown.business, "email": WalkTown.email]]
    },
  ]
}
