import LedgerStore
package import Reporting

extension Book {
  /// The imports of the book with their numbers.
  package func imports() throws -> ImportsReport {
    ImportsReport(try ledger.imports().map(\.line))
  }
}

extension ImportRecord {
  fileprivate var line: ImportsReport.Line {
    ImportsReport.Line(
      number: number, day: day, files: files, documents: documents, bankLines: bankLines,
      undone: undone)
  }
}
