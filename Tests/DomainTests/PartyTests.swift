import Domain
import Testing

@Suite("Party")
struct PartyTests {
  private func party(
    _ name: String, country: String = "", _ identifiers: [Party.Identifier] = []
  ) -> Party {
    var party = Party(name: name)
    party.address.country = country
    party.identifiers = identifiers
    return party
  }

  @Test("keys are sorted by trust, with name and postcode last")
  func order() {
    var party = party(
      "Marram & Tide Ltd", country: "GB",
      [
        .init(.account, "C-7"), .init(.company, "09990001"), .init(.vat, "GB999"),
        .init(.endpoint, "0088:1"),
      ])
    party.address.postcode = "ab1 2cd"
    #expect(party.keys.map(\.scheme) == [.endpoint, .vat, .company, .account, .nameAndPostcode])
    #expect(party.keys.last?.value == "marramtideltd|ab12cd")
    #expect(party.bestID == "0088:1")
  }

  @Test("a company number carries its country, so that two registers do not meet")
  func companyNumber() {
    let number = Party.Identifier(.company, "12345678")
    let british = party("A", country: "GB", [number])
    let irish = party("B", country: "IE", [number])
    let nowhere = party("C", [number])
    #expect(british.keys.first?.value == "GB/12345678")
    #expect(irish.keys.first?.value == "IE/12345678")
    #expect(nowhere.keys.first?.value == "12345678")
    #expect(Set(british.keys).isDisjoint(with: irish.keys))
  }

  @Test("a VAT number carries no country beyond its own")
  func vatNumber() {
    let key = party("A", country: "DE", [.init(.vat, "DE099412207")]).keys.first
    #expect(key?.value == "DE099412207")
  }

  @Test("a party without a name has no last resort")
  func nameless() {
    #expect(party("", [.init(.account, "7")]).keys.map(\.scheme) == [.account])
    #expect(party("Firnwind Seilbahn GmbH").bestID == "Firnwind Seilbahn GmbH")
  }

  @Test(
    "identifiers are compared without white space; VAT numbers also without dots and hyphens",
    arguments: [
      (.vat, " de 099.412-207 ", "DE099412207"), (.endpoint, "0088: 1", "0088:1"),
      (.company, "HRB 99-90", "HRB99-90"), (.account, "c.7 ", "c.7"), (.vat, "", ""),
    ] as [(Party.Identifier.Scheme, String, String)])
  func normalising(scheme: Party.Identifier.Scheme, text: String, value: String) {
    #expect(Party.Identifier(normalising: scheme, text).value == value)
  }

  @Test(
    "names are compared by letters and digits",
    arguments: [
      ("MARRAM & Tide, Ltd.", "marramtideltd"), ("Süderquell 1", "süderquell1"), ("–", ""),
    ])
  func folding(text: String, folded: String) {
    #expect(Party.folded(text) == folded)
  }

  @Test("a copy that is changed leaves the other as it was, and equal is what says the same")
  func copies() {
    let first = party("Tern", country: "DE", [.init(.vat, "DE1")])
    var second = first
    #expect(second == first && second.hashValue == first.hashValue)
    second.name = "Plover"
    second.address.city = "Husum"
    second.contact.email = "a@b.example"
    second.identifiers.append(.init(.account, "7"))
    #expect(first.name == "Tern" && first.identifiers.count == 1)
    #expect(first.address.city.isEmpty && first.contact == Party.Contact())
    #expect(second != first)
    // Made by itself, and the same in all.
    let third = party("Tern", country: "DE", [.init(.vat, "DE1")])
    #expect(third == first && third.hashValue == first.hashValue)
    let others = [
      party("Tern", country: "AT", [.init(.vat, "DE1")]), party("Tern", country: "DE"),
      party("Tern2", country: "DE", [.init(.vat, "DE1")]),
    ]
    #expect(others.allSatisfy { $0 != first })
  }
}
