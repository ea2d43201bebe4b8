package import Domain
package import LedgerStore

/// What a person should know beside the result of a use case; nothing depends on it.
package enum Note: Hashable, Sendable {
  /// Files in folders that by their names are neither invoices nor bank files.
  case skippedFiles(Int)
  /// PDFs that were not read, beside the XML of the same name that was.
  case pictures(Int)
  /// A file in a folder that may hold invoices or payments and is not read: its path, what it is,
  /// what to do.
  case unreadFile(String, kind: String, remedy: String)
  /// What a list says is open and what the book says of the same documents are not the same.
  case openDiffers(path: String, stated: Money, booked: Money)
  case duplicatePayment(TwofoldPayment)
  case possibleRefund(PossibleRefund)
  case bankGap(BankGap)
  case stoppedClient(StoppedJob)
  /// The letters have no sender, as the settings name no business.
  case noSender
  /// Letters that are unusual were written without asking, as nobody could be asked.
  case unusualLetters(UnusualLetters)
  /// The logo that the settings name cannot be drawn.
  case logo(String)
  /// A letter announced that a client gets no further credit from a day on.
  case creditStopped(client: String, id: String, from: Day)
  /// There was no new letter on paper to write into the file; those written earlier the same day
  /// stand in files of their own.
  case noPaper(path: String, writtenBefore: [String])
  /// A letter is not mailed by `chase --send`, though its client has an address.
  case notMailed(client: String)
  /// What was recorded counts only from a later day on.
  case countsFrom(Day, asOf: Day)
  /// The terms of an advance want the client to be told of the assignment.
  case assignmentIsDue(invoice: String)
  /// Columns of a list of clients of which nothing is kept.
  case ignoredColumns([String], path: String)
  /// A file that was written, or in a dry run would be.
  case file(String, isDryRun: Bool)
  /// The fate of one message, or why it was not mailed: `mail 3 to …: refused: …`.
  case mail(String)
  /// The mail server cannot be used; so many letters wait.
  case serverDown(waiting: Int)

  /// A use case calls it with each note as it comes up.
  package typealias Sink = (Note) -> Void
}
