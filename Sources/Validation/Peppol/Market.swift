internal import Documents

/// Where seller and buyer are, and the business process: what many Peppol rules depend on.
///
/// Nil is a value the release cannot evaluate, as where a seller has two VAT numbers.
struct Market {
  /// By the VAT number of the seller, else of the tax representative, else the seller's address.
  let supplier: Code?
  /// As `supplier`, the tax representative aside.
  let supplierItself: Code?
  let customer: Code?
  /// The countries of the addresses, in capitals.
  let supplierAddress, customerAddress, representativeAddress: Code?
  /// The countries of the addresses exactly as printed.
  let supplierAsPrinted, customerAsPrinted: Code?
  let currencies: [Code]
  /// The number of the process, `01` or `02`, or nil where the profile is of none.
  let process: String?
}

extension Survey {
  /// The document's market, looked up once.
  func theMarket() -> Market {
    if let market { return market }
    if root == .cii { return theMarketOfCII() }
    let supplier: [XMLName] = [.accountingSupplierParty, .party]
    let customer: [XMLName] = [.accountingCustomerParty, .party]
    let new = Market(
      supplier: decided { $0.country([supplier, [.taxRepresentativeParty]], supplier) },
      supplierItself: decided { $0.country([supplier], supplier) },
      customer: decided { $0.country([customer], customer) },
      supplierAddress: decided { $0.addressCountry(supplier).map { $0.upper } ?? .empty },
      customerAddress: decided { $0.addressCountry(customer).map { $0.upper } ?? .empty },
      representativeAddress: decided {
        $0.addressCountry([.taxRepresentativeParty]).map { $0.upper } ?? .empty
      },
      supplierAsPrinted: decided { $0.addressCountry(supplier).map { $0.printed } ?? .empty },
      customerAsPrinted: decided { $0.addressCountry(customer).map { $0.printed } ?? .empty },
      currencies: all(0, .documentCurrencyCode).map { exactCode($0) },
      process: process(normalized(child(0, .profileID))))
    market = new
    return new
  }

  private func theMarketOfCII() -> Market {
    let agreement: [XMLName] = [.transaction, .agreement]
    let (seller, buyer) = (agreement + [.sellerParty], agreement + [.buyerParty])
    let representative = agreement + [.representative]
    func address(_ s: Survey, _ party: [XMLName]) -> Int? {
      s.only(0, at: party + [.tradeAddress, .countryID])
    }
    func upper(_ party: [XMLName]) -> Code? {
      decided { s in address(s, party).map { s.upperCode($0) } ?? .empty }
    }
    func printed(_ party: [XMLName]) -> Code? {
      decided { s in address(s, party).map { s.exactCode($0) } ?? .empty }
    }
    func byNumber(_ parties: [[XMLName]]) -> Code? {
      decided { s in
        for party in parties {
          let numbers = s.all(0, at: party).flatMap { s.peppolVATNumbers($0) }
          if let number = s.sole(numbers) {
            return Code(Self.normalized(String(s.string(number).prefix(2))).uppercased())
          }
        }
        return address(s, seller).map { s.upperCode($0) } ?? "XX"
      }
    }
    let new = Market(
      supplier: byNumber([seller, representative]), supplierItself: byNumber([seller]),
      customer: upper(buyer), supplierAddress: upper(seller), customerAddress: upper(buyer),
      representativeAddress: upper(representative), supplierAsPrinted: printed(seller),
      customerAsPrinted: printed(buyer), currencies: documentCurrencies.map { exactCode($0) },
      process: all(0, .exchangedContext, .businessProcess, .ramID).first.flatMap {
        process(ofCII: normalized($0))
      })
    market = new
    return new
  }

  /// The release for CII takes any number of two digits.
  private func process(ofCII profile: String) -> String? {
    let start = "urn:fdc:peppol.eu:2017:poacc:billing:"
    guard profile.hasPrefix(start) else { return nil }
    let number = profile.dropFirst(start.count).prefix(2)
    return number.isDigits(2) && profile.hasSuffix(number + ":1.0") ? String(number) : nil
  }

  /// The number of the business process; undecidable where two profiles are stated.
  func theProcess() -> String? {
    if root != .cii, count(0, .profileID) > 1 { isUndecidable = true }
    return theMarket().process
  }

  /// Whether a country of the market is this one; undecidable where it cannot be told.
  func isFrom(_ place: KeyPath<Market, Code?>, _ country: Code) -> Bool {
    guard let code = theMarket()[keyPath: place] else {
      isUndecidable = true
      return false
    }
    return code == country
  }

  /// Whether seller and buyer both have a German address.
  func isGerman() -> Bool {
    isFrom(\.supplierAddress, "DE") && isFrom(\.customerAddress, "DE")
  }

  /// Whether the parties of all these roles have their address in one country, as printed.
  func isDomestic(_ country: Code) -> Bool {
    isFrom(\.supplierAsPrinted, country) && isFrom(\.customerAsPrinted, country)
  }

  private func decided(_ look: (Survey) -> Code) -> Code? {
    let before = isUndecidable
    isUndecidable = false
    let found = look(self)
    defer { isUndecidable = before }
    return isUndecidable ? nil : found
  }

  /// By the first of the parties that has a VAT number, else by the address.
  private func country(_ parties: [[XMLName]], _ address: [XMLName]) -> Code {
    for path in parties {
      let prefixes = all(0, at: path).flatMap { registrations($0, .vat) }.map { registration in
        String(string(only(registration, .companyID)).prefix(2))
      }
      if prefixes.count > 1 { isUndecidable = true }
      if let prefix = prefixes.first, !prefix.isEmpty {
        return Code(Self.normalized(prefix).uppercased())
      }
    }
    return addressCountry(address).map { $0.upper } ?? "XX"
  }

  private func addressCountry(_ party: [XMLName]) -> (upper: Code, printed: Code)? {
    let path = party + [.postalAddress, .country, .identificationCode]
    return sole(all(0, at: path)).map { (upperCode($0), exactCode($0)) }
  }

  /// The number of the business process in the identifier of a profile.
  private func process(_ profile: String) -> String? {
    switch profile {
    case "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "urn:peppol:france:billing:regulated",
      "urn:peppol:france:billing:non-regulated":
      "01"
    case "urn:peppol:bis:billing_with_response": "02"
    default: nil
    }
  }
}
