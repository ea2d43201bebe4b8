package import Domain
package import Financing

/// The invoices handed to one financier, for its own books.
package struct ScheduleReport: Report {
  private let business: Business
  private let terms: AdvanceTerms
  private let offers: [AdvanceOffer]
  private let clients: [ID<Client>: Client]
  private let day: Day

  package init(
    _ offers: [AdvanceOffer], under terms: AdvanceTerms, from business: Business,
    clients: [ID<Client>: Client], day: Day
  ) {
    self.business = business
    self.terms = terms
    self.offers = offers
    self.clients = clients
    self.day = day
  }

  package var text: String {
    let currency = terms.currency
    var table = TextTable([
      .left("invoice"), .soft("client"), .left("issued"), .left("due"), .right("open"),
      .right("advance"),
    ])
    for offer in offers {
      let item = offer.item
      let open = item.open.currency == currency ? item.open.grouped : item.open.withCode
      table.add([
        item.number.text.printable, name(offer), item.issueDate.description,
        item.due.day.description, open, offer.advance.grouped,
      ])
    }
    table.addRule()
    table.add([
      "total \(currency)", counted(offers.count, "invoice"), "", "",
      offers.map(\.gross).sum(currency).grouped, offers.map(\.advance).sum(currency).grouped,
    ])
    return heading("Schedule of invoices, \(day)") + "\n"
      + wrapped("From: \(business.name.printable)") + wrapped("To: \(terms.name.printable)") + "\n"
      + table.text + "\n"
      + wrapped(
        "Advanced are \(terms.advanceRate)% of what is eligible, in \(currency). The service fee is "
          + "\(offers.map(\.serviceFee).sum(currency).withCode).")
  }

  package var csv: String? {
    csvLine([
      "financier", "invoice", "client_id", "client", "country", "issue_date", "due_date",
      "currency", "open", "eligible", "advance", "service_fee", "expected_paid", "recourse_day",
    ])
      + offers.map { offer in
        let (item, client) = (offer.item, clients[offer.item.client])
        return csvLine([
          terms.name, item.number.text, client?.externalID ?? "", client?.name ?? "",
          client?.address.country ?? "", item.issueDate.description, item.due.day.description,
          item.open.currency.code, item.open.plain, offer.openOffered.plain, offer.advance.plain,
          offer.serviceFee.plain, offer.expectedPaid.description, offer.recourseDay.description,
        ])
      }.joined()
  }

  private func name(_ offer: AdvanceOffer) -> String {
    clients[offer.item.client]?.name.printable ?? ""
  }
}
