import Dispatch
import Domain
import Financing
import Forecasting
import LedgerStore
import Reporting
import Settings
import Synchronization

/// What the forecasts of one day are made from, read and fitted once.
struct Outlook {
  let receivables: Receivables
  let history: PayHistory
  let hazard: PaymentHazard
  /// What goes out: as the settings say, and the bills of the ledger.
  let outgoings: Outgoings
  let opening: [Currency: Money]

  func flow(
    months: Int = 6, weeks: Int = 13, scenario: Scenario = Scenario(),
    paths: CashPaths.Options? = nil, unpaidAfter: [Int] = []
  ) -> CashFlow {
    CashFlow(
      of: receivables, hazard: hazard, months: months, weeks: weeks, outgoings: outgoings,
      opening: opening, scenario: scenario, paths: paths, unpaidAfter: unpaidAfter)
  }

  func retainers(beside flow: CashFlow) -> RetainerCash {
    RetainerCash(history.retainers, hazard: hazard, flow: flow)
  }
}

/// How clients paid so far, and what follows from it.
struct PastPayments {
  let history: PayHistory
  let hazard: PaymentHazard

  init(_ history: PayHistory) {
    self.history = history
    hazard = PaymentHazard(fitting: history)
  }
}

extension Book {
  func pastPayments(asOf day: Day) throws -> PastPayments {
    PastPayments(try ledger.payHistory(asOf: day))
  }

  func outlook(_ receivables: Receivables) throws -> Outlook {
    try outlook(receivables, pastPayments(asOf: receivables.asOf))
  }

  /// The same of the receivables of a day. The past is learnt from while they are read, if there
  /// are two threads.
  func outlook(asOf day: Day, threads: Int) throws -> Outlook {
    guard threads > 1 else { return try outlook(try receivables(asOf: day)) }
    let history = try ledger.payHistory(asOf: day)
    let past = Mutex<PastPayments?>(nil)
    let receivables = Mutex<Result<Receivables, any Error>?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      if part == 0 {
        let fitted = PastPayments(history)
        past.withLock { $0 = fitted }
      } else {
        let read = Result { try self.receivables(asOf: day) }
        receivables.withLock { $0 = read }
      }
    }
    guard let past = past.withLock({ $0 }), let read = receivables.withLock({ $0 }) else {
      preconditionFailure("both parts ran")
    }
    return try outlook(try read.get(), past)
  }

  /// `past` is of the day of the receivables.
  func outlook(_ receivables: Receivables, _ past: PastPayments) throws -> Outlook {
    Outlook(
      receivables: receivables, history: past.history, hazard: past.hazard,
      outgoings: try outgoings(asOf: receivables.asOf),
      opening: try openingBalances(asOf: receivables.asOf))
  }

  private func outgoings(asOf day: Day) throws -> Outgoings {
    var outgoings = settings.outgoings
    // What was to be paid once before today has been paid; a bill of the ledger has not.
    outgoings.bills.removeAll { $0.due <= day }
    outgoings.bills += try ledger.payables(asOf: day).map {
      Outgoings.Bill(name: $0.number.text, amount: $0.open, due: $0.due)
    }
    return outgoings
  }

  /// Of our own accounts, by currency; none of a currency without a statement.
  private func openingBalances(asOf day: Day) throws -> [Currency: Money] {
    let ours = Set(settings.business.accounts.map(\.iban))
    var opening: [Currency: Money] = [:]
    for account in try ledger.bankBalances(asOf: day)
    where ours.isEmpty || ours.contains(account.account) {
      let currency = account.balance.currency
      opening[currency, default: .zero(currency)] += account.balance
    }
    return opening
  }

  /// What money costs a year while we wait for it: the settings' word, else what the financier
  /// takes, else what is assumed.
  func waitingRate(on day: Day) -> BasisPoints {
    settings.waitingRate ?? settings.finance?.discountRate(on: day)
      ?? WaitingCost.assumedRate
  }

  func behaviours(_ outlook: Outlook) throws -> [ClientBehaviour] {
    ClientBehaviour.all(
      outlook.receivables, history: outlook.history, hazard: outlook.hazard,
      waiting: waitingRate(on: outlook.receivables.asOf),
      stopped: try ledger.stoppedClients(asOf: outlook.receivables.asOf))
  }

  func clientsReport(_ outlook: Outlook) throws -> ClientsReport {
    let receivables = outlook.receivables
    let before = try ledger.totalOwed(asOf: receivables.asOf - CollectionFigures.windowDays)
    return ClientsReport(
      try behaviours(outlook),
      figures: CollectionFigures.all(receivables, before: before, history: outlook.history),
      waiting: waitingRate(on: receivables.asOf))
  }
}
