/// Prices at which a covering choice falls apart into its groups: one for what is needed, and a
/// toll on what each source with a ceiling gives.
///
/// Whatever the prices, the groups' best choices at them make a bound from below; `fit` looks for
/// the prices at which that is highest.
struct CoverPrices {
  private let need: Double
  /// Nil: no ceiling.
  private let ceilings: [Double?]
  private var price = 0.0
  private var tolls: [Double]
  private(set) var bound = 0.0

  init(need: Int64, ceilings: [Int64]) {
    self.need = Double(need)
    self.ceilings = ceilings.map { $0 == .max ? nil : Double($0) }
    tolls = ceilings.map { _ in 0 }
  }

  /// What an option costs at the prices.
  func reduced(_ option: CheapestCover.Option) -> Double {
    Double(option.cost) + (tolls[option.source] - price) * Double(option.gain)
  }

  /// What is missing at its price, less what is left below the ceilings at theirs.
  func value(_ missing: Int64, _ left: [Int64]) -> Double {
    var value = price * Double(missing)
    for source in tolls.indices where tolls[source] > 0 {
      value -= tolls[source] * Double(left[source])
    }
    return value
  }

  /// Polyak's steps up the bound, each as long as the distance to the best known cost allows. The
  /// first price is that of the last option needed if there were no ceilings, which is the best
  /// one then.
  mutating func fit(_ groups: CheapestCover.Groups, upperBound: Int64) {
    price = startingPrice(groups)
    var current = self
    var slope = current.measure(groups)
    self = current
    guard slope.contains(where: { $0 > 0 }) || tolls.count > 1 else { return }
    let steps = groups.count > 20_000 ? 60 : 200
    var stride = 1.0
    for step in 0..<steps {
      let goal = upperBound == .max ? abs(bound) * 1.1 + 1 : Double(upperBound)
      let size = slope.reduce(0) { $0 + $1 * $1 }
      guard size > 0, goal - current.bound > 0.5 else { break }
      let length = stride * (goal - current.bound) / size
      current.price = max(0, current.price + length * slope[0])
      for source in tolls.indices where ceilings[source] != nil {
        current.tolls[source] = max(0, current.tolls[source] + length * slope[source + 1])
      }
      slope = current.measure(groups)
      if current.bound > bound { self = current } else if step % 10 == 9 { stride *= 0.7 }
    }
  }

  private func startingPrice(_ groups: CheapestCover.Groups) -> Double {
    let cheapest = (0..<groups.count).compactMap { group in
      groups.options[groups.range(group)].lazy
        .map { (rate: Double($0.cost) / Double($0.gain), gain: Double($0.gain)) }
        .min { $0.rate < $1.rate }
    }.sorted { $0.rate < $1.rate }
    var gain = 0.0
    for option in cheapest {
      gain += option.gain
      if gain >= need { return option.rate }
    }
    return cheapest.last?.rate ?? 0
  }

  /// Reckons the bound at the prices; gives how it changes with the price and with each toll.
  private mutating func measure(_ groups: CheapestCover.Groups) -> [Double] {
    var sum = 0.0
    var slope = [need] + ceilings.map { -($0 ?? 0) }
    for group in 0..<groups.count {
      var (place, cost) = (-1, 0.0)
      for index in groups.range(group) {
        let reduced = reduced(groups.options[index])
        if reduced < cost { (place, cost) = (index, reduced) }
      }
      guard place >= 0 else { continue }
      let best = groups.options[place]
      sum += cost
      slope[0] -= Double(best.gain)
      if ceilings[best.source] != nil { slope[best.source + 1] += Double(best.gain) }
    }
    bound = sum + price * need
    for (toll, ceiling) in zip(tolls, ceilings) { bound -= toll * (ceiling ?? 0) }
    // A price at zero cannot go lower.
    if price == 0 { slope[0] = max(0, slope[0]) }
    for source in tolls.indices {
      if ceilings[source] == nil { slope[source + 1] = 0 }
      if tolls[source] == 0 { slope[source + 1] = max(0, slope[source + 1]) }
    }
    return slope
  }
}
