package import Domain

/// Letters that were mailed or wait to be.
package struct MailingReport: Report {
  private enum Outcome {
    case waiting([Line], awaitConfirmation: Bool)
    case mailed([(state: String, count: Int)])
  }

  private let outcome: Outcome
  private let uncertain: [Line]

  /// A letter of the outbox.
  package struct Line: Sendable {
    package var number: Int64
    package var client: String
    package var recipient: String
    /// What it asks for; nil where it is no reminder.
    package var total: Money?
    package var state: String

    package init(number: Int64, client: String, recipient: String, total: Money?, state: String) {
      self.number = number
      self.client = client
      self.recipient = recipient
      self.total = total
      self.state = state
    }
  }

  /// Nothing was mailed; `awaitConfirmation` says that these would be the first of the book.
  package init(waiting: [Line], awaitConfirmation: Bool, uncertain: [Line]) {
    outcome = .waiting(waiting, awaitConfirmation: awaitConfirmation)
    self.uncertain = uncertain
  }

  /// How many letters ended in each state.
  package init(mailed: [(state: String, count: Int)], uncertain: [Line]) {
    outcome = .mailed(mailed)
    self.uncertain = uncertain
  }

  package var text: String {
    var text: String
    switch outcome {
    case .waiting(let lines, let awaitConfirmation):
      text = Self.table(lines, ending: "would be mailed")
      if awaitConfirmation && !lines.isEmpty {
        text += "Nothing was mailed: these are the first. Say --yes if they may go out.\n"
      }
    case .mailed(let counts):
      let states = counts.map { "\($0.count) \($0.state)" }
      text = "Mail: \(states.isEmpty ? "nothing to send" : states.joined(separator: ", ")).\n"
    }
    guard !uncertain.isEmpty else { return text }
    return text + Self.table(uncertain, ending: "may or may not have been mailed")
      + wrapped(
        "Ask the clients, or look into the server's log; then say --arrived NO or --again NO. "
          + "Sent again, a message has the same Message-ID.")
  }

  private static func table(_ lines: [Line], ending: String) -> String {
    guard !lines.isEmpty else { return "No letter waits to be mailed.\n" }
    var table = TextTable([
      .right("no."), .soft("client"), .left("to"), .right("total"), .left("state"),
    ])
    for line in lines {
      table.add([
        "\(line.number)", line.client.printable, line.recipient.printable,
        line.total?.withCode ?? "", line.state,
      ])
    }
    return table.text + "\(counted(lines.count, "letter")) \(ending).\n"
  }
}
