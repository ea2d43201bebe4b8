import Domain
import Glibc

/// A pay history as the fit reads it: one flat record an invoice, with its weights.
struct Observations {
  struct Record {
    private let clientPlace: Int32
    private let termBucket: UInt8
    let paid: Bool
    /// First and last day on which it could have been seen paid, both included; empty (first >
    /// last) where there was none.
    let firstAtRisk: Int32
    let lastAtRisk: Int32
    let issued: Int32
    let due: Int32
    /// The amount over the mean amount in its currency, at most 10.
    let size: Double
    /// By age, and by 1/n for the n invoices that end with the client's same decision.
    var weight: Double
    /// `weight`, less for clients with many invoices: what counts where clients are pooled.
    var pooledWeight: Double

    init(
      client: Int, term: Int, firstAtRisk: Int32, lastAtRisk: Int32, issued: Int32, due: Int32,
      paid: Bool, size: Double, weight: Double, pooledWeight: Double
    ) {
      clientPlace = Int32(truncatingIfNeeded: client)
      termBucket = UInt8(truncatingIfNeeded: term)
      (self.firstAtRisk, self.lastAtRisk) = (firstAtRisk, lastAtRisk)
      (self.issued, self.due, self.paid) = (issued, due, paid)
      (self.size, self.weight, self.pooledWeight) = (size, weight, pooledWeight)
    }

    var client: Int { Int(clientPlace) }
    /// As `TermBucket` counts.
    var term: Int { Int(termBucket) }

    func delay(_ day: Int32) -> Int { Int(day - due) }
  }

  let asOf: Day
  /// In ascending order; a client's place is its index everywhere else.
  let clients: [ID<Client>]
  /// By client.
  let records: [Record]

  /// A payment of a year ago counts half of one of today.
  private static let decayPerDay = 0.998_102_768_651_594_6

  init(_ history: PayHistory) {
    asOf = history.asOf
    let entries = Self.sorted(history)
    // An invoice from before the first payment we know of is in the books only because it was
    // still unpaid then; its earlier days would bias the hazard downwards. So would all days of a
    // list of open items without any payment: it shows nobody who paid.
    let firstPayment = entries.lazy.compactMap(\.settled).min()
    let meanAmounts = Self.meanAmounts(entries)
    var records: [Record] = []
    records.reserveCapacity(entries.count)
    let runs = history.clients
    for (client, run) in runs.enumerated() {
      Self.append(
        entries[run.places], client: client, asOf: asOf, firstPayment: firstPayment,
        meanAmounts: meanAmounts, to: &records)
    }
    clients = runs.map(\.client)
    self.records = records
  }

  /// By client, then day of payment, then day of issue. Only keys are moved, and no more than a
  /// client's are sorted at a time.
  private static func sorted(_ history: PayHistory) -> [PayHistory.Entry] {
    struct Key {
      let days: Int64
      let index: Int
    }
    var keys = history.entries.enumerated().map { index, entry in
      let settled = Int64((entry.known(at: history.asOf).settled ?? Day.far).number)
      return Key(days: settled * (1 << 32) + Int64(entry.issueDate.number), index: index)
    }
    for (_, places) in history.clients {
      keys[places].sort { ($0.days, $0.index) < ($1.days, $1.index) }
    }
    return keys.map { history.entries[$0.index].known(at: history.asOf) }
  }

  private static func append(
    _ entries: ArraySlice<PayHistory.Entry>, client: Int, asOf: Day, firstPayment: Day?,
    meanAmounts: [Currency: Double],
    to records: inout [Record]
  ) {
    var (currency, mean): (Currency?, Double) = (nil, 1)
    let clientWeight = pow(Double(entries.count), -0.35)
    var start = entries.startIndex
    while start < entries.endIndex {
      let settled = entries[start].settled
      let end = entries[start...].firstIndex { $0.settled != settled } ?? entries.endIndex
      let age = asOf + 1 - (settled ?? asOf + 1)
      let weight = power(decayPerDay, max(0, age)) / Double(end - start)
      for entry in entries[start..<end] {
        if currency != entry.total.currency {
          currency = entry.total.currency
          mean = meanAmounts[entry.total.currency] ?? 1
        }
        let last = settled ?? asOf
        let first = min(max(entry.issueDate, firstPayment ?? .far), settled ?? .far)
        records.append(
          Record(
            client: client, term: TermBucket.of(entry), firstAtRisk: first.number,
            lastAtRisk: last.number, issued: entry.issueDate.number,
            due: entry.dueDate.number, paid: settled != nil,
            size: min(Double(entry.total.minorUnits) / mean, 10),
            weight: weight, pooledWeight: weight * clientWeight))
      }
      start = end
    }
  }

  /// In minor units, at least 1.
  private static func meanAmounts(_ entries: [PayHistory.Entry]) -> [Currency: Double] {
    var sums: [Currency: (amount: Double, count: Double)] = [:]
    var (currency, sum): (Currency?, (amount: Double, count: Double)) = (nil, (0, 0))
    // Entries of a client, and mostly of all, are in one currency: it is looked up when it changes.
    for entry in entries {
      if currency != entry.total.currency {
        if let currency { sums[currency] = sum }
        currency = entry.total.currency
        sum = sums[entry.total.currency] ?? (0, 0)
      }
      sum.amount += Double(entry.total.minorUnits)
      sum.count += 1
    }
    if let currency { sums[currency] = sum }
    return sums.mapValues { max(1, $0.amount / $0.count) }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}

extension PayHistory.Entry {
  /// The entry without a payment that comes after `day`.
  func known(at day: Day) -> PayHistory.Entry {
    guard let settled, settled > day else { return self }
    var open = self
    open.settled = nil
    return open
  }
}

extension Day {
  fileprivate static let far = Day(number: .max)
}

/// Agreed days to pay, in classes that tend to be paid alike.
enum TermBucket {
  static let count = 8

  static func of(_ entry: PayHistory.Entry) -> Int { of(days: entry.dueDate - entry.issueDate) }

  /// 0, 1–7, 8–14, 15–21, 22–29, 30–44, 45–59, 60 and more days.
  static func of(days: Int) -> Int {
    switch days {
    case ...0: 0
    case ...7: 1
    case ...14: 2
    case ...21: 3
    case ...29: 4
    case ...44: 5
    case ...59: 6
    default: 7
    }
  }
}
