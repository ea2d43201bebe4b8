import Domain
import Forecasting
import Reporting
import Support
import Testing

@Suite("ForecastReport")
struct ForecastReportTests {
  private static let asOf = Day(number: 20_634)

  /// Two years of payments and up to thirty open items in two currencies.
  private static func flow(seed: UInt64, months: Int, weeks: Int) -> (CashFlow, Receivables) {
    var random = Seeded(seed)
    var clients: [ID<Client>: Client] = [:]
    for id in 1...5 as ClosedRange<Int64> {
      clients[ID(id)] = Client(id: ID(id), externalID: "C,\(id)", name: "Client \(id)")
    }
    let entries = (0..<120).map { number in
      let due = asOf - 700 + number * 5
      return PayHistory.Entry(
        client: ID(Int64(number % 5) + 1), issueDate: due - 30, dueDate: due,
        total: Money(minorUnits: 100_00, currency: .euro),
        settled: due + Int.random(in: 0...40, using: &random))
    }
    let items = (0..<30).map { (number: Int64) in
      let due = asOf - Int.random(in: -40...90, using: &random)
      let money = Money(
        minorUnits: .random(in: 1...9_000_000, using: &random),
        currency: number % 3 == 0 ? .yen : .euro)
      return OpenItem(
        id: ID(number), number: InvoiceNumber("R-\(number)"), client: ID(number % 5 + 1),
        issueDate: due - 30, due: DueDate(due, .document), total: money, open: money)
    }
    let receivables = Receivables(asOf: asOf, clients: clients, items: items, credits: [])
    let hazard = PaymentHazard(fitting: PayHistory(asOf: asOf, entries: entries))
    return (CashFlow(of: receivables, hazard: hazard, months: months, weeks: weeks), receivables)
  }

  private func cells(_ csv: String) -> [[String]] {
    csv.replacing("\"", with: "").replacing("C,", with: "C").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test(
    "each row by invoice adds up to what is open, as it is printed",
    arguments: [(101, 6, 13), (102, 1, 1), (103, 12, 4)] as [(UInt64, Int, Int)])
  func perInvoice(seed: UInt64, months: Int, weeks: Int) throws {
    let (flow, receivables) = Self.flow(seed: seed, months: months, weeks: weeks)
    let report = ForecastReport(
      flow, clients: receivables.clients, rates: ExchangeRates(to: .euro), perInvoice: true)
    let rows = cells(try #require(report.rendered(.csv)))
    let header = try #require(rows.first)
    #expect(
      header == ["invoice_id", "client_id", "currency", "open", "due_date", "p10", "p50", "p90"]
        + (1...months).map { "month_\($0)" } + ["beyond", "expected_loss"]
        + (1...weeks).map { "week_\($0)" })
    #expect(rows.count == receivables.items.count + 1)
    for row in rows.dropFirst() {
      try #require(row.count == header.count)
      let money = try row[8..<(10 + months)].map { try ExactDecimal($0).coefficient(atScale: 4) }
      #expect(
        money.reduce(0, +) == (try ExactDecimal(row[3]).coefficient(atScale: 4)),
        "seed \(seed): \(row[0])")
      let days = try row[5...7].map { try #require(Day(iso: $0)) }
      #expect(days == days.sorted())
      #expect(days.allSatisfy { (1...400).contains($0 - Self.asOf) }, "seed \(seed): \(row[0])")
    }
    let order = rows.dropFirst().map { [$0[1], $0[0]] }
    #expect(
      order == order.sorted { $0.lexicographicallyPrecedes($1) }, "sorted by client, then id")
  }

  @Test("rows by month and by week have the columns of the contract, plain figures and days")
  func periods() throws {
    let (flow, receivables) = Self.flow(seed: 104, months: 6, weeks: 13)
    for (byWeek, first, count) in [(false, "month", 6), (true, "week", 13)] {
      let report = ForecastReport(
        flow, clients: receivables.clients, rates: ExchangeRates(to: .euro), byWeek: byWeek)
      let rows = cells(try #require(report.rendered(.csv)))
      #expect(
        rows.first?.joined(separator: ",")
          == "\(first),currency,contractual_in,expected_in,low_in,high_in,outgoings,net,"
          + "balance_low,balance_expected,balance_high")
      #expect(rows.count == 1 + 2 * count)
      for row in rows.dropFirst() {
        #expect(row[0].utf8.count == (byWeek ? 10 : 7))
        #expect(row.dropFirst(2).allSatisfy { (try? ExactDecimal($0)) != nil })
        let low = try ExactDecimal(row[4])
        let high = try ExactDecimal(row[5])
        #expect(low <= high)
      }
    }
  }

  @Test("tables stay within 80 columns, and a currency without a rate is named, not added")
  func text() {
    let (flow, receivables) = Self.flow(seed: 105, months: 6, weeks: 13)
    let text = ForecastReport(
      flow, clients: receivables.clients, rates: ExchangeRates(to: .euro)
    ).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.contains("not in it, as no rate is known: JPY"))
  }
}
