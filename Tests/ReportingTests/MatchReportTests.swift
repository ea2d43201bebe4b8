import Domain
import Reporting
import Testing

private let line: UnmatchedLine = {
  var movement = BankLine(
    account: "DE21", booked: Day(number: 20_600), amount: Money(minorUnits: 9_800, currency: .euro))
  movement.counterparty = "North Ltd"
  movement.text = "thanks"
  movement.id = ID(17)
  return UnmatchedLine(
    movement, onAccountOf: "North Ltd",
    proposals: [
      MatchProposal(
        [
          MatchProposal.Part(
            client: ID(1), clientName: "North Ltd", invoice: InvoiceNumber("RE-12"),
            open: Money(minorUnits: 10_000, currency: .euro))
        ],
        evidence: [
          .discountInTime(Money(minorUnits: 200, currency: .euro)),
          .accountPaid(InvoiceNumber("RE-11")),
        ])
    ])
}()

@Test("each proposal of a match says what speaks for it, the strongest first")
func evidence() {
  let text = MatchReport([line]).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  #expect(
    text.contains(
      "17: perhaps RE-12 of North Ltd (100.00 EUR open): the payer's account paid RE-11 before; "
        + "the amount is what is open less the discount of 2.00 EUR, in time: "
        + "`dunlin match 17 RE-12`."))
  #expect(MatchReport([line]).text.split(separator: "\n").allSatisfy { $0.count <= 80 })
}

@Test("the JSON of a match has every line with its proposals, the CSV a row for each")
func machineFormats() throws {
  let json = try #require(MatchReport([line]).rendered(.json))
  #expect(json.contains("\"line\": 17"))
  #expect(json.contains("\"direction\": \"in\""))
  #expect(json.contains("\"command\": \"dunlin match 17 RE-12\""))
  #expect(json.contains("\"on_account_of\": \"North Ltd\""))
  #expect(json.contains("\"invoices\": [\n            \"RE-12\""))
  let csv = try #require(MatchReport([line]).rendered(.csv))
  #expect(csv.hasPrefix("booked,amount,currency,counterparty,references,text,line,on_account_of,"))
  #expect(csv.contains(",17,North Ltd,RE-12,North Ltd,100.00,"))
}
