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

  @Test("an independent script, going day by day, finds the same lines and totals")
  func examples() throws {
    let text = try String(
      contentsOfFile: packageFolder + "/Tests/ChasingTests/Examples/late-interest.tsv",
      encoding: .utf8)
    let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(rows.count >= 36)
    for row in rows {
      let fields = row.split(separator: "\t").map(String.init)
      let debtor = try #require(LateLaw.Debtor(rawValue: fields[1]))
      let currency: Currency = fields[0] == "GB" ? .pound : .euro
      let payments = fields[5].split(separator: " ").filter { $0 != "-" }.map { payment in
        let parts = payment.split(separator: "=")
        return PartPayment(money(String(parts[1]), currency), on: day(String(parts[0])))
      }
      let interest = try LateInterest(
        on: money(fields[2], currency), due: day(fields[3]), through: day(fields[4]),
        payments: payments,
        under: law(fields[0], debtor, agreed: fields[3] >= "2025" ? "2025-01-02" : fields[3]))
      let lines = interest.lines.map {
        "\($0.days)d \($0.balance.plain) at \($0.annual): \($0.interest.plain)"
      }
      #expect(interest.total.plain == fields[6], "\(row)")
      #expect((lines.isEmpty ? "-" : lines.joined(separator: "; ")) == fields[7], "\(row)")
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
      on: euros(1_000_00), due: day("2025-12-01"), through: day("2026-01-31"), under: law("DE"))
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
