import Domain

/// The state of an account while its facts pass by.
struct Replay {
  var entries: [Allocation] = []
  var claims: [ID<Invoice>: Open] = [:]
  /// Claims with something open, oldest due date first.
  private var openOrder: [Place] = []
  /// Claims of which a register reported a payment that no bank line brought, in the same order.
  private var reportedOrder: [Place] = []
  /// The correction that took the place of a claim.
  var replacements: [ID<Invoice>: ID<Invoice>] = [:]
  /// What is on account, by source, in the order it came.
  var waiting: [Waiting] = []
  var guesses: [Allocation.Source: Guess] = [:]
  /// The most that a register said was paid, by claim.
  var reported: [ID<Invoice>: Money] = [:]
  /// What money took the place of, of each claim, of what had been written off.
  var cameAfterAll: [ID<Invoice>: [CameAfterAll]] = [:]
  /// Write-offs that a register reported.
  var givenUp: Set<Allocation.Source> = []
  /// The voids, write-offs and goodwill credits that were recorded of each claim.
  var recorded: [ID<Invoice>: [Allocation.Source]] = [:]
  /// Credit notes that came up.
  var notes: [ID<Invoice>: CreditNote] = [:]
  /// What the last notice about a claim asked for beside it, by claim.
  var asked: [ID<Invoice>: Money] = [:]
  /// The last day on which a credit made what had been asked for wrong, by claim.
  var annulled: [ID<Invoice>: Day] = [:]
  /// What was paid of that, by claim.
  var charged: [ID<Invoice>: [Waiting]] = [:]
  /// What money that went out took back, by that money.
  var takenBack: [Allocation.Source: [TakenBack]] = [:]
  /// Payments of one claim that a person recorded, whenever they come up.
  var singleRecords: Set<Allocation.Source> = []
  /// Those that came up and count.
  var records: [Account.Receipt] = []
  /// Movements that came up, where there are such records.
  var movements: [Account.Receipt] = []
  /// Recorded payments that a movement reported, too, by that movement.
  var reportedTwice: [Allocation.Source: ReportedTwice] = [:]

  /// Where a claim stands among the open ones.
  private struct Place: Comparable, Hashable {
    var due: Day
    var claim: ID<Invoice>

    init(_ claim: Account.Claim) {
      due = claim.due
      self.claim = claim.id
    }

    static func < (a: Place, b: Place) -> Bool { (a.due, a.claim) < (b.due, b.claim) }
  }

  /// Puts a claim among ordered ones, unless it is there.
  private static func insert(_ place: Place, into places: inout [Place]) {
    let index = places.partitionPoint { $0 < place }
    guard index == places.endIndex || places[index] != place else { return }
    places.insert(place, at: index)
  }

  private static func remove(_ place: Place, from places: inout [Place]) {
    let index = places.partitionPoint { $0 < place }
    guard index < places.endIndex, places[index] == place else { return }
    places.remove(at: index)
  }

  struct CameAfterAll {
    var writeOff, money: Allocation.Source
    var amount: Money
  }

  struct Guess {
    var claims: [ID<Invoice>]
    /// Claims the money names that have not come up yet.
    var targets: [ID<Invoice>]
  }

  struct Open {
    var claim: Account.Claim
    var open: Money
    /// What the claim has received and still has, latest last.
    var received: [(source: Allocation.Source, amount: Money)] = []

    /// Takes out what a source gave, latest first.
    mutating func remove(_ amount: Money, from source: Allocation.Source) {
      var left = amount
      for index in received.indices.reversed() where received[index].source == source {
        let part = min(left, received[index].amount)
        received[index].amount -= part
        left -= part
      }
      received.removeAll { $0.amount.isZero }
    }

    func received(from source: Allocation.Source) -> Money {
      received.lazy.filter { $0.source == source }.map(\.amount).sum(open.currency)
    }
  }

