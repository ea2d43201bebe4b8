import Documents
import Domain
import LedgerStore
import Validation

/// Files on their way into the ledger, in transactions of about a second.
struct ImportWork {
  typealias Reader = BatchReader<KeepingReader, (files: Int, contents: [FileContents])>

  let reader: Reader
  let keeper: Originals.Keeper?
  let progress: JobProgress
  var rules: Import
  /// What was committed so far, and of how many files.
  private(set) var summary = Import.Summary()
  private(set) var doneCount = 0

  /// The caller asked to stop.
  struct Stopped: Error {}

  /// How long an import works on one transaction. Pages of the ledger are written once in each, and
  /// a crash or Ctrl-C costs what was not committed.
  private static let commitEvery = Duration.seconds(1)

  init(reader: Reader, keeper: Originals.Keeper?, progress: JobProgress, rules: Import) {
    self.reader = reader
    self.keeper = keeper
    self.progress = progress
    self.rules = rules
  }

  /// Takes files into the ledger and derives what follows from them.
  mutating func take(_ files: [String], into ledger: Ledger) throws {
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
            // Originals are in their place before the ledger refers to them.
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
  }
}

/// What one thread reads with.
struct KeepingReader {
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
