import ArgumentParser
import Bookkeeping
import Chasing
import Domain
import Foundation
import LedgerStore
import Letters
import Settings

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the ledger's invariants, its paper trail, the settings and the templates.",
    discussion: """
      The paper trail is a chain: whoever notes down its last link can prove later that nothing \
      before it was changed.

      Example: dunlin check --book ~/Books/Studio
      """)

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let book = try Book(global)
    let violations =
      try book.ledger.violations()
      + book.originals.violations(book.ledger.sourceFiles()) + book.missingLetters()
    for violation in violations { Console.note("ledger: \(violation.printable)") }
    let templates = book.templates(global)
    let flaws = try book.wordingFlaws(templates, on: GlobalOptions.today) + book.logoProblems()
    for flaw in flaws { Console.note("templates: \(flaw.printable)") }
    if let warning = book.feeWarning { Console.note("settings: \(warning.printable)") }
    guard violations.isEmpty && flaws.isEmpty else { throw Failure.doneWithFaults }
    let head = try book.ledger.journalHead()
    Console.out(
      """
      The ledger, the settings and the templates are in order.
      The paper trail has \(head.entries) entries; its last link is
        \(head.chain)

      """)
  }
}

extension Book {
  /// A sentence where German clients would be asked a fee that they do not owe yet. It is the
  /// user's to decide, so it is no flaw.
  fileprivate var feeWarning: String? {
    var isGerman = settings.business.country == "DE"
    if case .law(let law)? = settings.chasing.charges?.basis { isGerman = law.jurisdiction == "DE" }
    guard isGerman, let stage = settings.chasing.earlyFee else { return nil }
    return
      "the stage \(stage.name) asks a fee before any reminder went out; German clients owe none "
      + "then, unless a fixed day to pay was agreed (§ 286 BGB). Put the fee on a later stage."
  }
}
