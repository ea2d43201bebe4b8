import Domain
import Financing
import Reporting
import Testing

@Suite("FinanceReport")
struct FinanceReportTests {
  private static let today = Day(number: 20_634)

  private static func item(_ id: Int64, _ cents: Int64, dueIn: Int) -> OpenItem {
    let money = Money(minorUnits: cents, currency: .euro)
    return OpenItem(
      id: ID(id), number: InvoiceNumber("BS-2026-000\(id)"), client: ID(1), issueDate: today - 10,
      due: DueDate(today + dueIn, .document), total: money, open: money)
  }

  private func report(_ items: [OpenItem], serviceRate: BasisPoints? = nil) -> FinanceReport {
    let client = Client(
      id: ID(1), externalID: "C1", name: "Northern Causeway Museums Trust and Sons of Dunnock")
    var terms = AdvanceTerms(name: "Priel Factoring AG", currency: .euro)
    terms.serviceRate = serviceRate ?? terms.serviceRate
    return FinanceReport(
      BorrowingBase(of: items, under: terms, asOf: Self.today) { _ in Self.today + 57 },
      clients: [client.id: client])
  }

  @Test("the table stays within 80 columns and says what is refused and why")
  func text() {
    let text = report([Self.item(1, 12_000_00, dueIn: 20), Self.item(2, 50_00, dueIn: -3)]).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.contains("10,800.00"))
    #expect(text.contains("14.11%"))
    #expect(text.contains("overdue"))
  }

  @Test("fees beyond what the invoice leaves are told as money that would be owed back")
  func shortfall() throws {
    // 10 % is kept back of 12,000.00; 12 % and the discount of 118.06 are taken.
    let report = report([Self.item(1, 12_000_00, dueIn: 20)], serviceRate: BasisPoints(1200))
    #expect(report.text.contains("On 1 of these the fees are more than what the invoice leaves"))
    #expect(report.text.contains("358.06 EUR would"))
    #expect(report.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let json = try #require(report.rendered(.json))
    #expect(json.contains(#""release": "0.00""#) && json.contains(#""shortfall": "358.06""#))
  }

  @Test("machine figures are plain, with every member of the contract")
  func json() throws {
    let json = try #require(report([Self.item(1, 12_000_00, dueIn: 20)]).rendered(.json))
    for member in [
      #""availability": "10800.00""#, #""invoice": "BS-2026-0001""#, #""open": "12000.00""#,
      #""advance": "10800.00""#, #""service_fee": "120.00""#, #""discount_fee": "118.06""#,
      #""expected_paid": "2026-08-26""#, #""release": "961.94""#, #""shortfall": "0.00""#,
      #""annual_cost_percent": "14.11""#, #""ineligible": []"#,
    ] { #expect(json.contains(member), "\(member)") }
  }

  @Test("without an offer it says so instead of an empty table")
  func nothing() {
    let text = report([Self.item(2, 50_00, dueIn: -3)]).text
    #expect(text.hasPrefix("Priel Factoring AG would advance nothing today.\n"))
  }

  @Test("a format a report lacks is nil, not empty")
  func missingFormat() {
    #expect(report([]).rendered(.tsv) == nil)
  }
}
