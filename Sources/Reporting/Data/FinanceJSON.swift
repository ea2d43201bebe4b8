import Domain
import Financing

extension FinanceReport {
  /// `availability`, `ineligible` and `offers` of all financiers of the first one's currency
  /// together, each invoice at most once; `financiers` has each by itself, with the steps from the
  /// ledger to what it offers on.
  package var json: JSONValue? {
    .object([
      ("availability", .text(market.availability.plain)),
      ("currency", .text(market.currency.code)),
      ("ineligible", .list(market.ineligible.count) { json(market.ineligible[$0]) }),
      ("offers", .list(market.offers.count) { json(market.offers[$0]) }),
      ("financiers", .array(market.bases.map(json))),
    ])
  }

  private func json(_ refused: BorrowingBase.Refused) -> JSONValue {
    .object([
      ("invoice", .text(refused.number.text)), ("reason", .text(refused.reason.code)),
      ("amount", .text(refused.amount.plain)), ("currency", .text(refused.amount.currency.code)),
    ])
  }

  private func json(_ offer: AdvanceOffer) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("invoice", .text(offer.item.number.text)), ("open", .text(offer.item.open.plain)),
      ("advance", .text(offer.advance.plain)), ("service_fee", .text(offer.serviceFee.plain)),
      ("discount_fee", .text(offer.discountFee.plain)),
      ("expected_paid", .text(offer.expectedPaid.description)),
      ("release", .text(offer.release.plain)), ("shortfall", .text(offer.shortfall.plain)),
      ("annual_cost_percent", .text(offer.annualCost.description)),
      ("financier", .text(offer.financier)), ("eligible", .text(offer.eligible.plain)),
      ("additional_fee", .text(offer.additionalFee.plain)), ("cost", .text(offer.cost.plain)),
      ("total_received", .text(offer.totalReceived.plain)),
      ("early", json(offer.early)), ("late", json(offer.late)),
      ("recourse_day", .text(offer.recourseDay.description)),
      ("recourse_percent", .text(percent(offer.recourseChance))),
    ]
    if let waiting {
      let day = market.bases[0].asOf
      members += [
        ("waiting_cost", .text(waiting.waiting(for: offer, from: day).plain)),
        ("chasing_cost", .text(waiting.chasing(for: offer, from: day).plain)),
        ("is_waiting_cheaper", .bool(waiting.isBetter(than: offer, from: day))),
      ]
    }
    return .object(members)
  }

  /// A row for each offer.
  package var csv: String? {
    csvLine([
      "invoice_id", "client_id", "financier", "currency", "open", "advance", "service_fee",
      "discount_fee", "additional_fee", "cost", "expected_paid", "release", "shortfall",
      "annual_cost_percent", "recourse_day",
    ])
      + market.offers.map { offer in
        csvLine([
          offer.item.number.text, clients[offer.item.client]?.externalID ?? "", offer.financier,
          offer.item.open.currency.code, offer.item.open.plain, offer.advance.plain,
          offer.serviceFee.plain,
          offer.discountFee.plain, offer.additionalFee.plain, offer.cost.plain,
          offer.expectedPaid.description, offer.release.plain, offer.shortfall.plain,
          offer.annualCost.description, offer.recourseDay.description,
        ])
      }.joined()
  }

  private func json(_ outcome: AdvanceOffer.Outcome) -> JSONValue {
    .object([
      ("paid", .text(outcome.paid.description)),
      ("discount_fee", .text(outcome.discountFee.plain)),
      ("additional_fee", .text(outcome.additionalFee.plain)),
      ("release", .text(outcome.release.plain)), ("shortfall", .text(outcome.shortfall.plain)),
    ])
  }

  /// With two decimals.
  private func percent(_ chance: Double) -> String {
    BasisPoints(Int((chance * 10_000).rounded())).description
  }

  private func json(_ base: BorrowingBase) -> JSONValue {
    .object([
      ("name", .text(base.terms.name)), ("currency", .text(base.terms.currency.code)),
      ("availability", .text(base.availability.plain)),
      ("reserves", .text(base.reserves.plain)), ("in_use", .text(base.fundsInUse.plain)),
      ("room", base.room.map { .text($0.plain) } ?? .null),
      (
        "steps",
        .array(
          base.ledger.map { open in
            .object([
              ("currency", .text(open.currency.code)), ("ledger", .text(open.plain)),
              ("ineligible", .array(base.steps(open.currency).map(json))),
              ("offered", .text(base.offered(open.currency).plain)),
            ])
          })
      ),
    ])
  }

  private func json(_ step: BorrowingBase.Step) -> JSONValue {
    .object([
      ("reason", .text(step.reason.code)), ("invoices", .integer(step.invoices)),
      ("amount", .text(step.amount.plain)),
    ])
  }
}
