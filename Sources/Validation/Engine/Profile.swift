package import Documents
package import Domain

/// The rules a document is judged by: those of EN 16931 alone, or those of a network or a country
/// besides.
package enum Profile: String, Sendable, CaseIterable {
  case en16931, peppol, xrechnung

  /// The rule sets that are held, each with its release, one a line.
  package static let releases = """
    EN 16931 for UBL: 1.3.16 (30 March 2026)
    EN 16931 for CII: 1.3.16 (14 April 2026)
    Peppol BIS Billing 3 for UBL: 3.0.21 (May 2026)
    Peppol BIS Billing 3 for CII: 3.0.19 (May 2025), code lists of May 2026
    XRechnung 3.0.2 for UBL: 2.5.0 (31 January 2026), with extension and CVD 0.9
    XRechnung 3.0.2 for CII: 2.5.0 (31 January 2026), with extension and CVD 0.9

    """

  /// The books of the profile for the syntax of a document, in the order in which they are asked.
  private func books(for tree: XMLTree) -> [RuleBook] {
    let european = RuleBook.en16931(for: tree)
    let isCII = tree.name(.root) == .ciiRoot
    switch self {
    case .en16931: return [european]
    case .peppol: return [european, isCII ? .peppolCII : .peppol]
    case .xrechnung:
      return XRechnungProfile(of: tree).books(isCII: isCII)
    }
  }

  /// What a reader should know of how the document is judged, or empty.
  package func note(on tree: XMLTree) -> String {
    self == .xrechnung ? XRechnungProfile(of: tree).note : ""
  }

  /// What all books of the profile say of one document.
  package func judge(_ tree: XMLTree) -> Opinion {
    Opinion(books(for: tree).map { ($0, $0.judge(tree)) })
  }
}

/// The judgements of several books on one document, as one.
package struct Opinion: Sendable {
  /// The worst of the verdicts.
  package let verdict: Verdict
  /// What cannot be evaluated first; then by rule, and of one rule in the order of the document.
  package let findings: [(rule: Rule, node: XMLTree.Node)]
  /// The distinct ids of the rules that fired, sorted.
  package let fatalRules: [String]
  package let warningRules: [String]

  init(_ judgements: [(book: RuleBook, judgement: Judgement)]) {
    let verdicts = judgements.map(\.judgement.verdict)
    verdict =
      [.unreadable, .fatal, .warning].first { verdicts.contains($0) } ?? .clean
    fatalRules = judgements.flatMap(\.judgement.fatalRules).sorted()
    warningRules = judgements.flatMap(\.judgement.warningRules).sorted()
    func named(_ list: KeyPath<Judgement, [Finding]>) -> [(rule: Rule, node: XMLTree.Node)] {
      judgements.flatMap { book, judgement in
        judgement[keyPath: list].map { (book.rule(of: $0), $0.node) }
      }
    }
    // The books share no rule, and each has its findings in order already.
    let found = named(\.findings)
    findings =
      named(\.undecidable)
      + (judgements.count < 2
        ? found : found.sorted { ($0.rule.id, $0.node) < ($1.rule.id, $1.node) })
  }
}
