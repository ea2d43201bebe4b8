package import Domain

/// The imports of a book, by number.
package struct ImportsReport: Report {
  private let lines: [Line]

  package struct Line {
    package var number: Int64
    package var day: Day
    package var files: Int
    package var documents: Int
    package var bankLines: Int
    /// The day on which it was taken back.
    package var undone: Day?

    package init(
      number: Int64, day: Day, files: Int, documents: Int, bankLines: Int, undone: Day?
    ) {
      self.number = number
      self.day = day
      self.files = files
      self.documents = documents
      self.bankLines = bankLines
      self.undone = undone
    }
  }

  package init(_ lines: [Line]) {
    self.lines = lines
  }

  package var text: String {
    guard !lines.isEmpty else { return "Nothing was imported yet.\n" }
    var table = TextTable([
      .right("import"), .left("day"), .right("files"), .right("documents"), .right("bank lines"),
      .left("taken back"),
    ])
    for line in lines { table.add(cells(line)) }
    return table.text
  }

  package var data: DataTable? {
    DataTable(
      header: ["import", "day", "files", "documents", "bank_lines", "taken_back"],
      rows: lines.map(cells))
  }

  private func cells(_ line: Line) -> [String] {
    [
      "\(line.number)", line.day.description, "\(line.files)", "\(line.documents)",
      "\(line.bankLines)", line.undone?.description ?? "",
    ]
  }
}