  struct Waiting {
    var source: Allocation.Source
    var amount: Money
    /// Claims the source names that have not come up yet.
    var targets: [ID<Invoice>]
    /// All claims that the source was for.
    var named: Set<ID<Invoice>> = []
    /// Those whose charges it pays once nothing of them is open: what it was only guessed to be for
    /// is not among them.
    var pays: Set<ID<Invoice>> = []
    var isCredit: Bool
  }

  mutating func add(_ claim: Account.Claim) {
    claims[claim.id] = Open(claim: claim, open: claim.amount)
    Self.insert(Place(claim), into: &openOrder)
    if let replaced = claim.replaces { supersede(replaced, by: claim) }
    freeGuesses(naming: claim)
    for index in waiting.indices where waiting[index].targets.contains(claim.id) {
      useWaiting(index, for: claim.id, on: claim.day)
    }
    for index in waiting.indices where waiting[index].isCredit {
      useWaiting(index, for: claim.id, on: claim.day)
    }
    waiting.removeAll { $0.amount.isZero }
  }

  var hasNothingOpen: Bool { openOrder.isEmpty }

  /// Claims with something open, oldest due date first.
  var openClaims: some Collection<ID<Invoice>> { openOrder.lazy.map(\.claim) }

  /// Claims that money may be for, oldest due date first: those with something open, and those that
  /// only a register reported as paid.
  var payable: [ID<Invoice>] {
    guard !reportedOrder.isEmpty else { return openOrder.map(\.claim) }
    return Set(openOrder).union(reportedOrder).sorted().map(\.claim)
  }

  mutating func add(_ credit: Account.Credit) {
    var left = credit.amount
    let source = credit.source
    if case .credit(let note) = source { notes[note] = CreditNote(credit) }
    if case .goodwill = source, let target = credit.target {
      recorded[target, default: []].append(source)
    }
    if let target = credit.target {
      // It was never owed, so nothing beside it was.
      if let claim = claims[target]?.claim, credit.amount >= claim.amount {
        annul(target, on: credit.day)
        freeCharges(of: target, on: credit.day)
      }
      left -= apply(left, to: target, from: source, on: credit.day)
    }
    while left.isPositive, let oldest = openOrder.first {
      left -= apply(left, to: oldest.claim, from: source, on: credit.day)
    }
    let rest = Waiting(source: source, amount: left, targets: [], isCredit: true)
    putOnAccount(left, as: rest, on: credit.day)
  }

  mutating func add(_ receipt: Account.Receipt, on day: Day) {
    guard receipt.amount.isPositive else { return takeBack(receipt, on: day) }
    if !isReportedAlready(receipt, on: day) { settle(receipt, on: day) }
  }

  /// Sets money against what it is for, and puts the rest on account.
  mutating func settle(_ receipt: Account.Receipt, on day: Day) {
    let source = receipt.source
    var left = receipt.amount
    let later = receipt.targets.filter { claims[$0] == nil }
    let isGuess = later.count == receipt.targets.count
    let known = isGuess ? receipt.guesses : receipt.targets
    let places = known.compactMap { claims[$0].map { Place($0.claim) } }.sorted()
    let isNet = left == places.map { net(of: $0.claim, paid: receipt.day, left) }.sum(left.currency)
    for place in places where left.isPositive {
      let claim = place.claim
      let all = isNet ? net(of: claim, paid: receipt.day, left) : left
      let most = min(receipt.parts[claim] ?? all, left)
      displaceRegister(claim, upTo: most, on: day)
      if !isGuess { displaceGuesses(claim, upTo: most, on: day) }
      left -= apply(most, to: claim, from: source, on: day)
      applyDiscount(to: claim, paid: receipt.day, on: day)
    }
    for place in places where left.isPositive && !isGuess && receipt.parts.isEmpty {
      takeBackWriteOffs(of: place.claim, upTo: left, by: source, on: day)
      left -= apply(left, to: place.claim, from: source, on: day)
    }
    applyBankCharges(of: receipt, to: places.map(\.claim), on: day)
    if isGuess && !places.isEmpty {
      guesses[source] = Guess(claims: places.map(\.claim), targets: later)
    }
    let rest = Waiting(
      source: source, amount: left, targets: later, named: Set(known + later),
      pays: Set(known + later), isCredit: false)
    putOnAccount(left - payCharges(with: rest, on: day), as: rest, on: day)
  }

