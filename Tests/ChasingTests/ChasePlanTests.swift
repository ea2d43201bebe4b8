import Chasing
import Domain
import Support
import Testing

@Suite("ChasePlan")
struct ChasePlanTests {
  @Test("without open items nobody is written to: what is paid is not chased")
  func paid() throws {
    let plan = try Book().plan()
    #expect(plan.notices.isEmpty)
    #expect(plan.skipped.isEmpty)
  }

  @Test(
    "an invoice not named before starts at its first stage, however late it is",
    arguments: [
      (-4, nil, "not-due-yet"), (-3, 1, nil), (-1, 1, nil), (0, nil, "not-due-yet"),
      (1, nil, "grace-days"), (2, nil, "grace-days"), (3, 2, nil), (10, 2, nil), (400, 2, nil),
    ] as [(Int, Int?, String?)])
  func firstNotice(late: Int, level: Int?, code: String?) throws {
    var book = Book()
    book.owe("A-1", late: late)
    let plan = try book.plan()
    #expect(plan.level("A-1") == level)
    #expect(plan.code("A-1") == code)
  }

  @Test("an invoice due today is not overdue")
  func dueToday() throws {
    var book = Book()
    book.owe("A-1", late: 0)
    let plan = try book.plan()
    #expect(plan.notices.isEmpty, "no note says on the due date that it comes in a few days")
    #expect(plan.skipped.map(\.reason) == [.notDueYet(first: Book.today + 3)])
    let onTheDay = ChasePolicy(stages: [
      ChaseStage(name: "upcoming", dayOffset: 0), ChaseStage(name: "reminder", dayOffset: 3),
    ])
    let notice = try #require(try book.plan(onTheDay).notices.first)
    #expect(notice.lines[0].daysOverdue == 0)
    #expect(notice.payBy == Book.today, "and it may still be paid today")
  }

  @Test("the upcoming note is sent once an invoice")
  func upcomingOnce() throws {
    var book = Book()
    book.owe("A-1", late: -1)
    book.reminded("A-1", level: 1, ago: 2)
    let plan = try book.plan(ChasePolicy(quietDays: 0))
    #expect(plan.code("A-1") == "already-reminded")
  }

  @Test(
    "an invoice goes up one level when its day has come",
    arguments: [
      (late: 3, was: 1, ago: 6, level: 2), (late: 10, was: 2, ago: 7, level: 3),
      (late: 21, was: 3, ago: 11, level: 4), (late: 35, was: 4, ago: 14, level: 5),
    ])
  func ladder(late: Int, was: Int, ago: Int, level: Int) throws {
    var book = Book()
    book.owe("A-1", late: late)
    book.reminded("A-1", level: was, ago: ago)
    let notice = try #require(try book.plan().notices.first)
    #expect(notice.level == level)
    #expect(notice.stage == ChaseStage.standard[level - 1].name)
  }

  @Test("a missed day is made up, one level a notice, and nothing is skipped")
  func missedDays() throws {
    var book = Book()
    book.owe("A-1", late: 100)
    book.reminded("A-1", level: 2, ago: 90)
    #expect(try book.plan().level("A-1") == 3)
  }

  @Test("the same day, and the next, nothing is sent again")
  func neverTwice() throws {
    var book = Book()
    for late in [-3, 0, 3, 10, 90] { book.owe("A\(late)", late: late) }
    for late in [-3, 3] { book.owe("B\(late)", late: late, 50_00, .dollar) }
    let first = try book.plan()
    #expect(first.notices.count == 2)
    book.record(first)
    for days in 0...5 {
      let again = try book.plan(on: Book.today + days)
      #expect(again.notices.isEmpty, "\(days) days later")
    }
    #expect(try book.plan().code("A3") == "already-reminded")
  }

  @Test("looking back to yesterday sends nothing that was sent today")
  func backdated() throws {
    var book = Book()
    book.owe("A-1", late: 10)
    book.record(try book.plan())
    #expect(try book.plan(ChasePolicy(quietDays: 0), on: Book.today - 1).notices.isEmpty)
  }

  @Test("no level goes up before the date to pay by of the last notice has passed")
  func payByRunning() throws {
    var book = Book()
    book.owe("A-1", late: 40)
    book.reminded("A-1", level: 4, ago: 7)
    // Sent on Tuesday 2 June with seven days: Tuesday 9 June is still in time.
    let plan = try book.plan()
    #expect(plan.skipped.first?.reason == .payByRunning(through: Book.today))
    #expect(try book.plan(on: Book.today + 1).level("A-1") == 5)
  }

  @Test("after the last stage the plan asks for a person")
  func finished() throws {
    var book = Book()
    book.owe("A-1", late: 90)
    book.reminded("A-1", level: 5, ago: 30)
    #expect(try book.plan().code("A-1") == "all-stages-sent")
  }

