import Domain

/// What files are taken for, and why.
package struct ExplainReport: Report {
  private let lines: [Line]

  package struct Line {
    package var file: String
    /// Such as `a list of invoices (register)` or `not read`.
    package var what: String
    package var why: [String]
    package var documents: Int
    package var movements: Int
    /// What is wrong with it.
    package var faults: [String]

    package init(
      file: String, what: String, why: [String], documents: Int, movements: Int, faults: [String]
    ) {
      (self.file, self.what, self.why) = (file, what, why)
      (self.documents, self.movements, self.faults) = (documents, movements, faults)
    }
  }

  package init(_ lines: [Line]) {
    self.lines = lines
  }

  /// How many faults of a file are shown.
  private static let faultsMax = 5

  package var text: String {
    lines.map { line in
      var text = "\(line.file.printable): \(line.what)\n"
      for reason in line.why { text += "  - \(reason.printable)\n" }
      if line.documents > 0 { text += "  \(Self.count(line.documents, "document"))\n" }
      if line.movements > 0 { text += "  \(Self.count(line.movements, "movement"))\n" }
      for fault in line.faults.prefix(Self.faultsMax) { text += "  fault: \(fault)\n" }
      let rest = line.faults.count - Self.faultsMax
      if rest > 0 { text += "  and \(rest) faults more\n" }
      return text
    }.joined(separator: "\n")
  }

  private static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  package var json: JSONValue? {
    .array(
      lines.map { line in
        .object([
          ("file", .text(line.file)), ("what", .text(line.what)),
          ("why", .array(line.why.map { .text($0) })), ("documents", .integer(line.documents)),
          ("movements", .integer(line.movements)),
          ("faults", .array(line.faults.map { .text($0) })),
        ])
      })
  }
}
