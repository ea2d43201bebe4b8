import Domain
import Financing
import LedgerStore
import Settings

/// What `record finance`, `record finance-release` and `record recourse` put on record.
///
/// The advance is a fact beside the invoice, which the client owes as before. Once the financier
/// has settled, the invoice counts as paid: the client paid, only not to us.
struct AdvanceEvents {
  let book: Book
  let day: Day

  /// An advance that came: by default the whole of what the financier's terms give on what is open.
  func advance(
    _ event: ClientEvent, financier: String?, until: Day?
  ) throws -> [ClientEvent] {
    let item = try openItem(event)
    guard item.financed == nil else {
      throw Failure(
        "\(item.number.text.printable) is financed already",
        "Record `finance-release` or `recourse` first; nothing was done.")
    }
    let terms = try terms(named: financier)
    var event = event
    guard event.amount != nil || terms.currency == item.open.currency else {
      throw InvalidRequest("Say how much came: --amount, with --currency.")
    }
    let amount = event.amount ?? usual(item, terms)
    guard amount.currency != item.open.currency || amount <= item.principal else {
      throw InvalidRequest("An advance of \(amount) is more than the invoice's \(item.principal).")
    }
    event.amount = amount
    event.until = until ?? terms.recourseDay(paidOut: day)
    event.financier = terms.name
    return [event]
  }

  /// What the terms give: a payment of just that much is the advance itself, booked to the invoice
  /// because it named it.
  private func usual(_ item: OpenItem, _ terms: AdvanceTerms) -> Money {
    let booked = item.payments.last { payment in
      (item.open + payment.amount).share(terms.advanceRate, .halfAwayFromZero) == payment.amount
        && item.hasBooked(payment.amount, around: day)
    }
    return booked?.amount ?? item.open.share(terms.advanceRate, .halfAwayFromZero)
  }

  /// The rest that came: the client has paid the financier.
  func release(_ event: ClientEvent) throws -> [ClientEvent] {
    let financed = try running(event)
    var event = event
    event.financier = financed.financier
    guard let item = try book.receivables(asOf: day).items.first(where: { $0.id == event.invoice })
    else { return [event] }
    var payment = ClientEvent(
      kind: .payment, day: day, client: event.client, invoice: event.invoice)
    payment.amount = item.open
    payment.financier = financed.financier
    payment.who = event.who
    return [payment, event]
  }

  /// The advance went back.
  func recourse(_ event: ClientEvent) throws -> [ClientEvent] {
    let financed = try running(event)
    var event = event
    event.amount = event.amount ?? financed.advance
    event.financier = financed.financier
    return [event]
  }

  private func openItem(_ event: ClientEvent) throws -> OpenItem {
    let items = try book.receivables(asOf: day).items
    guard let item = items.first(where: { $0.id == event.invoice }) else {
      throw Failure(
        "nothing is open on that invoice on \(day)", "Only open invoices are financed.")
    }
    return item
  }

  private func running(_ event: ClientEvent) throws -> FinancedInvoice {
    guard let invoice = event.invoice, let found = try book.ledger.financed(asOf: day)[invoice]
    else {
      throw Failure(
        "no advance runs on that invoice on \(day)",
        "`record finance` begins one; nothing was done.")
    }
    return found
  }

  private func terms(named name: String?) throws -> AdvanceTerms {
    let known = book.settings.financiers
    guard let name else {
      guard let only = known.first, known.count == 1 else {
        throw InvalidRequest("Say who advanced it: --financier NAME.")
      }
      return only
    }
    if let terms = known.first(where: { $0.name == name }) { return terms }
    let names = known.map(\.name.printable).joined(separator: ", ")
    throw InvalidRequest(
      "The settings name no financier '\(name.printable)'"
        + (names.isEmpty ? "." : "; they name \(names)."))
  }
}
