internal import Documents
internal import Domain

/// What the rules of CII ask of a document.
extension Survey {
  func everywhere(_ name: XMLName) -> [Int] { rows.indices.filter { rows[$0].name == name } }

  var documentCurrencies: [Int] { all(0, .transaction, .settlement, .invoiceCurrency) }
  var taxCurrencies: [Int] { all(0, .transaction, .settlement, .taxCurrency) }

  func isFilledAttribute(_ element: Int, _ name: XMLName) -> Bool {
    attribute(element, name).map { attributeBytes[$0].contains { !Self.isSpace($0) } } ?? false
  }

  /// Whether the type of a tax is VAT, in capitals or not.
  func isVATType(_ tax: Int) -> Bool {
    only(tax, .ramTypeCode).map { exactUpperCode($0) == .vat } ?? false
  }

  func ciiRegistrations(_ party: Int, _ schemes: Code...) -> [Int] {
    all(party, .taxRegistration, .ramID).filter { id in
      exactAttributeCode(id, .schemeIDAttribute).map(schemes.contains) ?? false
    }
  }

  func hasRegistration(_ party: Int, _ schemes: Code...) -> Bool {
    all(party, .taxRegistration, .ramID).contains { id in
      exactAttributeCode(id, .schemeIDAttribute).map(schemes.contains) ?? false
    }
  }

  /// The first number of a name.
  func first(_ element: Int, _ name: XMLName) -> ExactDecimal? {
    child(element, name).flatMap { decimal($0) }
  }

  /// Nil where one is no number.
  func sum(_ amounts: [Int]) -> ExactDecimal? {
    var sum: ExactDecimal? = .zero
    for amount in amounts {
      guard let next = decimal(amount) else { return nil }
      sum = sum?.adding(next)
    }
    return sum
  }

  /// The first amount of each allowance or charge of the document.
  func allowanceAmounts(isCharge: Bool, where isMeant: (Int) -> Bool = { _ in true }) -> [Int] {
    all(0, .transaction, .settlement, .tradeAllowance).filter { allowance in
      all(allowance, .ramChargeIndicator).contains { indicator(of: $0, is: isCharge) }
        && isMeant(allowance)
    }.compactMap { child($0, .ramActualAmount) }
  }

  func isSumOfAllowances(_ total: Int, _ name: XMLName, isCharge: Bool) -> Bool {
    let isAny = all(0, .transaction, .settlement, .tradeAllowance).contains { allowance in
      all(allowance, .ramChargeIndicator).contains { indicator(of: $0, is: isCharge) }
    }
    guard has(total, name) else { return !isAny }
    guard let sum = sum(allowanceAmounts(isCharge: isCharge)) else { return false }
    let due = sum.roundedHalfTowardsPlusInfinity(to: 2)
    return all(total, name).contains { decimal($0).map { $0 == due } ?? false }
  }

  /// Whether the number has no more than two decimals that say anything.
  func hasCents(_ amount: Int) -> Bool {
    decimal(amount).map { $0.roundedHalfTowardsPlusInfinity(to: 2) == $0 } ?? false
  }

  func isPeriodInOrder(_ period: Int) -> Bool {
    guard has(period, .startDateTime), has(period, .endDateTime) else { return true }
    func days(_ name: XMLName) -> [String] {
      all(period, name, .dateTimeString).filter {
        exactAttributeCode($0, .formatAttribute) == "102"
      }.map { string($0) }
    }
    let starts = days(.startDateTime)
    return days(.endDateTime).contains { end in
      starts.contains { !end.utf8.lexicographicallyPrecedes($0.utf8) }
    }
  }

  func sharesWithTheSeller(_ payee: Int, _ path: [XMLName]) -> Bool {
    func follow(_ element: Int) -> [Int] {
      path.reduce([element]) { found, name in found.flatMap { all($0, name) } }
    }
    guard let transaction = parent(payee).flatMap({ parent($0) }) else { return false }
    let own = follow(payee)
    let sellers = all(transaction, .agreement, .sellerParty).flatMap(follow)
    return own.contains { one in sellers.contains { isSameText(one, $0) } }
  }

  func hasAddressScheme(_ root: Int, _ party: XMLName) -> Bool {
    let parties = all(root, .transaction, .agreement, party)
    let addresses = parties.compactMap { child($0, .uriCommunication) }
    guard !addresses.isEmpty else { return true }
    return addresses.flatMap { all($0, .uriID) }.contains {
      isFilledAttribute($0, .schemeIDAttribute)
    }
  }

  /// Net plus VAT in the currency of the document, or no VAT at all.
  func isGrandTotalRight(_ root: Int) -> Bool {
    let totals = all(root, .transaction, .settlement, .summation)
    func firstOfAll(_ name: XMLName) -> ExactDecimal? {
      totals.flatMap { all($0, name) }.first.flatMap { decimal($0) }
    }
    return documentCurrencies.allSatisfy { currency in
      guard let gross = firstOfAll(.grandTotal), let net = firstOfAll(.taxBasisTotal) else {
        return false
      }
      if gross == net { return true }
      let taxes = totals.flatMap { all($0, .taxTotalAmount) }.filter { amount in
        attribute(amount, .currencyIDAttribute).map { isSameText($0, currency) } ?? false
      }
      guard taxes.count == 1, let tax = decimal(taxes[0]), let sum = net.adding(tax) else {
        return false
      }
      return gross == sum.roundedHalfTowardsPlusInfinity(to: 2)
    }
  }
}
