import Domain
package import LedgerStore
package import Reporting

extension Import.Summary {
  package func report(isDryRun: Bool) -> ImportReport {
    ImportReport(
      files: files, invoices: invoices, creditNotes: creditNotes, bills: bills,
      payments: payments, alreadyKnown: alreadyKnown, refused: refused, faults: faults,
      voided: voided, lost: lost, isDryRun: isDryRun)
  }
}

extension DocumentCounts {
  package var report: BatchReport.Counts {
    BatchReport.Counts(
      invoices: invoices, open: open, nothingAsked: nothingAsked, creditNotes: creditNotes,
      bills: bills, later: later)
  }
}
