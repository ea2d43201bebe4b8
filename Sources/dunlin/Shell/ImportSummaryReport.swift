import Domain
import LedgerStore
import Reporting

extension Import.Summary {
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
