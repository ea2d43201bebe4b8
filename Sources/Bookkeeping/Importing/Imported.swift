package import Domain
package import LedgerStore
package import Reporting

/// What an import took in.
package struct Imported: Sendable {
  /// How many documents and payments are new, and the faults.
  package let summary: Import.Summary
  /// A CSV row for each document that was read, where the request asks for them.
  package let documents: String?
  /// Nothing was imported.
  package let isDryRun: Bool

  /// What was refused, and what a person should look at.
  package var faults: [Fault] { summary.faults }

  /// The number of the import, by which it can be undone; nil where nothing is new.
  package var number: Int64? { summary.number }

  /// The same for people and programs.
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
