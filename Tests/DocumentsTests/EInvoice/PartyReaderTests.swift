import Domain
import Testing

@testable import Documents

@Suite("PartyReader")
struct PartyReaderTests {
  private func buyer(_ customer: String) throws -> Party {
    try UBL(customer: customer).invoice().buyer
  }

  private static func tax(_ id: String, _ scheme: String) -> String {
    "<cac:PartyTaxScheme><cbc:CompanyID>\(id)</cbc:CompanyID><cac:TaxScheme><cbc:ID>\(scheme)"
      + "</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
  }

  private static let tradeName =
    "<cac:PartyName><cbc:Name>Tern\n  Lane</cbc:Name></cac:PartyName>"

  @Test("the registered name counts, the trade name where there is none, wherever it stands")
  func names() throws {
    #expect(try buyer(UBL.party("Tern Ltd", Self.tradeName)).name == "Tern Ltd")
    #expect(try buyer("<cac:Party>\(Self.tradeName)</cac:Party>").name == "Tern Lane")
    #expect(try buyer(UBL.party(" ", Self.tradeName)).name == "Tern Lane")
  }

  @Test("the VAT number is the one whose scheme is VAT, not the tax number beside it")
  func taxSchemes() throws {
    let party = try buyer(
      UBL.party("T", Self.tax("18/815/0815", "FC") + Self.tax("gb 999.888-7", "vat")))
    #expect(party.identifiers == [.init(.vat, "GB9998887")])
    #expect(try buyer(UBL.party("T", Self.tax("1", "GST"))).identifiers.isEmpty)
  }

  @Test("an endpoint goes with its scheme")
  func endpoints() throws {
    let party = try buyer(
      UBL.party("T", "<cbc:EndpointID schemeID=\"0088\"> 7300010000001 </cbc:EndpointID>"))
    #expect(party.identifiers == [.init(.endpoint, "0088:7300010000001")])
    let mail = try buyer(
      UBL.party("T", "<cbc:EndpointID schemeID=\"EM\">a@b.example</cbc:EndpointID>"))
    #expect(mail.bestID == "EM:a@b.example")
    #expect(
      try buyer(UBL.party("T", "<cbc:EndpointID schemeID=\"0088\"/>")).identifiers.isEmpty)
  }

  @Test("customer numbers are accounts; a SEPA creditor is none; nothing stands twice")
  func accounts() throws {
    let identification = { (id: String, scheme: String) in
      "<cac:PartyIdentification><cbc:ID schemeID=\"\(scheme)\">\(id)</cbc:ID>"
        + "</cac:PartyIdentification>"
    }
    let party = try buyer(
      "<cbc:CustomerAssignedAccountID>C-7</cbc:CustomerAssignedAccountID>"
        + UBL.party(
          "T",
          identification("C-7", "") + identification("DE98ZZZ", "SEPA")
            + identification("5", "0060")))
    #expect(party.identifiers == [.init(.account, "C-7"), .init(.account, "0060:5")])
  }

  @Test("company number, address and contact are read")
  func particulars() throws {
    let party = try buyer(
      """
      <cac:Party>
      <cac:PostalAddress><cbc:StreetName>1 Tern Lane</cbc:StreetName>
      <cbc:AdditionalStreetName>Unit 4</cbc:AdditionalStreetName><cbc:CityName>Hull</cbc:CityName>
      <cbc:PostalZone>HU1 1AA</cbc:PostalZone>
      <cac:Country><cbc:IdentificationCode>gb</cbc:IdentificationCode></cac:Country>
      </cac:PostalAddress>
      <cac:PartyLegalEntity><cbc:RegistrationName>Tern</cbc:RegistrationName>
      <cbc:CompanyID>0999 0001</cbc:CompanyID></cac:PartyLegalEntity>
      <cac:Contact><cbc:Name>A. Sand</cbc:Name><cbc:Telephone>+44  1</cbc:Telephone>
      <cbc:ElectronicMail>a@b.example</cbc:ElectronicMail></cac:Contact>
      </cac:Party>
      """)
    #expect(party.address.lines == ["1 Tern Lane", "Unit 4"])
    #expect(party.address.city == "Hull")
    #expect(party.address.postcode == "HU1 1AA")
    #expect(party.address.country == "GB")
    #expect(party.contact.person == "A. Sand")
    #expect(party.contact.phone == "+44 1")
    #expect(party.contact.email == "a@b.example")
    #expect(party.keys.first == .init(.company, "GB/09990001"))
  }

  @Test("a buyer with an identifier alone is a buyer")
  func identifierAlone() throws {
    let party = try buyer("<cac:Party>\(Self.tax("GB1", "VAT"))</cac:Party>")
    #expect(party.name.isEmpty)
    #expect(party.bestID == "GB1")
  }
}
