import Domain

/// The steps from observations to hazards: payments on a delay over invoices at risk on it, for
/// all clients, then for each class of terms, then for each client in each class, every level
/// shrunk towards the one above it.
struct HazardFit {
  /// At-risk days, within the smoothing window, that the level above weighs as much as.
  static let termShrinkage = 30.0
  static let clientShrinkage = 30.0
  /// Expected payments that "like everyone else" weighs as much as in a client's frailty.
  static let frailtyShrinkage = 15.0
  static let hazardRange = 1e-4...0.98

  /// By term bucket.
  private(set) var terms: [DelayGrid] = []
  /// By client: its payments over those expected of it. Above 1 it pays sooner than others.
  private(set) var frailty: [Double] = []
  /// Hazards of each client in each of its term buckets, `DelayGrid.count` in a row.
  private(set) var cells: [Float] = []
  /// By client × `TermBucket.count` + bucket: its row in `cells`, or −1.
  private(set) var rows: [Int32] = []

  init(_ observations: Observations) {
    fitTerms(observations)
    frailty.reserveCapacity(observations.clients.count)
    rows = Array(repeating: -1, count: observations.clients.count * TermBucket.count)
    var start = 0
    while start < observations.records.count {
      let client = observations.records[start].client
      var end = start
      while end < observations.records.count, observations.records[end].client == client {
        end += 1
      }
      fitClient(client, observations.records[start..<end])
      start = end
    }
  }

  private mutating func fitTerms(_ observations: Observations) {
    var pooled = Tally()
    var byTerm = Array(repeating: Tally(), count: TermBucket.count)
    for record in observations.records {
      pooled.add(record, weight: record.pooledWeight)
      byTerm[record.term].add(record, weight: record.pooledWeight)
    }
    var prior = DelayGrid()
    for place in 0..<DelayGrid.count {
      prior[place] = PriorDelay.hazard(place + DelayGrid.first)
    }
    pooled.close()
    let all = pooled.hazard(backOff: prior, shrinkage: PriorDelay.atRiskDays)
    terms = byTerm.map { tally in
      var tally = tally
      tally.close()
      return tally.hazard(backOff: all, shrinkage: Self.termShrinkage)
    }
  }

  private mutating func fitClient(_ client: Int, _ records: ArraySlice<Observations.Record>) {
    var tallies: [(term: Int, tally: Tally)] = []
    for record in records {
      let place =
        tallies.firstIndex { $0.term == record.term }
        ?? { () -> Int in
          tallies.append((record.term, Tally()))
          return tallies.count - 1
        }()
      tallies[place].tally.add(record, weight: record.weight)
    }
    tallies.sort { $0.term < $1.term }
    var (observed, expected) = (Self.frailtyShrinkage, Self.frailtyShrinkage)
    for index in tallies.indices {
      tallies[index].tally.close()
      let (tally, level) = (tallies[index].tally, terms[tallies[index].term].values)
      for place in 0..<DelayGrid.count {
        observed += tally.paid.values[place]
        expected += tally.atRisk.values[place] * level[place]
      }
    }
    frailty.append(observed / expected)
    for (term, tally) in tallies {
      rows[client * TermBucket.count + term] = Int32(cells.count / DelayGrid.count)
      let base = backOff(term: term, frailty: observed / expected)
      let hazard = tally.hazard(backOff: base, shrinkage: Self.clientShrinkage)
      cells.append(contentsOf: hazard.values.lazy.map { Float($0.clamped(to: Self.hazardRange)) })
    }
  }

  /// The chances that an invoice of the record's client and terms is paid on each of some days in a
  /// row, before the calendar's say. They are laid into `chances`, which has room for them.
  func lay(
    _ record: Observations.Record, _ days: ClosedRange<Int>, into chances: inout [Double]
  ) {
    let row = Int(rows[record.client * TermBucket.count + record.term])
    let first = row * DelayGrid.count
    cells.withUnsafeBufferPointer { cells in
      chances.withUnsafeMutableBufferPointer { chances in
        DelayGrid.lay(
          UnsafeBufferPointer(rebasing: cells[first..<(first + DelayGrid.count)]),
          from: days.lowerBound - Int(record.due),
          over: UnsafeMutableBufferPointer(rebasing: chances[..<days.count]))
      }
    }
  }

  /// Corrects the hazards of late delays, in which most clients have no experience of their own.
  mutating func correct(by effect: LateEffect) {
    let delays = LateEffect.firstDelay...DelayGrid.last
    let first = DelayGrid.place(delays.lowerBound)
    let factors = delays.map { effect.multiplier($0) }
    for term in terms.indices {
      for (step, factor) in factors.enumerated() {
        terms[term][first + step] = min(terms[term][first + step] * factor, 0.95)
      }
    }
    let (cellFactors, cellMax) = (factors.map { Float($0) }, Float(Self.hazardRange.upperBound))
    for row in stride(from: 0, to: cells.count, by: DelayGrid.count) {
      for step in cellFactors.indices {
        let cell = cells[row + first + step] * cellFactors[step]
        cells[row + first + step] = cell < cellMax ? cell : cellMax
      }
    }
  }

  /// What is expected of a client in a class of terms in which it has no invoice.
  func backOff(term: Int, frailty: Double) -> DelayGrid {
    var base = terms[term]
    for place in 0..<DelayGrid.count { base[place] = min(base[place] * frailty, 0.95) }
    return base
  }
}

/// Weighted payments and invoices at risk by delay.
private struct Tally {
  var paid = DelayGrid()
  var atRisk = DelayGrid()

  mutating func add(_ record: Observations.Record, weight: Double) {
    guard record.firstAtRisk <= record.lastAtRisk else { return }
    let (first, last) = (record.delay(record.firstAtRisk), record.delay(record.lastAtRisk))
    // A payment off the grid tells only that the invoice was unpaid as far as the grid goes.
    guard last >= DelayGrid.first, first <= DelayGrid.last else { return }
    atRisk[DelayGrid.place(first)] += weight
    if last < DelayGrid.last { atRisk[DelayGrid.place(last + 1)] -= weight }
    if record.paid, last <= DelayGrid.last { paid[DelayGrid.place(last)] += weight }
  }

  /// Turns the marks at first and last days into counts at risk. Call it once, after all `add`s.
  mutating func close() { atRisk.accumulate() }

  func hazard(backOff: DelayGrid, shrinkage: Double) -> DelayGrid {
    var result = paid.smoothed()
    let exposure = atRisk.smoothed()
    for place in 0..<DelayGrid.count {
      result.values[place] =
        (result.values[place] + shrinkage * backOff.values[place])
        / (exposure.values[place] + shrinkage)
    }
    return result
  }
}

extension Double {
  func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
