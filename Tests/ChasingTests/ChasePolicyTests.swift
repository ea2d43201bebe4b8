import Chasing
import Domain
import Testing

@Suite("ChasePolicy")
struct ChasePolicyTests {
  @Test("a stage counted from the notice before follows it, whatever the due date")
  func afterPrevious() throws {
    let stages = [
      ChaseStage(name: "reminder", .due(3), payByDays: 2),
      ChaseStage(name: "second", .previous(10), payByDays: 2),
    ]
    var book = Book()
    book.owe("A-1", late: 40)
    book.reminded("A-1", level: 1, ago: 9)
    let policy = ChasePolicy(stages: stages)
    #expect(try book.plan(policy).skipped.first?.reason.code == "already-reminded")
    #expect(try book.plan(policy, on: Book.today + 1).level("A-1") == 2)
  }

  @Test("a stage that waits for the notice before it is never jumped to")
  func noJumpOverPrevious() throws {
    let stages = [
      ChaseStage(name: "upcoming", .due(-2)), ChaseStage(name: "reminder", .due(3)),
      ChaseStage(name: "second", .previous(5)), ChaseStage(name: "third", .due(9)),
      ChaseStage(name: "final", .due(12)),
    ]
    var book = Book()
    book.owe("A-1", late: 40)
    book.reminded("A-1", level: 1, ago: 42)
    let plan = try book.plan(ChasePolicy(stages: stages, levelsPerNotice: 4))
    #expect(plan.level("A-1") == 2)
  }

  @Test(
    "stages that rise, with one after the due date, make a ladder",
    arguments: [
      ([.due(-3), .due(3)], true), ([.due(3), .due(-3)], true), ([.due(3), .previous(7)], true),
      ([.due(-3)], false), ([.due(3), .due(3)], false), ([.previous(3)], false),
      ([.due(-3), .previous(3), .due(5)], false), ([.due(5), .previous(3), .due(4)], false),
      ([], false),
    ] as [([ChaseStage.Timing], Bool)])
  func ladders(timings: [ChaseStage.Timing], isLadder: Bool) {
    let stages = timings.map { ChaseStage(name: "reminder", $0) }
    #expect(ChasePolicy.isLadder(stages) == isLadder)
  }

  @Test("grace days put every stage after the due date off, and none before it")
  func graceDays() throws {
    var policy = ChasePolicy()
    policy.graceDays = 10
    var book = Book()
    book.owe("A-1", late: 12)
    #expect(try book.plan(policy).skipped.first?.reason == .graceDays(next: Book.today + 1))
    #expect(try book.plan(policy, on: Book.today + 1).level("A-1") == 2)
    var early = Book()
    early.owe("A-2", late: -3)
    #expect(try early.plan(policy).level("A-2") == 1)
  }

  @Test("what is agreed with a client goes before what the house does")
  func client() throws {
    var book = Book()
    book.add(client: 2, "Birch", country: "DE")
    book.owe("A-1", late: 5, 30_00)
    book.owe("B-1", late: 5, 30_00, client: 2)
    var own = ChasePolicy.ClientChasing()
    own.smallestBalance = AmountPerCurrency([euros(50_00)])
    let plan = try book.plan(ChasePolicy(clients: ["Birch": own]))
    #expect(plan.level("A-1") == 2)
    #expect(plan.code("B-1") == "below-minimum")
    own = .init()
    own.stages = [ChaseStage(name: "second", dayOffset: 4)]
    let other = try book.plan(ChasePolicy(clients: ["Birch": own]))
    #expect(other.notices.map(\.stage) == ["reminder", "second"])
  }

  @Test("a client takes from its group what is not said of itself")
  func group() {
    var group = ChasePolicy.ClientChasing()
    group.graceDays = 14
    group.quietDays = 9
    var own = ChasePolicy.ClientChasing()
    own.quietDays = 3
    own.fill(from: group)
    #expect(own.graceDays == 14)
    #expect(own.quietDays == 3)
  }

  @Test("a house may let missed days jump stages, but never those of what was not reminded yet")
  func firstRun() throws {
    var book = Book()
    book.owe("OLD", late: 200)
    book.owe("NEW", late: 25)
    book.add(client: 2, "Birch", country: "DE")
    book.owe("B-1", late: 30, client: 2)
    let policy = ChasePolicy(levelsPerNotice: 3)
    #expect(try book.plan(policy).notices.flatMap(\.lines).map(\.level) == [2, 2, 2])
    book.reminded("B-1", level: 2, ago: 20)
    let later = try book.plan(policy)
    #expect(later.level("OLD") == 2, "later stages speak of earlier reminders")
    #expect(later.level("NEW") == 2)
    #expect(later.level("B-1") == 4, "its days were missed")
  }

  @Test("after a cut-over, what fell due before it is left to the older system")
  func cutOver() throws {
    var policy = ChasePolicy()
    policy.start = Book.today - 30
    var book = Book()
    book.owe("A-1", late: 31)
    book.owe("A-2", late: 30)
    let plan = try book.plan(policy)
    #expect(plan.skipped.map(\.reason) == [.beforeStart(Book.today - 30)])
    #expect(plan.notices.first?.lines.map(\.item.number.text) == ["A-2"])
    #expect(plan.notices.first?.total == euros(100_00))
  }

