import Domain

/// The ledger cut down, step by step, to what one financier would advance on.
///
/// Each invoice is refused for the first reason that holds. Of what is left of a debtor, credits
/// and what the business owes it are set against its oldest invoices, and what is beyond the
/// largest share of one debtor is taken off its newest ones. That share is one of all that is
/// eligible before this last cut, invoices that this financier has advanced already among it, so
/// that an advance makes no more available than before; providers differ here.
struct EligibleLedger {
  struct Entry {
    /// The place of the item in the ledger.
    let place: Int
    /// What is open and the part of it that is eligible, in the currency of the terms.
    let gross: Int64
    var eligible: Int64
  }

  /// Those of which a part at least is eligible, in the order of the ledger.
  private(set) var entries: [Entry] = []
  private(set) var refused: [BorrowingBase.Refused] = []
  /// What would be eligible of invoices on which this financier's own advances run: it still backs
  /// them.
  var financed: Int64 { financedOf.values.reduce(0, +) }
  private var financedOf: [ID<Client>: Int64] = [:]

  private let ledger: FinanceableLedger
  private let terms: AdvanceTerms
  /// Places in `entries` where each debtor's begin.
  private var debtors: [(client: ID<Client>, entries: Range<Int>)] = []

  init(_ ledger: FinanceableLedger, under terms: AdvanceTerms) {
    self.ledger = ledger
    self.terms = terms
    let items = ledger.items
    precondition(
      zip(items, items.dropFirst()).allSatisfy { $0.client <= $1.client }, "items by client")
    var start = 0
    while start < items.count {
      let client = items[start].client
      var end = start + 1
      while end < items.count, items[end].client == client { end += 1 }
      addDebtor(client, start..<end)
      start = end
    }
    cutConcentration()
    entries.removeAll { $0.eligible == 0 }
    refused.sort { ($0.place, $0.reason.rank) < ($1.place, $1.reason.rank) }
  }

  private mutating func addDebtor(_ client: ID<Client>, _ places: Range<Int>) {
    let debtor = ledger.debtors[client]
    let reason = debtor.flatMap { terms.refusal(of: $0) }
    let first = entries.count
    var (owed, late) = (Int128(0), Int128(0))
    for place in places {
      let item = ledger.items[place]
      let gross = terms.gross(of: item, on: ledger.asOf, rates: ledger.rates)?.minorUnits
      let refusal = terms.refusal(
        of: item, debtor: reason, on: ledger.asOf, rates: ledger.rates)
      if let gross, terms.crossAge != nil {
        owed += Int128(gross)
        if terms.lateness(of: item, on: ledger.asOf) != nil { late += Int128(gross) }
      }
      if let refusal {
        if refusal == .financed, let gross, item.financed?.financier == terms.name {
          let free = terms.refusal(
            of: item.unfinanced, debtor: reason, on: ledger.asOf, rates: ledger.rates)
          if free == nil { financedOf[client, default: 0] += gross }
        }
        refuse(place, refusal)
      } else if let gross {
        entries.append(Entry(place: place, gross: gross, eligible: gross))
      }
    }
    guard entries.count > first else { return }
    if let share = terms.crossAge, late * 10_000 > owed * Int128(share.value) {
      for entry in entries[first...] { refuse(entry.place, .crossAged) }
      return entries.removeSubrange(first...)
    }
    if let debtor, !debtor.credits.isEmpty || !debtor.bills.isEmpty {
      let oldest = entries[first...].indices.sorted {
        due(entries[$0]) < due(entries[$1])
      }
      cut(inTermsCurrency(debtor.credits), oldest, .credit)
      cut(inTermsCurrency(debtor.bills), oldest, .contra)
    }
    debtors.append((client, first..<entries.count))
  }

  private func due(_ entry: Entry) -> (Day, Int) {
    (ledger.items[entry.place].due.day, entry.place)
  }

  /// What a debtor has in all currencies that count, in minor units of the terms' currency.
  private func inTermsCurrency(_ amounts: [Currency: Money]) -> Int64 {
    amounts.values.map { amount -> Int64 in
      if amount.currency == terms.currency { return amount.minorUnits }
      guard let rates = ledger.rates, rates.target == terms.currency else { return 0 }
      return rates.convert(amount, on: ledger.asOf)?.minorUnits ?? 0
    }.reduce(0, +)
  }

  /// Takes `amount` off the entries in the order given, as far as they reach.
  private mutating func cut(_ amount: Int64, _ order: [Int], _ reason: Ineligibility) {
    var left = amount
    for index in order where left > 0 && entries[index].eligible > 0 {
      let taken = min(left, entries[index].eligible)
      refuse(entries[index], from: entries[index].eligible, taken, reason)
      entries[index].eligible -= taken
      left -= taken
    }
  }

  private mutating func cutConcentration() {
    guard let share = terms.concentration else { return }
    let base = entries.reduce(Int128(financed)) { $0 + Int128($1.eligible) }
    let most = Int64((base * Int128(share.value)).divided(by: 10_000, .towardsZero))
    for debtor in debtors {
      let sum = entries[debtor.entries].reduce(financedOf[debtor.client] ?? 0) {
        $0 + $1.eligible
      }
      guard sum > most else { continue }
      let newest = debtor.entries.sorted { due(entries[$0]) > due(entries[$1]) }
      cut(sum - most, newest, .concentration)
    }
  }

  private mutating func refuse(_ place: Int, _ reason: Ineligibility) {
    let item = ledger.items[place]
    refused.append(
      BorrowingBase.Refused(item: item, reason: reason, amount: item.open, place: place))
  }

  /// Refuses a part of an entry of which `eligible` was left. In the item's own currency the parts
  /// are differences of rounded shares, so that they add up to what is open.
  private mutating func refuse(
    _ entry: Entry, from eligible: Int64, _ taken: Int64, _ reason: Ineligibility
  ) {
    let item = ledger.items[entry.place]
    let before = item.open.part(eligible, of: entry.gross)
    let after = item.open.part(eligible - taken, of: entry.gross)
    refused.append(
      BorrowingBase.Refused(item: item, reason: reason, amount: before - after, place: entry.place))
  }
}

extension OpenItem {
  /// As it would be without its advance.
  fileprivate var unfinanced: OpenItem {
    var item = self
    item.financed = nil
    if case .financed = item.hold { item.hold = nil }
    return item
  }
}

extension Money {
  /// `part` of `whole` of the amount, rounded half away from zero.
  func part(_ part: Int64, of whole: Int64) -> Money {
    part == whole ? self : scaled(by: Int128(part), over: Int128(whole), .halfAwayFromZero)
  }
}
