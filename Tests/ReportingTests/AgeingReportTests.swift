import Domain
import Reporting
import Testing

@Suite("AgeingReport")
struct AgeingReportTests {
  private let today = Day(number: 20_634)

  private func receivables() -> Receivables {
    let names = ["Marram, Tide & Sons \"Ltd\" of the Northern Causeway", "Tern\u{1B}[31m"]
    var clients: [ID<Client>: Client] = [:]
    for (index, name) in names.enumerated() {
      let id = ID<Client>(Int64(index + 1))
      clients[id] = Client(id: id, externalID: "C\(index + 1)", name: name)
    }
    let debts: [(Int64, Int64, Int)] = [(1, 1_234_567_89, -5), (1, 5_00, 31), (2, 7_00, 200)]
    let items = debts.enumerated().map {
      let money = Money(minorUnits: $0.element.1, currency: .euro)
      let due = today - $0.element.2
      return OpenItem(
        id: ID(Int64($0.offset)), number: InvoiceNumber("R\($0.offset)"),
        client: ID($0.element.0), issueDate: due - 30, due: DueDate(due, .document),
        total: money, open: money)
    }
    let credit = AccountCredit(
      client: ID(1), amount: Money(minorUnits: 2_00, currency: .euro), day: today)
    return Receivables(asOf: today, clients: clients, items: items, credits: [credit])
  }

  @Test("the table is at most 80 columns wide and shows no control character")
  func text() {
    let text = AgeingReport(Ageing(of: receivables())).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("1,234,579.89"))
    #expect(text.contains("open less what is on account: 1,234,577.89 EUR"))
  }

  @Test("the CSV has one row a client and currency, names as the documents print them")
  func csv() {
    #expect(
      AgeingReport(Ageing(of: receivables())).csv == """
        client_id,client,currency,not_due,days_1_30,days_31_60,days_61_90,over_90,open,\
        on_account,balance
        C1,"Marram, Tide & Sons ""Ltd"" of the Northern Causeway",EUR,1234567.89,0.00,5.00,0.00,\
        0.00,1234572.89,2.00,1234570.89
        C2,Tern\u{1B}[31m,EUR,0.00,0.00,0.00,0.00,7.00,7.00,0.00,7.00

        """)
  }
}
