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
    var tallies: [Tally?] = Array(repeating: nil, count: TermBucket.count)
    for record in records {
      if tallies[record.term] == nil { tallies[record.term] = Tally() }
      tallies[record.term]!.add(record, weight: record.weight)
    }
    var (observed, expected) = (Self.frailtyShrinkage, Self.frailtyShrinkage)
    for term in tallies.indices where tallies[term] != nil {
      tallies[term]!.close()
      for place in 0..<DelayGrid.count {
        observed += tallies[term]!.paid[place]
        expected += tallies[term]!.atRisk[place] * terms[term][place]
      }
    }
    frailty.append(observed / expected)
    for term in tallies.indices {
      guard let tally = tallies[term] else { continue }
      rows[client * TermBucket.count + term] = Int32(cells.count / DelayGrid.count)
      let base = backOff(term: term, frailty: observed / expected)
      let hazard = tally.hazard(backOff: base, shrinkage: Self.clientShrinkage)
      for place in 0..<DelayGrid.count {
        cells.append(Float(hazard[place].clamped(to: Self.hazardRange)))
      }
    }
  }

  /// The chances that an invoice of the record's client and terms is paid on a day, before the
  /// calendar's say.
  func chances(_ record: Observations.Record) -> Chances {
    let row = Int(rows[record.client * TermBucket.count + record.term])
    return Chances(cells: cells, start: row * DelayGrid.count, due: Int(record.due))
  }

  struct Chances {
    fileprivate let cells: [Float]
    fileprivate let start: Int
    fileprivate let due: Int

    func on(_ day: Int) -> Double { Double(cells[start + DelayGrid.place(day - due)]) }
  }

  /// Corrects the hazards of late delays, in which most clients have no experience of their own.
  mutating func correct(by effect: LateEffect) {
    for delay in LateEffect.firstDelay...DelayGrid.last {
      let (place, factor) = (DelayGrid.place(delay), effect.multiplier(delay))
      for term in terms.indices { terms[term][place] = min(terms[term][place] * factor, 0.95) }
      for cell in stride(from: place, to: cells.count, by: DelayGrid.count) {
        cells[cell] = min(cells[cell] * Float(factor), Float(Self.hazardRange.upperBound))
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
      result[place] =
        (result[place] + shrinkage * backOff[place]) / (exposure[place] + shrinkage)
    }
    return result
  }
}

extension Double {
  func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
