package import Chasing
import Documents
package import Domain
package import Forecasting
package import LedgerStore
package import Letters
package import Reporting
import Settings
import Validation

/// The steps that `run` does in a row and the other commands do one by one.
extension Book {
  /// Reads files and takes them into the ledger. `onPassedOver` is told how many files in folders
  /// are none to read by their names, if there are any.
  package func importFiles(
    _ request: ImportRequest, progress: ImportProgress = ImportProgress(),
    onRecord: ((Import.Outcome) -> Void)? = nil,
    onRefusal: @escaping (String, FileContents.Refusal) -> Void = { _, _ in },
    onPassedOver: (Int) -> Void = { _ in }, note: (String) -> Void = { _ in }
  ) throws -> Import.Summary {
    let business = settings.business
    let mappings = settings.mappings
    let judge: (@Sendable (XMLTree) -> Verdict)? = request.isValidating ? verdict : nil
    let found = SourceFolder(request.paths, mappings: mappings)
    let files = found.files
    if found.passedOver > 0 { onPassedOver(found.passedOver) }
    var keeper: Originals.Keeper?
    if folder != nil && !request.isDryRun {
      keeper = try originals.keeper(fileCount: files.count, day: request.asOf)
    }
    progress.begin(files.count)
    let reader = BatchReader(
      jobs: request.threads,
      makeReader: { [keeper] in
        KeepingReader(keeper?.basket()) { keep in
          DocumentReader(
            business: business, dateOrder: request.dateOrder, decimalMark: request.decimalMark,
            mappings: mappings, judge: judge, keep: keep)
        }
      },
      read: { reader, paths in
        defer { progress.step(paths.count) }
        return reader.read(paths, unless: { progress.isStopped() })
      })
    let agreed = try ledger.agreedTermDays(asOf: request.asOf)
    var rules = Import(
      day: request.asOf, business: business,
      termDays: { party in
        settings.termDays(party) ?? agreed[party.name]
          ?? party.keys.lazy.compactMap { agreed[$0.value] }.first
      }, onRecord: onRecord,
      onRefusal: onRefusal)
    var summary = Import.Summary()
    var doneCount = 0
    do {
      try ledger.withoutForeignKeyChecks {
        try reader.read(files) { batches in
          // The first batch of a transaction is read before it begins: others may write meanwhile.
          while let first = batches.next() {
            if progress.isStopped() { throw Stopped() }
            var count = 0
            let new = try ledger.taking(by: rules) { take in
              let began = ContinuousClock.now
              let isLate = { ContinuousClock.now - began >= Self.commitEvery }
              var batch = first
              repeat {
                try take(batch.map(\.contents))
                count += batch.reduce(0) { $0 + $1.files }
                guard !isLate(), let next = batches.next(unless: isLate) else { break }
                batch = next
              } while !progress.isStopped()
              // Their originals are there before the ledger tells of them.
              try keeper?.check()
            }
            summary.add(new)
            rules.number = summary.number
            doneCount += count
            if progress.isStopped() { throw Stopped() }
          }
        }
        try ledger.derivePending()
      }
      if let number = summary.number {
        try warnOfStoppedClients(number, note)
        try warnOfTwofoldPayments(import: number, note)
        try warnOfRefunds(number, asOf: request.asOf, note)
        try warnOfGaps(asOf: request.asOf, note: note)
      }
    } catch {
      guard folder != nil && !request.isDryRun && doneCount > 0 else {
        guard error is Stopped else { throw error }
        throw Failure.interrupted("nothing was imported", "Nothing was changed.")
      }
      let done =
        "\(doneCount) of \(files.count) files were imported, and nothing of the others"
      let remedy = "Import again to go on; what is there already is not taken twice."
      switch error {
      case is Stopped: throw Failure.interrupted(done, remedy)
      case Ledger.Problem.failed(let reason) where doneCount < files.count:
        throw Failure(
          "the book could not be read or written: \(reason); \(done)",
          "Check the space left on the disk and the folder's permissions. " + remedy)
      default: throw error
      }
    }
    return summary
  }

  /// How long an import works on one transaction. Pages of the ledger are written once in each, and
  /// a crash or Ctrl-C costs what was not committed.
  private static let commitEvery = Duration.seconds(1)

  /// A payment that was recorded by hand and then comes in a bank file counts twice, unless
  /// somebody says that it is one.
  private func warnOfTwofoldPayments(import number: Int64, _ note: (String) -> Void) throws {
    for payment in try ledger.twofoldPayments(import: number) {
      let number = payment.invoice.text.printable
      note(
        "warning: \(payment.amount) on \(number) was recorded by hand on \(payment.recorded), and "
          + "the bank tells of as much on \(payment.booked); if it is the same money, take the "
          + "record back: dunlin record returned \(number) --amount \(payment.amount.plain)")
    }
  }

