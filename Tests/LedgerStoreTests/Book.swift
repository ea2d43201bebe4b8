import Domain
import LedgerStore
import Support

func record(
  _ number: String, _ kind: Invoice.Kind = .invoice, client: String = "Client", issued: String,
  due: String? = nil, _ amount: Money, credits: String? = nil, type: String = "",
  reference: String = ""
) -> FileContents.Record {
  var invoice = Invoice(
    kind: kind, number: InvoiceNumber(number), issueDate: day(issued),
    due: due.map { DueDate(day($0), .document) }, payable: amount, seller: party("House"),
    buyer: party(client, account: client))
  invoice.creditedInvoice = credits.map { InvoiceNumber($0) }
  invoice.typeCode = type
  invoice.paymentReference = reference
  return FileContents.Record(invoice: invoice, line: 1, source: .ubl)
}

/// A file of records and bank lines. Files with the same name have the same digest.
func file(
  _ name: String, _ records: [FileContents.Record] = [], bank lines: [BankLine] = []
) -> FileContents {
  let hash = name.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
    ($0 ^ UInt64($1)) &* 1_099_511_628_211
  }
  let digest = Digest { $0.storeBytes(of: hash, as: UInt64.self) }
  var file = FileContents(path: name, digest: digest)
  file.records = FileContents.RecordList(records)
  if !lines.isEmpty {
    file.statements = [BankStatement(id: name, account: "OURS", lines: lines)]
  }
  return file
}

let business: Business = {
  var business = Business(name: "House")
  business.names = ["House"]
  return business
}()

/// A ledger in memory that has imported the files on a day.
func ledger(_ files: FileContents..., on today: String = "2026-06-30") throws -> Ledger {
  let ledger = try Ledger()
  _ = try ledger.add(files, by: Import(day: day(today), business: business))
  return ledger
}

extension Ledger {
  /// Open amounts in cents by invoice number.
  func open(asOf iso: String) throws -> [String: Int64] {
    let items = try receivables(asOf: day(iso)).items
    return Dictionary(uniqueKeysWithValues: items.map { ($0.number.text, $0.open.minorUnits) })
  }

  /// Gives a notice about one item, with so much beside it.
  func give(_ item: OpenItem, to client: Client?, on day: Day, charges: Int64 = 0) throws {
    guard let client else { preconditionFailure("an item of nobody") }
    let line = Notice.Line(
      item: item, level: 2, daysOverdue: item.daysOverdue(on: day), interest: euros(charges),
      fee: euros(0))
    let notice = Notice(
      client: client, currency: .euro, day: day, level: 2, stage: "second", lines: [line],
      credits: [], total: item.open + line.charges, payBy: day + 10, language: "en",
      channel: .letter)
    _ = try give([notice]) { _ in Ledger.Given(files: []) }
  }

  /// Cents on account.
  func onAccount(asOf iso: String) throws -> Int64 {
    try receivables(asOf: day(iso)).credits.map(\.amount.minorUnits).reduce(0, +)
  }
}

extension Import.Summary {
  var isNothingNew: Bool { invoices + creditNotes + bills + payments == 0 }
}
