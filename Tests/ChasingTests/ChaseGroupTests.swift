import Chasing
import Domain
import Support
import Testing

@Suite("One notice per client and currency")
struct ChaseGroupTests {
  @Test("a client gets one notice with everything overdue, the worst stage leading")
  func oneNotice() throws {
    var book = Book()
    book.owe("A-3", late: 1)
    book.owe("A-2", late: 3)
    book.owe("A-1", late: 10)
    book.reminded("A-1", level: 2, ago: 7)
    let plan = try book.plan()
    #expect(plan.notices.count == 1)
    let notice = plan.notices[0]
    #expect(notice.level == 3)
    #expect(notice.lines.map(\.item.number.text) == ["A-1", "A-2", "A-3"])
    #expect(notice.lines.map(\.level) == [3, 2, 0], "what is in its days of grace is only listed")
    #expect(notice.total == euros(300_00))
  }

  @Test("reminding one invoice does not hide another that was reminded before")
  func listed() throws {
    var book = Book()
    book.owe("A-1", late: 21)
    book.owe("A-2", late: 9)
    book.reminded("A-1", level: 3, ago: 8)
    book.reminded("A-2", level: 2, ago: 7)
    let notice = try #require(try book.plan().notices.first)
    #expect(notice.lines.map(\.level) == [4, 0])
    #expect(notice.lines.map(\.isBeside) == [false, true], "it did not come so far")
    #expect(notice.level == 4 && notice.total == euros(200_00))
    #expect(notice.besideTotal == euros(100_00))
  }

  @Test("what was asked for before is not asked for again, harder or softer, for a newer one")
  func olderStands() throws {
    let stages = [
      ChaseStage(name: "reminder", dayOffset: 3, payByDays: 3),
      ChaseStage(
        name: "third", dayOffset: 12, payByDays: 10, fee: AmountPerCurrency([euros(5_00)])),
      ChaseStage(name: "call", dayOffset: 24, payByDays: 3, channel: .phone),
      ChaseStage(name: "final", dayOffset: 60, payByDays: 10),
    ]
    let policy = ChasePolicy(stages: stages, charges: LateCharges(law: .init("EU"), fromLevel: 2))
    var book = Book()
    book.owe("OLD", late: 23)
    book.owe("NEW", late: 3)
    book.reminded("OLD", level: 2, ago: 8)
    #expect(try book.plan(policy).notices.isEmpty, "the date of OLD runs for two days more")
    book = Book()
    book.owe("OLD", late: 23)
    book.owe("NEW", late: 3)
    book.reminded("OLD", level: 2, ago: 11)
    let plan = try book.plan(policy)
    let notice = try #require(plan.notices.first)
    #expect(notice.stage == "reminder" && notice.level == 1)
    #expect(notice.lines.map(\.item.number.text) == ["NEW"])
    #expect(notice.standing.map(\.item.number.text) == ["OLD"])
    #expect(notice.total == euros(100_00) && plan.code("OLD") == "already-reminded")
    book.record(plan)
    #expect(try book.plan(policy, on: notice.payBy).notices.isEmpty)
    let next = try #require(try book.plan(policy, on: day("2026-06-22")).notices.first)
    #expect(next.stage == "call" && next.channel == .phone)
    #expect(next.lines.map(\.item.number.text) == ["OLD", "NEW"])
    // A call is not repeated for a newer invoice.
    book.record(try book.plan(policy, on: day("2026-06-22")))
    book.owe("LATE", late: -17)
    let after = try #require(try book.plan(policy, on: day("2026-06-29")).notices.first)
    #expect(after.stage == "reminder")
    #expect(after.lines.map(\.item.number.text) == ["LATE"])
  }

  @Test("an invoice that credits cover leads no letter")
  func coveredLeads() throws {
    var book = Book()
    book.owe("OLD", late: 40)
    book.owe("NEW", late: 5)
    book.reminded("OLD", level: 4, ago: 20)
    book.credit(100_00, note: "CN-1")
    let notice = try #require(try book.plan().notices.first)
    #expect(notice.stage == "reminder" && notice.total == euros(100_00))
    #expect(notice.lines.map(\.level) == [0, 2])
  }

