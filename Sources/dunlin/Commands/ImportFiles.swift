import ArgumentParser
import Domain
import LedgerStore
import Reporting

struct ImportFiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read invoices, credit notes, bills and bank statements into the book.",
    discussion: """
      Folders are read with all folders inside, whatever each file is. Importing something twice \
      is importing it once.

      Example: dunlin import Invoices Bank/2026-06.xml
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var reading: ImportOptions
  @OptionGroup var output: FormatOption
  @Flag(help: "Show what would be imported, and import nothing.") var dryRun = false
  @Flag(help: "List the imports of the book with their numbers.") var list = false
  @Argument(help: "Files and folders.") var paths: [String] = []

  func validate() throws {
    if paths.isEmpty != list { throw ValidationError("Name files or folders, or --list.") }
  }

  func run() throws {
    if list { return try output.show(ImportsReport(Book(global).ledger.imports().map(\.line))) }
    guard dryRun else { return try show(importAll(into: Book(global)), nil) }
    let isBook = Book.isBook(global.namedBook ?? ".")
    let book = isBook ? try Book(global) : try Book(inMemoryFor: global.namedBook ?? ".")
    let rows = RecordRows()
    let summary = try book.ledger.withoutEffect {
      try importAll(into: book) { rows.add($0) }
    }
    try show(summary, rows)
  }

  private func importAll(
    into book: Book, onRecord: @escaping (Import.Outcome) -> Void = { _ in }
  ) throws -> Import.Summary {
    try book.importFiles(
      paths, options: reading, global: global, isDryRun: dryRun, onRecord: onRecord)
  }

  private func show(_ summary: Import.Summary, _ rows: RecordRows?) throws {
    Console.faults(summary.faults)
    if output.format == .csv {
      guard let rows else {
        throw ValidationError("--format csv goes with --dry-run.")
      }
      Console.out(rows.csv)
    } else {
      try output.show(summary.report(isDryRun: dryRun))
    }
    if !summary.faults.isEmpty { throw Failure.doneWithFaults }
  }
}

extension ImportRecord {
  fileprivate var line: ImportsReport.Line {
    ImportsReport.Line(
      number: number, day: day, files: files, documents: documents, bankLines: bankLines,
      undone: undone)
  }
}

/// The rows of `--dry-run --format csv`.
private final class RecordRows {
  private(set) var csv = csvLine([
    "file", "kind", "number", "issue_date", "due_date", "due_date_source", "currency", "payable",
    "open", "seller_name", "seller_id", "buyer_name", "buyer_id", "credited_invoice", "fault",
  ])

  func add(_ outcome: Import.Outcome) {
    let record = outcome.record
    let invoice = record.invoice
    let open = record.settlement.map { invoice.payable - $0.paid } ?? invoice.payable
    csv += csvLine([
      outcome.path, invoice.kind.rawValue, invoice.number.text, invoice.issueDate.description,
      outcome.due.day.description, outcome.due.source.rawValue, invoice.currency.code,
      invoice.payablePrinted, open.plain, invoice.seller.name, invoice.seller.bestID,
      invoice.buyer.name, invoice.buyer.bestID, invoice.creditedInvoice?.text ?? "",
      outcome.fault?.rawValue ?? "",
    ])
  }
}
