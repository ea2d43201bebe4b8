import ArgumentParser
import Domain
import LedgerStore
import Letters
import Reporting
import Settings

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the ledger's invariants, the settings and the templates.",
    discussion: "Example: dunlin check --book ~/Books/Studio")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let book = try Book(global)
    let violations = try book.ledger.violations()
    for violation in violations { Console.note("ledger: \(violation)") }
    let templates = book.templates(global)
    _ = try templates.wording(for: [book.settings.house.language])
    guard violations.isEmpty else { throw Failure.doneWithFaults }
    Console.out("The ledger, the settings and the templates are in order.\n")
  }
}
