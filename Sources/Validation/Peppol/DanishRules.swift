internal import Documents

/// What Denmark asks of its sellers, mostly where the buyer is Danish too.
let danishContexts: [Context] = [
  Context(
    .denmark, .invoice, .creditNote, where: { s, _ in s.isFrom(\.supplierAsPrinted, "DK") },
    checks: [
      Check("DK-R-002") { s, e in
        !s.normalized(
          s.only(e, .accountingSupplierParty, .party, .partyLegalEntity, .companyID)
        ).isEmpty
      },
      Check("DK-R-014") { s, e in
        let numbers = s.all(e, .accountingSupplierParty, .party, .partyLegalEntity, .companyID)
        guard let number = s.sole(numbers) else { return true }
        return s.attributeCode(number, .schemeIDAttribute) == "0184"
      },
      Check("DK-R-016") { s, e in
        guard s.root == .creditNote, s.isFrom(\.customerAsPrinted, "DK") else { return true }
        let amount = s.string(s.only(e, .legalMonetaryTotal, .payableAmount)).number
        return amount.map { $0 >= 0 } ?? true
      },
    ]),
  Context(
    .denmark, .party,
    where: { s, e in
      guard s.isIn(e, .accountingCustomerParty), let role = s.parent(e) else { return false }
      return s.isInRoot(role) && s.isDomestic("DK")
    },
    checks: [
      Check("DK-R-017") { s, e in
        let numbers = s.all(e, .partyLegalEntity, .companyID)
        guard let number = s.sole(numbers) else { return true }
        return s.attributeCode(number, .schemeIDAttribute) == "0184"
      }
    ]),
  Context(
    .denmark, .partyIdentification,
    where: { s, e in
      (s.isIn(e, .party, .accountingSupplierParty) || s.isIn(e, .party, .accountingCustomerParty))
        && s.isDomestic("DK")
    },
    checks: [
      Check("DK-R-013") { s, e in
        guard let id = s.only(e, .id) else { return true }
        return (s.attributeCode(id, .schemeIDAttribute) ?? .empty) != .empty
      }
    ]),
  Context(
    .denmark, .paymentMeans,
    where: { s, e in s.root == .invoice && s.isInRoot(e) && s.isDomestic("DK") },
    checks: danishPaymentChecks),
  Context(
    .denmark, .invoiceLine, .creditNoteLine, where: { s, e in s.isInRoot(e) && s.isDomestic("DK") },
    checks: [
      Check("DK-R-003") { s, e in
        s.isDanishClass(s.all(e, .item, .commodityClassification, .itemClassificationCode))
      }
    ]),
  Context(
    .denmark, .allowanceCharge, where: { s, _ in s.isDomestic("DK") },
    checks: [
      Check("DK-R-004") { s, e in
        guard s.any(e, .allowanceChargeReasonCode, is: "ZZZ") else { return true }
        return s.string(s.only(e, .allowanceChargeReason)).isDanishTaxReason
      }
    ]),
]

/// DK-R-005, for a payment means whose code stands under `code`.
func danishMeansCheck(_ code: XMLName) -> Check {
  Check("DK-R-005") { s, e in
    " 1 10 31 42 48 49 50 58 59 93 97 ".contains(" \(s.string(s.only(e, code))) ")
  }
}

private let danishPaymentChecks: [Check] = [
  danishMeansCheck(.paymentMeansCode),
  Check("DK-R-006") { s, e in
    guard s.any(e, .paymentMeansCode, is: "31") || s.any(e, .paymentMeansCode, is: "42") else {
      return true
    }
    let branch = s.only(e, .payeeFinancialAccount, .financialInstitutionBranch, .id)
    return s.isFilled(s.only(e, .payeeFinancialAccount, .id)) && s.isFilled(branch)
  },
  Check("DK-R-007") { s, e in
    guard s.any(e, .paymentMeansCode, is: "49") else { return true }
    return s.isFilled(s.only(e, .paymentMandate, .id))
      && s.isFilled(s.only(e, .paymentMandate, .payerFinancialAccount, .id))
  },
  Check("DK-R-008") { s, e in
    guard s.any(e, .paymentMeansCode, is: "50") else { return true }
    let account = s.string(s.only(e, .payeeFinancialAccount, .id))
    return ["01#", "04#", "15#"].contains(s.cardType(e)) && account.isAllDigits
      && (7...8).contains(account.count)
  },
  Check("DK-R-009") { s, e in
    guard s.any(e, .paymentMeansCode, is: "50"), ["04#", "15#"].contains(s.cardType(e)) else {
      return true
    }
    return s.length(s.only(e, .paymentID)) == 19
  },
  Check("DK-R-010") { s, e in
    guard s.any(e, .paymentMeansCode, is: "93") else { return true }
    return ["71#", "73#", "75#"].contains(s.cardType(e))
      && s.length(s.only(e, .payeeFinancialAccount, .id)) == 8
  },
  Check("DK-R-011") { s, e in
    guard s.any(e, .paymentMeansCode, is: "93"), ["71#", "75#"].contains(s.cardType(e)) else {
      return true
    }
    return (18...19).contains(s.length(s.only(e, .paymentID)))
  },
]

extension String {
  /// A Danish tax that is not VAT: four digits, or a name with # inside.
  var isDanishTaxReason: Bool {
    if Survey.normalized(self).count == 4, let number, number >= 0, number <= 9999 { return true }
    return contains("#") && !hasPrefix("#") && !hasSuffix("#")
  }
}

extension Survey {
  /// Whether a classification by UNSPSC, if there is one, is of a known version.
  func isDanishClass(_ codes: [Int]) -> Bool {
    guard codes.contains(where: { exactAttributeCode($0, .listIDAttribute) == "TST" }) else {
      return true
    }
    return codes.contains {
      ["19.05.01", "19.0501", "26.08.01", "26.0801"].contains(
        exactAttributeCode($0, .listVersionIDAttribute))
    }
  }

  /// The card type a payment reference begins with, its # included.
  fileprivate func cardType(_ means: Int) -> String {
    string(only(means, .paymentID)).part(1, 3)
  }
}