  /// What our bank took off was paid by the client, too.
  private mutating func applyBankCharges(
    of receipt: Account.Receipt, to claims: [ID<Invoice>], on day: Day
  ) {
    guard case .bank(let line) = receipt.source, var left = receipt.charges else { return }
    for claim in claims where left.isPositive {
      left -= apply(left, to: claim, from: .bankCharge(line), on: day)
    }
  }

  /// What is to be paid so that nothing of a claim stays open.
  private func net(of claim: ID<Invoice>, paid: Day, _ money: Money) -> Money {
    guard let known = claims[claim] else { return .zero(money.currency) }
    let discount = known.claim.discount(on: paid)
    return known.open > discount ? known.open - discount : known.open
  }

  /// The register says what came in all; only what the ledger does not know yet is booked.
  mutating func add(_ payment: Account.ReportedPayment) {
    guard let known = claims[payment.claim] else { return use(payment) }
    reported[payment.claim] = max(payment.paid, reported[payment.claim] ?? payment.paid)
    let given = known.received.filter { givenUp.contains($0.source) }.map(\.amount)
      .sum(known.open.currency)
    var missing = payment.paid - (known.claim.amount - known.open - given)
    guard missing.isPositive || hasUnusedCredits(payment.claim) else { return }
    if missing > known.open {
      let source = known.received.last { givenUp.contains($0.source) }?.source
      let back = missing - known.open
      if let source {
        _ = unapply(
          back, from: payment.claim, givenBy: source, bookedTo: source, on: payment.day)
      }
    }
    missing -= moveCredits(upTo: missing, to: payment.claim, on: payment.day)
    let freed = freeUnusedCredits(from: payment.claim, on: payment.day)
    missing += freed.map(\.amount).sum(missing.currency)
    _ = apply(
      missing, to: payment.claim, from: .register(payment.claim), on: payment.day)
    for part in freed { applyFreed(part, on: payment.day) }
  }

  /// What is left of a claim that was paid within an offered discount's days is the discount, if it
  /// is no more than that.
  private mutating func applyDiscount(to claim: ID<Invoice>, paid: Day, on day: Day) {
    guard let known = claims[claim], known.open.isPositive,
      known.open <= known.claim.discount(on: paid)
    else { return }
    _ = apply(known.open, to: claim, from: .discount(claim), on: day)
  }

  /// Sets up to `amount` against a claim; returns what was set. The entry is that of `booking`
  /// where another fact gives it.
  mutating func apply(
    _ amount: Money, to claim: ID<Invoice>, from source: Allocation.Source,
    bookedTo booking: Allocation.Source? = nil, on day: Day
  ) -> Money {
    guard let open = claims[claim]?.open else { return .zero(amount.currency) }
    let given = min(amount, open)
    guard given.isPositive else { return .zero(amount.currency) }
    if source.isCredit { annul(claim, on: day) }
    claims[claim]?.open -= given
    claims[claim]?.received.append((source, given))
    entries.append(Allocation(day: day, source: booking ?? source, claim: claim, amount: given))
    if given == open, let paid = claims[claim]?.claim {
      Self.remove(Place(paid), from: &openOrder)
    }
    if source == .register(claim), let known = claims[claim]?.claim {
      Self.insert(Place(known), into: &reportedOrder)
    }
    return given
  }

