import Domain

/// What an import says of documents that contradict those of the ledger.
extension ImportSession {
  func conflict(_ record: FileContents.Record, _ path: String) -> Fault {
    Fault(
      .docConflict, file: path, line: record.line,
      "another \(record.invoice.kind.rawValue) with this number but other content is in the ledger",
      excerpt: record.invoice.number.text.printable,
      remedy:
        "Find out which one holds; the one imported first was kept, this one was not imported.")
  }

  /// Both name a due date, and not the same: the program it is from allowed more time, or less.
  func changedDue(
    _ record: FileContents.Record, _ due: DueDate, _ known: DueDate, ofSource source: String,
    _ path: String
  ) -> Fault? {
    guard record.source.rawValue == source, due.day != known.day, !due.isOurTerms,
      !known.isOurTerms, known.source != .recorded
    else { return nil }
    let number = record.invoice.number.text.printable
    return Fault(
      .docDueDate, file: path, line: record.line,
      "the document is due on \(due.day), in the ledger on \(known.day), which was kept",
      excerpt: number,
      remedy: "If the client was given more time, say so: dunlin record hold \(number) --by "
        + "\(due.day)")
  }

  /// A file may be older than the one before, or a payment did not hold: a person knows.
  func lessPaid(
    _ record: FileContents.Record, _ paid: Money, reported: Money, _ path: String
  ) -> Fault {
    let number = record.invoice.number.text.printable
    return Fault(
      .csvOpen, file: path, line: record.line,
      "the file calls \(paid.plain) paid, an earlier one \(reported.plain); the earlier one was kept",
      excerpt: number,
      remedy: "Nothing to do if this file is the older one. If a payment came back, say so: "
        + "dunlin record returned \(number) --amount AMOUNT")
  }
}