  @Test("a client that never pays climbs the ladder, however often a newer invoice falls due")
  func newerInvoicesPutNothingOff() throws {
    var book = Book()
    for week in 0..<12 { book.owe("W-\(week)", late: -7 * week) }
    var finals: Set<String> = []
    for offset in 0..<80 {
      let plan = try book.plan(on: Book.today + offset)
      for line in plan.notices.flatMap(\.lines) where line.level == 5 {
        finals.insert(line.item.number.text)
      }
      book.record(plan)
    }
    #expect(finals.contains("W-0") && finals.contains("W-3"), "\(finals.sorted())")
  }

  @Test("the date that a letter of claim gave a person is kept, whatever the stage says")
  func recordedPayBy() throws {
    let stages = [
      ChaseStage(name: "reminder", dayOffset: 3), ChaseStage(name: "claim", dayOffset: 10),
      ChaseStage(name: "final", dayOffset: 20),
    ]
    var own = ChasePolicy.ClientChasing()
    own.isIndividual = true
    let policy = ChasePolicy(stages: stages, clients: ["Alder": own])
    var book = Book()
    book.owe("A-1", late: 12)
    book.reminded("A-1", level: 1, ago: 9)
    let claim = try #require(try book.plan(policy).notices.first)
    #expect(claim.stage == "claim" && claim.payBy == day("2026-07-09"))
    book.record(try book.plan(policy))
    #expect(try book.plan(policy, on: claim.payBy).notices.isEmpty)
    #expect(try book.plan(policy, on: claim.payBy + 1).notices.first?.stage == "final")
  }

  @Test("what is not due yet is not asked for together with what is overdue")
  func upcomingApart() throws {
    var book = Book()
    book.owe("A-1", late: 5)
    book.owe("A-2", late: -2)
    let plan = try book.plan()
    #expect(plan.notices.map(\.total) == [euros(100_00)])
    #expect(plan.code("A-2") == "quiet-period")
  }

  @Test("currencies are never mixed: each has its notice")
  func currencies() throws {
    var book = Book()
    book.owe("A-1", late: 5, 100_00, .euro)
    book.owe("A-2", late: 5, 70_00, .dollar)
    let notices = try book.plan().notices
    #expect(notices.map(\.total.description) == ["100.00 EUR", "70.00 USD"])
    #expect(notices.allSatisfy { $0.lines.count == 1 })
  }

  @Test("credits that cover what is overdue leave the client in peace")
  func covered() throws {
    var book = Book()
    book.owe("A-1", late: 5)
    book.owe("A-2", late: 12)
    book.reminded("A-2", level: 2, ago: 3)
    book.credit(150_00, note: "CN-1")
    book.credit(50_00)
    let plan = try book.plan()
    #expect(plan.notices.isEmpty)
    #expect(plan.skipped.map(\.reason.code) == ["covered-by-credit", "covered-by-credit"])
  }

  @Test("credits that do not cover it are set off in the notice")
  func setOff() throws {
    var book = Book()
    book.owe("A-1", late: 5)
    book.credit(30_00, note: "CN-1")
    let notice = try #require(try book.plan().notices.first)
    #expect(notice.credits.map(\.amount) == [euros(30_00)])
    #expect(notice.total == euros(70_00))
  }

  @Test("a credit that overdue invoices use up is not set off a second time")
  func creditOnce() throws {
    var book = Book()
    book.owe("A-1", late: 8)
    book.reminded("A-1", level: 2, ago: 7)
    book.owe("A-2", late: -2)
    book.credit(130_00)
    let notice = try #require(try book.plan().notices.first)
    #expect(notice.stage == "upcoming")
    #expect(notice.credits.map(\.amount) == [euros(30_00)])
    #expect(notice.total == euros(70_00))
  }

  @Test("a few euros are not worth a letter")
  func minimum() throws {
    var book = Book()
    book.owe("A-1", late: 5, 14_99)
    let policy = ChasePolicy(smallestBalance: AmountPerCurrency([euros(15_00)]))
    #expect(try book.plan(policy).code("A-1") == "below-minimum")
    book.owe("A-2", late: 5, 1)
    #expect(try book.plan(policy).notices.first?.total == euros(15_00))
  }

  @Test("quiet days hold back other invoices of the client, in every currency")
  func quiet() throws {
    var book = Book()
    book.owe("A-1", late: 8)
    book.owe("A-2", late: 3, 10_00, .dollar)
    book.reminded("A-1", level: 2, ago: 5)
    let plan = try book.plan()
    #expect(plan.notices.isEmpty)
    let reason = plan.skipped.first { $0.item.number.text == "A-2" }?.reason
    #expect(reason == .quietPeriod(last: Book.today - 5, next: Book.today + 1))
    #expect(try book.plan(on: Book.today + 1).level("A-2") == 2)
  }

