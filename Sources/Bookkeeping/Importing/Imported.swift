package import Domain
import LedgerStore
package import Reporting

/// What an import took in.
package struct Imported: Sendable {
  let summary: Import.Summary
  /// A CSV row for each document that was read, where the request asks for them.
  package let documents: String?
  package let isDryRun: Bool

  package var faults: [Fault] { summary.faults }

  /// The number of the import, by which it can be undone; nil where nothing is new.
  package var number: Int64? { summary.number }

  package var report: ImportReport {
    ImportReport(
      files: summary.files, invoices: summary.invoices, creditNotes: summary.creditNotes,
      bills: summary.bills, payments: summary.payments, alreadyKnown: summary.alreadyKnown,
      refused: summary.refused, faults: summary.faults, voided: summary.voided,
      lost: summary.lost, isDryRun: isDryRun)
  }
}

extension DocumentCounts {
  var report: BatchReport.Counts {
    BatchReport.Counts(
      invoices: invoices, open: open, nothingAsked: nothingAsked, creditNotes: creditNotes,
      bills: bills, later: later)
  }
}
