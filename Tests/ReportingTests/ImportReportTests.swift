import Domain
import Reporting
import Testing

@Suite("ImportReport")
struct ImportReportTests {
  private func report(
    invoices: Int = 0, creditNotes: Int = 0, bills: Int = 0, payments: Int = 0, known: Int = 0,
    faults: [Fault] = [], isDryRun: Bool = false
  ) -> ImportReport {
    ImportReport(
      files: 3, invoices: invoices, creditNotes: creditNotes, bills: bills, payments: payments,
      alreadyKnown: known, refused: faults.count, faults: faults, isDryRun: isDryRun)
  }

  @Test("only what came is named, in one line")
  func text() {
    #expect(
      report(invoices: 2, bills: 1, known: 4).text
        == "Imported from 3 files: 2 invoices, 1 bill new; 4 already known, 0 refused.\n")
    #expect(
      report(known: 9, isDryRun: true).text
        == "Would import from 3 files: nothing new; 9 already known, 0 refused.\n")
  }

  @Test("the JSON has every member of the contract, and each fault with its place")
  func json() throws {
    let fault = Fault(
      .csvDate, file: "a \"b\".csv", line: 7, "no day", excerpt: "x", remedy: "Mend it.")
    let json = try #require(report(invoices: 1, faults: [fault]).rendered(.json))
    #expect(
      json == """
        {
          "files": 3,
          "invoices": 1,
          "credit_notes": 0,
          "bills": 0,
          "payments": 0,
          "already_known": 0,
          "refused": 1,
          "faults": [
            {
              "file": "a \\"b\\".csv",
              "line": 7,
              "code": "CSV-DATE",
              "message": "no day"
            }
          ]
        }

        """)
  }
}
