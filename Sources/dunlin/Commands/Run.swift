import ArgumentParser
import Bookkeeping
import Chasing
import Documents
import Domain
import Financing
import Forecasting
import Foundation
import LedgerStore
import Reporting
import Settings

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Do it all: import a folder, match, chase, forecast, finance.",
    discussion: """
      The book is --book, else DUNLIN_BOOK, else FOLDER itself if it holds a book, else one in \
      memory with FOLDER's dunlin.yaml, which leaves only letters and reports behind.

      Example: dunlin run Samples --as-of 2026-06-30
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var reading: ImportOptions
  @OptionGroup var chasing: ChaseOptions
  @Option(help: "Folder for letters and reports (default: the book's, else ./dunlin-out).")
  var out: String?
  @OptionGroup var horizon: MonthsOption
  @Flag(help: "Show what would be done; write and record nothing.") var dryRun = false
  @Argument(help: "The folder of invoices and bank files.") var folder: String

  func run() throws {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Failure("there is no folder \(folder)", "Check its name; nothing was done.")
    }
    let book = try openBook()
    let summary =
      dryRun ? try book.ledger.withoutEffect { try steps(book) } : try steps(book)
    if !summary.faults.isEmpty { throw Failure.doneWithFaults }
  }

  private func openBook() throws -> Book {
    if let named = global.namedBook {
      guard Book.isBook(named) else {
        throw Failure(
          "there is no book in \(named)", "Make one with `dunlin init \(named)`; nothing was done.")
      }
      return try Book(folder: named)
    }
    return Book.isBook(folder) ? try Book(folder: folder) : try Book(inMemoryFor: folder)
  }

  private func steps(_ book: Book) throws -> Import.Summary {
    let summary = try ImportWatch.following { progress in
      try book.importFiles(
        reading.request([folder], global, isDryRun: dryRun), progress: progress,
        note: Console.note)
    }
    Console.faults(summary.faults)
    book.ledger.releaseMemory()
    // First, as it takes the most memory for a while.
    let past = try book.pastPayments(asOf: global.asOf)
    let root = out ?? book.folder ?? "dunlin-out"
    let isOwn = out == nil || !FileManager.default.fileExists(atPath: root)
    let chased = try book.chase(
      asOf: global.asOf, below: Book.path(root, "Letters"), templates: book.templates(global),
      request: chasing.request, threads: global.threads, isDryRun: dryRun, note: Console.note)
    let receivables = chased.receivables
    let outlook = try book.outlook(receivables, past)
    book.ledger.releaseMemory()
    let flow = outlook.flow(
      months: horizon.months, unpaidAfter: book.recourseDays(for: receivables))
    let clients = try book.clientsReport(outlook)
    let report = BatchReport(
      business: book.settings.business, isInMemory: book.folder == nil,
      imported: summary.report(isDryRun: dryRun),
      counts: try book.ledger.counts(asOf: global.asOf).report,
      unmatched: UnmatchedReport(
        try book.unmatchedReceipts(asOf: global.asOf), listedMax: 8),
      chase: chased.report(isDryRun: dryRun),
      ageing: AgeingReport(Ageing(of: receivables), of: receivables),
      forecast: ForecastReport(
        flow, clients: receivables.clients, rates: book.settings.rates,
        retainers: outlook.retainers(beside: flow)),
      finance: FinanceReport(
        try book.market(receivables, flow), clients: receivables.clients),
      clients: clients)
    Console.show(report.text)
    guard !dryRun else { return summary }
    book.ledger.releaseMemory()
    let page = try book.page(
      receivables, clients: clients, plan: chased.plan, flow: flow, book.templates(global))
    for (name, write) in report.files + [("report.html", { $0(page) })] {
      try writeFile(to: Book.path(root, "Reports/\(global.asOf) \(name)"), write)
    }
    // Has a later run of the folder around it pass over what this one wrote.
    if root != book.folder, isOwn {
      try writeFile("", to: Book.path(root, SourceFolder.ignoreMark))
    }
    Console.out(
      "Letters and reports are in \(Book.path(root, "Letters")) and "
        + "\(Book.path(root, "Reports")).\n")
    return summary
  }
}
