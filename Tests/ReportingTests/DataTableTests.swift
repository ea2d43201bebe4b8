import Foundation
import Testing

@testable import Reporting

private let table = DataTable(
  header: ["day", "detail"],
  rows: [["2026-06-09", "said \"yes\", twice"], ["2026-06-10", "two\tlines\nof it"]])

@Test("one table makes CSV, TSV and JSON of the same fields")
func formats() {
  #expect(
    table.csv == """
      day,detail
      2026-06-09,"said ""yes"", twice"
      2026-06-10,"two\tlines
      of it"

      """)
  #expect(
    table.tsv == """
      day\tdetail
      2026-06-09\tsaid "yes", twice
      2026-06-10\ttwo lines of it

      """)
  let json = table.json.document
  #expect(json.contains("\"detail\": \"said \\\"yes\\\", twice\""))
  #expect(json.components(separatedBy: "\"day\"").count == 3)
}

@Test("a report with a table has all formats, and says so")
func formatsOfReports() {
  #expect(ImportsReport([]).formats == [.text, .json, .csv, .tsv])
  #expect(HistoryReport([]).formats == [.text, .json, .csv, .tsv])
}
