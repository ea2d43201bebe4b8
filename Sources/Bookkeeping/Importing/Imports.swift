import Documents
import Domain
import LedgerStore
package import Reporting

extension Book {
  /// The imports of the book with their numbers.
  package func imports() throws -> ImportsReport {
    ImportsReport(try ledger.imports().map(\.line))
  }

  /// An entry for `csv:` in `dunlin.yaml` that says what the columns of a CSV file may mean.
  package static func proposedMapping(ofCSV path: String) throws -> String {
    let file = try? SourceFile(reading: path)
    var text: [UInt8]?
    do {
      text = try file?.tableText()
    } catch {
      throw Failure("\(path): \(error.fault.message)", error.fault.remedy)
    }
    guard let text, let proposal = CSVProposal(text, name: path.split(separator: "/").last ?? "csv")
    else {
      throw Failure(
        "\(path) is no table with a header and rows",
        "Name a CSV file or a spreadsheet; nothing was done.")
    }
    return proposal.yaml
  }
}

extension ImportRecord {
  fileprivate var line: ImportsReport.Line {
    ImportsReport.Line(
      number: number, day: day, files: files, documents: documents, bankLines: bankLines,
      undone: undone)
  }
}
