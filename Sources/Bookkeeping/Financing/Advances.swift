import Chasing
import Domain
import Financing
import Forecasting
import LedgerStore
import Reporting
import Settings

/// What the settings' financiers would advance on a book.
extension Book {
  /// The settings' financiers; without any, one with usual terms.
  func financiers(for receivables: Receivables) -> [AdvanceTerms] {
    settings.financiers.isEmpty
      ? [.usual(in: mainCurrency(of: receivables))] : settings.financiers
  }

  /// Days after as-of on which it matters whether an invoice is still unpaid.
  func recourseDays(for receivables: Receivables) -> [Int] {
    Set(financiers(for: receivables).map(Self.recourseDays)).sorted()
  }

  private static func recourseDays(_ terms: AdvanceTerms) -> Int {
    min(max(terms.payoutDays + terms.recourseDays, 1), PaymentDates.horizonDays)
  }

  /// `flow` is a forecast that was asked for `recourseDays`.
  func market(_ receivables: Receivables, _ flow: CashFlow) throws -> AdvanceMarket {
    let ledger = try financeable(receivables)
    let places = Dictionary(
      flow.invoices.indices.lazy.map { (flow.invoices[$0].item.id, $0) },
      uniquingKeysWith: { first, _ in first })
    return AdvanceMarket(
      financiers(for: receivables).map { terms in
        BorrowingBase(of: ledger, under: terms) { item in
          guard let place = places[item.id] else { return PaidOutlook(receivables.asOf + 1) }
          let invoice = flow.invoices[place]
          return PaidOutlook(
            early: invoice.p10, likely: invoice.p50, late: invoice.p90,
            unpaidAtRecourse: invoice.unpaid(after: Self.recourseDays(terms)))
        }
      })
  }

  private func financeable(_ receivables: Receivables) throws -> FinanceableLedger {
    let day = receivables.asOf
    var debtors: [ID<Client>: Debtor] = [:]
    let individuals = settings.policy(for: receivables).clients.filter(\.value.isIndividual)
    for (id, client) in receivables.clients {
      var debtor = Debtor()
      debtor.names = [client.externalID, client.name]
      debtor.country = client.address.country
      debtor.isConsumer = individuals[client.externalID] != nil
      debtors[id] = debtor
    }
    for id in try ledger.stoppedClients(asOf: day) { debtors[id]?.isStopped = true }
    for (id, owed) in try ledger.owedToClients(asOf: day) {
      for amount in owed { debtors[id]?.bills[amount.currency] = amount }
    }
    for credit in receivables.credits {
      let currency = credit.amount.currency
      debtors[credit.client]?.credits[currency, default: .zero(currency)] += credit.amount
    }
    // Settings may also name a client by one of its identifiers.
    for name in Set(settings.financiers.flatMap { $0.relatedParties.union($0.excludedParties) }) {
      for case .client(let id) in try ledger.targets(named: name) {
        debtors[id]?.names.insert(name)
      }
    }
    var result = FinanceableLedger(
      asOf: day, items: receivables.items, debtors: debtors, rates: settings.rates)
    let currencies = Dictionary(
      settings.financiers.map { ($0.name, $0.currency) }, uniquingKeysWith: { first, _ in first })
    for financed in try ledger.financed(asOf: day).values {
      let advance = financed.advance
      // A limit is in one currency; what ran before in another takes nothing off it.
      guard currencies[financed.financier] ?? advance.currency == advance.currency else { continue }
      let before = result.fundsInUse[financed.financier] ?? .zero(advance.currency)
      guard before.currency == advance.currency else { continue }
      result.fundsInUse[financed.financier] = before + advance
    }
    return result
  }

  /// Receivables with the advances that run on them. Who is asked by a financier that told it is
  /// left alone by the business; what it still brings is reckoned at the terms of the settings, as
  /// if it were paid when due.
  func withAdvances(_ receivables: Receivables) throws -> Receivables {
    let advances = try ledger.financed(asOf: receivables.asOf)
    guard !advances.isEmpty else { return receivables }
    var receivables = receivables
    for index in receivables.items.indices {
      let item = receivables.items[index]
      guard var financed = advances[item.id] else { continue }
      if let terms = settings.financiers.first(where: { $0.name == financed.financier }),
        terms.currency == item.open.currency
      {
        if financed.advance.currency == terms.currency {
          financed.release = terms.release(
            of: item, advance: financed.advance, from: financed.since,
            recourse: financed.recourseDay, asOf: receivables.asOf)
        }
        if !terms.leavesChasingToBusiness && item.hold == nil {
          receivables.items[index].hold = .financed(since: financed.since)
        }
      } else if financed.advance.currency == item.open.currency {
        let isBooked = item.hasBooked(financed.advance, around: financed.since)
        financed.release = max(
          isBooked ? item.open : item.open - financed.advance, .zero(item.open.currency))
      }
      receivables.items[index].financed = financed
    }
    return receivables
  }

  /// What it costs to wait: the settings' rate for money we wait for, else what is assumed.
  func waitingCost() -> WaitingCost {
    var days: [Int] = []
    for stage in settings.chasing.stages {
      switch stage.timing {
      case .due(let after): if after > 0 { days.append(after) }
      case .previous(let after): days.append((days.last ?? 0) + after)
      }
    }
    return WaitingCost(
      annual: settings.waitingRate ?? WaitingCost.assumedRate,
      reminder: settings.reminderCost, reminderDays: days)
  }

  /// The business's currency; of a business without settings, the one most open items are in.
  private func mainCurrency(of receivables: Receivables) -> Currency {
    guard settings.business.isUnnamed else { return settings.business.currency }
    let counts = Dictionary(grouping: receivables.items, by: \.open.currency).mapValues(\.count)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? settings.business.currency
  }
}