  @Test("a note before the due date does not put a reminder off")
  func upcomingIsNoReminder() throws {
    var book = Book()
    book.owe("A-1", late: 3)
    book.owe("A-2", late: 0)
    book.reminded("A-2", level: 1, ago: 2)
    #expect(try book.plan().level("A-1") == 2)
    book.sent[0].day = Book.today
    #expect(try book.plan().code("A-1") == "quiet-period", "but there is one notice a day")
  }

  @Test("the settings of a client stop its notices, or change their language and channel")
  func clientSettings() throws {
    var book = Book()
    book.add(client: 2, "Birch", country: "DE", language: "de")
    book.clients[ID(2)]?.contact.email = "birch@example.com"
    book.owe("A-1", late: 5)
    book.owe("B-1", late: 5, client: 2)
    var stopped = ChasePolicy.ClientChasing()
    stopped.isStopped = true
    let plan = try book.plan(ChasePolicy(clients: ["Alder": stopped]))
    #expect(plan.code("A-1") == "client-stopped")
    #expect(plan.notices.map(\.language) == ["de"], "the client's language decides")
    #expect(plan.notices.map(\.channel) == [.email])
    var french = ChasePolicy.ClientChasing()
    french.language = "fr"
    french.channel = .letter
    let other = try book.plan(ChasePolicy(language: "nl", clients: ["Birch": french]))
    #expect(other.notices.map(\.language) == ["nl", "fr"])
    #expect(other.notices.map(\.channel) == [.letter, .letter])
  }

  @Test("the new date to pay by is a business day of the client's country")
  func payBy() throws {
    var book = Book()
    book.owe("A-1", late: 10)
    book.reminded("A-1", level: 2, ago: 8)
    #expect(try book.plan().notices.first?.payBy == day("2026-06-16"))
    var whitsun = Book()
    whitsun.owe("A-2", late: 30)
    let stages = [ChaseStage(name: "reminder", dayOffset: 1, payByDays: 4)]
    // Four days after Thursday 21 May is Whit Monday.
    let plan = try whitsun.plan(ChasePolicy(stages: stages), on: day("2026-05-21"))
    #expect(plan.notices.first?.payBy == day("2026-05-26"))
  }

  @Test("interest and fees are nothing unless the house has switched them on")
  func noCharges() throws {
    var book = Book()
    book.owe("A-1", late: 100)
    book.reminded("A-1", level: 4, ago: 30)
    let line = try #require(try book.plan().notices.first?.lines.first)
    #expect(line.interest.isZero && line.fee.isZero)
  }

  @Test("once switched on, charges begin at their level and belong to the total")
  func charges() throws {
    var book = Book()
    book.owe("A-1", late: 40, 10_000_00)
    book.owe("A-2", late: 3, 10_000_00)
    book.reminded("A-1", level: 4, ago: 30)
    let charges = LateCharges(law: .init("EU"), fromLevel: 3)
    let notice = try #require(try book.plan(ChasePolicy(charges: charges)).notices.first)
    // 40 days at 2.15 + 8 percent.
    #expect(notice.lines.map(\.interest) == [euros(111_23), euros(0)])
    #expect(notice.lines.map(\.fee) == [euros(40_00), euros(0)])
    #expect(notice.total == euros(20_151_23))
  }

  @Test("a stage's fee is claimed once a notice")
  func stageFee() throws {
    var book = Book()
    book.owe("A-1", late: 5)
    book.owe("A-2", late: 4)
    let stages = [
      ChaseStage(name: "reminder", dayOffset: 3, fee: AmountPerCurrency([euros(5_00)]))
    ]
    let notice = try #require(try book.plan(ChasePolicy(stages: stages)).notices.first)
    #expect(notice.lines.map(\.fee) == [euros(5_00), euros(0)])
    #expect(notice.total == euros(205_00))
  }

