import ArgumentParser
import Bookkeeping
import Domain

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the ledger's invariants, its paper trail, the settings and the templates.",
    discussion: """
      The paper trail is a chain: if you note down its last link, you can prove later that nothing \
      before it was changed.

      Example: dunlin check --book ~/Books/Studio
      """)

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let trail = try Book(global).check(on: GlobalOptions.today) { finding in
      switch finding {
      case .ledger(let text): Console.note("ledger: \(text.printable)")
      case .template(let text): Console.note("templates: \(text.printable)")
      case .setting(let text): Console.note("settings: \(text.printable)")
      }
    }
    guard let trail else { throw Failure.doneWithFaults }
    Console.out(
      """
      The ledger, the settings and the templates are in order.
      The paper trail has \(trail.entries) entries; its last link is
        \(trail.lastLink)

      """)
  }
}
