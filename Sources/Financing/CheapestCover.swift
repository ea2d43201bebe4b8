/// The cheapest choice of at most one option a group that gains what is needed, with a ceiling on
/// what each source gives.
///
/// Branch and bound, depth first. The bound is Lagrange's: a price for what is missing and a toll
/// on each source's ceiling turn the rest into a sum over the groups, each at its best. Groups of
/// which the choice is clear at those prices come first, so that the search is among the others.
/// Exact, unless it takes more than `stepsMax` steps; then the best choice found is given with the
/// bound at the root.
struct CheapestCover {
  /// Gains and costs are in minor units, gains above zero.
  struct Option {
    let index: Int
    let source: Int
    let gain: Int64
    let cost: Int64
  }

  private struct Group {
    /// The best at the prices first; nil is to take none.
    var options: [Option?]
    /// By how much the best is better than the next.
    var clearness: Double
    /// What the best costs at the prices: zero or less.
    var reduced: Double
  }

  private let need: Int64
  private let ceilings: [Int64]
  private var groups: [Group]
  private var prices: CoverPrices
  private(set) var best: [Int] = []
  private(set) var bestCost = Int64.max
  private(set) var isProven = true
  /// No choice costs less.
  private(set) var lowerBound: Int64 = 0

  /// `options` in groups; a source without a ceiling has the largest number.
  init(_ options: [[Option]], need: Int64, ceilings: [Int64]) {
    self.need = need
    self.ceilings = ceilings
    groups = options.filter { !$0.isEmpty }.map {
      Group(options: $0, clearness: 0, reduced: 0)
    }
    prices = CoverPrices(need: need, ceilings: ceilings)
  }

  /// What all together could gain, at most.
  static func most(_ options: [[Option]], ceilings: [Int64]) -> Int64 {
    var bySource = ceilings.map { _ in Int64(0) }
    var total: Int64 = 0
    for group in options {
      total += group.map(\.gain).max() ?? 0
      for option in group { bySource[option.source] += option.gain }
    }
    return min(total, zip(bySource, ceilings).map { min($0, $1) }.reduce(0, +))
  }

  mutating func run(stepsMax: Int) {
    guard need > 0 else { return }
    let options = groups.map { $0.options.compactMap { $0 } }
    guard Self.most(options, ceilings: ceilings) >= need else { return }
    takeGreedily(options)
    prices.fit(options, upperBound: bestCost)
    lowerBound = max(0, Int64((prices.bound - 0.001).rounded(.up)))
    for index in groups.indices { arrange(&groups[index]) }
    groups.sort { $0.clearness > $1.clearness }
    search(stepsMax: stepsMax)
    if isProven { lowerBound = bestCost }
  }

  private func arrange(_ group: inout Group) {
    let choices = (group.options + [nil]).map { option in
      (option: option, cost: option.map { prices.reduced($0) } ?? 0)
    }.sorted { $0.cost < $1.cost }
    group.options = choices.map(\.option)
    group.reduced = choices[0].cost
    group.clearness = choices[1].cost - choices[0].cost
  }

  /// A first choice: by cost for what they gain until the need is met; then the dearest that are
  /// not needed go.
  private mutating func takeGreedily(_ options: [[Option]]) {
    struct Candidate {
      let option: Option
      let group: Int
      let rate: Double
    }
    var candidates: [Candidate] = []
    for (group, options) in options.enumerated() {
      for option in options {
        candidates.append(
          Candidate(
            option: option, group: group, rate: Double(option.cost) / Double(option.gain)))
      }
    }
    candidates.sort { $0.rate < $1.rate }
    var isTaken = [Bool](repeating: false, count: options.count)
    var left = ceilings
    var (taken, gain): ([Option], Int64) = ([], 0)
    for candidate in candidates {
      let option = candidate.option
      guard gain < need else { break }
      guard !isTaken[candidate.group], option.gain <= left[option.source] else { continue }
      isTaken[candidate.group] = true
      left[option.source] -= option.gain
      gain += option.gain
      taken.append(option)
    }
    guard gain >= need else { return }
    var kept: [Option] = []
    for option in taken.sorted(by: { $0.cost > $1.cost }) {
      if gain - option.gain >= need { gain -= option.gain } else { kept.append(option) }
    }
    best = kept.map(\.index)
    bestCost = kept.map(\.cost).reduce(0, +)
  }

  private mutating func search(stepsMax: Int) {
    let rest = suffixes()
    // A stack of choices instead of recursion: a ledger may have a hundred thousand invoices.
    var stack: [Int] = []
    stack.reserveCapacity(groups.count)
    var state = State(missing: need, cost: 0, left: ceilings)
    var next = 0
    var steps = 0
    while true {
      steps += 1
      if steps > stepsMax {
        isProven = false
        return
      }
      let place = stack.count
      if state.missing <= 0 && state.cost < bestCost {
        bestCost = state.cost
        best = stack.enumerated().compactMap { groups[$0].options[$1]?.index }
      }
      let isHopeless =
        state.missing <= 0 || rest[place].gain < state.missing
        || isDearer(prices.value(state.missing, state.left) + rest[place].reduced, state.cost)
      if !isHopeless, place < groups.count,
        let choice = choice(of: groups[place], from: next, state)
      {
        state.take(groups[place].options[choice])
        stack.append(choice)
        next = 0
        continue
      }
      // Back to the last choice; go on with the next one there.
      guard let last = stack.popLast() else { return }
      state.drop(groups[stack.count].options[last])
      next = last + 1
    }
  }

  /// Whether nothing below a state can be cheaper than the best: costs are whole.
  private func isDearer(_ rest: Double, _ cost: Int64) -> Bool {
    bestCost != .max && Double(cost) + rest > Double(bestCost) - 1 + 0.001
  }

  private func choice(of group: Group, from first: Int, _ state: State) -> Int? {
    var index = first
    while index < group.options.count {
      guard let option = group.options[index], option.gain > state.left[option.source] else {
        return index
      }
      index += 1
    }
    return nil
  }

  private func suffixes() -> [(gain: Int64, reduced: Double)] {
    var rest = Array(repeating: (gain: Int64(0), reduced: 0.0), count: groups.count + 1)
    for place in groups.indices.reversed() {
      let gain = groups[place].options.compactMap { $0?.gain }.max() ?? 0
      rest[place] = (
        rest[place + 1].gain + gain, rest[place + 1].reduced + groups[place].reduced
      )
    }
    return rest
  }

  private struct State {
    var missing: Int64
    var cost: Int64
    var left: [Int64]

    mutating func take(_ option: Option?) {
      guard let option else { return }
      missing -= option.gain
      cost += option.cost
      left[option.source] -= option.gain
    }

    mutating func drop(_ option: Option?) {
      guard let option else { return }
      missing += option.gain
      cost -= option.cost
      left[option.source] += option.gain
    }
  }
}