  @Test("a fee once charged stays owed, and a later stage's is not put on top of it")
  func feeStays() throws {
    let fees: [Int64] = [0, 5_00, 0, 12_00]
    let stages = zip(["reminder", "second", "third", "final"], fees).enumerated().map {
      place, stage in
      ChaseStage(
        name: stage.0, dayOffset: 3 + 10 * place, payByDays: 5,
        fee: AmountPerCurrency([euros(stage.1)]))
    }
    var book = Book()
    book.owe("A-1", late: 3)
    var totals: [Money] = []
    for offset in 0...60 {
      let plan = try book.plan(ChasePolicy(stages: stages), on: Book.today + offset)
      totals += plan.notices.map(\.total)
      book.record(plan)
    }
    #expect(totals == [100_00, 105_00, 105_00, 112_00].map(euros))
  }

  @Test("a half-year without a rate holds back the letter that needs it, and no other")
  func missingRate() throws {
    var book = Book()
    book.owe("A-1", late: 40)
    book.reminded("A-1", level: 4, ago: 30)
    book.add(client: 2, "Birch", country: "DE")
    book.owe("B-1", late: -25, client: 2)
    let policy = ChasePolicy(charges: LateCharges(law: .init("DE")))
    let plan = try book.plan(policy, on: day("2027-01-05"))
    #expect(plan.notices.flatMap(\.lines).map(\.item.number.text) == ["B-1"])
    #expect(plan.skipped.map(\.reason.code) == ["rate-missing"])
  }

  @Test(
    "every open item is in a notice or among the skipped, exactly once, and totals add up",
    arguments: Array(1...40) as [UInt64])
  func everyItemOnce(seed: UInt64) throws {
    var random = Seeded(seed)
    var book = Book()
    for id in 2...8 {
      book.add(
        client: Int64(id), "C\(id)", country: ["DE", "FR", "", "ZZ"].randomElement(using: &random)!)
    }
    let holds: [Hold?] = [
      nil, nil, nil, nil, nil, .directDebit, .disputed(since: Book.today),
      .promised(by: Book.today + 3),
    ]
    for number in 0..<Int.random(in: 0...120, using: &random) {
      book.owe(
        "I\(number)", late: .random(in: -40...90, using: &random),
        .random(in: 1...5_000_00, using: &random),
        [.euro, .pound, .dollar].randomElement(using: &random)!,
        client: .random(in: 1...8, using: &random), hold: holds.randomElement(using: &random)!)
    }
    for client in 1...8 where Bool.random(using: &random) {
      book.credit(.random(in: 1...9_000_00, using: &random), client: Int64(client))
    }
    var charges: LateCharges?
    if Bool.random(using: &random) { charges = LateCharges(law: .init("EU"), fromLevel: 2) }
    let policy = ChasePolicy(
      smallestBalance: AmountPerCurrency([euros(20_00)]),
      levelsPerNotice: .random(in: 1...3, using: &random), charges: charges)
    var levels: [ID<Invoice>: Int] = [:]
    for offset in 0..<30 {
      let today = Book.today + offset
      let plan = try book.plan(policy, on: today)
      let named = plan.notices.flatMap(\.lines).map(\.item.id) + plan.skipped.map(\.item.id)
      #expect(named.count == book.items.count, "seed \(seed)")
      #expect(Set(named).count == book.items.count, "seed \(seed)")
      for notice in plan.notices {
        let owed = notice.lines.map { $0.item.open + $0.interest + $0.fee }.sum(notice.currency)
        let credit = notice.credits.map(\.amount).sum(notice.currency)
        #expect(notice.total == owed - credit, "seed \(seed)")
        #expect(notice.total.isPositive && notice.payBy >= today, "seed \(seed)")
        let worst = notice.lines.map(\.level).max()
        #expect(notice.level == worst, "seed \(seed): the worst stage leads")
        for line in notice.lines where !line.isBeside && notice.level > 2 {
          #expect(line.level == notice.level, "seed \(seed): words that are not true of it")
          #expect((levels[line.item.id] ?? 0) > 1, "seed \(seed): never reminded before")
        }
        for line in notice.lines where line.level > 0 {
          let before = max(levels[line.item.id] ?? 0, line.daysOverdue > 0 ? 1 : 0)
          let most = before == 1 ? 2 : before + policy.levelsPerNotice
          #expect((before + 1...most).contains(line.level), "seed \(seed)")
          levels[line.item.id] = line.level
        }
      }
      let groups = plan.notices.map { "\($0.client.externalID) \($0.currency)" }
      #expect(Set(groups).count == groups.count, "seed \(seed)")
      book.record(plan)
      let again = try book.plan(policy, on: today)
      #expect(again.notices.isEmpty, "seed \(seed)")
    }
  }
}
