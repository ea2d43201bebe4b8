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
    /// Below zero: to take none.
    let index: Int
    let source: Int
    let gain: Int64
    let cost: Int64

    fileprivate static let none = Option(index: -1, source: 0, gain: 0, cost: 0)
  }

  /// Options in groups, one array for all: there may be a hundred thousand groups.
  struct Groups {
    fileprivate(set) var options: [Option] = []
    /// Where each group begins, and the end.
    private(set) var starts = [0]

    init() {}

    /// `options` by group; groups without any are left out.
    init(_ options: [[Option]]) {
      for group in options where !group.isEmpty { append(group) }
    }

    var count: Int { starts.count - 1 }

    func range(_ group: Int) -> Range<Int> { starts[group]..<starts[group + 1] }

    fileprivate mutating func append(_ group: some Sequence<Option>) {
      options.append(contentsOf: group)
      starts.append(options.count)
    }

    /// What all together could gain, at most.
    func most(ceilings: [Int64]) -> Int64 {
      var bySource = ceilings.map { _ in Int64(0) }
      var total: Int64 = 0
      for group in 0..<count {
        total += options[range(group)].reduce(0) { max($0, $1.gain) }
      }
      for option in options { bySource[option.source] += option.gain }
      return min(total, zip(bySource, ceilings).map { min($0, $1) }.reduce(0, +))
    }
  }

  private let need: Int64
  private let ceilings: [Int64]
  private let groups: Groups
  private var prices: CoverPrices
  private(set) var best: [Int] = []
  private(set) var bestCost = Int64.max
  private(set) var isProven = true
  /// No choice costs less.
  private(set) var lowerBound: Int64 = 0

  /// A source without a ceiling has the largest number as its own.
  init(_ groups: Groups, need: Int64, ceilings: [Int64]) {
    self.need = need
    self.ceilings = ceilings
    self.groups = groups
    prices = CoverPrices(need: need, ceilings: ceilings)
  }

  mutating func run(stepsMax: Int) {
    guard need > 0, groups.most(ceilings: ceilings) >= need else { return }
    takeGreedily()
    prices.fit(groups, upperBound: bestCost)
    lowerBound = max(0, Int64((prices.bound - 0.001).rounded(.up)))
    search(arranged(), stepsMax: stepsMax)
    if isProven { lowerBound = bestCost }
  }

  /// A first choice: by cost for what they gain until the need is met; then the dearest that are
  /// not needed go.
  private mutating func takeGreedily() {
    struct Candidate {
      let option: Option
      let group: Int
      let rate: Double
    }
    var candidates: [Candidate] = []
    candidates.reserveCapacity(groups.options.count)
    for group in 0..<groups.count {
      for option in groups.options[groups.range(group)] {
        candidates.append(
          Candidate(
            option: option, group: group, rate: Double(option.cost) / Double(option.gain)))
      }
    }
    candidates.sort { $0.rate < $1.rate }
    var isTaken = [Bool](repeating: false, count: groups.count)
    var left = ceilings
    var (taken, gain): ([Option], Int64) = ([], 0)
    for candidate in candidates where gain < need {
      let option = candidate.option
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

  /// The groups with the choice to take none, the clearest first, and in each the best at the
  /// prices first.
  private func arranged() -> Groups {
    var choices = Groups()
    var clearness: [(group: Int, value: Double)] = []
    for group in 0..<groups.count {
      let options = (groups.options[groups.range(group)] + [.none])
        .map { (option: $0, cost: prices.reduced($0)) }.sorted { $0.cost < $1.cost }
      clearness.append((group, options[1].cost - options[0].cost))
      choices.append(options.lazy.map(\.option))
    }
    clearness.sort { $0.value > $1.value }
    var arranged = Groups()
    for (group, _) in clearness { arranged.append(choices.options[choices.range(group)]) }
    return arranged
  }

  private mutating func search(_ groups: Groups, stepsMax: Int) {
    let rest = Self.rest(groups, prices)
    // A stack of choices instead of recursion: a ledger may have a hundred thousand invoices.
    var stack: [Int] = []
    // The stack of the best choice, and how far the one at hand has been the same since.
    var (bestStack, same): ([Int], Int) = ([], 0)
    var state = State(missing: need, cost: 0, left: ceilings)
    var next = 0
    for step in 0...stepsMax {
      if step == stepsMax {
        isProven = false
        break
      }
      let place = stack.count
      if state.missing <= 0 && state.cost < bestCost {
        bestCost = state.cost
        bestStack.replaceSubrange(same..., with: stack[same...])
        same = stack.count
      }
      let isHopeless =
        state.missing <= 0 || rest[place].gain < state.missing
        || isDearer(prices.value(state.missing, state.left) + rest[place].reduced, state.cost)
      if !isHopeless, place < groups.count,
        let choice = choice(groups, groups.range(place), from: next, state)
      {
        state.take(groups.options[choice])
        stack.append(choice)
        next = 0
        continue
      }
      // Back to the last choice; go on with the next one there.
      guard let last = stack.popLast() else { break }
      same = min(same, stack.count)
      state.drop(groups.options[last])
      next = last + 1 - groups.range(stack.count).lowerBound
    }
    guard !bestStack.isEmpty else { return }
    best = bestStack.map { groups.options[$0].index }.filter { $0 >= 0 }
  }

  /// Whether nothing below a state can be cheaper than the best: costs are whole.
  private func isDearer(_ rest: Double, _ cost: Int64) -> Bool {
    bestCost != .max && Double(cost) + rest > Double(bestCost) - 1 + 0.001
  }

  private func choice(
    _ groups: Groups, _ range: Range<Int>, from first: Int, _ state: State
  ) -> Int? {
    for index in (range.lowerBound + first)..<max(range.upperBound, range.lowerBound + first)
    where groups.options[index].gain <= state.left[groups.options[index].source] {
      return index
    }
    return nil
  }

  /// From each group on, what could be gained at most, and what the best choices cost at the
  /// prices.
  private static func rest(
    _ groups: Groups, _ prices: CoverPrices
  ) -> [(gain: Int64, reduced: Double)] {
    var rest = Array(repeating: (gain: Int64(0), reduced: 0.0), count: groups.count + 1)
    for place in (0..<groups.count).reversed() {
      let options = groups.options[groups.range(place)]
      rest[place] = (
        rest[place + 1].gain + options.reduce(0) { max($0, $1.gain) },
        rest[place + 1].reduced + prices.reduced(options[options.startIndex])
      )
    }
    return rest
  }

  private struct State {
    var missing: Int64
    var cost: Int64
    var left: [Int64]

    mutating func take(_ option: Option) {
      missing -= option.gain
      cost += option.cost
      left[option.source] -= option.gain
    }

    mutating func drop(_ option: Option) {
      missing += option.gain
      cost -= option.cost
      left[option.source] += option.gain
    }
  }
}
