package import Domain

/// All facts about one client in one currency on one side (what it owes us, or what we owe it),
/// and the rules by which money and credits are set against claims.
///
/// The facts are replayed in the order of their days, and no step looks ahead. So the entries up to
/// any day are the same as if nothing later had ever been known: a past day can be reported
/// truthfully from entries that were made today.
package struct Account {
  package var claims: [Claim] = []
  package var credits: [Credit] = []
  package var receipts: [Receipt] = []
  package var settlements: [Settlement] = []

  package init() {}

  /// A document that is owed: an invoice, or a bill on the other side.
  package struct Claim {
    package var id: ID<Invoice>
    package var day: Day
    package var due: Day
    /// Greater than zero.
    package var amount: Money
    /// The claim that this one corrects and replaces (type 384).
    package var replaces: ID<Invoice>?
    package var discounts: [EarlyPaymentDiscount]

    package init(
      id: ID<Invoice>, day: Day, due: Day, amount: Money, replaces: ID<Invoice>? = nil,
      discounts: [EarlyPaymentDiscount] = []
    ) {
      self.id = id
      self.day = day
      self.due = due
      self.amount = amount
      self.replaces = replaces
      self.discounts = discounts
    }

    /// The most that may be kept back by a payment of `day`.
    func discount(on paid: Day) -> Money {
      discounts.filter { paid <= day + $0.days }
        .map { ($0.base ?? amount).share($0.rate, .halfAwayFromZero) }
        .max() ?? .zero(amount.currency)
    }
  }

  /// A credit note. Without a target it is set against the oldest claims.
  package struct Credit {
    package var id: ID<Invoice>
    package var day: Day
    /// Greater than zero.
    package var amount: Money
    package var target: ID<Invoice>?

    package init(id: ID<Invoice>, day: Day, amount: Money, target: ID<Invoice>? = nil) {
      self.id = id
      self.day = day
      self.amount = amount
      self.target = target
    }
  }

  /// A bank movement that names claims. Greater than zero pays them; less than zero is money that
  /// went back and reopens them.
  package struct Receipt {
    package var id: ID<BankLine>
    package var day: Day
    package var amount: Money
    package var targets: [ID<Invoice>]
    /// The claim that payer and amount point at, until a named one comes up. Money that names the
    /// claim takes its place.
    package var guess: ID<Invoice>?
    /// It is the client's money from its own day on, even if no claim is known by then.
    package var isPayerKnown: Bool

    package init(
      id: ID<BankLine>, day: Day, amount: Money, targets: [ID<Invoice>],
      guess: ID<Invoice>? = nil, isPayerKnown: Bool = false
    ) {
      self.id = id
      self.day = day
      self.amount = amount
      self.targets = targets
      self.guess = guess
      self.isPayerKnown = isPayerKnown
    }
  }

  /// A register's word that `paid` in all had come in for one claim by the end of `day`.
  package struct Settlement {
    package var claim: ID<Invoice>
    package var day: Day
    package var paid: Money

    package init(claim: ID<Invoice>, day: Day, paid: Money) {
      self.claim = claim
      self.day = day
      self.paid = paid
    }
  }
}

/// One entry: `amount` of a source set against a claim, or kept on the client's account where
/// `claim` is nil. Negative amounts take back what an earlier entry gave.
package struct Allocation: Hashable {
  package var day: Day
  package var source: Source
  package var claim: ID<Invoice>?
  package var amount: Money

  package enum Source: Hashable {
    case bank(ID<BankLine>)
    /// The register's word on this claim.
    case register(ID<Invoice>)
    case credit(ID<Invoice>)
    /// The client kept back a discount it was offered for paying early.
    case discount(ID<Invoice>)
    /// A correction that replaces the claim closes what was open of it.
    case superseded(by: ID<Invoice>)
  }
}

extension Account {
  /// The entries that follow from the facts, in the order of their days.
  package func allocations() -> [Allocation] {
    var replay = Replay()
    for fact in facts() {
      switch fact.content {
      case .claim(let claim): replay.add(claim)
      case .credit(let credit): replay.add(credit)
      case .receipt(let receipt, let day): replay.add(receipt, on: day)
      case .settlement(let settlement): replay.add(settlement)
      }
    }
    return replay.entries
  }

  private struct Fact {
    var day: Day
    /// On one day claims come first, then credits, money and the register's word.
    var rank: Int
    var order: Int64
    var content: Content

    enum Content {
      case claim(Claim)
      case credit(Credit)
      case receipt(Receipt, day: Day)
      case settlement(Settlement)
    }
  }