  @Test("nothing is sent in a currency whose bank data are too old, and the others go out")
  func staleBankData() throws {
    var book = Book()
    book.owe("A-1", late: 5)
    book.add(client: 2, "Birch", country: "US")
    book.owe("B-1", late: 5, 100_00, .dollar, client: 2)
    let last = Book.today - 40
    let plan = try book.plan(stale: [.euro: last])
    #expect(plan.skipped.map(\.reason) == [.staleBankData(last: last)])
    #expect(plan.level("B-1") == 2)
  }

  @Test("an invoice past its final notice is not asked for again in a softer tone")
  func standing() throws {
    var book = Book()
    book.owe("OLD", late: 80, 500_00)
    book.owe("NEW", late: 4)
    book.reminded("OLD", level: 5, ago: 20)
    let plan = try book.plan()
    #expect(plan.code("OLD") == "all-stages-sent")
    let notice = try #require(plan.notices.first)
    #expect(notice.stage == "reminder")
    #expect(notice.lines.map(\.item.number.text) == ["NEW"])
    #expect(notice.total == euros(100_00))
    #expect(notice.standing.map(\.item.number.text) == ["OLD"])
    #expect(notice.standing.map(\.noticed) == [Book.today - 20])
  }

  @Test("only the last stage announces what the house has switched on")
  func consequences() throws {
    var policy = ChasePolicy()
    policy.consequences = [.creditStop]
    var book = Book()
    book.owe("A-1", late: 22)
    book.reminded("A-1", level: 3, ago: 12)
    #expect(try book.plan(policy).notices.first?.consequences == [])
    book.sent[0].level = 4
    #expect(try book.plan(policy, on: Book.today + 20).notices.first?.consequences == [.creditStop])
  }

  @Test("interest follows what was paid in part, and the fixed sum what was owed")
  func chargesAfterPartPayment() throws {
    var book = Book()
    book.owe("A-1", late: 40, 6_000_00)
    book.items[0].payments = [PartPayment(euros(4_000_00), on: Book.today - 20)]
    book.reminded("A-1", level: 4, ago: 30)
    let charges = LateCharges(law: .init("EU"), fromLevel: 3)
    let line = try #require(
      try book.plan(ChasePolicy(charges: charges)).notices.first?.lines.first)
    #expect(line.interestLines.map(\.balance) == [euros(10_000_00), euros(6_000_00)])
    // 20 days each at 10.15 percent: 55.62 (55.616) and 33.37 (33.370).
    #expect(line.interestLines.map(\.interest) == [euros(55_62), euros(33_37)])
    #expect(line.interest == euros(88_99))
    #expect(line.fee == euros(40_00))
  }

  @Test("a German due date on a closed day moves to the next working day, and interest with it")
  func closedDueDate() throws {
    var book = Book()
    // 10 May 2026 is a Sunday.
    book.owe("A-1", late: Book.today - day("2026-05-10"), 10_000_00)
    book.reminded("A-1", level: 4, ago: 14)
    let charges = LateCharges(law: .init("DE"), fromLevel: 3)
    let notice = try #require(
      try book.plan(ChasePolicy(charges: charges), on: Book.today + 10).notices.first)
    #expect(notice.lines.first?.interestLines.first?.first == day("2026-05-12"))
    #expect(notice.chargesBasis == "§§ 288, 289 BGB")
  }

  @Test(
    "where a reminder puts in default, interest runs from the first one, or 30 days after the due date",
    arguments: [
      // Due on 30 April and reminded on 10 May; due on 31 March and reminded after 30 days; due on
      // 30 April and reminded on 26 May, 4 days before they are over.
      (40, [30, 14], "2026-05-11"), (70, [20, 10], "2026-05-01"), (40, [14], "2026-05-27"),
    ] as [(Int, [Int], String)])
  func defaultByReminder(late: Int, reminders: [Int], first: String) throws {
    var book = Book()
    book.owe("A-1", late: late, 10_000_00)
    for (level, ago) in reminders.enumerated() { book.reminded("A-1", level: 3 + level, ago: ago) }
    var charges = LateCharges(.contract(rate: .percent(12), fixedSum: nil), fromLevel: 3)
    charges.defaultBy = .reminder
    let notice = try #require(try book.plan(ChasePolicy(charges: charges)).notices.first)
    let line = try #require(notice.lines.first)
    #expect(line.interestLines.first?.first == day(first), "\(notice.day) \(line.interestLines)")
  }

  @Test("an agreed rate is simple interest without any table")
  func contract() throws {
    var book = Book()
    book.owe("A-1", late: 365, 1_000_00)
    book.reminded("A-1", level: 4, ago: 14)
    let charges = LateCharges(
      .contract(rate: .percent(12), fixedSum: euros(15_00)), fromLevel: 3)
    let line = try #require(
      try book.plan(ChasePolicy(charges: charges)).notices.first?.lines.first)
    #expect(line.interest == euros(120_00))
    #expect(line.fee == euros(15_00))
  }
}