  @Test("even where two levels a notice are allowed, the last follows only on the one before it")
  func finalNeedsThird() throws {
    var book = Book()
    book.owe("A-1", late: 90)
    book.reminded("A-1", level: 3, ago: 30)
    #expect(try book.plan(ChasePolicy(levelsPerNotice: 4)).level("A-1") == 4)
  }

  @Test("a later change of the ladder holds for invoices that are open already")
  func changedLadder() throws {
    var book = Book()
    book.owe("A-1", late: 5)
    book.reminded("A-1", level: 1, ago: 4)
    let stages = [
      ChaseStage(name: "reminder", dayOffset: 1, payByDays: 1),
      ChaseStage(name: "final", dayOffset: 5),
    ]
    let plan = try book.plan(ChasePolicy(stages: stages, quietDays: 2))
    #expect(plan.notices.first?.stage == "final")
  }

  @Test("a part payment after a notice starts nothing anew")
  func partPayment() throws {
    var book = Book()
    book.owe("A-1", late: 10)
    book.items[0].open = euros(40_00)
    book.reminded("A-1", level: 2, ago: 7)
    let notice = try #require(try book.plan().notices.first)
    #expect(notice.level == 3)
    #expect(notice.total == euros(40_00))
  }

  @Test(
    "a hold keeps an invoice out, and says why",
    arguments: [
      (.disputed(since: Book.today), "disputed"), (.promised(by: Book.today), "promised"),
      (.held(until: Book.today), "on-hold"), (.directDebit, "debit-not-received"),
    ] as [(Hold, String)])
  func holds(hold: Hold, code: String) throws {
    var book = Book()
    book.owe("A-1", late: 10, hold: hold)
    book.owe("A-2", late: 10)
    let plan = try book.plan()
    #expect(plan.code("A-1") == code)
    #expect(plan.notices.first?.lines.map(\.item.number.text) == ["A-2"])
    #expect(plan.notices.first?.total == euros(100_00))
  }

  @Test("a direct debit of which nothing came is not chased, but a person is told to look")
  func missingDebit() throws {
    // Due on Tuesday 2 June: five bank days end on the 9th.
    var book = Book()
    book.owe("A-1", late: 7, hold: .directDebit)
    #expect(try book.plan().code("A-1") == "direct-debit")
    let plan = try book.plan(on: day("2026-06-10"))
    #expect(plan.skipped.first?.reason == .debitMissing(since: day("2026-06-02")))
    #expect(plan.skipped.first?.reason.sentence.contains("a person must look") == true)
    let stale = try book.plan(on: day("2026-06-11"), stale: [.euro: day("2026-05-01")])
    #expect(stale.code("A-1") == "direct-debit", "what was received is not known")
  }

  @Test("a broken promise resumes one level up")
  func brokenPromise() throws {
    var book = Book()
    book.owe("A-1", late: 22, hold: .promised(by: Book.today))
    book.reminded("A-1", level: 3, ago: 12)
    #expect(try book.plan().notices.isEmpty)
    book.items[0].hold = nil
    #expect(try book.plan(on: Book.today + 1).level("A-1") == 4)
  }

  @Test("on a weekend nothing is sent, and on Monday it is")
  func weekend() throws {
    let saturday = day("2026-06-13")
    var book = Book()
    book.owe("A-1", late: -1)
    let plan = try book.plan(on: saturday)
    #expect(plan.skipped.first?.reason == .nonBusinessDay(next: day("2026-06-15")))
    #expect(try book.plan(on: day("2026-06-15")).level("A-1") == 2)
  }

  @Test("a holiday of the client's country holds its letters back, not those of others")
  func holiday() throws {
    let corpusChristi = day("2026-06-04")
    var book = Book()
    book.add(client: 2, "Birch", country: "AT")
    book.owe("A-1", late: 10)
    book.owe("B-1", late: 10, client: 2)
    let plan = try book.plan(on: corpusChristi)
    #expect(plan.level("A-1") == 2)
    #expect(plan.code("B-1") == "weekend-or-holiday")
  }

  @Test("an old debt that is looked at day by day climbs the ladder without a jump")
  func wholeLife() throws {
    var book = Book()
    book.owe("A-1", late: 0)
    var levels: [Int] = []
    var days: [Int] = []
    for offset in -10...80 {
      let plan = try book.plan(on: Book.today + offset)
      book.record(plan)
      if let notice = plan.notices.first {
        levels.append(notice.level)
        days.append(offset)
      }
    }
    #expect(levels == [1, 2, 3, 4, 5])
    // The note of Saturday 6 June goes out on Friday 5 June. The first reminder asks for payment by
    // Thursday 18 June, the third by Tuesday 7 July.
    #expect(days == [-4, 3, 10, 21, 35])
  }
}
