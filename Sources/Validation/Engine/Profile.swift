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

  /// Judges a document by all books of the profile for its syntax.
  package func judge(_ tree: XMLTree) -> Opinion {
    let isCII = tree.name(.root) == .ciiRoot
    var note = ""
    let books: [RuleBook]
    switch self {
    case .en16931: books = [.en16931(for: tree)]
    case .peppol: books = [.en16931(for: tree), isCII ? .peppolCII : .peppol]
    case .xrechnung:
      let profile = XRechnungProfile(of: tree)
      books = profile.books(isCII: isCII)
      note = profile.note
    }
    return Opinion(books.map { ($0, $0.judge(tree)) }, note: note)
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
  /// How the document was judged, where the profile leaves a choice; else empty.
  package let note: String

  init(_ judgements: [(book: RuleBook, judgement: Judgement)], note: String = "") {
    self.note = note
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
