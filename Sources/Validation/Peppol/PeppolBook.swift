internal import Documents

extension RuleBook {
  /// The rules Peppol BIS Billing 3 adds for UBL, release of May 2026 (3.0.21): those of all
  /// countries, and those of single ones. A document of Peppol must also stand before `en16931`.
  package static let peppol = RuleBook(
    wording: text(PackageResources.peppol_wording_tsv),
    contexts: peppolContexts(CodeLists(table: text(PackageResources.peppol_codes_tsv))))

  private static func peppolContexts(_ lists: CodeLists) -> [Context] {
    peppolHeaderContexts + peppolAmountContexts + peppolIdentifierContexts
      + norwegianContexts + danishContexts + italianContexts + swedishContexts + greekContexts
      + icelandicContexts + dutchContexts + germanContexts + peppolCodeContexts(lists)
  }
}
