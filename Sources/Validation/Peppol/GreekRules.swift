internal import Documents

/// What Greece asks of its sellers, and of buyers there.
let greekContexts: [Context] = [
  Context(
    .greece, .id, where: { s, e in s.isInRoot(e) && s.isGreekSeller() },
    checks: greekNumberChecks),
  Context(
    .greece, .party,
    where: { s, e in s.isIn(e, .accountingSupplierParty) && s.isGreekSeller() },
    checks: [
      Check("GR-R-002") { s, e in s.length(s.only(e, .partyName, .name)) > 0 },
      Check("GR-S-011") { s, e in s.hasSoleGreekNumber(e) },
    ]),
  Context(
    .greece, .companyID,
    where: { s, e in
      guard s.isIn(e, .partyTaxScheme, .party), let registration = s.parent(e),
        let party = s.parent(registration), s.isIn(party, .accountingSupplierParty)
      else { return false }
      return s.isOf(registration, .vat) && s.isGreekSeller()
    },
    checks: [
      Check("GR-R-003") { s, e in
        let number = s.string(e)
        return number.hasPrefix("EL") && number.part(3).isGreekNumber
      }
    ]),
  Context(
    .greece, .invoice, .creditNote, where: { s, e in e == 0 && s.isGreekSellerAtHome() },
    checks: [
      Check("GR-R-004-1") { s, e in s.documents(e, "##M.AR.K##") == 1 },
      Check("GR-S-008-1") { s, e in s.documents(e, "##INVOICE|URL##") == 1 },
      Check("GR-R-008-2") { s, e in s.documents(e, "##INVOICE|URL##") <= 1 },
    ]),
  Context(
    .greece, .id,
    where: { s, e in
      guard s.isIn(e, .additionalDocumentReference), let document = s.parent(e) else {
        return false
      }
      return s.isGreekSellerAtHome() && s.isDescribed(document, "##M.AR.K##")
    },
    checks: [
      Check("GR-R-004-2") { s, e in
        s.bytes[s.text(e)].first.map { (0x31...0x39).contains($0) } ?? false
      }
    ]),
  Context(
    .greece, .additionalDocumentReference,
    where: { s, e in s.isGreekSeller() && s.isDescribed(e, "##INVOICE|URL##") },
    checks: [
      Check("GR-R-008-3") { s, e in s.isFilled(s.only(e, .attachment, .externalReference, .uri)) }
    ]),
  Context(
    .greece, .party,
    where: { s, e in s.isIn(e, .accountingCustomerParty) && s.isGreekSeller() },
    checks: [Check("GR-R-005") { s, e in s.length(s.only(e, .partyName, .name)) > 0 }]),
  Context(
    .greece, .endpointID,
    where: { s, e in
      s.isIn(e, .party, .accountingSupplierParty)
        && (s.isFrom(\.supplierItself, "GR") || s.isFrom(\.supplierItself, "EL"))
    },
    checks: [Check("GR-R-009") { s, e in s.isGreekAddress(e) }]),
  Context(
    .greekBuyer, .party,
    where: { s, e in s.isIn(e, .accountingCustomerParty) && s.isGreekSale() },
    checks: [Check("GR-R-006") { s, e in s.hasSoleGreekNumber(e) }]),
  Context(
    .greekBuyer, .endpointID,
    where: { s, e in s.isIn(e, .party, .accountingCustomerParty) && s.isGreekSale() },
    checks: [Check("GR-R-010") { s, e in s.isGreekAddress(e) }]),
]

/// The number of a Greek invoice has six parts: seller, date, establishment, type, series, number.
private let greekNumberChecks: [Check] = [
  Check("GR-R-001-1") { s, e in s.numberParts(e).count == 6 },
  Check("GR-R-001-2") { s, e in
    let seller = s.numberPart(e, 0)
    guard Survey.normalized(seller).count == 9, seller.isGreekNumber else { return false }
    let parties = s.all(0, .accountingSupplierParty, .party) + s.all(0, .taxRepresentativeParty)
    for registration in parties.flatMap({ s.registrations($0, .vat) }) {
      if s.string(s.only(registration, .companyID)).part(3, 9) == seller { return true }
    }
    return false
  },
  Check("GR-R-001-3") { s, e in
    let date = s.numberPart(e, 1).split(separator: "/", omittingEmptySubsequences: false)
    let issued = s.string(s.only(0, .issueDate)).split(
      separator: "-", omittingEmptySubsequences: false)
    guard date.count >= 3, issued.count >= 3, date[0] == issued[2], date[1] == issued[1],
      date[2] == issued[0]
    else { return false }
    guard date[0].isAllDigits, date[1].isAllDigits, let day = Int(date[0]),
      let month = Int(date[1]), let year = Int(date[2].prefix(4)), date[0].utf8.count <= 2,
      date[1].utf8.count <= 2
    else { return false }
    return (1...31).contains(day) && (1...12).contains(month) && (1900...2099).contains(year)
  },
  Check("GR-R-001-4") { s, e in
    let place = s.numberPart(e, 2)
    guard let number = place.number else { return false }
    if !place.isWholeNumber { s.isUndecidable = true }
    return number >= 0
  },
  Check("GR-R-001-5") { s, e in
    ["1.1", "1.6", "2.1", "2.4", "5.1", "5.2"].contains(s.numberPart(e, 3))
  },
  Check("GR-R-001-6") { s, e in !s.numberPart(e, 4).isEmpty },
  Check("GR-R-001-7") { s, e in !s.numberPart(e, 5).isEmpty },
]

extension Survey {
  fileprivate func isGreekSeller() -> Bool {
    isFrom(\.supplier, "GR") || isFrom(\.supplier, "EL")
  }

  fileprivate func isGreekSale() -> Bool {
    isGreekSeller() && (isFrom(\.customer, "GR") || isFrom(\.customer, "EL"))
  }

  /// Whether the seller is Greek by tax and by address.
  fileprivate func isGreekSellerAtHome() -> Bool {
    isGreekSeller()
      && all(0, .accountingSupplierParty, .party).contains { hasAddress($0, in: "GR") }
  }

  fileprivate func numberParts(_ id: Int) -> [Substring] {
    let number = string(id)
    return number.isEmpty ? [] : number.split(separator: "|", omittingEmptySubsequences: false)
  }

  fileprivate func numberPart(_ id: Int, _ index: Int) -> String {
    let parts = numberParts(id)
    return index < parts.count ? String(parts[index]) : ""
  }

  fileprivate func isDescribed(_ document: Int, _ description: String) -> Bool {
    all(document, .documentDescription).contains { string($0) == description }
  }

  fileprivate func documents(_ root: Int, _ description: String) -> Int {
    all(root, .additionalDocumentReference).count { isDescribed($0, description) }
  }

  fileprivate func hasSoleGreekNumber(_ party: Int) -> Bool {
    let numbers = looseRegistrations(party, .vat).flatMap { all($0, .companyID) }
    guard numbers.count == 1 else { return false }
    let number = string(numbers[0])
    return number.hasPrefix("EL") && number.part(3).isGreekNumber
  }

  fileprivate func isGreekAddress(_ endpoint: Int) -> Bool {
    exactAttributeCode(endpoint, .schemeIDAttribute) == "9933" && string(endpoint).isGreekNumber
  }
}
