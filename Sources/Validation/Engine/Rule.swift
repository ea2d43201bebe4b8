package import Documents
package import Domain

/// A rule of the book: what it is called, how grave it is, and what to say when it is broken.
package struct Rule: Sendable {
  /// Fatal makes a document invalid; a warning does not, and what is for information leaves the
  /// verdict as it is.
  package enum Flag: String, Sendable, CaseIterable {
    case fatal, warning, information
  }

  /// As the standard names it: `BR-CO-10`.
  package let id: String
  package internal(set) var flag: Flag
  /// The business terms it is about: `BT-106`; empty for mere syntax.
  package let terms: String
  /// What is wrong where it fires; a sentence without a full stop.
  package let problem: String
  /// What to do; a sentence without a full stop.
  package let remedy: String
}

/// A rule that fired, and where.
package struct Finding: Sendable {
  /// Its place in `RuleBook.rules`.
  package let rule: Int
  package let node: XMLTree.Node
}

/// What the rules say of one document.
package struct Judgement: Sendable {
  package let verdict: Verdict
  /// In the order of the rules, then of the document; of each rule the first `placesMax`.
  package let findings: [Finding]
  /// Rules that cannot be evaluated, as a number is no number or a value stands twice: the official
  /// rules end with an error there. The verdict is then `unreadable`.
  package let undecidable: [Finding]
  /// The distinct ids of the rules that fired, sorted.
  package let fatalRules: [String]
  package let warningRules: [String]

  /// Most places kept of one rule in one document.
  package static let placesMax = 20
}