  private func facts() -> [Fact] {
    let issued = Dictionary(claims.map { ($0.id, $0.day) }, uniquingKeysWith: { a, _ in a })
    var facts: [Fact] = []
    for claim in claims {
      facts.append(Fact(day: claim.day, rank: 0, order: claim.id.rawValue, content: .claim(claim)))
    }
    for credit in credits {
      facts.append(
        Fact(day: credit.day, rank: 1, order: credit.id.rawValue, content: .credit(credit)))
    }
    for receipt in receipts {
      // Money of an unknown payer for an invoice not yet written waits for the invoice.
      let known = receipt.targets.compactMap { issued[$0] }.min() ?? receipt.day
      let day = receipt.isPayerKnown ? receipt.day : max(receipt.day, known)
      facts.append(
        Fact(
          day: day, rank: 2, order: receipt.id.rawValue, content: .receipt(receipt, day: day)))
    }
    for settlement in settlements {
      let day = max(settlement.day, issued[settlement.claim] ?? settlement.day)
      var dated = settlement
      dated.day = day
      facts.append(
        Fact(
          day: day, rank: 3, order: settlement.claim.rawValue, content: .settlement(dated)))
    }
    return facts.sorted { ($0.day, $0.rank, $0.order) < ($1.day, $1.rank, $1.order) }
  }
}

/// The state of an account while its facts pass by.
private struct Replay {
  private(set) var entries: [Allocation] = []
  private var claims: [ID<Invoice>: Open] = [:]
  /// Claims with something open, oldest due date first.
  private var openOrder: [ID<Invoice>] = []
  /// What is on account, by source, in the order it came.
  private var waiting: [Waiting] = []
  private var guesses: [Allocation.Source: Guess] = [:]

  private struct Guess {
    var claim: ID<Invoice>
    /// Claims the money names that have not come up yet.
    var targets: [ID<Invoice>]
  }

  private struct Open {
    var claim: Account.Claim
    var open: Money
    /// What the claim received, latest last; register entries may be displaced by the bank's.
    var received: [(source: Allocation.Source, amount: Money)] = []

    func received(from source: Allocation.Source) -> Money {
      received.lazy.filter { $0.source == source }.map(\.amount).sum(open.currency)
    }
  }

  private struct Waiting {
    var source: Allocation.Source
    var amount: Money
    /// Claims the source names that have not come up yet.
    var targets: [ID<Invoice>]
    var isCredit: Bool
  }

