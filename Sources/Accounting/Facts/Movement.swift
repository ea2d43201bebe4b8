package import Domain

/// A bank line as it concerns the accounts: what the rules say it is for, and what people decided.
package struct Movement: Sendable {
  package var line: ID<BankLine>
  package var day: Day
  package var amount: Money
  /// What the payer ordered, where the file states something else than `amount`.
  package var instructed: Money?
  /// The client by the rules.
  package var client: ID<Client>?
  package var targets: [ID<Invoice>]
  package var guesses: [ID<Invoice>]
  package var isPayerKnown: Bool
  package var isReversal: Bool
  package var decisions: [Decision] = []

  /// What a person said about it.
  package struct Decision: Sendable {
    package var id: Int64
    package var day: Day
    /// None where it is for no document.
    package var documents: [ID<Invoice>]
    /// What it pays of a document, where the person said so; in the document's currency.
    package var amounts: [ID<Invoice>: Money]
    /// It takes back what was said before: the rules decide again.
    package var isUndo: Bool

    package init(
      id: Int64, day: Day, documents: [ID<Invoice>], amounts: [ID<Invoice>: Money] = [:],
      isUndo: Bool
    ) {
      self.id = id
      self.day = day
      self.documents = documents
      self.amounts = amounts
      self.isUndo = isUndo
    }
  }

  package init(
    line: ID<BankLine>, day: Day, amount: Money, instructed: Money? = nil, client: ID<Client>?,
    targets: [ID<Invoice>], guesses: [ID<Invoice>], isPayerKnown: Bool, isReversal: Bool,
    decisions: [Decision] = []
  ) {
    self.line = line
    self.day = day
    self.amount = amount
    self.instructed = instructed
    self.client = client
    self.targets = targets
    self.guesses = guesses
    self.isPayerKnown = isPayerKnown
    self.isReversal = isReversal
    self.decisions = decisions
  }

  /// What it is in one account of a client.
  enum Fact {
    case receipt(Account.Receipt)
    case redirection(Account.Redirection)
  }

  private var source: Allocation.Source { .bank(line) }

  /// The receipt, and each decision about it, in the accounts of `owner` that they concern. `sides`
  /// knows the documents of `owner` and no others.
  func facts(of owner: ID<Client>, _ sides: (ID<Invoice>) -> Side?) -> [(side: Side, fact: Fact)] {
    var facts: [(side: Side, fact: Fact)] = []
    let own = (targets + guesses).lazy.compactMap(sides).first(where: counts) ?? plainSide
    var byRules = receipt(targets, amount(on: own), on: day, own)
    byRules.guesses = guesses
    byRules.isPayerKnown = isPayerKnown
    byRules.reopens = isReversal || own.isPayable
    byRules.charges = charges(on: own)
    let isOwners = client == owner
    if isOwners { facts.append((own, .receipt(byRules))) }
    guard !decisions.isEmpty else { return facts }
    let concerned = Set(
      decisions.flatMap { $0.documents.compactMap(sides) } + (isOwners ? [own] : []))
    for decision in decisions {
      for side in concerned.sorted() {
        let named = decision.documents.filter { sides($0) == side }
        var now: Account.Receipt?
        if decision.isUndo {
          if isOwners && side == own { now = byRules }
        } else if !named.isEmpty {
          now = receipt(named, of: decision, on: side)
        }
        let redirection = Account.Redirection(
          source: source, day: max(decision.day, day), order: decision.id, receipt: now)
        facts.append((side, .redirection(redirection)))
      }
    }
    return facts
  }

  private var plainSide: Side { Side(currency: amount.currency, isPayable: false) }

  private func receipt(
    _ targets: [ID<Invoice>], _ amount: Money, on day: Day, _ side: Side
  ) -> Account.Receipt {
    Account.Receipt(
      source: source, day: day, amount: side.isPayable ? -amount : amount, targets: targets)
  }

  /// Nil where neither the person nor the file states what it is in the currency of the side.
  private func receipt(
    _ named: [ID<Invoice>], of decision: Decision, on side: Side
  ) -> Account.Receipt? {
    var amounts: [ID<Invoice>: Money] = [:]
    for id in named { amounts[id] = decision.amounts[id] }
    var receipt: Account.Receipt
    if amounts.count == named.count {
      let stated = amounts.values.reduce(Money.zero(side.currency), +)
      // What the person left of the line is its client's, where it is one client's.
      let isWhole = named.count == decision.documents.count && side.currency == amount.currency
      let whole = isWhole ? max(stated, amount.magnitude) : stated
      receipt = self.receipt(named, amount.isNegative ? -whole : whole, on: day, side)
      receipt.parts = amounts
    } else {
      guard counts(on: side) else { return nil }
      receipt = self.receipt(named, amount(on: side), on: day, side)
      receipt.charges = charges(on: side)
    }
    receipt.isPayerKnown = true
    receipt.isDecided = true
    return receipt
  }

  /// Whether it is known how much it is in the currency of a side.
  private func counts(on side: Side) -> Bool { amount(on: side).currency == side.currency }

  /// The money as that side counts it: in another currency it is what was ordered.
  private func amount(on side: Side) -> Money {
    guard side.currency != amount.currency, let instructed, instructed.currency == side.currency
    else { return amount }
    return instructed
  }

  /// What the bank kept of money in, or added to money that went back; nil where the file states
  /// none.
  private func charges(on side: Side) -> Money? {
    guard !side.isPayable, let instructed, instructed.currency == amount.currency,
      side.currency == amount.currency
    else { return nil }
    let charges = instructed - amount
    return charges.isPositive ? charges : nil
  }
}

extension [Side: Account] {
  /// Puts a movement and what people decided about it into the accounts of `owner`.
  package mutating func add(
    _ movement: Movement, of owner: ID<Client>, _ sides: [ID<Invoice>: Side]
  ) {
    for (side, fact) in movement.facts(of: owner, { sides[$0] }) {
      switch fact {
      case .receipt(let receipt): self[side, default: Account()].receipts.append(receipt)
      case .redirection(let redirection):
        self[side, default: Account()].redirections.append(redirection)
      }
    }
  }
}
