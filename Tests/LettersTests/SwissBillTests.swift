import Chasing
import Domain
import Letters
import Testing

@Suite("Swiss QR bill")
struct SwissBillTests {
  private func letter(
    iban: String = "CH93 0076 2011 6238 5295 7", currency: Currency = Currency(code: "CHF")!,
    language: String = "de", change: (inout Notice, inout Business) -> Void = { _, _ in }
  ) throws -> Letter {
    var business = Sample.business
    (business.street, business.postcode, business.city) = ("Marktgasse 28", "9400", "Rorschach")
    business.country = "CH"
    business.accounts = [BankAccount(iban: iban.filter { $0 != " " }, currency: currency)]
    var notice = Sample.notice(stage: "second", language: language)
    notice.currency = currency
    for place in notice.lines.indices {
      let zero = Money.zero(currency)
      notice.lines[place].item.open = Money(minorUnits: 1_234_567_50, currency: currency)
      (notice.lines[place].interest, notice.lines[place].fee) = (zero, zero)
    }
    notice.credits = []
    notice.total = Money(minorUnits: 1_234_567_50, currency: currency)
    notice.client.name = "Pia Rutschmann"
    notice.client.address = .init()
    notice.client.address.lines = ["Grosse Marktgasse 28"]
    notice.client.address.postcode = "9400"
    notice.client.address.city = "Rorschach"
    notice.client.address.country = "CH"
    change(&notice, &business)
    return try Letter(notice, from: business, in: Sample.wording(language))
  }

  @Test("its code says account, parties, amount and message in the order of the standard")
  func payload() throws {
    let bill = try #require(try letter().swissBill)
    let lines = bill.payload.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    #expect(lines.count == 31)
    #expect(
      lines == [
        "SPC", "0200", "1", "CH9300762011623852957", "S", Sample.business.name, "Marktgasse 28",
        "", "9400", "Rorschach", "CH", "", "", "", "", "", "", "", "1234567.50", "CHF", "S",
        "Pia Rutschmann", "Grosse Marktgasse 28", "", "9400", "Rorschach", "CH", "NON", "",
        "2026-0117, 2026-0131", "EPD",
      ])
    #expect(bill.amount == "1 234 567.50")
    #expect(bill.creditor.first == "CH93 0076 2011 6238 5295 7")
    let modules = try #require(bill.modules())
    #expect(modules.width <= 117, "the standard ends with version 25")
  }

  @Test("without an address of the payer there is room to write it")
  func unknownPayer() throws {
    let bill = try #require(
      try letter { notice, _ in notice.client.address.city = "" }.swissBill)
    #expect(bill.debtor.isEmpty)
    #expect(bill.payload.contains("CHF\n\n\n\n\n\n\n\nNON"))
  }

  @Test("it is there for francs, and for euros to clients in Switzerland and Liechtenstein")
  func conditions() throws {
    #expect(try letter(currency: .euro).swissBill != nil)
    #expect(
      try letter(currency: .euro) { notice, _ in notice.client.address.country = "DE" }.swissBill
        == nil)
    #expect(try letter { notice, _ in notice.client.address.country = "DE" }.swissBill != nil)
    #expect(try letter(iban: "DE02120300000000202051").swissBill == nil)
    #expect(try letter(currency: .pound).swissBill == nil)
    // A QR-IBAN wants a reference of the bank.
    #expect(try letter(iban: "CH4431999123000889012").swissBill == nil)
    #expect(try letter { _, business in business.city = "" }.swissBill == nil)
    #expect(try letter { notice, _ in notice.total = .zero(notice.currency) }.swissBill == nil)
  }

  @Test(
    "its words are those of the standard",
    arguments: [
      ("de", "Zahlteil"), ("fr", "Section paiement"), ("it", "Sezione pagamento"),
      ("en", "Payment part"), ("pl", "Payment part"),
    ])
  func words(language: String, title: String) throws {
    #expect(try letter(language: language).swissBill?.labels.paymentPart == title)
  }
}
