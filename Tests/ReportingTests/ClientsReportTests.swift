import Domain
import Reporting
import Testing

@Suite("ClientsReport")
struct ClientsReportTests {
  private let today = Day(number: 20_634)

  private func report(delays: [Int], open: [(Money, Int)] = []) -> ClientsReport {
    let client = Client(id: ID(1), externalID: "C-1", name: "Tern, Lane & Sons")
    let stranger = Client(id: ID(2), externalID: "C-2", name: "Never Billed Ltd")
    let items = open.enumerated().map { index, part in
      let due = today - part.1
      return OpenItem(
        id: ID(Int64(index)), number: InvoiceNumber("R\(index)"), client: client.id,
        issueDate: due - 30, due: DueDate(due, .document), total: part.0, open: part.0)
    }
    let entries = delays.map {
      PayHistory.Entry(
        client: client.id, issueDate: today - 200, dueDate: today - 170,
        total: Money(minorUnits: 1, currency: .euro), settled: today - 170 + $0)
    }
    return ClientsReport(
      Receivables(
        asOf: today, clients: [client.id: client, stranger.id: stranger], items: items,
        credits: []), history: PayHistory(asOf: today, entries: entries))
  }

  @Test(
    "days late are the median, and late is after the due date",
    arguments: [
      ([-3, 0, 5], "3,33,0"), ([1, 2, 3], "3,100,2"), ([0], "1,0,0"), ([-8, -2, -1], "3,0,-2"),
      ([4, 40], "2,100,40"),
    ])
  func delays(delays: [Int], figures: String) throws {
    let csv = try #require(report(delays: delays).rendered(.csv))
    #expect(csv.hasSuffix("C-1,\"Tern, Lane & Sons\",\(figures),0\n"))
  }

  @Test("who has paid nothing yet has no percentage, and amounts of currencies stand apart")
  func openOnly() throws {
    let report = report(
      delays: [],
      open: [
        (Money(minorUnits: 5_00, currency: .euro), 12), (Money(minorUnits: 7, currency: .yen), 3),
        (Money(minorUnits: 1_00, currency: .euro), -4),
      ])
    #expect(try #require(report.rendered(.csv)).hasSuffix(",0,,,12\n"))
    #expect(report.text.contains("6.00 EUR, 7 JPY"))
    #expect(report.text.contains("12 days"))
  }

  @Test("a client without invoices or payments is not listed")
  func strangers() {
    #expect(!report(delays: [1]).text.contains("Never Billed"))
    #expect(report(delays: []).text == "No clients yet.\n")
  }
}
