import Domain
import Forecasting
import Reporting
import Testing

@Suite("ClientsReport")
struct ClientsReportTests {
  private let today = Day(number: 20_634)

  private func behaviours(delays: [Int], open: [(Money, Int)] = []) -> [ClientBehaviour] {
    let client = Client(id: ID(1), externalID: "C-1", name: "Tern, Lane & Sons")
    let stranger = Client(id: ID(2), externalID: "C-2", name: "Never Billed Ltd")
    let items = open.enumerated().map { index, part in
      let due = today - part.1
      return OpenItem(
        id: ID(Int64(index)), number: InvoiceNumber("R\(index)"), client: client.id,
        issueDate: due - 30, due: DueDate(due, .document), total: part.0, open: part.0)
    }
    let entries = delays.enumerated().map { index, delay in
      let due = today - 170 + index * 9
      return PayHistory.Entry(
        client: client.id, issueDate: due - 30, dueDate: due,
        total: Money(minorUnits: 1000_00, currency: .euro), settled: due + delay)
    }
    let history = PayHistory(asOf: today, entries: entries)
    return ClientBehaviour.all(
      Receivables(
        asOf: today, clients: [client.id: client, stranger.id: stranger], items: items,
        credits: []), history: history, hazard: PaymentHazard(fitting: history),
      waiting: .percent(7))
  }

  private func report(delays: [Int], open: [(Money, Int)] = []) -> ClientsReport {
    ClientsReport(behaviours(delays: delays, open: open), waiting: .percent(7))
  }

  @Test(
    "days late are the median, and late is after the due date",
    arguments: [
      ([-3, 0, 5], "3,33,0,0,-3,0"), ([1, 2, 3], "3,100,2,0,1,2"), ([0], "1,0,0,0,0,0"),
      ([-8, -2, -1], "3,0,-2,0,-8,-2"), ([4, 40], "2,100,4,0,4,4"),
    ])
  func delays(delays: [Int], figures: String) throws {
    let csv = try #require(report(delays: delays).rendered(.csv))
    #expect(csv.contains("\nC-1,\"Tern, Lane & Sons\",\(figures),"), "\(csv)")
  }

  @Test("who has paid nothing yet has no percentage, and amounts of currencies stand apart")
  func openOnly() throws {
    let report = report(
      delays: [],
      open: [
        (Money(minorUnits: 5_00, currency: .euro), 12), (Money(minorUnits: 7, currency: .yen), 3),
        (Money(minorUnits: 1_00, currency: .euro), -4),
      ])
    let csv = try #require(report.rendered(.csv))
    #expect(csv.contains(",0,,,12,,,,,-,keep,6.00 EUR; 7 JPY,5.00 EUR; 7 JPY,,,,,\n"), "\(csv)")
    #expect(report.text.contains("6.00 EUR, 7 JPY"))
  }

  @Test("a client without invoices or payments is not listed")
  func strangers() {
    #expect(!report(delays: [1]).text.contains("Never Billed"))
    #expect(report(delays: []).text == "No clients yet.\n")
  }

  @Test("a late payer is told with its price and what to do, within 80 columns")
  func warning() throws {
    let report = report(delays: Array(repeating: 23, count: 9))
    #expect(report.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(report.text)")
    let text = report.text.replacing("\n  ", with: " ")
    #expect(text.contains("shorten terms (23 days beyond terms, pays 2"), "\(text)")
    #expect(text.contains("cost of waiting 4."), "\(text)")
    let json = try #require(report.rendered(.json))
    #expect(json.contains("\"recommendation\": \"shorten-terms\""))
  }

  @Test("one client in full shows every payment in its class, and why")
  func inFull() throws {
    let behaviour = try #require(behaviours(delays: [-3, 0, 5, 5, 12, 99]).first)
    let text = ClientReport(behaviour.client, behaviour, waiting: .percent(7)).text
    for line in ["early", "on the day", "1–7", "8–14", "over 90", "Grade ", "What to do: "] {
      #expect(text.contains(line), "\(text)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
  }

  @Test("charges that a client left unpaid are told, with the invoice and the day of the reminder")
  func unpaidCharges() throws {
    let behaviour = try #require(behaviours(delays: [5]).first)
    let asked = try #require(Day(iso: "2026-05-10"))
    let charge = UnpaidCharge(
      invoice: InvoiceNumber("RE-1001"), amount: Money(minorUnits: 5_200, currency: .euro),
      asked: asked)
    let report = ClientReport(
      behaviour.client, behaviour, waiting: .percent(7), charges: [charge])
    let text = report.text.replacing("\n  ", with: " ").replacing("\n", with: " ")
    #expect(text.contains("52.00 EUR beside RE-1001, asked on 2026-05-10"), "\(report.text)")
    let json = try #require(report.rendered(.json))
    #expect(json.contains("\"unpaid_charges\""), "\(json)")
    #expect(json.contains("\"amount\": \"52.00\""), "\(json)")
  }
}