  /// Takes back up to `amount` of what one source gave to a claim; returns what was taken.
  mutating func unapply(
    _ amount: Money, from claim: ID<Invoice>, givenBy source: Allocation.Source,
    bookedTo booking: Allocation.Source, on day: Day
  ) -> Money {
    guard let known = claims[claim] else { return .zero(amount.currency) }
    let taken = min(amount, known.received(from: source))
    guard taken.isPositive else { return .zero(amount.currency) }
    freeCharges(of: claim, on: day)
    claims[claim]?.open += taken
    claims[claim]?.remove(taken, from: source)
    entries.append(Allocation(day: day, source: booking, claim: claim, amount: -taken))
    Self.insert(Place(known.claim), into: &openOrder)
    if source == .register(claim), known.received(from: source) == taken {
      Self.remove(Place(known.claim), from: &reportedOrder)
    }
    return taken
  }

  /// The bank's money takes the place of the register's word on the same claim.
  private mutating func displaceRegister(_ claim: ID<Invoice>, upTo amount: Money, on day: Day) {
    guard let known = claims[claim], known.open < amount else { return }
    let source = Allocation.Source.register(claim)
    _ = unapply(amount - known.open, from: claim, givenBy: source, bookedTo: source, on: day)
  }

  /// Money that names a claim came after all: what was written off of it was not lost.
  private mutating func takeBackWriteOffs(
    of claim: ID<Invoice>, upTo amount: Money, by money: Allocation.Source, on day: Day
  ) {
    var left = amount
    for given in (claims[claim]?.received ?? []).reversed() where given.source.isWriteOff {
      let taken = unapply(
        min(left, given.amount), from: claim, givenBy: given.source, bookedTo: given.source,
        on: day)
      guard taken.isPositive else { continue }
      left -= taken
      cameAfterAll[claim, default: []].append(
        CameAfterAll(writeOff: given.source, money: money, amount: taken))
    }
  }

  /// Puts an amount on account, for what `entry` says.
  mutating func putOnAccount(_ amount: Money, as entry: Waiting, on day: Day) {
    guard amount.isPositive else { return }
    entries.append(Allocation(day: day, source: entry.source, claim: nil, amount: amount))
    var entry = entry
    entry.amount = amount
    waiting.append(entry)
  }

  /// Takes up to `amount` of what is on account, or all of it, first come first; returns the parts.
  mutating func useOnAccount(
    upTo amount: Money? = nil, bookedTo booking: Allocation.Source, on day: Day,
    where isMeant: (Waiting) -> Bool
  ) -> [Waiting] {
    var left = amount
    var parts: [Waiting] = []
    for index in waiting.indices where left?.isPositive ?? true && isMeant(waiting[index]) {
      var part = waiting[index]
      if let most = left {
        part.amount = min(most, part.amount)
        left = most - part.amount
      }
      waiting[index].amount -= part.amount
      entries.append(Allocation(day: day, source: booking, claim: nil, amount: -part.amount))
      parts.append(part)
    }
    waiting.removeAll { $0.amount.isZero }
    return parts
  }

  /// Money on account pays the claims that it was for, where they are open again: money that names
  /// a claim takes precedence over guesses.
  mutating func useMoney(for reopened: [ID<Invoice>], on day: Day) {
    for claim in reopened {
      let places = waiting.indices.filter {
        !waiting[$0].isCredit && waiting[$0].pays.contains(claim)
      }
      let guessed = places.filter {
        guesses[waiting[$0].source]?.claims.contains(claim) == true
      }
      for place in places.filter({ !guessed.contains($0) }) + guessed {
        useWaiting(place, for: claim, on: day)
      }
    }
    waiting.removeAll { $0.amount.isZero }
  }

  private mutating func useWaiting(_ index: Int, for claim: ID<Invoice>, on day: Day) {
    let entry = waiting[index]
    let used = apply(entry.amount, to: claim, from: entry.source, on: day)
    guard used.isPositive else { return }
    waiting[index].amount -= used
    entries.append(Allocation(day: day, source: entry.source, claim: nil, amount: -used))
  }
}
