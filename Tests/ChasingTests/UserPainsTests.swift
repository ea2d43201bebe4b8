import Chasing
import Domain
import Testing

/// What users of such programs complain about, each as a test that bears its number.
@Suite("What users complain about")
struct UserPainsTests {
  @Test("1: reminded though paid, credited, or paid without being matched")
  func remindedThoughPaid() throws {
    #expect(try Book().plan().notices.isEmpty, "what is paid is not among the open items")
    var credited = Book()
    credited.owe("A-1", late: 9)
    credited.credit(100_00, note: "CN-1")
    #expect(try credited.plan().code("A-1") == "covered-by-credit")
    var unmatched = Book()
    unmatched.owe("A-1", late: 9)
    unmatched.credit(100_00)
    #expect(try unmatched.plan().code("A-1") == "covered-by-credit")
  }

  @Test("2: the same reminder several times")
  func remindedTwice() throws {
    var book = Book()
    book.owe("A-1", late: 9)
    let first = try book.plan()
    #expect(first.notices.count == 1)
    book.record(first)
    #expect(try book.plan().notices.isEmpty)
  }

  @Test("3: past due on the first day, or off by one", arguments: [(0, 0), (1, 1), (3, 3)])
  func offByOne(late: Int, days: Int) throws {
    var book = Book()
    book.owe("A-1", late: late)
    let item = book.items[0]
    #expect(item.daysOverdue(on: Book.today) == days)
    if late == 0 { #expect(try book.plan().code("A-1") == "not-due-yet") }
  }

  @Test("4: a missed day is never made up; an offset the wrong way round sends early")
  func missedDay() throws {
    var book = Book()
    book.owe("A-1", late: 4)
    #expect(try book.plan().level("A-1") == 2, "the third day was missed, and is made up")
    var early = Book()
    early.owe("A-2", late: -60)
    #expect(try early.plan().code("A-2") == "not-due-yet")
  }

  @Test("5: a later change of the schedule ignores invoices that are there")
  func changedSchedule() throws {
    var book = Book()
    book.owe("A-1", late: 8)
    let slow = ChasePolicy(stages: [ChaseStage(name: "reminder", dayOffset: 20)])
    let quick = ChasePolicy(stages: [ChaseStage(name: "reminder", dayOffset: 5)])
    #expect(try book.plan(slow).notices.isEmpty)
    #expect(try book.plan(quick).level("A-1") == 1)
  }

  @Test("6: part-paid invoices dropped, credit notes left out, one invoice hiding the others")
  func partPaid() throws {
    var book = Book()
    book.owe("A-1", late: 9)
    book.items[0].open = euros(1_00)
    book.items[0].payments = [PartPayment(euros(99_00), on: Book.today - 2)]
    book.owe("A-2", late: 5)
    book.credit(10_00, note: "CN-1")
    let notice = try #require(try book.plan().notices.first)
    #expect(notice.lines.count == 2)
    #expect(notice.total == euros(91_00))
  }

  @Test("7: a flood, one letter for each invoice")
  func flood() throws {
    var book = Book()
    for number in 1...40 { book.owe("A-\(number)", late: 3 + number) }
    #expect(try book.plan().notices.count == 1)
  }

  @Test("8: interest lost, wrong after part payments, or on fees and on interest")
  func wrongInterest() throws {
    var book = Book()
    book.owe("A-1", late: 40, 6_000_00)
    book.items[0].payments = [PartPayment(euros(4_000_00), on: Book.today - 20)]
    book.reminded("A-1", level: 4, ago: 30)
    var policy = ChasePolicy(charges: LateCharges(law: .init("EU")))
    let line = try #require(try book.plan(policy).notices.first?.lines.first)
    #expect(line.interest == euros(88_99), "20 days on the whole, 20 on the rest")
    policy.charges = LateCharges(.contract(rate: BasisPoints(0), fixedSum: nil))
    let free = try #require(try book.plan(policy).notices.first)
    #expect(free.total == euros(6_000_00), "no interest clears nothing of the debt")
    let law = try #require(LateLaw(.init("EU"), agreed: day("2025-01-02")))
    let paid = try LateInterest(
      on: euros(1_000_00), due: Book.today - 60, through: Book.today,
      payments: [PartPayment(euros(1_000_00), on: Book.today - 30)], under: law)
    #expect(paid.total.isPositive, "paying late does not clear the interest")
  }

  @Test("9: no way to stop or pause one client or invoice")
  func pause() throws {
    var book = Book()
    book.owe("A-1", late: 9, hold: .held(until: Book.today + 3))
    book.owe("A-2", late: 9, hold: .promised(by: Book.today + 3))
    #expect(try book.plan().skipped.map(\.reason.code) == ["on-hold", "promised"])
    var stopped = ChasePolicy.ClientChasing()
    stopped.isStopped = true
    #expect(try book.plan(ChasePolicy(clients: ["Alder": stopped])).code("A-1") == "client-stopped")
  }

  @Test("10: each reminder carries a new date to pay by")
  func newDate() throws {
    var book = Book()
    book.owe("A-1", late: 9)
    let first = try #require(try book.plan().notices.first)
    #expect(first.payBy > Book.today)
    book.record(try book.plan())
    let second = try #require(try book.plan(on: first.payBy + 1).notices.first)
    #expect(second.payBy > first.payBy)
  }

  @Test("11: the language is the client's, not ours")
  func language() throws {
    var book = Book()
    book.add(client: 2, "Birch", country: "PL", language: "pl")
    book.owe("B-1", late: 9, client: 2)
    #expect(try book.plan(ChasePolicy(language: "de")).notices.first?.language == "pl")
  }

  @Test("14: a part payment skips a level, or a credit leaves the client overdue")
  func skippedLevel() throws {
    var book = Book()
    book.owe("A-1", late: 12)
    book.reminded("A-1", level: 2, ago: 8)
    book.items[0].open = euros(30_00)
    #expect(try book.plan().level("A-1") == 3)
    book.credit(30_00)
    #expect(try book.plan().code("A-1") == "covered-by-credit")
  }
}