  mutating func add(_ claim: Account.Claim) {
    claims[claim.id] = Open(claim: claim, open: claim.amount)
    let index =
      openOrder.firstIndex { id in
        guard let other = claims[id]?.claim else { return false }
        return (claim.due, claim.id) < (other.due, other.id)
      } ?? openOrder.endIndex
    openOrder.insert(claim.id, at: index)
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

  mutating func add(_ credit: Account.Credit) {
    var left = credit.amount
    let source = Allocation.Source.credit(credit.id)
    if let target = credit.target {
      left -= give(left, to: target, from: source, on: credit.day)
    }
    for claim in openOrder where left.isPositive {
      left -= give(left, to: claim, from: source, on: credit.day)
    }
    keep(left, from: source, on: credit.day, targets: [], isCredit: true)
    forgetPaid()
  }

  mutating func add(_ receipt: Account.Receipt, on day: Day) {
    let source = Allocation.Source.bank(receipt.id)
    guard receipt.amount.isPositive else { return takeBack(receipt, source, on: day) }
    var left = receipt.amount
    let named = receipt.targets.compactMap { claims[$0]?.claim }
      .sorted { ($0.due, $0.id) < ($1.due, $1.id) }.map(\.id)
    for claim in named where left.isPositive {
      displaceRegister(claim, upTo: left, on: day)
      displaceGuesses(claim, upTo: left, on: day)
      left -= give(left, to: claim, from: source, on: day)
      giveDiscount(to: claim, paid: receipt.day, on: day)
    }
    let later = receipt.targets.filter { claims[$0] == nil }
    if named.isEmpty, let guess = receipt.guess {
      displaceRegister(guess, upTo: left, on: day)
      let given = give(left, to: guess, from: source, on: day)
      left -= given
      giveDiscount(to: guess, paid: receipt.day, on: day)
      guesses[source] = Guess(claim: guess, targets: later)
    }
    keep(left, from: source, on: day, targets: later, isCredit: false)
    forgetPaid()
  }

  /// The register says what came in all; only what the ledger does not know yet is booked.
  mutating func add(_ settlement: Account.Settlement) {
    guard let known = claims[settlement.claim] else { return }
    let missing = settlement.paid - (known.claim.amount - known.open)
    guard missing.isPositive else { return }
    _ = give(
      missing, to: settlement.claim, from: .register(settlement.claim), on: settlement.day)
    forgetPaid()
  }

  /// What is left of a claim that was paid within an offered discount's days is the discount, if it
  /// is no more than that.
  private mutating func giveDiscount(to claim: ID<Invoice>, paid: Day, on day: Day) {
    guard let known = claims[claim], known.open.isPositive,
      known.open <= known.claim.discount(on: paid)
    else { return }
    _ = give(known.open, to: claim, from: .discount(claim), on: day)
  }

  /// Sets up to `amount` against a claim; returns what was set.
  private mutating func give(
    _ amount: Money, to claim: ID<Invoice>, from source: Allocation.Source, on day: Day
  ) -> Money {
    guard let open = claims[claim]?.open else { return .zero(amount.currency) }
    let given = min(amount, open)
    guard given.isPositive else { return .zero(amount.currency) }
    claims[claim]?.open -= given
    claims[claim]?.received.append((source, given))
    entries.append(Allocation(day: day, source: source, claim: claim, amount: given))
    return given
  }

  /// Takes back up to `amount` of what one source gave to a claim; returns what was taken.
  private mutating func take(
    _ amount: Money, from claim: ID<Invoice>, givenBy source: Allocation.Source,
    bookedTo booking: Allocation.Source, on day: Day
  ) -> Money {
    guard let known = claims[claim] else { return .zero(amount.currency) }
    let taken = min(amount, known.received(from: source))
    guard taken.isPositive else { return .zero(amount.currency) }
    claims[claim]?.open += taken
    claims[claim]?.received.append((source, -taken))
    entries.append(Allocation(day: day, source: booking, claim: claim, amount: -taken))
    if !openOrder.contains(claim) { openOrder.insert(claim, at: 0) }
    openOrder.sort { a, b in
      guard let a = claims[a]?.claim, let b = claims[b]?.claim else { return false }
      return (a.due, a.id) < (b.due, b.id)
    }
    return taken
  }

  /// The bank's money takes the place of the register's word on the same claim.
  private mutating func displaceRegister(_ claim: ID<Invoice>, upTo amount: Money, on day: Day) {
    guard let known = claims[claim], known.open < amount else { return }
    let source = Allocation.Source.register(claim)
    _ = take(amount - known.open, from: claim, givenBy: source, bookedTo: source, on: day)
  }

  /// Money that was only guessed to be for a claim goes on account when other money names it.
  private mutating func displaceGuesses(_ claim: ID<Invoice>, upTo amount: Money, on day: Day) {
    for given in claims[claim]?.received ?? [] where guesses[given.source]?.claim == claim {
      guard let open = claims[claim]?.open, open < amount, given.amount.isPositive else { continue }
      let taken = take(
        min(amount - open, given.amount), from: claim, givenBy: given.source,
        bookedTo: given.source, on: day)
      keep(taken, from: given.source, on: day, targets: [], isCredit: false)
    }
  }

  /// Money that was guessed to be for another claim is freed when the one it names comes up.
  private mutating func freeGuesses(naming claim: Account.Claim) {
    for (source, guess) in guesses.sorted(by: { $0.value.claim < $1.value.claim })
    where guess.targets.contains(claim.id) {
      guard let given = claims[guess.claim]?.received(from: source) else { continue }
      let taken = take(
        given, from: guess.claim, givenBy: source, bookedTo: source, on: claim.day)
      keep(taken, from: source, on: claim.day, targets: guess.targets, isCredit: false)
      guesses[source] = nil
    }
  }

  /// Money went back: the claims it names are open again, latest receipts first; the rest lessens
  /// what is on account.
  private mutating func takeBack(
    _ receipt: Account.Receipt, _ source: Allocation.Source, on day: Day
  ) {
    var left = -receipt.amount
    for claim in receipt.targets {
      for given in (claims[claim]?.received ?? []).reversed() where left.isPositive {
        guard case .bank = given.source else { continue }
        left -= take(left, from: claim, givenBy: given.source, bookedTo: source, on: day)
      }
    }
    for index in waiting.indices where left.isPositive && !waiting[index].isCredit {
      let used = min(left, waiting[index].amount)
      waiting[index].amount -= used
      left -= used
      entries.append(Allocation(day: day, source: source, claim: nil, amount: -used))
    }
    waiting.removeAll { $0.amount.isZero }
  }

  /// A correction closes the claim it replaces; what that had received goes on account, where the
  /// correction finds it.
  private mutating func supersede(_ replaced: ID<Invoice>, by claim: Account.Claim) {
    guard let old = claims[replaced], replaced != claim.id else { return }
    for given in old.received {
      let moved = take(
        given.amount.isPositive ? given.amount : .zero(given.amount.currency), from: replaced,
        givenBy: given.source, bookedTo: given.source, on: claim.day)
      keep(moved, from: given.source, on: claim.day, targets: [claim.id], isCredit: false)
    }
    if let open = claims[replaced]?.open {
      _ = give(open, to: replaced, from: .superseded(by: claim.id), on: claim.day)
    }
    forgetPaid()
  }

  private mutating func keep(
    _ amount: Money, from source: Allocation.Source, on day: Day, targets: [ID<Invoice>],
    isCredit: Bool
  ) {
    guard amount.isPositive else { return }
    entries.append(Allocation(day: day, source: source, claim: nil, amount: amount))
    waiting.append(
      Waiting(source: source, amount: amount, targets: targets, isCredit: isCredit))
  }

  private mutating func useWaiting(_ index: Int, for claim: ID<Invoice>, on day: Day) {
    let entry = waiting[index]
    let used = give(entry.amount, to: claim, from: entry.source, on: day)
    guard used.isPositive else { return }
    waiting[index].amount -= used
    entries.append(Allocation(day: day, source: entry.source, claim: nil, amount: -used))
    forgetPaid()
  }

  private mutating func forgetPaid() {
    openOrder.removeAll { claims[$0]?.open.isPositive != true }
  }
}
