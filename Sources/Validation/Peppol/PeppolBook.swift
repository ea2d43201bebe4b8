internal import Documents

extension RuleBook {
  /// The rules Peppol BIS Billing 3 adds for UBL, release of May 2026 (3.0.21): those of all
  /// countries, and those of single ones. A document of Peppol must also stand before `en16931`.
  package static let peppol = RuleBook(
    wording: text(PackageResources.peppol_wording_tsv),
    contexts: PeppolUse.peppol.contextsOfUBL + norwegianContexts + danishContexts
      + italianContexts + swedishContexts + greekContexts + icelandicContexts + dutchContexts
      + GermanRules(terms: .ubl, book: .peppol).contexts + peppolCodeContexts(peppolLists))

  /// The same for CII, of the last release that has rules for it (3.0.19 of May 2025), with the
  /// code lists of `peppol`.
  package static let peppolCII = RuleBook(
    wording: text(PackageResources.peppol_wording_tsv),
    contexts: PeppolUse.peppol.contextsOfCII + peppolCIICountryContexts)

  fileprivate static let peppolLists = CodeLists(table: text(PackageResources.peppol_codes_tsv))
}

/// Who applies the rules of Peppol: the network itself, or XRechnung, which has taken over some.
enum PeppolUse: Sendable {
  case peppol, xrechnung

  var contextsOfUBL: [Context] {
    let identifiers = PeppolIdentifierRules(terms: .ubl)
    return kept(
      peppolUBLHeaderContexts + PeppolAmountRules(terms: .ubl, margin: margin).contexts
        + peppolUBLAmountContexts + identifiers.contexts + identifiers.contextsOfUBL)
  }

  var contextsOfCII: [Context] { kept(peppolCIIContexts(self, RuleBook.peppolLists)) }

  /// How far a reckoned amount may be off, in hundredths: XRechnung allows half a forint.
  var margin: @Sendable (Survey) -> Int128 {
    switch self {
    case .peppol: { _ in 2 }
    case .xrechnung: { s in s.theMarket().currencies == ["HUF"] ? 50 : 2 }
    }
  }

  private func kept(_ contexts: [Context]) -> [Context] {
    self == .peppol ? contexts : contexts.compactMap { $0.only(Self.taken) }
  }

  /// The rules that XRechnung has taken over.
  private static let taken: Set<String> = Set(
    [
      "001", "005", "008", "010", "020", "040", "041", "042", "043", "043-1", "043-2", "044", "046",
      "053", "054", "055", "061", "101", "110", "111", "120", "121", "130",
    ].map { "PEPPOL-EN16931-R" + $0 })
}
