package import Domain

/// What to chase, and where the letters go.
package struct ChaseRequest: Sendable {
  /// The day whose end is now.
  package var asOf: Day
  /// Cut-over from an older system: what fell due before this day is not chased.
  package var start: Day?
  /// Chases even where the bank data are too old to know who has paid.
  package var anyway = false
  /// The folder for letters; nil: the book's own.
  package var folder: String?
  /// A file that takes all letters on paper as well, for the printer.
  package var mergedFile: String?
  /// Threads that write letters.
  package var threads = 1
  /// Decides and writes nothing.
  package var isDryRun = false

  package init(asOf: Day, start: Day? = nil, anyway: Bool = false) {
    self.asOf = asOf
    self.start = start
    self.anyway = anyway
  }
}
