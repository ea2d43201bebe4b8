import Chasing
import Domain
import Financing
import Forecasting
import Foundation
import Settings
import Testing

/// The text of a file of the package.
private func packageFile(_ path: String) throws -> String {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return try String(contentsOf: root.appending(path: path), encoding: .utf8)
}

private func read(_ text: String) -> (settings: BookSettings, faults: [Fault]) {
  BookSettings.read(text, file: "dunlin.yaml")
}

@Suite("BookSettings")
struct BookSettingsTests {
  @Test("the sample book's settings read without fault and give its figures")
  func sample() throws {
    let (settings, faults) = read(try packageFile("Samples/dunlin.yaml"))
    #expect(faults.isEmpty)
    let business = settings.business
    #expect(business.name == "Brachvogel Studio GmbH")
    #expect(business.postcode == "20457")
    #expect(business.country == "DE")
    #expect(business.vatNumber == "DE099412207")
    #expect(
      business.identifiers.map(\.value) == ["9930:DE099412207", "DE099412207", "HRB9990417"])
    #expect(business.termDays == 30)
    #expect(business.accounts.map(\.currency.code) == ["EUR", "USD", "GBP"])
    #expect(business.account(in: .euro)?.iban == "DE21900000170041220700")
    #expect(settings.chasing.quietDays == 6)
    #expect(settings.clients.count == 7)
    #expect(settings.outgoings.recurring.map(\.amount.plain) == ["2400.00", "186.00", "11200.00"])
    let start = Month(year: 2000, month: 1)
    #expect(
      settings.outgoings.recurring.map(\.rhythm)
        == [1, 15, 27].map { .months(1, from: start, day: $0) })
  }

  @Test("the sample book's financier has the figures of its settings")
  func sampleFinance() throws {
    let terms = try #require(read(try packageFile("Samples/dunlin.yaml")).settings.finance)
    #expect(terms.name == "Priel Factoring AG")
    #expect(terms.advanceRate == .percent(90))
    #expect(terms.serviceRate == .percent(1))
    #expect(terms.serviceMinimum == Money(minorUnits: 15_00, currency: .euro))
    #expect(terms.discountRate == .percent(7))
    #expect(terms.limit == Money(minorUnits: 60_000_00, currency: .euro))
    #expect(terms.ageDaysMax == 90)
    #expect(terms.recourseDays == 120)
    #expect(!terms.requiresVerdict)
  }

  @Test("several financiers stand side by side, each with all its terms")
  func financiers() throws {
    let (settings, faults) = read(
      """
      finance:
        - name: Selective Ltd
          currencies: [EUR, GBP]
          discount_percent: "2.5"
          base_rates:
            - {from: 2026-01-01, percent: "2.15"}
            - {from: 2026-07-01, percent: "1.9"}
          reserve: "500.00"
          reserve_percent: "5"
          concentration_percent: "20"
          cross_age_percent: "25"
          excluded_countries: [RU, BY]
          excluded_clients: [C-104]
          related_parties: [Sister GmbH]
          consumers: true
          additional_percent: "1"
          payout_days: 2
        - name: Whole Ledger AG
          currency: GBP
          overdue_max_days: 30
          validated_only: true
          whole_ledger: true
          disclosed: true
          account: DE02120300000000202051
          notice_days: 90
      """)
    #expect(faults.isEmpty, "\(faults.map(\.message))")
    #expect(settings.financiers.map(\.name) == ["Selective Ltd", "Whole Ledger AG"])
    let (first, second) = (settings.financiers[0], settings.financiers[1])
    #expect(first.otherCurrencies == [.pound])
    #expect(first.discountRate(on: Day(iso: "2026-06-30")!) == BasisPoints(465))
    #expect(first.discountRate(on: Day(iso: "2026-07-01")!) == BasisPoints(440))
    #expect(first.reserve.plain == "500.00" && first.reserveRate == .percent(5))
    #expect(first.concentration == .percent(20) && first.crossAge == .percent(25))
    #expect(first.excludedCountries == ["RU", "BY"] && first.excludedParties == ["C-104"])
    #expect(first.relatedParties == ["Sister GmbH"] && first.takesConsumers)
    #expect(first.additionalRate == .percent(1) && first.payoutDays == 2)
    #expect(first.leavesChasingToBusiness && !first.isDisclosed)
    #expect(second.currency == .pound && second.requiresVerdict && second.takesWholeLedger)
    #expect(second.isDisclosed && !second.leavesChasingToBusiness && second.noticeDays == 90)
    #expect(second.overdueDaysMax == 30 && second.account == "DE02120300000000202051")
  }

  @Test("rates count from their day on, in the house's currency")
  func sampleRates() throws {
    let rates = read(try packageFile("Samples/dunlin.yaml")).settings.rates
    let dollars = Money(minorUnits: 100_00, currency: .dollar)
    let may = try #require(Day(iso: "2025-05-01"))
    let july = try #require(Day(iso: "2025-07-01"))
    #expect(rates.convert(dollars, on: may)?.plain == "95.00")
    #expect(rates.convert(dollars, on: july)?.plain == "92.00")
    #expect(rates.convert(dollars, on: may - 365) == nil)
  }

  @Test("the settings that a new book gets read without fault")
  func template() throws {
    let (settings, faults) = read(try packageFile("Templates/dunlin.yaml"))
    #expect(faults.isEmpty)
    #expect(settings.business.isUnnamed)
    #expect(settings.finance == nil)
  }

  @Test("the template's commented examples read without fault too")
  func templateExamples() throws {
    let text = try packageFile("Templates/dunlin.yaml").split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { line in
      // An example is a comment that goes on with a key or an entry: `# rates:`, `  # vat: [..]`.
      guard let mark = line.firstRange(of: "# "),
        line[..<mark.lowerBound].allSatisfy({ $0 == " " }),
        line[mark.upperBound...].firstMatch(of: /^ *(- \{|[a-z_]+:( |$))/) != nil
      else { return String(line) }
      return String(line[..<mark.lowerBound] + line[mark.upperBound...])
    }.joined(separator: "\n")
    let (settings, faults) = read(text)
    #expect(faults.map(\.message) == [])
    #expect(settings.business.vatNumber == "GB000000000")
    #expect(settings.clients.count == 3)
    #expect(settings.outgoings.recurring.count == 2)
    #expect(settings.outgoings.bills.map(\.amount.plain) == ["8000.00"])
    #expect(settings.waitingRate == .percent(8))
    #expect(settings.finance?.limit?.plain == "50000.00")
  }

  @Test("nothing said is the defaults", arguments: ["", "# only a comment\n", "chase:\n"])
  func defaults(text: String) {
    let (settings, faults) = read(text)
    #expect(faults.isEmpty)
    #expect(settings.business.isUnnamed)
    #expect(settings.business.currency == .euro)
    #expect(settings.finance == nil)
  }

  @Test(
    "every fault names its kind and its line",
    arguments: [
      ("house:\n  name: A\n  city: [\n", .settingsSyntax, 4),
      ("house: {name: A}\n\tchase: {}\n", .settingsSyntax, 2),
      ("house: {name: A}\nhouse: {name: B}\n", .settingsSyntax, 1),
      ("house: {name: A}\nx: \u{1}\n", .settingsSyntax, 2),
      ("house:\n  name: A\n  colour: red\n", .settingsKey, 3),
      ("house:\n  city: Hamburg\n", .settingsKey, 2),
      ("haus:\n  name: A\n", .settingsKey, 1),
      ("bank:\n  - name: Girokonto\n", .settingsKey, 2),
      ("clients:\n  - {match: A}\n  - {language: de}\n", .settingsKey, 3),
      ("rates:\n  - {currency: GBP, rate: \"1.17\"}\n", .settingsKey, 2),
      ("rates:\n  - {currency: GBP, from: 2025-01-01}\n", .settingsKey, 2),
      ("outgoings:\n  - {name: Rent, day: 1}\n", .settingsKey, 2),
      ("outgoings:\n  - {name: VAT, amount: \"5.00\", every: quarter}\n", .settingsKey, 2),
      ("outgoings:\n  - {name: Wages, amount: \"5.00\", every: week}\n", .settingsKey, 2),
      ("clients:\n  - {match: }\n", .settingsKey, 2),
      ("house: Brachvogel\n", .settingsValue, 1),
      ("- house\n- bank\n", .settingsValue, 1),
      ("house:\n  name: A\n  terms_days: soon\n", .settingsValue, 3),
      ("house:\n  name: A\n  terms_days: 366\n", .settingsValue, 3),
      ("house:\n  name: A\n  currency: euro\n", .settingsValue, 3),
      ("house:\n  name: A\n  identifiers:\n    vat: DE099412207\n", .settingsValue, 4),
      ("bank: DE21900000170041220700\n", .settingsValue, 1),
      ("rates:\n  - {currency: GBP, from: 2025-02-30, rate: \"1.17\"}\n", .settingsValue, 2),
      ("rates:\n  - {currency: GBP, from: 2025-02-03, rate: \"1,17\"}\n", .settingsValue, 2),
      ("rates:\n  - {currency: GBP, from: 2025-02-03, rate: \"0\"}\n", .settingsValue, 2),
      ("rates:\n  - {currency: GBP, from: 2025-02-03, rate: \"-1.17\"}\n", .settingsValue, 2),
      ("clients:\n  - {match: A, stop_reminders: maybe}\n", .settingsValue, 2),
      ("outgoings:\n  - {name: R, amount: \"12.345\", day: 1}\n", .settingsValue, 2),
      ("outgoings:\n  - {name: R, amount: \"12.30\", day: 32}\n", .settingsValue, 2),
      ("outgoings:\n  - {name: R, amount: \"1.00\", day: 3, every: daily}\n", .settingsValue, 2),
      (
        "outgoings:\n  - {name: R, amount: \"1.00\", on: 2026-08-01, day: 3}\n", .settingsValue, 2
      ),
      ("finance:\n  discount_percent: \"7.255\"\n", .settingsValue, 2),
      ("finance:\n  discount_percent: \"-7\"\n", .settingsValue, 2),
      ("finance:\n  limit: \"1e5\"\n", .settingsValue, 2),
      ("finance:\n  - {name: A}\n  - {name: B, advance_percent: \"101\"}\n", .settingsValue, 3),
      ("finance:\n  - {name: A}\n  - {name: A}\n", .settingsValue, 3),
      ("finance:\n  - {name: A, colour: red}\n", .settingsKey, 2),
      ("finance:\n  base_rates:\n    - {from: 2026-01-01}\n", .settingsKey, 3),
      ("finance:\n  base_rates:\n    - {from: soon, percent: \"2\"}\n", .settingsValue, 3),
      ("finance:\n  concentration_percent: \"-1\"\n", .settingsValue, 2),
      ("finance:\n  excluded_countries: [Russia]\n", .settingsValue, 2),
      ("finance:\n  currencies: [EURO]\n", .settingsValue, 2),
      ("finance:\n  chasing: nobody\n", .settingsValue, 2),
      ("finance:\n  name: A\n  chasing: financier\n", .settingsValue, 3),
      ("finance:\n  disclosed: true\n  chasing: house\n", .settingsValue, 3),
      ("finance:\n  name: A; B\n", .settingsValue, 2),
    ] as [(String, Fault.Code, Int)])
  func faults(text: String, code: Fault.Code, line: Int) {
    let faults = read(text).faults
    #expect(faults.map(\.code) == [code], "\(faults.map(\.message))")
    #expect(faults.first?.line == line)
    #expect(faults.first?.file == "dunlin.yaml")
    #expect(faults.first?.remedy.contains("nothing was done with these settings") == true)
  }

  @Test("all faults are told at once, in the order of what they are about")
  func allFaults() {
    let faults = read("house:\n  name: A\n  terms_days: x\n  colour: red\nchase: 7\n").faults
    #expect(faults.map(\.line) == [3, 4, 5])
  }

  @Test("what the settings know of a client is put over what documents say")
  func completed() throws {
    let (settings, _) = read(
      "clients:\n  - {match: C7, language: de, email: a@b.example, terms_days: 14}\n"
        + "  - {match: Friend GmbH, stop_reminders: true}\n")
    let seven = Client(id: ID(7), externalID: "C7", name: "Tern")
    let friend = Client(id: ID(8), externalID: "C8", name: "Friend GmbH")
    let receivables = Receivables(
      asOf: Day(number: 0), clients: [ID(7): seven, ID(8): friend], items: [], credits: [])
    let completed = settings.completed(receivables)
    #expect(completed.clients[ID(7)]?.language == "de")
    #expect(completed.clients[ID(7)]?.contact.email == "a@b.example")
    #expect(completed.clients[ID(7)]?.termDays == 14)
    #expect(completed.clients[ID(8)] == friend)
    let policy = settings.policy(for: receivables)
    #expect(policy.clients["C8"]?.isStopped == true)
    #expect(policy.clients["C7"] == nil)
  }

  @Test("agreed days to pay are found by any identifier of the buyer")
  func termDays() {
    let (settings, _) = read("clients:\n  - {match: DE097650221, terms_days: 14}\n")
    var party = Party(name: "Holtwiek")
    #expect(settings.termDays(party) == nil)
    party.identifiers = [.init(.vat, "DE097650221")]
    #expect(settings.termDays(party) == 14)
  }

  @Test(
    "an entry about a client matches by any identifier, as people write it",
    arguments: ["DE 098.110.345", "9930:DE098110345", "HRB 9990417", "FK-204", "Northwind Ltd"])
  func clientMatch(match: String) {
    var client = Client(id: ID(1), externalID: "FK-204", name: "Northwind Ltd")
    client.identifiers = ["9930:DE098110345", "DE098110345", "HRB9990417"]
    let settings = read("clients: [{match: \"\(match)\", language: nl}]").settings
    let receivables = Receivables(
      asOf: Day(number: 20_600), clients: [client.id: client], items: [], credits: [])
    #expect(settings.completed(receivables).clients[client.id]?.language == "nl")
  }

  @Test("a client list's policy and kind choose the rules of chasing")
  func listedPolicy() throws {
    var client = Client(id: ID(1), externalID: "C1", name: "North")
    (client.policy, client.isConsumer) = ("public", true)
    let text = """
      chase: {interest: {law: DE}}
      groups: [{name: public, grace_days: 14}]
      """
    let receivables = Receivables(
      asOf: Day(number: 20_600), clients: [client.id: client], items: [], credits: [])
    let own = try #require(read(text).settings.policy(for: receivables).clients["C1"])
    #expect(own.graceDays == 14)
    #expect(own.isIndividual)
    #expect(own.basis == .law(LateLaw.Choice("DE", .consumer)))
  }

  @Test("what a bank's fee may have taken is read")
  func tolerance() {
    let tolerance = read("match: {fee_max: 12, fee_percent: \"1.5\"}").settings.matching
    #expect(tolerance == MatchPolicy(feeUnitsMax: 12, feeShareMax: BasisPoints(150)))
  }
}
