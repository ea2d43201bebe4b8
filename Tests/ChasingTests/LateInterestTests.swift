import Chasing
import Domain
import Foundation
import Support
import Testing

private func money(_ text: String, _ currency: Currency) -> Money {
  Money(try! ExactDecimal(text), currency)!
}

@Suite("LateInterest")
struct LateInterestTests {
  private func law(
    _ jurisdiction: String, _ debtor: LateLaw.Debtor = .business, agreed: String = "2025-01-02"
  ) throws -> LateLaw {
    try #require(LateLaw(.init(jurisdiction, debtor), agreed: day(agreed)))
  }

  @Test(
    "worked examples come out to the cent",
    arguments: [
      ("GB", "GBP", "10000.00", "2026-01-31", "2026-03-31", ["189.93"], "100.00"),
      ("GB", "GBP", "5000.00", "2025-11-30", "2026-02-28", ["151.03"], "70.00"),
      ("DE", "EUR", "10000.00", "2025-05-30", "2025-08-31", ["95.72", "174.45"], "40.00"),
      ("FR", "EUR", "1000.00", "2025-06-30", "2025-07-10", ["3.33"], "40.00"),
      ("IE", "EUR", "1000.00", "2025-05-31", "2025-07-31", ["18.63"], "40.00"),
      ("IE", "EUR", "1000.01", "2025-05-31", "2025-07-31", ["18.63"], "70.00"),
      ("EU", "EUR", "2000.00", "2024-02-28", "2024-02-29", ["0.68"], "40.00"),
      ("GB", "GBP", "999.99", "2025-11-30", "2025-12-01", ["0.34"], "40.00"),
    ])
  func workedExamples(
    jurisdiction: String, code: String, principal: String, due: String, through: String,
    lines: [String], fixedSum: String
  ) throws {
    let currency = try #require(Currency(code: code))
    let debt = money(principal, currency)
    let law = try law(jurisdiction, agreed: "2024-01-02")
    let interest = try LateInterest(on: debt, due: day(due), through: day(through), under: law)
    #expect(interest.lines.map(\.interest.plain) == lines)
    #expect(interest.total == interest.lines.map(\.interest).sum(currency))
    #expect(law.fixedSum(for: debt).plain == fixedSum)
  }

  /// Laws of two examples that the program does not charge by: only the arithmetic is tested.
  private func refused(_ jurisdiction: String) -> LateLaw? {
    switch jurisdiction {
    case "LT":
      LateLaw(
        row: "LT\tbusiness\t2020-01-01\tECB\t8.00\tfrozen\tnone\tEUR 0:40\tnext\t-\t-")
    case "IS": LateLaw(agreedRate: .percent(17), fixedSum: nil)
    default: nil
    }
  }

