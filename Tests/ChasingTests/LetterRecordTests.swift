import Chasing
import Domain
import Testing

/// What was answered and paid, on its way into a notice.
@Suite("What letters know")
struct LetterRecordTests {
  private func plan(
    _ book: Book, _ policy: ChasePolicy = ChasePolicy(), answers: [ClientAnswer] = [],
    through: Day? = nil
  ) -> ChasePlan {
    let receivables = Receivables(
      asOf: Book.today, clients: book.clients, items: book.items, credits: book.credits)
    return ChasePlan(
      receivables: receivables, sent: book.sent, policy: policy, day: Book.today,
      answers: [ID(1): answers], paymentsKnownThrough: through.map { [.euro: $0] } ?? [:],
      businessDays: { BusinessDays(country: $0) })
  }

  private func reminded() -> Book {
    var book = Book()
    book.owe("A-1", late: 10)
    book.reminded("A-1", level: 2, ago: 7)
    return book
  }

  @Test("without an answer or a payment nothing was heard, and the letter before is counted")
  func silence() throws {
    let notice = try #require(plan(reminded()).notices.first)
    #expect(notice.record == [] && !notice.isHeardOf)
    #expect(notice.lines.map(\.earlierReminders) == [1])
  }

  @Test(
    "whatever was answered since the invoice was issued is heard, and told where it was not kept",
    arguments: [
      (ClientAnswer.Kind.note, false), (.dispute, true), (.plan(isMissed: true), true),
      (.plan(isMissed: false), false), (.promise(until: Book.today - 1, .broken), true),
      (.promise(until: Book.today - 1, .replaced), false),
    ])
  func answers(kind: ClientAnswer.Kind, isTold: Bool) throws {
    let answer = ClientAnswer(kind, day: Book.today - 5, invoice: ID(1))
    let notice = try #require(plan(reminded(), answers: [answer]).notices.first)
    #expect(notice.isHeardOf)
    #expect(notice.record.isEmpty != isTold, "\(notice.record)")
  }

  @Test("an answer about another invoice, or from before this one, is not about it")
  func otherInvoices() throws {
    for answer in [
      ClientAnswer(.note, day: Book.today - 5, invoice: ID(77)),
      ClientAnswer(.note, day: Book.today - 300),
    ] {
      let notice = try #require(plan(reminded(), answers: [answer]).notices.first)
      #expect(!notice.isHeardOf)
    }
  }

  @Test("a part payment is told with what is left; one that was taken back is not")
  func partPayment() throws {
    var book = reminded()
    book.items[0].open = euros(40_00)
    book.items[0].payments = [PartPayment(euros(60_00), on: Book.today - 3)]
    let notice = try #require(plan(book).notices.first)
    #expect(
      notice.record == [
        .partPaid(
          InvoiceNumber("A-1"), euros(60_00), of: euros(100_00), left: euros(40_00),
          last: Book.today - 3)
      ])
    book.items[0].open = euros(100_00)
    book.items[0].payments.append(PartPayment(euros(-60_00), on: Book.today - 2))
    #expect(try #require(plan(book).notices.first).record == [])
  }

  @Test("payments are known through the end of the bank data, never beyond the letter's day")
  func knownThrough() throws {
    #expect(
      plan(reminded(), through: Book.today - 4).notices[0].paymentsKnownThrough == Book.today - 4)
    #expect(plan(reminded(), through: Book.today + 9).notices[0].paymentsKnownThrough == Book.today)
    #expect(plan(reminded()).notices[0].paymentsKnownThrough == nil)
  }

  @Test(
    "a client past the first reminder with one invoice is not told of an oversight with another")
  func pastFriendly() throws {
    var book = Book()
    book.owe("A-1", late: 90)
    book.reminded("A-1", level: 5, ago: 40)
    book.owe("A-2", late: 3)
    let notice = try #require(plan(book).notices.first)
    #expect(notice.lines.map(\.item.number.text) == ["A-2"] && notice.isPastFriendly)
  }

  @Test("a missed part of an invoice that is not due goes to a person, and no letter")
  func missedPart() throws {
    var book = Book()
    book.owe("A-1", late: -2)
    let missed = ClientAnswer(.plan(isMissed: true), day: Book.today - 20, invoice: ID(1))
    #expect(plan(book, answers: [missed]).code("A-1") == "part-missed")
    let kept = ClientAnswer(.plan(isMissed: false), day: Book.today - 20, invoice: ID(1))
    #expect(plan(book, answers: [kept]).code("A-1") != "part-missed")
  }
}

