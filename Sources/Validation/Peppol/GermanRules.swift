internal import Documents

/// What Germany asks where seller and buyer both have a German address.
let germanContexts: [Context] = [
  Context(
    .germany, .invoice, .creditNote, where: { s, e in e == 0 && s.isGerman() },
    checks: germanDocumentChecks),
  Context(
    .germany, .accountingSupplierParty, where: { s, e in s.isInRoot(e) && s.isGerman() },
    checks: [Check("DE-R-002") { s, e in s.has(e, .party, .contact) }]),
  address(city: "DE-R-003", postCode: "DE-R-004", .postalAddress) { s, e in
    s.isPart(e, of: .accountingSupplierParty)
  },
  Context(
    .germany, .contact,
    where: { s, e in s.isPart(e, of: .accountingSupplierParty) && s.isGerman() },
    checks: [
      Check("DE-R-005") { s, e in s.isAnyFilled(e, .name) },
      Check("DE-R-006") { s, e in s.isAnyFilled(e, .telephone) },
      Check("DE-R-007") { s, e in s.isAnyFilled(e, .electronicMail) },
      Check("DE-R-027") { s, e in
        s.string(s.only(e, .telephone)).utf8.count { (0x30...0x39).contains($0) } >= 3
      },
      Check("DE-R-028") { s, e in s.normalized(s.only(e, .electronicMail)).isMailAddress },
    ]),
  address(city: "DE-R-008", postCode: "DE-R-009", .postalAddress) { s, e in
    s.isPart(e, of: .accountingCustomerParty)
  },
  address(city: "DE-R-010", postCode: "DE-R-011", .address) { s, e in
    guard s.isIn(e, .deliveryLocation, .delivery), let place = s.parent(e),
      let delivery = s.parent(place)
    else { return false }
    return s.isInRoot(delivery)
  },
  Context(
    .germany, .paymentMeans, where: { s, e in s.isGermanPayment(e, by: "30", "58") },
    checks: [
      Check("DE-R-019") { s, e in
        !s.any(e, .paymentMeansCode, is: .sepaCreditTransfer)
          || s.string(s.only(e, .payeeFinancialAccount, .id)).isIBAN
      },
      Check("DE-R-023-1") { s, e in s.has(e, .payeeFinancialAccount) },
      Check("DE-R-023-2") { s, e in !s.has(e, .cardAccount) && !s.has(e, .paymentMandate) },
    ]),
  Context(
    .germany, .paymentMeans, where: { s, e in s.isGermanPayment(e, by: "48", "54", "55") },
    checks: [
      Check("DE-R-024-1") { s, e in s.has(e, .cardAccount) },
      Check("DE-R-024-2") { s, e in
        !s.has(e, .payeeFinancialAccount) && !s.has(e, .paymentMandate)
      },
    ]),
  Context(
    .germany, .paymentMeans, where: { s, e in s.isGermanPayment(e, by: "59") },
    checks: [
      Check("DE-R-020") { s, e in
        !s.any(e, .paymentMeansCode, is: "59")
          || s.string(s.only(e, .paymentMandate, .payerFinancialAccount, .id)).isIBAN
      },
      Check("DE-R-025-1") { s, e in s.has(e, .paymentMandate) },
      Check("DE-R-025-2") { s, e in !s.has(e, .payeeFinancialAccount) && !s.has(e, .cardAccount) },
    ]),
  Context(
    .germany, .externalReference,
    where: { s, e in
      guard s.isIn(e, .attachment, .additionalDocumentReference), s.isGerman(),
        let document = s.parent(e).flatMap({ s.parent($0) })
      else { return false }
      return s.isInRoot(document)
    },
    checks: [Check("DE-R-T02") { s, e in s.string(s.only(e, .uri)).hasScheme }]),
  Context(
    .germany, .taxSubtotal,
    where: { s, e in
      s.isIn(e, .taxTotal) && s.parent(e).map(s.isInRoot) == true && s.isGerman()
    },
    checks: [
      Check("DE-R-014") { s, e in s.all(e, .taxCategory).contains { s.isAnyFilled($0, .percent) } }
    ]),
]

private func address(
  city: String, postCode: String, _ name: XMLName, where applies: @escaping Test
) -> Context {
  Context(
    .germany, name, where: { s, e in applies(s, e) && s.isGerman() },
    checks: [
      Check(city) { s, e in s.isAnyFilled(e, .cityName) },
      Check(postCode) { s, e in s.isAnyFilled(e, .postalZone) },
    ])
}

private let germanDocumentChecks: [Check] = [
  Check("DE-R-001") { s, e in s.has(e, .paymentMeans) },
  Check("DE-R-015") { s, e in s.isAnyFilled(e, .buyerReference) },
  Check("DE-R-016") { s, e in
    !s.usesVATCategory(e) || s.has(e, .taxRepresentativeParty)
      || s.all(e, .accountingSupplierParty, .party, .partyTaxScheme, .companyID).contains {
        !s.isBlank($0)
      }
  },
  Check("DE-R-017") { s, e in
    let types: [Code] = ["326", "380", "384", "389", "381", "875", "876", "877"]
    return (s.all(e, .invoiceTypeCode) + s.all(e, .creditNoteTypeCode)).contains {
      types.contains(s.code($0))
    }
  },
  Check("DE-R-018") { s, e in s.areDiscountsWellFormed(e) },
  Check("DE-R-022") { s, e in
    var seen: Set<String> = []
    for document in s.all(e, .additionalDocumentReference) {
      let names = s.all(document, .attachment, .embeddedDocumentBinaryObject).compactMap {
        s.attributeString($0, .filenameAttribute)
      }
      if !seen.isDisjoint(with: names) { return false }
      seen.formUnion(names)
    }
    return true
  },
  Check("DE-R-026") { s, e in
    for type in s.all(e, .invoiceTypeCode) + s.all(e, .creditNoteTypeCode)
    where s.code(type) == "384" {
      return s.has(e, .billingReference, .invoiceDocumentReference)
    }
    return true
  },
  Check("DE-R-030") { s, e in
    guard s.has(e, .paymentMeans, .paymentMandate) else { return true }
    let parties = s.all(e, .accountingSupplierParty, .party) + s.all(e, .payeeParty)
    return parties.flatMap { s.all($0, .partyIdentification, .id) }.contains {
      s.exactAttributeCode($0, .schemeIDAttribute) == .sepa
    }
  },
  Check("DE-R-031") { s, e in
    !s.has(e, .paymentMeans, .paymentMandate)
      || s.count(e, .paymentMeans, .paymentMandate, .payerFinancialAccount, .id) > 0
  },
]

