import Domain

/// What of each claim no money has named yet, as the lines pass by in the order of their days.
///
/// It follows the rules of `Replay` as far as bank lines and documents go, so that an amount can be
/// compared with what was open on the line's own day: credits lessen the invoice they name or the
/// oldest one, a correction takes the place of what it corrects.
struct OpenClaims {
  private let candidates: ClaimIndex
  /// Places of candidates that have not come up yet, the earliest last.
  private var coming: [Int32]
  /// What is left of every claim, in minor units and by place, also of those that have not come up
  /// yet. Nothing is left of what is no claim.
  private var left: [Int64]
  /// Claims that came up and have something left, oldest due date first.
  private var open: [ID<Client>: [Place]] = [:]
  private var credit: [Pool: Money] = [:]
  private var replacedBy: [ID<Invoice>: ID<Invoice>] = [:]
  private var numbers: [String: [Int]] = [:]

  /// Where a claim stands among those of its client.
  private struct Place: Comparable {
    var due: Day
    var id: ID<Invoice>
    var index: Int

    static func < (a: Place, b: Place) -> Bool { (a.due, a.id) < (b.due, b.id) }
  }

  private struct Pool: Hashable {
    var client: ID<Client>
    var currency: Currency
  }

  init(_ candidates: ClaimIndex) {
    self.candidates = candidates
    left = candidates.all.map { $0.isClaim ? $0.claim.minorUnits : 0 }
    var credited: Set<String> = []
    // Day, rank and place in one number: places are in the order of ids.
    var order: [Int64] = []
    for (place, candidate) in candidates.all.enumerated() where candidate.kind.isOurs {
      let rank: Int64 = candidate.claim.isPositive ? 0 : 1
      order.append(Int64(candidate.issueDate.number) << 33 | rank << 32 | Int64(place))
      if !candidate.credited.isEmpty { credited.insert(candidate.credited) }
    }
    coming = order.sorted(by: >).map { Int32(truncatingIfNeeded: $0 & 0xFFFF_FFFF) }
    guard !credited.isEmpty else { return }
    for (place, candidate) in candidates.all.enumerated()
    where candidate.kind.isOurs && credited.contains(candidate.number) {
      numbers[candidate.number, default: []].append(place)
    }
  }

  /// Takes up the documents of the days up to `day`.
  mutating func advance(to day: Day) {
    while let next = coming.last.map(Int.init), candidates[next].issueDate <= day {
      coming.removeLast()
      if candidates[next].claim.isPositive { comeUp(next) } else { creditFrom(next) }
    }
  }

  private mutating func comeUp(_ index: Int) {
    let claim = candidates[index]
    if left[index] > 0 { insert(index) }
    if claim.isCorrection, let old = named(by: claim) {
      let received = old.claim - (left(of: old.id) ?? old.claim)
      settle(old.id)
      replacedBy[old.id] = claim.id
      if received.isPositive { take(received, for: [claim.id], on: claim.issueDate) }
    }
    let pool = Pool(client: claim.client, currency: claim.claim.currency)
    if let waiting = credit[pool], waiting.isPositive {
      credit[pool] = waiting - min(waiting, left(of: claim.id) ?? waiting)
      take(waiting, for: [claim.id], on: claim.issueDate)
    }
  }

  private mutating func creditFrom(_ index: Int) {
    let note = candidates[index]
    var rest = -note.claim
    func use(_ id: ID<Invoice>) {
      let used = min(rest, left(of: id) ?? .zero(rest.currency))
      take(used, for: [id], on: note.issueDate)
      rest -= used
    }
    if let target = named(by: note) { use(target.id) }
    for place in open[note.client] ?? []
    where candidates[place.index].claim.currency == rest.currency {
      use(place.id)
    }
    let pool = Pool(client: note.client, currency: rest.currency)
    credit[pool] = rest + (credit[pool] ?? .zero(rest.currency))
  }

  /// The invoice of the same client and currency that a document credits or corrects.
  private func named(by document: Matching.Candidate) -> Matching.Candidate? {
    (numbers[document.credited] ?? []).lazy.map { candidates[$0] }.first {
      $0.client == document.client && $0.id != document.id
        && $0.claim.currency == document.claim.currency && $0.claim.isPositive
    }
  }

