import Documents
import Domain
import LedgerStore
import Reporting

/// One CSV row for every well-formed document that is read, also a repeated, conflicting or refused
/// one.
final class DocumentRows {
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