  /// A refund that is not known as one leaves money on account that is there no more, and the next
  /// letter asks for too little.
  private func warnOfRefunds(
    _ number: Int64, asOf day: Day, _ note: (String) -> Void
  ) throws {
    for refund in try ledger.possibleRefunds(import: number, asOf: day) {
      note(
        "warning: \(refund.amount) went to \(refund.client.printable) on \(refund.booked), who has "
          + "\(refund.onAccount) on account; if it is a refund, name the invoice that was overpaid "
          + "or the credit note: dunlin match \(refund.line.rawValue) NUMBER")
    }
  }

  /// Before anybody is asked for money that came in a statement which was never read. What is long
  /// past was told of often enough.
  package func warnOfGaps(asOf day: Day, note: (String) -> Void) throws {
    for gap in try ledger.bankGaps(since: day - 100, asOf: day).suffix(3) {
      note(
        "warning: the statements of \(gap.account.printable) from \(gap.after) to "
          + "\(gap.through) do not add up: movements of \(gap.missing) are missing; import the "
          + "statement in between")
    }
  }

  /// Before the next job for a client that gets no further credit, somebody should know.
  private func warnOfStoppedClients(_ number: Int64, _ note: (String) -> Void) throws {
    for job in try ledger.jobsOfStoppedClients(import: number) {
      let word =
        switch job.kind {
        case .blacklist: "is blacklisted"
        case .insolvent: "is insolvent"
        default: "gets no further credit"
        }
      let why = job.note.isEmpty ? "" : ": \(job.note)"
      note(
        "warning: \(job.invoice.printable) is for \(job.client.printable), who \(word) "
          + "since \(job.since)\(why.printable)")
    }
  }

  /// Money that came in and is set against nothing; transfers between our own accounts and what
  /// financiers with a running advance pay left out.
  package func unmatchedReceipts(asOf day: Day) throws -> [BankLine] {
    let isOther = try isOurOwnMoney(asOf: day)
    return try ledger.unmatchedReceipts(asOf: day).filter { !isOther($0) }
  }

  /// The same and money on account, with what it may be for.
  package func unmatchedLines(asOf day: Day) throws -> [UnmatchedLine] {
    let isOther = try isOurOwnMoney(asOf: day)
    return try ledger.unmatchedLines(asOf: day).filter { !isOther($0.line) }
  }

  /// Money that may be for an open invoice, and that nobody has looked at yet.
  func moneyWaiting(for receivables: Receivables) throws -> WaitingMoney.ByInvoice {
    try ledger.moneyWaiting(
      for: receivables, isOther: try isOurOwnMoney(asOf: receivables.asOf))
  }

  /// Tells transfers between our accounts, and what financiers pay, which is recorded as such
  /// (`record finance`).
  private func isOurOwnMoney(asOf day: Day) throws -> (BankLine) -> Bool {
    let business = settings.business
    let ours = Set(business.accounts.map(\.iban))
    let financiers = Set(try ledger.financed(asOf: day).values.map { $0.financier.lowercased() })
    return { line in
      ours.contains(line.counterpartyAccount) || business.isUs(Party(name: line.counterparty))
        || financiers.contains(line.counterparty.lowercased())
    }
  }

  /// The book on one HTML page.
  package func page(
    _ receivables: Receivables, clients: ClientsReport, plan: ChasePlan, flow: CashFlow,
    _ templates: TemplateFolder
  ) throws -> String {
    let (text, path) = try templates.template(named: "report.html.mustache")
    let report = HTMLReport(
      business: settings.business, receivables: receivables, clients: clients, plan: plan,
      flow: flow)
    do {
      return try report.page(template: text)
    } catch {
      throw TemplateFolder.Failure.malformed(path: path, reason: "\(error)")
    }
  }
}

/// The caller asked to stop.
private struct Stopped: Error {}

/// What one thread reads with.
private struct KeepingReader {
  private let documents: DocumentReader
  private let originals: Originals.Basket?

  /// `makeReader` is given what keeps a file.
  init(
    _ originals: Originals.Basket?,
    makeReader: (((FileContents, [UInt8]) -> Void)?) -> DocumentReader
  ) {
    self.originals = originals
    documents = makeReader(originals.map { originals in { originals.put($0, $1) } })
  }

  /// What so many files held. Their originals are kept when this returns.
  func read(
    _ paths: ArraySlice<String>, unless isStopped: () -> Bool
  ) -> (files: Int, contents: [FileContents]) {
    var contents: [FileContents] = []
    contents.reserveCapacity(paths.count)
    for path in paths where !isStopped() { contents += documents.readAll(path: path) }
    originals?.empty()
    return (paths.count, contents)
  }
}

@Sendable private func verdict(_ tree: XMLTree) -> Verdict {
  RuleBook.en16931.judge(tree).verdict
}

extension Failure {
  /// `done` says what was done until then.
  fileprivate static func interrupted(_ done: String, _ remedy: String) -> Failure {
    Failure("interrupted; \(done)", remedy, isInterruption: true)
  }
}
