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
  /// Asks a person whether letters that are unusual are to be written; nil: nobody can be asked.
  package var confirm: (@Sendable (UnusualLetters) -> Bool)?
  /// Decides and writes nothing.
  package var isDryRun = false

  package init(asOf: Day, start: Day? = nil, anyway: Bool = false) {
    self.asOf = asOf
    self.start = start
    self.anyway = anyway
  }
}

/// Letters that are about to be written and that a person should look at before.
package enum UnusualLetters: Hashable, Sendable {
  /// None were ever written in the book.
  case first(count: Int)
  /// Far more than on any day before.
  case many(count: Int, most: Int)

  /// Nil where `count` letters are nothing unusual beside those of earlier days.
  package init?(count: Int, earlier: [Int]) {
    guard count > 0 else { return nil }
    guard let most = earlier.max() else {
      self = .first(count: count)
      return
    }
    guard count > Self.fewLetters, count > most * 3 else { return nil }
    self = .many(count: count, most: most)
  }

  /// So many letters are not asked about, however few there were before.
  private static let fewLetters = 10

  /// What is unusual, as a sentence without its full stop.
  package var text: String {
    switch self {
    case .first(let count):
      "these are the first letters of this book: \(count == 1 ? "1 letter" : "\(count) letters")"
    case .many(let count, let most):
      "\(count) letters are due today, and never were more than \(most) on one day"
    }
  }
}