  private func place(_ index: Int) -> Place {
    Place(due: candidates[index].due, id: candidates[index].id, index: index)
  }

  private mutating func insert(_ index: Int) {
    let (place, client) = (place(index), candidates[index].client)
    let rank = rank(of: place, client)
    let places = open[client] ?? []
    guard rank == places.count || places[rank] != place else { return }
    open[client, default: []].insert(place, at: rank)
  }

  private mutating func close(_ index: Int) {
    let (place, client) = (place(index), candidates[index].client)
    let rank = rank(of: place, client)
    guard let places = open[client], rank < places.count, places[rank] == place else { return }
    open[client]?.remove(at: rank)
  }

  /// How many of the client's open claims stand before this one.
  private func rank(of place: Place, _ client: ID<Client>) -> Int {
    (open[client] ?? []).partitionPoint { $0 < place }
  }
}

extension OpenClaims {
  /// What no money has named yet; nil for a document that is no claim.
  func left(of id: ID<Invoice>) -> Money? { place(of: id).map { left(at: $0) } }

  /// The place of a claim; nil for another document.
  private func place(of id: ID<Invoice>) -> Int? {
    candidates.place(of: id).flatMap { candidates[$0].isClaim ? $0 : nil }
  }

  private func left(at place: Int) -> Money {
    Money(minorUnits: left[place], currency: candidates[place].claim.currency)
  }

  /// The correction that took the place of a claim, or the claim itself.
  func replacement(of id: ID<Invoice>) -> ID<Invoice> {
    var id = id
    var steps = 0
    while let next = replacedBy[id], steps < 100 { (id, steps) = (next, steps + 1) }
    return id
  }

  /// What is to be paid on `day` so that nothing stays open: less a discount that can be taken.
  func net(of id: ID<Invoice>, on day: Day) -> Money? {
    place(of: id).map { net(at: $0, on: day) }
  }

  private func net(at place: Int, on day: Day) -> Money {
    let (claim, left) = (candidates[place], left(at: place))
    let discount = claim.discounts.most(on: day, issued: claim.issueDate, of: claim.claim)
    return left > discount ? left - discount : left
  }

  /// Sets money against claims, the oldest due date first.
  mutating func take(_ amount: Money, for ids: [ID<Invoice>], on day: Day) {
    let places = ids.compactMap { place(of: $0) }.sorted {
      (candidates[$0].due, candidates[$0].id) < (candidates[$1].due, candidates[$1].id)
    }
    var rest = amount
    let isNet = places.map { net(at: $0, on: day) }.sum(rest.currency) == rest
    for index in places where rest.isPositive {
      let open = left(at: index)
      guard open.isPositive else { continue }
      let net = net(at: index, on: day)
      let whole = isNet ? net : open
      let used = min(rest, whole)
      rest -= used
      let isWhole = open - used <= open - net
      left[index] = isWhole ? 0 : (open - used).minorUnits
      if isWhole { close(index) }
    }
  }

  /// Money that came back: the claims it was for are open again.
  mutating func giveBack(_ amount: Money, to ids: [ID<Invoice>], on day: Day) {
    var rest = amount
    for index in ids.reversed().compactMap({ place(of: $0) }) where rest.isPositive {
      let claim = candidates[index]
      let received = claim.claim - left(at: index)
      let back = min(rest, received)
      guard back.isPositive else { continue }
      rest -= back
      left[index] = (claim.claim - received + back).minorUnits
      if claim.issueDate <= day { insert(index) }
    }
  }

  /// A person took money away from a claim, or said it is for it.
  mutating func reopen(_ id: ID<Invoice>, on day: Day) {
    guard let index = place(of: id) else { return }
    left[index] = candidates[index].claim.minorUnits
    if candidates[index].issueDate <= day { insert(index) }
  }

  mutating func settle(_ id: ID<Invoice>) {
    guard let index = place(of: id) else { return }
    left[index] = 0
    close(index)
  }

  /// Claims of a client in a currency that came up and have something left, oldest due date first.
  func claims(of client: ID<Client>, in currency: Currency) -> [Matching.Candidate] {
    (open[client] ?? []).lazy.map { candidates[$0.index] }.filter { $0.claim.currency == currency }
  }
}
