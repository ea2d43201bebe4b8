import ArgumentParser
import Bookkeeping
import Domain
import LedgerStore
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
    let target = try book.ledger.onlyTarget(named: target, owingNothing: true)
    var receivables = try book.receivables(asOf: global.asOf)
    receivables.items.removeAll { !$0.isAbout(target) }
    let report = HistoryReport(
      try book.ledger.history(of: target, asOf: global.asOf).map { entry in
        HistoryReport.Line(
          day: entry.day, what: entry.what, invoice: entry.invoice, amount: entry.amount,
          detail: entry.detail)
      }, of: receivables)
    guard let bundle else { return try output.show(report) }
    let count = try Bundle(
      book: book, target: target, day: global.asOf, templates: book.templates(global)
    )
    .write(to: bundle, history: report)
    Console.out("Wrote \(counted(count, "file")) into \(bundle).\n")
  }
}

extension OpenItem {
  fileprivate func isAbout(_ target: Ledger.Target) -> Bool {
    switch target {
    case .invoice(let id, _, _): self.id == id
    case .client(let client): self.client == client
    }
  }
}
