import ArgumentParser
import Bookkeeping
import Documents
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
  @Flag(help: "Propose what the columns of unknown CSV files mean, and import nothing.")
  var map = false
  @Flag(help: "List the imports of the book with their numbers.") var list = false
  @Argument(help: "Files and folders.") var paths: [String] = []

  func validate() throws {
    if paths.isEmpty != list { throw ValidationError("Name files or folders, or --list.") }
    if !list && !dryRun { try output.require(oneOf: .text, .json) }
  }

  func run() throws {
    if list { return try output.show(ImportsReport(Book(global).ledger.imports().map(\.line))) }
    if map { return try proposeMappings() }
    guard dryRun else {
      let book = try Book(global)
      let summary = try ImportWatch.following { progress in
        try book.importFiles(
          reading.request(paths, global, isDryRun: false), progress: progress,
          onPassedOver: Self.notePassedOver, note: Console.note)
      }
      return try show(summary, nil)
    }
    let isBook = Book.isBook(global.namedBook ?? ".")
    let book = isBook ? try Book(global) : try Book(inMemoryFor: global.namedBook ?? ".")
    let rows = RecordRows()
    let summary = try book.ledger.withoutEffect {
      try ImportWatch.following { progress in
        try book.importFiles(
          reading.request(paths, global, isDryRun: true), progress: progress,
          onRecord: rows.add, onRefusal: rows.add, onPassedOver: Self.notePassedOver,
          note: Console.note)
      }
    }
    try show(summary, rows)
  }

  private static func notePassedOver(_ count: Int) {
    Console.note(
      "note: \(count) \(count == 1 ? "file was" : "files were") passed over, "
        + "by name no invoice and no bank file")
  }

  /// Prints an entry for `csv:` in `dunlin.yaml` for each file.
  private func proposeMappings() throws {
    for path in paths {
      guard let file = try? SourceFile(reading: path),
        let proposal = CSVProposal(file.bytes, name: path.split(separator: "/").last ?? "csv")
      else {
        throw Failure(
          "\(path) is no CSV file with a header and rows", "Name a CSV file; nothing was done.")
      }
      Console.out(proposal.yaml)
    }
  }

  private func show(_ summary: Import.Summary, _ rows: RecordRows?) throws {
    Console.faults(summary.faults)
    if let rows, output.format == .csv {
      Console.out(rows.csv)
    } else {
      try output.show(summary.report(isDryRun: dryRun))
      if !dryRun, output.format == .text, let number = summary.number {
        Console.out("`dunlin undo \(number)` would take this import back.\n")
      }
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
    let settled = record.settlement?.paid ?? .zero(invoice.currency)
    let open = invoice.payable.isNegative ? invoice.payable + settled : invoice.payable - settled
    csv += csvLine([
      outcome.path, invoice.kind.rawValue, invoice.number.text, invoice.issueDate.description,
      outcome.due.day.description, outcome.due.source.rawValue, invoice.currency.code,
      invoice.payablePrinted, open.plain, invoice.seller.name, invoice.seller.bestID,
      invoice.buyer.name, invoice.buyer.bestID, invoice.creditedInvoice?.text ?? "",
      outcome.fault?.rawValue ?? "",
    ])
  }

  func add(_ path: String, _ refusal: FileContents.Refusal) {
    csv += csvLine([
      path, refusal.kind.rawValue, refusal.number, refusal.issueDate?.description ?? "",
      refusal.due?.day.description ?? "", refusal.due?.source.rawValue ?? "", refusal.currency,
      refusal.payable, refusal.payable, refusal.seller.name, refusal.seller.bestID,
      refusal.buyer.name, refusal.buyer.bestID, refusal.creditedInvoice, refusal.fault.rawValue,
    ])
  }
}
