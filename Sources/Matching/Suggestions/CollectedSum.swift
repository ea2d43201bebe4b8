import Domain

/// Invoices of several clients that together are one payment: a bank's or provider's collected
/// credit without its parts.
struct CollectedSum {
  private let claims: [Currency: [(claim: Matching.Candidate, open: Int64)]]
  /// Among more open invoices than these a sum fits by chance, where nothing says that the payment
  /// was collected.
  private static let plainMax = 40
  /// More than these are not tried at all.
  private static let triedMax = 400

  init(_ claims: [(claim: Matching.Candidate, open: Money)]) {
    var byCurrency: [Currency: [(claim: Matching.Candidate, open: Int64)]] = [:]
    for (claim, open) in claims {
      byCurrency[open.currency, default: []].append((claim, open.minorUnits))
    }
    self.claims = byCurrency
  }

  /// The only invoices of different clients whose sum is the line's amount: of few open ones any
  /// set, of many two or else three. Nil where there are none, or others as well.
  func claims(for line: BankLine) -> [Matching.Candidate]? {
    guard line.amount.isPositive, !line.isReversal else { return nil }
    let all = (claims[line.amount.currency] ?? []).filter { $0.open < line.amount.minorUnits }
    let isCollected = line.counterparty.isEmpty || Self.isCollector(line)
    guard all.count <= (isCollected ? Self.triedMax : Self.plainMax) else { return nil }
    let total = line.amount.minorUnits
    if all.count <= Self.subsetMax { return subset(all, total) }
    return pair(all, total) ?? triple(all, total)
  }

  /// Among so few every set is tried.
  private static let subsetMax = 14

  /// The only set of invoices of different clients with a sum, two at least.
  private func subset(_ all: [Open], _ total: Int64) -> [Matching.Candidate]? {
    guard all.count > 1 else { return nil }
    var found: [Matching.Candidate]?
    var sums = [Int64](repeating: 0, count: 1 << all.count)
    for set in 1..<sums.count {
      sums[set] = sums[set & (set - 1)] + all[set.trailingZeroBitCount].open
      guard sums[set] == total, set.nonzeroBitCount > 1 else { continue }
      let claims = all.indices.filter { set & 1 << $0 != 0 }.map { all[$0].claim }
      guard Set(claims.map(\.client)).count == claims.count else { continue }
      if found != nil { return nil }
      found = claims
    }
    return found
  }

  private typealias Open = (claim: Matching.Candidate, open: Int64)

  private func pair(_ all: [Open], _ total: Int64) -> [Matching.Candidate]? {
    only(pairs(all, total, from: 0))
  }

  /// Pairs of different clients among those from a place on.
  private func pairs(_ all: [Open], _ total: Int64, from first: Int) -> [[Matching.Candidate]] {
    var byOpen: [Int64: [Int]] = [:]
    var found: [[Matching.Candidate]] = []
    for place in all.indices.dropFirst(first) {
      for other in byOpen[total - all[place].open] ?? []
      where all[other].claim.client != all[place].claim.client {
        found.append([all[other].claim, all[place].claim])
        if found.count > 1 { return found }
      }
      byOpen[all[place].open, default: []].append(place)
    }
    return found
  }

  private func triple(_ all: [Open], _ total: Int64) -> [Matching.Candidate]? {
    guard all.count <= Self.plainMax else { return nil }
    var found: [[Matching.Candidate]] = []
    for place in all.indices where all[place].open < total {
      for two in pairs(all, total - all[place].open, from: place + 1)
      where !two.contains(where: { $0.client == all[place].claim.client }) {
        found.append([all[place].claim] + two)
        if found.count > 1 { return nil }
      }
    }
    return only(found)
  }

  private func only(_ found: [[Matching.Candidate]]) -> [Matching.Candidate]? {
    found.count == 1 ? found.first : nil
  }

  /// Whether a bank or provider that collects payments sent it.
  private static func isCollector(_ line: BankLine) -> Bool {
    let words = Set(PayerName.words(of: line.counterparty + " " + line.text))
    return !words.isDisjoint(with: collectors)
  }

  private static let collectors: Set<String> = [
    "stripe", "paypal", "sumup", "mollie", "klarna", "adyen", "worldpay", "zettle", "izettle",
    "square", "gocardless", "wise", "payout", "payouts", "auszahlung", "sammler",
    "sammelgutschrift",
    "sammelueberweisung", "sammelbuchung", "bankgiro", "bankgirot", "bg", "plusgiro", "betalinger",
    "samlet", "batch", "bulk", "lockbox", "deposit", "einzahlung", "remise", "bordereau", "remesa",
    "distinta", "verzamelbetaling", "esr", "besr", "giro",
  ]
}