/// Ladders that change between letters.
@Suite("Ladders by meaning")
struct ChangedLadderTests {
  private static func stages(_ names: [String]) -> [ChaseStage] {
    names.enumerated().map { place, name in
      ChaseStage(name: name, dayOffset: 3 + 10 * place, payByDays: 2)
    }
  }

  /// Letters of the old ladder, then a plan by the new one.
  private func next(given: [String], ladder: [String]) throws -> String? {
    var book = Book()
    book.owe("A-1", late: 60)
    for (place, name) in given.enumerated() {
      book.sent.append(
        NoticeRecord(
          invoice: ID(1), client: ID(1), day: Book.today - 40 + 10 * place, level: place + 1,
          leadStage: name, stage: name))
    }
    return try book.plan(ChasePolicy(stages: Self.stages(ladder))).notices.first?.stage
  }

  @Test(
    "what was given is not given again, and what was not given still comes",
    arguments: [
      (["reminder", "second"], ["reminder", "final"], "final"),
      (["reminder", "second", "third"], ["reminder", "final"], "final"),
      (["reminder", "final"], ["reminder", "second", "final"], nil),
      (["reminder", "final"], ["reminder", "second", "final", "claim"], "claim"),
      (["reminder"], ["reminder", "second", "third", "final"], "second"),
      (["upcoming", "reminder"], ["reminder", "second"], "second"),
      (["reminder", "second"], ["second", "final"], "final"),
      (["reminder", "final"], ["reminder", "third"], nil),
      (["gentle"], ["reminder", "final"], "final"),
    ] as [([String], [String], String?)])
  func changed(given: [String], ladder: [String], next: String?) throws {
    #expect(try self.next(given: given, ladder: ladder) == next)
  }
}

/// Charges of the law beside the business's own.
@Suite("Fixed sums")
struct FixedSumTests {
  @Test(
    "a fixed sum is graded by what is late once interest runs, and fees are part of it",
    arguments: [
      (law: "GB", currency: "GBP", total: 10_000_00, paid: 9_990_00, fee: 0, sum: 40_00),
      (law: "GB", currency: "GBP", total: 1_050_00, paid: 0, fee: 0, sum: 70_00),
      (law: "GB", currency: "GBP", total: 1_050_00, paid: 100_00, fee: 0, sum: 40_00),
      (law: "IE", currency: "EUR", total: 12_000_00, paid: 2_500_00, fee: 0, sum: 70_00),
      (law: "DE", currency: "EUR", total: 500_00, paid: 0, fee: 5_00, sum: 40_00),
      (law: "DE", currency: "EUR", total: 500_00, paid: 0, fee: 55_00, sum: 55_00),
    ] as [(law: String, currency: String, total: Int64, paid: Int64, fee: Int64, sum: Int64)])
  func fixedSum(
    law: String, currency: String, total: Int64, paid: Int64, fee: Int64, sum: Int64
  ) throws {
    let currency = try #require(Currency(code: currency))
    var book = Book()
    book.owe("A-1", late: 30, total, currency)
    if paid > 0 {
      book.items[0].open = Money(minorUnits: total - paid, currency: currency)
      book.items[0].payments = [
        PartPayment(
          Money(minorUnits: paid, currency: currency), on: book.items[0].due.day - 3)
      ]
    }
    let stage = ChaseStage(
      name: "reminder", dayOffset: 3,
      fee: AmountPerCurrency([Money(minorUnits: fee, currency: currency)]))
    let policy = ChasePolicy(
      stages: [stage], charges: LateCharges(law: .init(law), fromLevel: 1))
    let line = try #require(try book.plan(policy).notices.first?.lines.first)
    #expect(line.fee == Money(minorUnits: sum, currency: currency))
  }
}
