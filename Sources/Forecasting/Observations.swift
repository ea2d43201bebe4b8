import Domain
import Glibc

/// A pay history as the fit reads it: one flat record an invoice, with its weights.
struct Observations {
  struct Record {
    let client: Int
    let term: Int
    /// First and last day on which it could have been seen paid, both included; empty (first >
    /// last) where there was none.
    let firstAtRisk: Int32
    let lastAtRisk: Int32
    let issued: Int32
    let due: Int32
    let paid: Bool
    /// The amount over the mean amount in its currency, at most 10.
    let size: Double
    /// By age, and by 1/n for the n invoices that end with the client's same decision.
    var weight: Double
    /// `weight`, less for clients with many invoices: what counts where clients are pooled.
    var pooledWeight: Double

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
    // still unpaid then; its earlier days would bias the hazard downwards.
    let firstPayment = entries.lazy.compactMap(\.settled).min()
    let meanAmounts = Self.meanAmounts(entries)
    var clients: [ID<Client>] = []
    var records: [Record] = []
    records.reserveCapacity(entries.count)
    var start = 0
    while start < entries.count {
      let client = entries[start].client
      let end = entries[start...].firstIndex { $0.client != client } ?? entries.count
      Self.append(
        entries[start..<end], client: clients.count, asOf: asOf, firstPayment: firstPayment,
        meanAmounts: meanAmounts,
        to: &records)
      clients.append(client)
      start = end
    }
    self.clients = clients
    self.records = records
  }

  /// By client, then day of payment, then day of issue. Only keys are moved, first to the other
  /// ones of their client, so that no more than a client's are sorted at a time.
  private static func sorted(_ history: PayHistory) -> [PayHistory.Entry] {
    struct Key {
      let days: Int64
      let index: Int
    }
    let (places, counts) = placesOfClients(history)
    var next = counts.indices.map { _ in 0 }
    var start = 0
    for place in counts.indices {
      next[place] = start
      start += counts[place]
    }
    var keys = [Key](repeating: Key(days: 0, index: 0), count: places.count)
    for (index, place) in places.enumerated() {
      let entry = history.entries[index]
      let settled = Int64((entry.known(at: history.asOf).settled ?? Day.far).number)
      let days = settled * (1 << 32) + Int64(entry.issueDate.number)
      keys[next[place]] = Key(days: days, index: index)
      next[place] += 1
    }
    start = 0
    for count in counts {
      keys[start..<(start + count)].sort { ($0.days, $0.index) < ($1.days, $1.index) }
      start += count
    }
    return keys.map { history.entries[$0.index].known(at: history.asOf) }
  }

  /// The place of each entry's client in the order of clients, and how many entries each has.
  private static func placesOfClients(_ history: PayHistory) -> (places: [Int], counts: [Int]) {
    var places: [Int] = []
    places.reserveCapacity(history.entries.count)
    var (found, clients): ([ID<Client>: Int], [ID<Client>]) = ([:], [])
    var (client, place): (ID<Client>?, Int) = (nil, 0)
    for entry in history.entries {
      if entry.client != client {
        client = entry.client
        place = found[entry.client] ?? clients.count
        if place == clients.count {
          found[entry.client] = place
          clients.append(entry.client)
        }
      }
      places.append(place)
    }
    var rank = [Int](repeating: 0, count: clients.count)
    for (order, place) in clients.indices.sorted(by: { clients[$0] < clients[$1] }).enumerated() {
      rank[place] = order
    }
    var counts = [Int](repeating: 0, count: clients.count)
    for index in places.indices {
      places[index] = rank[places[index]]
      counts[places[index]] += 1
    }
    return (places, counts)
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
        let first = min(max(entry.issueDate, firstPayment ?? entry.issueDate), settled ?? .far)
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
