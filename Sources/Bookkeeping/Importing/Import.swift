import Documents
import Domain
import LedgerStore
import Settings
import Validation

extension Book {
  /// Reads files and takes them into the ledger; in a dry run the ledger is as before.
  package func importFiles(
    _ request: ImportRequest, progress: JobProgress = JobProgress(),
    notes: Note.Sink = { _ in }
  ) throws -> Imported {
    let rows = request.listsDocuments ? DocumentRows() : nil
    func run() throws -> Import.Summary {
      try take(request, progress: progress, rows: rows, notes: notes)
    }
    let summary = request.isDryRun ? try ledger.withoutEffect(run) : try run()
    return Imported(summary: summary, documents: rows?.csv, isDryRun: request.isDryRun)
  }

  /// The same, with the effect that it has.
  func take(
    _ request: ImportRequest, progress: JobProgress, rows: DocumentRows? = nil,
    notes: Note.Sink
  ) throws -> Import.Summary {
    let business = settings.business
    let mappings = settings.mappings
    let judge: (@Sendable (XMLTree) -> Verdict)? = request.isValidating ? verdict : nil
    let found = SourceFolder(request.paths, mappings: mappings)
    let files = found.files
    if found.passedOver > 0 { notes(.skippedFiles(found.passedOver)) }
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
      }, onRecord: rows.map { rows in { rows.add($0) } },
      onRefusal: { rows?.add($0, $1) })
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
        summary.faults += try ledger.doubtfulReferences(import: number)
        try warnOfStoppedClients(number, notes)
        try warnOfDuplicatePayments(import: number, notes)
        try warnOfRefunds(number, asOf: request.asOf, notes)
        try warnOfGaps(asOf: request.asOf, notes: notes)
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
  RuleBook.en16931(for: tree).judge(tree).verdict
}

extension Failure {
  /// `done` says what was done until then.
  fileprivate static func interrupted(_ done: String, _ remedy: String) -> Failure {
    Failure("interrupted; \(done)", remedy, isInterruption: true)
  }
}
