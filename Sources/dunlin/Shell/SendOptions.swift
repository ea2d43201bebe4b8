import ArgumentParser
import Bookkeeping
import Foundation

/// What `chase` does with mail.
struct SendOptions: ParsableArguments {
  @Flag(help: "Mail what is written and not yet sent.") var send = false
  @Flag(help: "Yes: the first mails of this book may go out.") var yes = false
  @Option(help: "Mail everything to this address instead, as a trial; nothing is recorded.")
  var to: String?
  @Option(help: "An uncertain message arrived: record it as sent.") var arrived: [Int] = []
  @Option(help: "An uncertain message did not arrive: send it again.") var again: [Int] = []

  @Option(help: "Mail the last letter about this invoice once more.") var resend: [String] = []

  /// Nil where nothing is to be mailed.
  func request(_ global: GlobalOptions, isDryRun: Bool) -> MailRequest? {
    guard send || to != nil || !arrived.isEmpty || !again.isEmpty || !resend.isEmpty else {
      return nil
    }
    var request = global.mailRequest(isConfirmed: yes)
    request.trialAddress = to
    request.arrived = arrived
    request.again = again
    request.resend = resend
    request.isDryRun = isDryRun
    return request
  }
}

extension GlobalOptions {
  /// Mails of today, by the password of the environment.
  func mailRequest(isConfirmed: Bool) -> MailRequest {
    var request = MailRequest(asOf: asOf, now: GlobalOptions.now)
    request.password = ProcessInfo.processInfo.environment["DUNLIN_SMTP_PASSWORD"]
    request.isConfirmed = isConfirmed
    return request
  }
}
