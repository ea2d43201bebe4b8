import Chasing
import Domain
import Settings
import Testing

private func read(_ text: String) -> (settings: BookSettings, faults: [Fault]) {
  BookSettings.read(text, file: "dunlin.yaml")
}

@Suite("The chase settings")
struct ChaseSettingsTests {
  @Test("a ladder of one's own, with its days, tones, channels, fees and minimums")
  func ladder() throws {
    let (settings, faults) = read(
      """
      chase:
        grace_days: 2
        stages_per_notice: 2
        start: 2026-01-15
        bank_days: 5
        holidays: [2026-12-24]
        stages:
          - {tone: upcoming, before_due: 5, channel: email}
          - {tone: reminder, after_due: 4, pay_by_days: 9, fee: "2.50"}
          - {tone: final, after_previous: 12, minimum: "80.00", channel: phone, stop_credit: true}
        after_final: [credit-stop, court]
      """)
    #expect(faults.map(\.message) == [])
    let policy = settings.chasing
    #expect(policy.stages.map(\.timing) == [.due(-5), .due(4), .previous(12)])
    #expect(policy.stages.map(\.name) == ["upcoming", "reminder", "final"])
    #expect(policy.stages.map(\.payByDays) == [7, 9, 7])
    #expect(policy.stages.map(\.channel) == [.email, nil, .phone])
    #expect(policy.stages[1].fee[.euro].plain == "2.50")
    #expect(policy.stages[2].minimum[.pound].plain == "80.00")
    #expect(policy.stages.map(\.stopsCredit) == [false, false, true])
    #expect(policy.firstOverdueLevel == 2)
    #expect(policy.graceDays == 2)
    #expect(policy.levelsPerNotice == 2)
    #expect(policy.start == Day(iso: "2026-01-15"))
    #expect(policy.consequences == [.creditStop, .court])
    #expect(settings.bankDaysMax == 5)
    #expect(settings.closedDays == Set([Day(iso: "2026-12-24")!]))
  }

  @Test("interest by law or by contract, from a stage on")
  func interest() {
    let law = read("chase:\n  interest: {law: at, debtor: consumer, from_stage: final}\n")
    #expect(law.faults.map(\.message) == [])
    #expect(law.settings.chasing.charges == LateCharges(law: .init("AT", .consumer), fromLevel: 5))
    let reminded = read("chase:\n  interest: {law: DE, default_by: reminder}\n")
    #expect(reminded.settings.chasing.charges?.defaultBy == .reminder)
    #expect(law.settings.chasing.charges?.defaultBy == .dueDate)
    let contract = read("chase:\n  interest: {percent: \"8.5\", fixed_sum: \"12.00\"}\n")
    let twelve = Money(minorUnits: 12_00, currency: .euro)
    #expect(
      contract.settings.chasing.charges
        == LateCharges(.contract(rate: BasisPoints(850), fixedSum: twelve), fromLevel: 3))
    #expect(read("chase: {}\n").settings.chasing.charges == nil, "off unless it is asked for")
  }

  @Test("a reference rate is added for a half-year, and for nothing else")
  func referenceRates() throws {
    func rates(_ entry: String) -> (settings: BookSettings, faults: [Fault]) {
      read("chase:\n  reference_rates:\n    - {\(entry)}\n")
    }
    let added = rates("reference: AT-BASE, from: 2031-07-01, percent: \"-0.62\"").settings
    let rate = try added.statutoryRates.rate(.austrianBase, on: Day(iso: "2031-08-01")!)
    #expect(rate.annual == BasisPoints(-62))
    #expect(throws: StatutoryRates.Missing.self) {
      try added.statutoryRates.rate(.centralBank, on: Day(iso: "2031-08-01")!)
    }
    for wrong in [
      "reference: ECB, from: 2031-07-02, percent: \"2\"",
      "reference: ECB, from: 2031-07-01, percent: \"2.155\"", "reference: ECB, from: 2031-07-01",
      "reference: FED, from: 2031-07-01, percent: \"2\"",
    ] {
      #expect(rates(wrong).faults.count == 1, "\(wrong)")
    }
  }

  @Test("a rate that changes on any day is added from any day")
  func movingRate() throws {
    let added = read(
      "chase:\n  reference_rates: [{reference: PL-481, from: 2031-07-09, percent: \"5.00\"}]\n")
    #expect(added.faults.isEmpty)
    let rate = try added.settings.statutoryRates.rate(.polishDelay, on: Day(iso: "2031-08-01")!)
    #expect(rate.annual == .percent(5))
  }

  @Test("a law that is not confirmed is refused with the reason and the way out")
  func unconfirmedLaw() {
    let faults = read("chase:\n  interest: {law: LT}\n").faults
    #expect(faults.count == 1)
    let message = faults.first.map { $0.message + $0.remedy } ?? ""
    #expect(message.contains("stays as on the first day is stated by one source only"))
    #expect(message.contains("`percent`"))
    let unknown = read("chase:\n  interest: {law: XX}\n").faults
    #expect(unknown.count == 1)
    #expect(read("chase:\n  interest: {law: SE, debtor: consumer}\n").faults.isEmpty)
  }

  @Test("groups lend their terms to clients")
  func groups() {
    let (settings, faults) = read(
      """
      groups:
        - {name: public, grace_days: 14, channel: letter}
      clients:
        - {match: Town, group: public, quiet_days: 20}
      """)
    #expect(faults.map(\.message) == [])
    let town = settings.clients[0].chasing
    #expect(town.graceDays == 14 && town.quietDays == 20 && town.channel == .letter)
  }

  @Test(
    "what cannot be meant is a fault with its line",
    arguments: [
      ("chase:\n  stages:\n    - {tone: reminder}\n", .settingsValue, 3),
      ("chase:\n  stages:\n    - {tone: a, after_due: 3, before_due: 3}\n", .settingsValue, 3),
      ("chase:\n  stages:\n    - {tone: a, before_due: 3}\n", .settingsValue, 3),
      ("chase:\n  stages:\n    - {after_due: 3}\n", .settingsKey, 3),
      ("chase:\n  interest: {law: XX}\n", .settingsValue, 2),
      ("chase:\n  interest: {law: DE, default_by: 2}\n", .settingsValue, 2),
      ("chase:\n  interest: {from_stage: third}\n", .settingsKey, 2),
      ("chase:\n  interest: {law: DE, from_stage: tenth}\n", .settingsValue, 2),
      ("chase:\n  after_final: [jail]\n", .settingsValue, 2),
      ("chase:\n  holidays: [Christmas]\n", .settingsValue, 2),
      ("clients:\n  - {match: A, group: none}\n", .settingsValue, 2),
    ] as [(String, Fault.Code, Int)])
  func faults(text: String, code: Fault.Code, line: Int) {
    let faults = read(text).faults
    #expect(faults.map(\.code) == [code], "\(faults.map(\.message))")
    #expect(faults.first?.line == line)
  }
}
