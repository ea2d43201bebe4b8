import Chasing
package import Domain
import LedgerStore
import Settings

/// Something that a check of a book found.
package enum CheckFinding: Sendable {
  /// The ledger, its paper trail, an original or a letter is not as it should be.
  case ledger(String)
  /// Letters will lack a word, a template or the logo.
  case template(String)
  /// A setting that the user may want to change; the book is in order all the same.
  case setting(String)

  /// Whether the book is not in order.
  package var isFault: Bool {
    if case .setting = self { false } else { true }
  }
}

/// The end of a book's paper trail, which proves what is before it.
package struct PaperTrail: Sendable {
  package let entries: Int
  package let lastLink: Digest
}

extension Book {
  /// Checks the ledger, its paper trail, the files of the book, the settings and the templates.
  /// Returns the paper trail of a book that is in order, else nil.
  package func check(
    on day: Day, findings: (CheckFinding) -> Void = { _ in }
  ) throws -> PaperTrail? {
    let violations =
      try ledger.violations() + originals.violations(ledger.sourceFiles()) + missingLetters()
    for violation in violations { findings(.ledger(violation)) }
    let flaws = try wordingFlaws(on: day) + logoProblems()
    for flaw in flaws { findings(.template(flaw)) }
    if let warning = feeWarning { findings(.setting(warning)) }
    guard violations.isEmpty && flaws.isEmpty else { return nil }
    let head = try ledger.journalHead()
    return PaperTrail(entries: head.entries, lastLink: head.chain)
  }

  /// A sentence where German clients would be asked a fee that they do not owe yet. It is the
  /// user's to decide, so it is no flaw.
  private var feeWarning: String? {
    var isGerman = settings.business.country == "DE"
    if case .law(let law)? = settings.chasing.charges?.basis { isGerman = law.jurisdiction == "DE" }
    guard isGerman, let stage = settings.chasing.earlyFee else { return nil }
    return
      "the stage \(stage.name) asks a fee before any reminder went out; German clients owe none "
      + "then, unless a fixed day to pay was agreed (§ 286 BGB). Put the fee on a later stage."
  }
}
