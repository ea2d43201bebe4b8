package import Domain
import LedgerStore

/// What a person should look at after an import.
extension Book {
  /// Everything that an import raises.
  func warn(_ number: Int64, asOf day: Day, _ notes: Note.Sink) throws {
    try warnOfStoppedClients(number, notes)
    try warnOfDuplicatePayments(import: number, notes)
    try warnOfRefunds(number, asOf: day, notes)
    try warnOfGaps(asOf: day, notes: notes)
  }

  /// A payment that was recorded by hand and then comes in a bank file counts once where only one
  /// of the two fits; where both fit, somebody should look.
  private func warnOfDuplicatePayments(import number: Int64, _ notes: Note.Sink) throws {
    for payment in try ledger.twofoldPayments(import: number) { notes(.duplicatePayment(payment)) }
  }

  /// A refund that is not known as one leaves money on account that is there no more, and the next
  /// letter asks for too little.
  private func warnOfRefunds(_ number: Int64, asOf day: Day, _ notes: Note.Sink) throws {
    for refund in try ledger.possibleRefunds(import: number, asOf: day) {
      notes(.possibleRefund(refund))
    }
  }

  /// Before anybody is asked for money that came in a statement which was never read. Gaps older
  /// than a hundred days were reported often enough.
  package func warnOfGaps(asOf day: Day, notes: Note.Sink) throws {
    for gap in try ledger.bankGaps(since: day - 100, asOf: day).suffix(3) { notes(.bankGap(gap)) }
  }

  /// Before the next job for a client that gets no further credit, somebody should know.
  private func warnOfStoppedClients(_ number: Int64, _ notes: Note.Sink) throws {
    for job in try ledger.jobsOfStoppedClients(import: number) { notes(.stoppedClient(job)) }
  }
}
