import Domain
package import LedgerStore
package import Reporting

/// What became of the letters that waited to be mailed.
package struct Mailing: Sendable {
  /// Whether anything was mailed.
  package enum Outcome: Sendable {
    /// Nothing was mailed. They are the first of the book and wait for a person to confirm, or it
    /// was a dry run.
    case listed([OutgoingMessage], awaitConfirmation: Bool)
    /// How many messages ended in each state.
    case mailed([OutgoingMessage.State: Int])
  }

  package var outcome: Outcome
  /// Messages that may or may not have arrived, which a person settles.
  package var uncertain: [OutgoingMessage] = []
  /// Whether letters were refused, are uncertain or are gone, or the server cannot be used.
  package var isWithFaults = false

  /// The same for people.
  package var report: MailingReport {
    switch outcome {
    case .listed(let messages, let awaitConfirmation):
      MailingReport(
        waiting: messages.map(\.line), awaitConfirmation: awaitConfirmation,
        uncertain: uncertain.map(\.line))
    case .mailed(let counts):
      MailingReport(
        mailed: OutgoingMessage.State.allCases.compactMap { state in
          counts[state].map { (state.rawValue, $0) }
        }, uncertain: uncertain.map(\.line))
    }
  }
}

extension OutgoingMessage {
  fileprivate var line: MailingReport.Line {
    MailingReport.Line(
      number: number, client: client, recipient: recipient, total: total, state: state.rawValue)
  }
}
