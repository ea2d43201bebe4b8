import ArgumentParser
import Bookkeeping
import Reporting

struct History: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what happened with an invoice or a client.",
    discussion: """
      --bundle writes everything about it into one ZIP, for a lawyer or a court.

      Example: dunlin history BS-2026-0036
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Option(help: "Write letters, originals, statement and history into this ZIP file.")
  var bundle: String?
  @Argument(help: "An invoice number, or a client's id or exact name.") var target: String

  func run() throws {
    let book = try Book(global)
    guard let bundle else {
      return try output.show(book.history(of: target, asOf: global.asOf))
    }
    let count = try book.writeBundle(about: target, asOf: global.asOf, to: bundle)
    Console.out("Wrote \(counted(count, "file")) into \(bundle).\n")
  }
}
