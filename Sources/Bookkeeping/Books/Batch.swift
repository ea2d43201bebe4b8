import Chasing
import Documents
package import Domain
import Forecasting
import Foundation
import LedgerStore
import Reporting
import Settings

/// What to import and do in one go.
package struct BatchRequest {
  /// What to read; its day and threads are those of the whole batch.
  package var reading: ImportRequest
  package var chasing: ChaseRequest
  /// The folder for letters and reports; nil: the book's, or `dunlin-out` without a book.
  package var folder: String?
  /// Months of the forecast.
  package var months = 6

  package init(reading: ImportRequest, chasing: ChaseRequest) {
    self.reading = reading
    self.chasing = chasing
  }
}

/// What a batch did and found.
package struct Batch {
  let report: BatchReport
  let chased: Chased
  let clients: ClientsReport
  let flow: CashFlow
  /// Whether the folder that holds letters and reports was made for them.
  let isOwnFolder: Bool
  /// The folder of its letters and reports.
  package let root: String
  /// Whether some input was refused.
  package let isWithFaults: Bool

  /// The report for people.
  package var text: String { report.text }

  /// A person said that the letters are not to be written.
  package var isDeclined: Bool { chased.isDeclined }

  /// The folder of its letters.
  package var letters: String { Book.path(root, "Letters") }

  /// The folder of its reports.
  package var reports: String { Book.path(root, "Reports") }
}

extension Book {
  /// Imports, matches, chases, forecasts and finances. `faults` are handed over once files are
  /// read. Letters are written, reports not yet; in a dry run the book is as before.
  package func run(
    _ request: BatchRequest, progress: JobProgress = JobProgress(),
    faults: ([Fault]) -> Void = { _ in }, notes: Note.Sink = { _ in }
  ) throws -> Batch {
    func run() throws -> Batch { try steps(request, progress, faults, notes) }
    return request.reading.isDryRun ? try ledger.withoutEffect(run) : try run()
  }

  private func steps(
    _ request: BatchRequest, _ progress: JobProgress, _ faults: ([Fault]) -> Void,
    _ notes: Note.Sink
  ) throws -> Batch {
    let (day, isDryRun) = (request.reading.asOf, request.reading.isDryRun)
    let summary = try take(request.reading, progress: progress) { note in
      // A folder of a batch may hold anything.
      if case .skippedFiles = note { return }
      notes(note)
    }
    let imported = Imported(summary: summary, documents: nil, isDryRun: isDryRun)
    faults(imported.faults)
    ledger.releaseMemory()
    // First, as it takes the most memory for a while.
    let past = try pastPayments(asOf: day)
    let root = request.folder ?? folder ?? "dunlin-out"
    let isOwn = request.folder == nil || !FileManager.default.fileExists(atPath: root)
    var chasing = request.chasing
    chasing.folder = Self.path(root, "Letters")
    chasing.isDryRun = isDryRun
    let chased = try chase(chasing, notes: notes)
    let receivables = chased.receivables
    let outlook = try outlook(receivables, past)
    ledger.releaseMemory()
    let flow = outlook.flow(
      months: request.months, unpaidAfter: recourseDays(for: receivables))
    let clients = try clientsReport(outlook)
    let report = BatchReport(
      business: settings.business, isInMemory: folder == nil,
      imported: imported.report, counts: try ledger.counts(asOf: day).report,
      unmatched: UnmatchedReport(try unmatchedReceipts(asOf: day), listedMax: 8),
      chase: chased.report(isDryRun: isDryRun),
      ageing: AgeingReport(Ageing(of: receivables), of: receivables),
      forecast: ForecastReport(
        flow, clients: receivables.clients, rates: settings.rates,
        retainers: outlook.retainers(beside: flow)),
      finance: FinanceReport(try market(receivables, flow), clients: receivables.clients),
      clients: clients)
    return Batch(
      report: report, chased: chased, clients: clients, flow: flow, isOwnFolder: isOwn,
      root: root, isWithFaults: imported.faults.contains(where: \.code.wantsPerson))
  }

  /// Writes the reports of a batch and its page.
  package func write(_ batch: Batch) throws {
    ledger.releaseMemory()
    let day = batch.chased.receivables.asOf
    let page = try page(
      batch.chased.receivables, clients: batch.clients, plan: batch.chased.plan, flow: batch.flow)
    for (name, write) in batch.report.files + [("report.html", { $0(page) })] {
      try writeFile(to: Self.path(batch.root, "Reports/\(day) \(name)"), write)
    }
    // Has a later run of the folder around it pass over what this one wrote.
    if batch.root != folder, batch.isOwnFolder {
      try writeFile("", to: Self.path(batch.root, SourceFolder.ignoreMark))
    }
  }
}
