internal import Documents

/// Names only the Peppol rules speak of.
extension XMLName {
  static let buyerReference = XMLName("cbc:BuyerReference")
  // swift-format-ignore: DontRepeatTypeInStaticProperties
  static let cityName = XMLName("cbc:CityName")
  static let contact = XMLName("cac:Contact")
  static let dueDate = XMLName("cbc:DueDate")
  static let electronicMail = XMLName("cbc:ElectronicMail")
  static let externalReference = XMLName("cac:ExternalReference")
  static let financialInstitutionBranch = XMLName("cac:FinancialInstitutionBranch")
  static let orderReference = XMLName("cac:OrderReference")
  static let postalZone = XMLName("cbc:PostalZone")
  static let profileID = XMLName("cbc:ProfileID")
  // swift-format-ignore: DontRepeatTypeInStaticProperties
  static let streetName = XMLName("cbc:StreetName")
  static let telephone = XMLName("cbc:Telephone")
  static let uri = XMLName("cbc:URI")

  static let listVersionIDAttribute = XMLName("listVersionID")
}

extension Code: ExpressibleByStringLiteral {
  init(stringLiteral text: String) {
    var packer = Packer()
    for byte in text.utf8 { packer.append(byte) }
    self = packer.code
  }
}
