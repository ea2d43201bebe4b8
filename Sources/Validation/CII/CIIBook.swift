package import Documents

extension RuleBook {
  /// The rules of EN 16931 for CII, release 1.3.16: those of the model and the code lists under the
  /// ids that they have in UBL, and those of the syntax (`CII-SR-`, `CII-DT-`).
  package static let cii = RuleBook(
    wording: [
      text(PackageResources.wording_tsv), ciiSyntax.wording,
      text(PackageResources.cii_wording_tsv),
    ].joined(separator: "\n"),
    contexts: ciiContexts(codeLists))

  private static let ciiSyntax = CIISyntaxRules(
    table: text(PackageResources.cii_outside_the_model_tsv))

  private static func ciiContexts(_ lists: CodeLists) -> [Context] {
    ciiModelContexts(lists) + ciiSyntax.contexts + ciiCodeContexts(lists)
  }

  /// The book of EN 16931 for the syntax of a document.
  package static func en16931(for tree: XMLTree) -> RuleBook {
    tree.name(.root) == .ciiRoot ? cii : en16931
  }
}