  @Test("an independent script, going day by day, finds the same lines, totals and fixed sums")
  func examples() throws {
    let text = try String(
      contentsOfFile: packageFolder + "/Tests/ChasingTests/Examples/late-interest.tsv",
      encoding: .utf8)
    let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(rows.count >= 88)
    for row in rows {
      let fields = row.split(separator: "\t").map(String.init)
      let debtor = try #require(LateLaw.Debtor(rawValue: fields[2]))
      let currency = try #require(Currency(code: fields[3]))
      let payments = fields[7].split(separator: " ").filter { $0 != "-" }.map { payment in
        let parts = payment.split(separator: "=")
        return PartPayment(money(String(parts[1]), currency), on: day(String(parts[0])))
      }
      let due = day(fields[5])
      let agreed = due - 14
      let law = try #require(
        refused(fields[1]) ?? LateLaw(.init(fields[1], debtor), agreed: agreed), "\(row)")
      let principal = money(fields[4], currency)
      let interest = try LateInterest(
        on: principal, due: due, through: day(fields[6]), payments: payments, under: law)
      let lines = interest.lines.map {
        "\($0.days)d \($0.balance.plain) at \($0.annual): \($0.interest.plain)"
      }
      #expect(interest.total.plain == fields[8], "\(row)")
      let late = principal - payments.filter { $0.day <= due }.map(\.amount).sum(currency)
      #expect(law.fixedSum(for: late).plain == fields[9], "\(row)")
      #expect((lines.isEmpty ? "-" : lines.joined(separator: "; ")) == fields[10], "\(row)")
    }
  }

  @Test("laws that are not confirmed are refused with a reason, and none of them is used")
  func refusals() {
    for choice in [
      LateLaw.Choice("LT"), .init("GR"), .init("LU"), .init("MT"), .init("CY"), .init("IS"),
      .init("RO", .consumer), .init("CZ", .consumer), .init("GB", .consumer),
    ] {
      #expect(LateLaw.refusal(of: choice) != nil, "\(choice)")
      #expect(LateLaw(choice, agreed: day("2025-01-02")) == nil, "\(choice)")
    }
    for choice in LateLaw.choices { #expect(LateLaw.refusal(of: choice) == nil, "\(choice)") }
    #expect(LateLaw.choices.count == 37)
  }

  @Test("a rate that changes on any day is known to the end of the half-year in which it was read")
  func movingRates() throws {
    let rates = StatutoryRates.builtIn
    func rate(_ text: String) throws -> StatutoryRates.Rate {
      try rates.rate(.polishDelay, on: day(text))
    }
    #expect(try rate("2025-10-08").annual == .percent(10) + BasisPoints(25))
    #expect(try rate("2025-10-09").annual == .percent(10))
    #expect(try !rate("2025-10-09").isDerived)
    #expect(try rate("2026-12-31").isDerived)
    #expect(throws: StatutoryRates.Missing.self) { try rate("2027-01-01") }
    #expect(throws: StatutoryRates.Missing.self) { try rate("2015-12-31") }
    var set = rates
    set.set(.polishDelay, from: day("2027-01-14"), .percent(9))
    #expect(try set.rate(.polishDelay, on: day("2027-01-13")).annual == BasisPoints(9_25))
    #expect(try set.rate(.polishDelay, on: day("2027-06-30")).annual == .percent(9))
    #expect(throws: StatutoryRates.Missing.self) {
      try set.rate(.polishDelay, on: day("2027-07-01"))
    }
  }

  @Test("on the due date there is no interest, and from the day after there is")
  func firstDay() throws {
    let law = try law("DE")
    let due = day("2025-08-01")
    #expect(try LateInterest(on: euros(10_000_00), due: due, through: due, under: law).lines == [])
    let one = try LateInterest(on: euros(10_000_00), due: due, through: due + 1, under: law)
    #expect(one.lines.map(\.days) == [1])
    #expect(one.total == euros(2_81))
  }

  @Test("after a part payment interest runs on what is left, from the day after it")
  func partPayment() throws {
    let interest = try LateInterest(
      on: euros(10_000_00), due: day("2025-07-31"), through: day("2025-08-20"),
      payments: [.init(euros(4_000_00), on: day("2025-08-10"))], under: law("DE"))
    #expect(interest.lines.map(\.days) == [10, 10])
    #expect(interest.lines.map(\.balance) == [euros(10_000_00), euros(6_000_00)])
    // 10.27 percent for ten days each.
    #expect(interest.lines.map(\.interest) == [euros(28_14), euros(16_88)])
  }

  @Test("interest is not lost once the principal is paid")
  func paidOff() throws {
    let interest = try LateInterest(
      on: euros(1_000_00), due: day("2025-07-31"), through: day("2025-12-31"),
      payments: [.init(euros(1_000_00), on: day("2025-08-30"))], under: law("DE"))
    #expect(interest.lines.map(\.days) == [30])
    #expect(interest.total == euros(8_44))
  }

  @Test("only the Netherlands add a year's interest to the debt")
  func compounding() throws {
    let due = day("2023-12-31")
    let through = day("2025-01-31")
    let dutch = try LateInterest(
      on: euros(10_000_00), due: due, through: through, under: law("NL", agreed: "2023-12-01"))
    let firstYear = dutch.lines.filter { $0.first.year == 2024 }.map(\.interest).sum(.euro)
    #expect(dutch.lines.last?.balance == euros(10_000_00) + firstYear)
    let german = try LateInterest(
      on: euros(10_000_00), due: due, through: through, under: law("DE", agreed: "2023-12-01"))
    #expect(german.lines.allSatisfy { $0.balance == euros(10_000_00) })
  }

  @Test("a consumer pays less and owes no fixed sum")
  func consumer() throws {
    let law = try law("DE", .consumer)
    let interest = try LateInterest(
      on: euros(1_000_00), due: day("2025-07-31"), through: day("2025-08-31"), under: law)
    #expect(interest.lines.map(\.annual.description) == ["6.27"])
    #expect(law.fixedSum(for: euros(1_000_00)).isZero)
    #expect(LateLaw(.init("GB", .consumer), agreed: day("2025-01-02")) == nil)
  }

  @Test("debts from before 29 July 2014 keep eight points and no fixed sum in Germany")
  func olderDebts() throws {
    let old = try law("DE", agreed: "2014-07-28")
    #expect(old.margin == .percent(8))
    #expect(old.fixedSum(for: euros(1_000_00)).isZero)
    #expect(try law("DE", agreed: "2014-07-29").margin == .percent(9))
  }

  @Test("a rate that is only derived says so")
  func derived() throws {
    let interest = try LateInterest(
      on: euros(1_000_00), due: day("2026-06-01"), through: day("2026-07-31"), under: law("DE"))
    #expect(interest.lines.map(\.isRateDerived) == [false, true])
  }

  @Test("a missing half-year is an error that names it")
  func missing() throws {
    let law = try law("DE")
    let missing = #expect(throws: StatutoryRates.Missing.self) {
      try LateInterest(
        on: euros(1_000_00), due: day("2026-12-01"), through: day("2027-01-01"), under: law)
    }
    #expect(
      missing?.description == "no DE-BASE reference rate for the half-year from 2027-01-01")
    let frozen = try self.law("GB")
    #expect(throws: Never.self) {
      try LateInterest(
        on: money("1000.00", .pound), due: day("2026-12-01"), through: day("2027-01-31"),
        under: frozen)
    }
  }
}
