import Domain
import Testing

@Suite("Business")
struct BusinessTests {
  private var business: Business {
    var business = Business(name: "Brachvogel Studio GmbH")
    business.identifiers = [.init(.vat, "DE099412207"), .init(.endpoint, "9930:DE099412207")]
    business.names = ["Brachvogel"]
    return business
  }

  private func party(_ name: String, _ identifiers: [Party.Identifier] = []) -> Party {
    var party = Party(name: name)
    party.identifiers = identifiers
    return party
  }

  @Test("the seller who bears one of our identifiers is us, whatever its name")
  func seller() {
    let us = party("Someone", [.init(.account, "x"), .init(.vat, "DE099412207")])
    #expect(business.side(seller: us, buyer: party("Other")) == .seller)
  }

  @Test(
    "an identifier of another kind is not ours",
    arguments: [Party.Identifier.Scheme.account, .company])
  func otherScheme(scheme: Party.Identifier.Scheme) {
    let stranger = party("Someone", [.init(scheme, "DE099412207")])
    #expect(business.side(seller: stranger, buyer: party("Other")) == .neither)
  }

  @Test("a bill names us as the buyer")
  func buyer() {
    #expect(business.side(seller: party("Priel AG"), buyer: party("BRACHVOGEL")) == .buyer)
    #expect(
      business.side(seller: party("Priel AG"), buyer: party("Brachvogel Studio, GmbH")) == .buyer)
  }

  @Test("strangers among themselves are neither")
  func strangers() {
    #expect(business.side(seller: party("A"), buyer: party("B")) == .neither)
    #expect(business.side(seller: party(""), buyer: party("")) == .neither)
  }

  @Test("a document between us and ourselves is a sale")
  func ourselves() {
    #expect(business.side(seller: party("Brachvogel"), buyer: party("Brachvogel")) == .seller)
  }

  @Test("an unnamed business sells everything it reads")
  func unnamed() {
    #expect(Business.unnamed.isUnnamed)
    #expect(!business.isUnnamed)
    #expect(Business.unnamed.side(seller: party("A"), buyer: party("B")) == .seller)
  }

  @Test("the account asked for is the first in its currency")
  func accounts() {
    var business = business
    business.accounts = [
      BankAccount(iban: "1", currency: .pound), BankAccount(iban: "2", currency: .euro),
      BankAccount(iban: "3", currency: .euro),
    ]
    #expect(business.account(in: .euro)?.iban == "2")
    #expect(business.account(in: .yen) == nil)
    #expect(business.vatNumber == "DE099412207")
  }
}

@Test(
  "a number is printed as its document has it",
  arguments: [
    ("12@2025", "12"), ("RE-7@2026", "RE-7"), ("a@b.example", "a@b.example"), ("@2025", "@2025"),
    ("12@void", "12@void"), ("RE-7", "RE-7"), ("1@20256", "1@20256"),
  ])
func printedNumbers(number: String, printed: String) {
  #expect(InvoiceNumber(number).printed == printed)
}
