package import Domain

/// What an import found that is new, known or refused.
package struct ImportReport: Report {
  private let files: Int
  private let invoices: Int
  private let creditNotes: Int
  private let bills: Int
  private let payments: Int
  private let alreadyKnown: Int
  private let refused: Int
  private let voided: Int
  private let lost: Int
  private let faults: [Fault]
  private let isDryRun: Bool

  package init(
    files: Int, invoices: Int, creditNotes: Int, bills: Int, payments: Int, alreadyKnown: Int,
    refused: Int, faults: [Fault], voided: Int = 0, lost: Int = 0,
    isDryRun: Bool
  ) {
    self.files = files
    self.invoices = invoices
    self.creditNotes = creditNotes
    self.bills = bills
    self.payments = payments
    self.alreadyKnown = alreadyKnown
    self.refused = refused
    self.faults = faults
    self.voided = voided
    self.lost = lost
    self.isDryRun = isDryRun
  }

  package var text: String {
    let new = invoices + creditNotes + bills + payments
    let found =
      new == 0
      ? "nothing new"
      : [
        (invoices, "invoice", "invoices"), (creditNotes, "credit note", "credit notes"),
        (bills, "bill", "bills"), (payments, "payment", "payments"),
      ].filter { $0.0 > 0 }.map { counted($0.0, $0.1, $0.2) }.joined(separator: ", ") + " new"
    let verb = isDryRun ? "Would import from" : "Imported from"
    return wrapped(
      "\(verb) \(counted(files, "file")): \(found); \(alreadyKnown) already known, "
        + "\(refused) refused.")
      + (voided > 0
        ? "\(counted(voided, "invoice")) of before \(voided == 1 ? "is" : "are") called void now.\n"
        : "")
      + (lost > 0
        ? "\(counted(lost, "invoice")) \(lost == 1 ? "was" : "were") given up, as the file says: "
          + "written off.\n"
        : "")
      + (payments > 0 ? "A payment here is a bank movement or a register's word of one.\n" : "")
  }

  package var json: JSONValue? {
    .object([
      ("files", .integer(files)), ("invoices", .integer(invoices)),
      ("credit_notes", .integer(creditNotes)), ("bills", .integer(bills)),
      ("payments", .integer(payments)), ("already_known", .integer(alreadyKnown)),
      ("refused", .integer(refused)), ("faults", .array(faults.map(\.json))),
    ])
  }
}
