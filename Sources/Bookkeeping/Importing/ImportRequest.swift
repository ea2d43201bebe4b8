package import Domain

/// What to import, and how to read it.
package struct ImportRequest {
  /// Files and folders.
  package var paths: [String]
  package var asOf: Day
  /// Order of day and month in CSV dates; nil: as the file itself shows.
  package var dateOrder: DateOrder?
  /// Decimal mark of CSV amounts; nil: as the file itself shows.
  package var decimalMark: DecimalMark?
  /// Whether documents are judged by EN 16931.
  package var isValidating = true
  /// Threads that read files.
  package var threads = 1
  /// Keeps no originals; the caller takes back what the ledger took in.
  package var isDryRun = false

  package init(_ paths: [String], asOf: Day) {
    self.paths = paths
    self.asOf = asOf
  }
}

/// How an import is followed, and stopped, while it runs.
package struct ImportProgress: Sendable {
  /// Called once with the number of files, before the first is read.
  package var begin: @Sendable (Int) -> Void
  /// Called by any thread with how many more files are read.
  package var step: @Sendable (Int) -> Void
  /// Whether to stop: whole files that were read are kept.
  package var isStopped: @Sendable () -> Bool

  package init(
    begin: @escaping @Sendable (Int) -> Void = { _ in },
    step: @escaping @Sendable (Int) -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.begin = begin
    self.step = step
    self.isStopped = isStopped
  }
}
