import Dispatch
import Domain
import Synchronization

/// Simulated futures: in each, every open item is paid on one day, or not at all.
///
/// In a future, each client has a mood: how early or late it pays compared with what is likely. An
/// item follows it with the square root of the correlation that `CashSpread` assumes as
/// probability, and is on its own otherwise: two items of a client that are equally likely to be
/// paid then hang together with just that correlation. The same seed gives the same futures,
/// whatever the number of threads.
package struct CashPaths: Sendable {
  /// How many futures, from which seed; `threads` changes the time only.
  package struct Options: Hashable, Sendable {
    package var count: Int
    package var seed: UInt64
    package var threads: Int

    package init(count: Int, seed: UInt64 = 1, threads: Int = 1) {
      (self.count, self.seed, self.threads) = (count, seed, threads)
    }
  }

  /// The items of one currency as the simulation needs them, a client's together.
  struct Samples {
    static let quantileCount = 256

    let currency: Currency
    fileprivate var clients: [ID<Client>] = []
    fileprivate var amounts: [Double] = []
    /// Where each item's quantiles begin: items that are paid alike have the same.
    fileprivate var starts: [Int] = []
    /// `quantileCount` for each curve: places of the days by which an item is paid with evenly
    /// spread probabilities; `days` where it is paid later than is looked at, or not at all.
    fileprivate var quantiles: [UInt16] = []
    private let days: Int
    private var isCurveNew = true

    /// For futures of `days` days.
    init(_ currency: Currency, days: Int) {
      self.currency = currency
      self.days = days
    }

    mutating func add(_ amount: Money, of client: ID<Client>, _ curve: PaidCurve) {
      if isCurveNew { append(curve) }
      isCurveNew = false
      clients.append(client)
      amounts.append(Double(amount.minorUnits))
      starts.append(quantiles.count - Self.quantileCount)
    }

    /// What is added next follows another curve.
    mutating func endCurve() { isCurveNew = true }

    private mutating func append(_ curve: PaidCurve) {
      let start = quantiles.count
      quantiles.append(contentsOf: repeatElement(UInt16(days), count: Self.quantileCount))
      curve.cash.withUnsafeBufferPointer { cash in
        quantiles.withUnsafeMutableBufferPointer { quantiles in
          var step = 0
          for day in 0..<days {
            let steps = min(Int(cash[day] * Double(Self.quantileCount) + 0.5), Self.quantileCount)
            while step < steps {
              quantiles[start &+ step] = UInt16(truncatingIfNeeded: day)
              step &+= 1
            }
          }
        }
      }
    }
  }

  /// A multiple of 4, and few enough for their sums to stay in a processor's nearest memory.
  private static let blockPaths = 64

  private let count: Int
  private let days: Int
  /// By currency: the money that has come by the end of each day, path after path.
  private let come: [Currency: [Double]]

  /// Futures of `days` days.
  init(_ samples: [Samples], days: Int, _ options: Options) {
    precondition(options.count > 0 && options.threads > 0, "\(options)")
    // Whole blocks are simulated; of the last only so many futures are looked at.
    count = options.count
    self.days = days
    come = Dictionary(
      uniqueKeysWithValues: samples.map {
        ($0.currency, Self.simulate($0, days: days, options))
      })
  }

  private static func simulate(_ samples: Samples, days: Int, _ options: Options) -> [Double] {
    let blocks = (options.count + blockPaths - 1) / blockPaths
    let done = Mutex<[(block: Int, come: [Double])]>([])
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(options.threads, blocks)) { _ in
      while true {
        let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard block < blocks else { break }
        let come = Self.block(
          samples, days, blockPaths, seed: options.seed &+ UInt64(block) &* 0x9E37)
        done.withLock { $0.append((block, come)) }
      }
    }
    return done.withLock { $0.sorted { $0.block < $1.block }.flatMap(\.come) }
  }

  /// A small random generator, SplitMix64: its states are numbered, so that draws are made several
  /// at once.
  private static func random(_ state: UInt64) -> UInt64 {
    var z = state &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func block(
    _ samples: Samples, _ days: Int, _ paths: Int, seed: UInt64
  ) -> [Double] {
    // A day more than is looked at takes what comes later or never.
    var come = [Double](repeating: 0, count: paths * (days + 1))
    var moods = [UInt64](repeating: 0, count: paths)
    come.withUnsafeMutableBufferPointer { come in
      moods.withUnsafeMutableBufferPointer { moods in
        samples.quantiles.withUnsafeBufferPointer { quantiles in
          followings.withUnsafeBufferPointer { followings in
            var client: ID<Client>?
            var state = random(seed) >> 8
            for item in samples.amounts.indices {
              if client != samples.clients[item] {
                client = samples.clients[item]
                for path in 0..<paths { moods[path] = random(state &+ UInt64(path)) & 0xFF }
                state &+= UInt64(paths)
              }
              let mine = UnsafeBufferPointer(rebasing: quantiles[samples.starts[item]...])
              pay(
                samples.amounts[item], mine, UnsafeBufferPointer(moods), followings, days + 1,
                state, into: come)
              state &+= UInt64(paths)
            }
          }
        }
      }
    }
    return accumulated(come, days, paths)
  }

  /// All bits for the draws, of 256, that follow the client's mood: √0.3 of them; else none. A
  /// table, so that the choice is no branch, which a processor could only guess.
  private static let followings: [UInt64] = (0..<256).map { draw in
    Double(draw) < 256 * CashSpread.clientCorrelation.squareRoot() ? .max : 0
  }

  /// Draws for one item a day in each future, four futures from one random number. It runs 200
  /// million times for 2,000 futures of 100,000 items.
  private static func pay(
    _ amount: Double, _ quantiles: UnsafeBufferPointer<UInt16>,
    _ moods: UnsafeBufferPointer<UInt64>, _ followings: UnsafeBufferPointer<UInt64>,
    _ stride: Int, _ state: UInt64, into come: UnsafeMutableBufferPointer<Double>
  ) {
    var path = 0
    while path < moods.count {
      var draws = random(state &+ UInt64(truncatingIfNeeded: path))
      for next in 0..<4 {
        let follows = followings[Int(truncatingIfNeeded: draws & 0xFF)]
        let step = (moods[path &+ next] & follows) | ((draws >> 8 & 0xFF) & ~follows)
        let day = Int(quantiles[Int(truncatingIfNeeded: step)])
        come[(path &+ next) &* stride &+ day] += amount
        draws >>= 16
      }
      path &+= 4
    }
  }

  /// Turns what comes on each day into what has come by its end, and drops what comes later.
  private static func accumulated(_ come: [Double], _ days: Int, _ paths: Int) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(paths * days)
    for path in 0..<paths {
      var sum = 0.0
      for day in 0..<days {
        sum += come[path * (days + 1) + day]
        result.append(sum)
      }
    }
    return result
  }

  /// The rows of one currency with the ranges of the simulated futures.
  func ranges(_ rows: [CashFlow.Row], asOf: Day) -> [CashFlow.Row] {
    var before = -1
    var paidIn = rows.first.map { Money.zero($0.currency) }
    return rows.map { row in
      let end = min(PaidCurve.place(of: row.period.last, asOf: asOf), days - 1)
      let single = ends(row.currency, after: before, through: end)
      let running = ends(row.currency, after: -1, through: end)
      before = end
      let all = (paidIn ?? .zero(row.currency)) + row.expectedIn
      paidIn = all
      let spent = row.balanceExpected - all
      var row = row
      (row.lowIn, row.highIn) = (min(single.low, row.expectedIn), max(single.high, row.expectedIn))
      row.balanceLow = min(spent + running.low, row.balanceExpected)
      row.balanceHigh = max(spent + running.high, row.balanceExpected)
      return row
    }
  }

  /// The 10 % and 90 % points of what comes in a span of days.
  private func ends(
    _ currency: Currency, after first: Int, through last: Int
  ) -> (low: Money, high: Money) {
    guard let come = come[currency] else { return (.zero(currency), .zero(currency)) }
    let sums = (0..<count).map { path in
      come[path * days + last] - (first < 0 ? 0 : come[path * days + first])
    }.sorted()
    func money(_ share: Double) -> Money {
      let place = min(Int(Double(count) * share), count - 1)
      return Money(minorUnits: Int64(sums[place].rounded()), currency: currency)
    }
    return (money(0.1), money(0.9))
  }

  /// The share of futures in which by the end of any day less has come than is needed by then.
  func chance(_ currency: Currency, below needs: [Double]) -> Double {
    let come = come[currency] ?? [Double](repeating: 0, count: count * days)
    let short = (0..<count).count { path in
      (0..<min(days, needs.count)).contains { come[path * days + $0] < needs[$0] - 0.5 }
    }
    return Double(short) / Double(count)
  }
}
