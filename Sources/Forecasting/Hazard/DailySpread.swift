/// The spread of the money that has come by the end of each day ahead: a `CashSpread` a day.
struct DailySpread {
  private(set) var total = 0.0
  private var mean: [Double]
  private var variance: [Double]
  /// Of the client whose payments are being added: the sum of standard deviations.
  private var clientDeviation: [Double]
  /// The places whose `clientDeviation` may not be zero.
  private var isClientEmpty = true

  /// For the first `days` days after as-of.
  init(days: Int) {
    mean = Array(repeating: 0, count: days)
    variance = mean
    clientDeviation = mean
  }

  /// Adds payments of the client at hand, with the probability to have come by each day.
  mutating func add(_ amounts: AlikeAmounts, by cash: [Double]) {
    precondition(cash.count >= mean.count, "\(cash.count) days of \(mean.count)")
    total += amounts.amount
    isClientEmpty = false
    let amount = amounts.amount
    let squares = (1 - CashSpread.clientCorrelation) * amounts.squares
    // 18 million steps for 100,000 items: the buffers let the compiler do several days at once.
    cash.withUnsafeBufferPointer { cash in
      mean.withUnsafeMutableBufferPointer { mean in
        variance.withUnsafeMutableBufferPointer { variance in
          clientDeviation.withUnsafeMutableBufferPointer { client in
            for day in 0..<mean.count {
              let chance = cash[day]
              let product = chance * (1 - chance)
              let doubt = product > 0 ? product : 0
              mean[day] += amount * chance
              variance[day] += squares * doubt
              client[day] += amount * doubt.squareRoot()
            }
          }
        }
      }
    }
  }

  /// Ends a client: what is added next is another's.
  mutating func endClient() {
    guard !isClientEmpty else { return }
    isClientEmpty = true
    for day in clientDeviation.indices {
      variance[day] += CashSpread.clientCorrelation * clientDeviation[day] * clientDeviation[day]
      clientDeviation[day] = 0
    }
  }

  /// What has come by the end of a day, by its place; of one beyond the last day, by that.
  subscript(place: Int) -> CashSpread {
    let day = min(place, mean.count - 1)
    return CashSpread(total: total, mean: mean[day], variance: variance[day])
  }

  var days: Int { mean.count }
}