extension Survey {
  /// Whether the element belongs to the party of a role of the document.
  fileprivate func isPart(_ element: Int, of role: XMLName) -> Bool {
    guard isIn(element, .party, role), let party = parent(element), let role = parent(party) else {
      return false
    }
    return isInRoot(role)
  }

  fileprivate func isGermanPayment(_ means: Int, by codes: Code...) -> Bool {
    guard isInRoot(means), isGerman() else { return false }
    return codes.contains(code(means, .paymentMeansCode))
  }

  /// Whether an allowance, a charge or an item is of a category that needs the seller's tax number.
  fileprivate func usesVATCategory(_ root: Int) -> Bool {
    let deductions = all(root, .allowanceCharge).filter {
      any($0, .chargeIndicator, is: "true") || any($0, .chargeIndicator, is: "false")
    }
    let lines = all(root, .invoiceLine) + all(root, .creditNoteLine)
    let categories =
      deductions.flatMap { all($0, .taxCategory, .id) }
      + lines.flatMap { all($0, .item, .classifiedTaxCategory, .id) }
    let known: [Code] = ["S", "Z", "E", "AE", "K", "G", "L", "M"]
    return categories.contains { known.contains(exactCode($0)) }
  }

  /// Whether each line of the terms of payment that begins with # is a cash discount, and a line
  /// break follows the last of them.
  fileprivate func areDiscountsWellFormed(_ root: Int) -> Bool {
    let notes = all(root, .paymentTerms).compactMap { child($0, .note) }
    let texts = notes.map { string($0).replacing("\r\n", with: "\n") }
    let lines = texts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let discounts = lines.map { Self.normalized(String($0)) }.filter { $0.hasPrefix("#") }
    if discounts.isEmpty { return true }
    guard notes.count == 1, let text = texts.first else {
      isUndecidable = true
      return false
    }
    return discounts.allSatisfy(\.isCashDiscount) && text.endsLastDiscount
  }
}

extension String {
  /// `#SKONTO#TAGE=14#PROZENT=2.00#`, with `BASISBETRAG=100.00#` after it if need be.
  fileprivate var isCashDiscount: Bool {
    let parts = split(separator: "#", omittingEmptySubsequences: false)
    guard parts.last?.isEmpty == true, let start = parts.lastIndex(of: "SKONTO"), start > 0 else {
      return false
    }
    let terms = parts[(start + 1)...].dropLast()
    guard (2...3).contains(terms.count), let days = terms.first, days.hasPrefix("TAGE="),
      days.dropFirst(5).isAllDigits
    else { return false }
    let rate = terms[terms.startIndex + 1]
    guard rate.hasPrefix("PROZENT="), rate.dropFirst(8).hasTwoPlaces else { return false }
    if terms.count == 2 { return true }
    let base = terms[terms.startIndex + 2]
    guard base.hasPrefix("BASISBETRAG=") else { return false }
    let amount = base.dropFirst(12)
    return (amount.hasPrefix("-") ? amount.dropFirst() : amount).hasTwoPlaces
  }

  /// Whether nothing but white space, a line break in it, follows the last line with two #.
  fileprivate var endsLastDiscount: Bool {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    let last = lines.lastIndex { line in
      guard let first = line.firstIndex(of: "#"), let end = line.lastIndex(of: "#") else {
        return false
      }
      return line.distance(from: first, to: end) > 1
    }
    guard let last, let mark = lines[last].lastIndex(of: "#") else { return false }
    let rest = lines[last][lines[last].index(after: mark)...]
    return last + 1 < lines.count && rest.utf8.allSatisfy(Survey.isSpace)
  }

  /// An address of e-mail: something, @, a domain of two labels or more.
  fileprivate var isMailAddress: Bool {
    let halves = split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, !contains(where: \.isWhitespace) else {
      return false
    }
    let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
  }

  /// An address that begins with a scheme of two characters or more.
  fileprivate var hasScheme: Bool {
    guard let colon = firstIndex(of: ":") else { return false }
    let scheme = self[..<colon].utf8
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    return scheme.count > 1 && scheme.first.map(isLetter) == true
      && scheme.allSatisfy {
        isLetter($0) || (0x30...0x39).contains($0) || [0x2B, 0x2E, 0x2D].contains($0)
      }
  }
}

extension Substring {
  /// Digits, a dot, two digits.
  fileprivate var hasTwoPlaces: Bool {
    let halves = split(separator: ".", omittingEmptySubsequences: false)
    return halves.count == 2 && halves[0].isAllDigits && halves[1].isAllDigits
      && halves[1].utf8.count == 2
  }
}
