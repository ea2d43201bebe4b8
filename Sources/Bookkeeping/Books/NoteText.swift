import Domain
import LedgerStore
import Reporting

extension Note {
  /// A sentence for people.
  package var text: String {
    switch self {
    case .skippedFiles(let count):
      "note: \(count) \(count == 1 ? "file was" : "files were") passed over, "
        + "no invoice and no bank file"
    case .pictures(let count):
      count == 1
        ? "note: 1 PDF was not read, as the XML of the same name beside it was"
        : "note: \(count) PDFs were not read, as the XML of the same name beside each was"
    case .unreadFile(let path, let kind, let remedy):
      "note: \(path.printable) was not read: it is \(kind); \(remedy)"
    case .openDiffers(let path, let stated, let booked):
      "warning: \(path.printable) says that \(stated) is open, the book \(booked) of the same "
        + "documents; compare them with `dunlin ageing`"
    case .duplicatePayment(let payment): Self.text(of: payment)
    case .possibleRefund(let refund): Self.text(of: refund)
    case .bankGap(let gap):
      "warning: the statements of \(gap.account.printable) from \(gap.after) to "
        + "\(gap.through) do not add up: movements of \(gap.missing) are missing; import the "
        + "statement in between"
    case .stoppedClient(let job): Self.text(of: job)
    case .noSender:
      "note: the letters have no sender; say who you are in dunlin.yaml (house.name)"
    case .unusualLetters(let unusual):
      "note: \(unusual.text); they were written, as nobody could be asked"
    case .logo(let problem): "note: \(problem)"
    case .creditStopped(let client, let id, let day):
      "note: \(client.printable) gets no further credit from \(day) on, as "
        + "its letter says, while what the letter is about is open; `dunlin record release "
        + "\"\(id.printable)\"` takes that back"
    case .noPaper(let path, let earlier):
      "note: no new letter goes out on paper; \(path.printable) was not written"
        + (earlier.isEmpty
          ? ""
          : "; the letters written earlier that day are \(earlier.joined(separator: ", "))")
    case .notMailed(let client):
      "note: the letter to \(client.printable) is not mailed; say --send, or send its PDF yourself"
    case .countsFrom(let day, let asOf):
      "note: \(day) is after \(asOf); it counts from that day on"
    case .assignmentIsDue(let invoice):
      "note: the client has to be told: dunlin letter assignment \(invoice.printable)"
    case .ignoredColumns(let names, let path):
      "note: nothing is kept of these columns of \(path.printable): "
        + names.map { "\"\($0.printable)\"" }.joined(separator: ", ")
    case .file(let path, let isDryRun):
      "\(isDryRun ? "would write" : "wrote") \(path.printable)"
    case .mail(let fate): fate
    case .serverDown(let waiting):
      "the mail server cannot be used; \(counted(waiting, "letter")) will wait"
    }
  }

  private static func text(of payment: TwofoldPayment) -> String {
    let number = payment.invoice.text.printable
    if payment.isOne {
      return "note: the bank's \(payment.amount) of \(payment.booked) for \(number) is the "
        + "payment that was recorded by hand on \(payment.recorded), and counts once; if it is "
        + "another payment, say what it pays: dunlin match \(payment.line.rawValue) NUMBER"
    }
    return "warning: \(payment.amount) on \(number) was recorded by hand on \(payment.recorded), "
      + "and the bank tells of as much on \(payment.booked); if it is the same money, take the "
      + "record back: dunlin record returned \(number) --amount \(payment.amount.plain)"
  }

  private static func text(of refund: PossibleRefund) -> String {
    "warning: \(refund.amount) went to \(refund.client.printable) on \(refund.booked), who has "
      + "\(refund.onAccount) on account; if it is a refund, name the invoice that was overpaid "
      + "or the credit note: dunlin match \(refund.line.rawValue) NUMBER"
  }

  private static func text(of job: StoppedJob) -> String {
    let standing =
      switch job.kind {
      case .blacklist: "is blacklisted"
      case .insolvent: "is insolvent"
      default: "gets no further credit"
      }
    let why = job.note.isEmpty ? "" : ": \(job.note)"
    return "warning: \(job.invoice.printable) is for \(job.client.printable), who \(standing) "
      + "since \(job.since)\(why.printable)"
  }
}
