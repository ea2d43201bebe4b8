package import Domain

/// What to mail, and what a person says of messages whose fate is uncertain.
package struct MailRequest: Sendable {
  /// The day whose end is now.
  package var asOf: Day
  /// Seconds since 1970.
  package var now: Int64
  /// The mail server's password; nil: from the file that the settings name.
  package var password: String?
  /// The first mailing of the book may go out.
  package var isConfirmed = false
  /// Mails everything to this address instead and records nothing.
  package var trialAddress: String?
  /// Numbers of uncertain messages that arrived.
  package var arrived: [Int] = []
  /// Numbers of uncertain messages that did not arrive and are sent again.
  package var again: [Int] = []
  /// Invoices about which the last letter is mailed once more.
  package var resend: [String] = []
  /// Lists what would be mailed.
  package var isDryRun = false

  package init(asOf: Day, now: Int64) {
    self.asOf = asOf
    self.now = now
  }
}
