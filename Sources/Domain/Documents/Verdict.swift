/// What the EN 16931 rules say of a document.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
  case clean
  /// Only rules that warn have fired.
  case warning
  /// At least one fatal rule has fired: a portal would bounce the document, a financier refuse it.
  case fatal
  case unreadable
  /// The document is no invoice of EN 16931, but an accounting aid.
  case notApplicable = "not-applicable"
}
