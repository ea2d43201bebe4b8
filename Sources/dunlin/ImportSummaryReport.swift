import Domain
import LedgerStore
import Reporting

extension Import.Summary {
  mutating func add(_ other: Import.Summary) {
    files += other.files
    invoices += other.invoices
    creditNotes += other.creditNotes
    bills += other.bills
    payments += other.payments
    alreadyKnown += other.alreadyKnown
    voided += other.voided
    lost += other.lost
    refused += other.refused
    faults += other.faults
    number = number ?? other.number
  }

  func report(isDryRun: Bool) -> ImportReport {
    ImportReport(
      files: files, invoices: invoices, creditNotes: creditNotes, bills: bills,
      payments: payments, alreadyKnown: alreadyKnown, refused: refused, faults: faults,
      voided: voided, lost: lost, isDryRun: isDryRun)
  }
}

extension DocumentCounts {
  var report: BatchReport.Counts {
    BatchReport.Counts(
      invoices: invoices, open: open, nothingAsked: nothingAsked, creditNotes: creditNotes,
      bills: bills, later: later)
  }
}
