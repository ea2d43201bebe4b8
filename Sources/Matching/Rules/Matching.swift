package import Domain

/// Which documents or which client a bank movement is for, and how sure that is. It reads; it books
/// nothing.
///
/// References and numbers in the text come first. Money that names no invoice is told by its payer:
/// an account that paid before, or the client's name. If it is the exact amount of one of the
/// payer's open invoices, it is for that one, the oldest first; else the total of a letter, that
/// less the discount of the day, the sum of open invoices, or one less a bank's fee, where only one
/// answer fits. Otherwise
/// it goes on the client's account, so that nobody is reminded who has paid. An amount alone never
/// decides, and where number, payer and amount contradict one another a person does.
package struct Matching {
  package let candidates: ClaimIndex
  let tolerance: MatchTolerance
  /// Our own bank accounts: money between them is nobody's payment.
  private let ownAccounts: Set<String>
  private(set) var payers = PayerNames()
  private(set) var open: OpenClaims
  /// What each client was asked for, the latest first.
  let letters: [ID<Client>: [Letter]]
  /// Not yet taken into account, the earliest last.
  private var decisions: [Decision]
  /// What came in, latest last, of the payments of which one came back.
  private var received: [Payment: [Int]] = [:]
  /// What these were for; nil once it has gone back.
  private var paid: [[ID<Invoice>]?] = []

  /// What ties a payment to its return: a reference of the payer's, or payer and amount.
  private struct Payment: Hashable {
    var name: String
    var amount: Money

    /// The surest first.
    static func keys(of line: BankLine) -> [Payment] {
      let account = line.counterpartyAccount
      let payer = account.isEmpty ? Party.folded(line.counterparty) : account
      let names = line.references.map { "reference " + $0 } + (payer.isEmpty ? [] : [payer])
      return names.map { Payment(name: $0, amount: line.amount.magnitude) }
    }
  }

  package init(
    _ candidates: [Candidate], ownAccounts: Set<String> = [], tolerance: MatchTolerance = .usual,
    decisions: [Decision] = [], letters: [ID<Client>: [Letter]] = [:]
  ) {
    self.candidates = ClaimIndex(candidates)
    self.letters = letters.mapValues { $0.sorted { $0.day > $1.day } }
    self.ownAccounts = ownAccounts
    self.tolerance = tolerance
    self.decisions = decisions.sorted { $0.day < $1.day }.reversed()
    open = OpenClaims(self.candidates)
    for candidate in candidates where candidate.isClaim {
      payers.add(candidate.client, candidate.clientName, from: candidate.issueDate)
    }
  }

  /// The outcome of each line, in their order. They are looked at in the order of their days, and
  /// no line learns from a later one.
  package mutating func outcomes(_ lines: [BankLine]) -> [Outcome] {
    for line in lines { expect(line) }
    var outcomes = lines.map { _ in Outcome.nothing }
    let order = lines.indices.sorted {
      (lines[$0].booked, lines[$0].order, $0) < (lines[$1].booked, lines[$1].order, $1)
    }
    for place in order { outcomes[place] = decide(lines[place]) }
    return outcomes
  }

  /// Says before all others that a line will come up: what it gives back has to be kept in mind.
  package mutating func expect(_ line: BankLine) {
    guard line.isReversal, line.amount.isNegative else { return }
    for key in Payment.keys(of: line) { received[key] = [] }
  }

  /// The outcome of the next line in the order of days and ids.
  package mutating func decide(_ line: BankLine) -> Outcome {
    advance(to: line.booked)
    let outcome = outcome(of: line)
    learn(outcome, from: line)
    return outcome
  }

  /// The next line, whose outcome is taken as it is.
  package mutating func take(_ outcome: Outcome, of line: BankLine) {
    advance(to: line.booked)
    learn(outcome, from: line)
  }

  /// Takes up what documents and people said by the end of `day`.
  package mutating func end(_ day: Day) { advance(to: day + 1) }

  private mutating func advance(to day: Day) {
    while let next = decisions.last, next.day < day { follow(decisions.removeLast()) }
    open.advance(to: day)
  }

  /// What a person said teaches later lines: the documents are taken, the account is the client's.
  private mutating func follow(_ decision: Decision) {
    for id in decision.named {
      guard let claim = candidates[id] else { continue }
      if decision.isUndo != decision.isOut {
        open.reopen(id, on: decision.day)
      } else {
        open.settle(id)
      }
      if !decision.isUndo { payers.trust(decision.account, claim.client) }
    }
  }

  private mutating func learn(_ outcome: Outcome, from line: BankLine) {
    let documents = outcome.documents
    guard line.amount.isPositive else {
      guard line.isReversal else { return }
      open.giveBack(-line.amount, to: documents, on: line.booked)
      if let place = payment(returnedBy: line) { paid[place] = nil }
      return
    }
    if !received.isEmpty {
      let keys = Payment.keys(of: line).filter { received[$0] != nil }
      for key in keys { received[key]?.append(paid.count) }
      if !keys.isEmpty { paid.append(documents) }
    }
    guard let first = documents.first.flatMap({ candidates[$0] }) else { return }
    open.take(line.amount, for: documents, on: line.booked)
    if !outcome.guesses.isEmpty || first.issueDate <= line.booked {
      payers.learn(from: line, first.client, first.id)
    }
  }

  private mutating func outcome(of line: BankLine) -> Outcome {
    let isOwn =
      !line.counterpartyAccount.isEmpty && ownAccounts.contains(line.counterpartyAccount)
    // Some banks give our own account where they know none; then the name tells.
    if isOwn && line.counterpartyAccount != line.account { return .nothing }
    let payer = payers.payer(of: line)
    var outcome = named(line, payer)
    if line.isReversal {
      return outcome.named.isEmpty && line.amount.isNegative ? returned(line) : outcome
    }
    // Money that names no document yet known is its payer's, on its own day.
    let isKnown = outcome.named.contains { id in
      candidates[id].map { $0.issueDate <= line.booked } ?? false
    }
    if line.amount.isPositive, !isKnown, let payer { add(payer, of: line, to: &outcome) }
    return outcome
  }

  /// Money back that names no invoice undoes the last payment with its reference, or else of its
  /// payer, and its amount.
  private func returned(_ line: BankLine) -> Outcome {
    guard let documents = payment(returnedBy: line).flatMap({ paid[$0] }), !documents.isEmpty else {
      return .nothing
    }
    return .sure(documents, .returned)
  }

  private func payment(returnedBy line: BankLine) -> Int? {
    Payment.keys(of: line).lazy.compactMap { received[$0]?.last { paid[$0] != nil } }.first
  }
}

extension BankLine {
  fileprivate var order: Int64 { id?.rawValue ?? 0 }

  /// Money out that the bank does not call a reversal.
  package var isRefund: Bool { amount.isNegative && !isReversal }

  package func isBefore(_ other: BankLine) -> Bool {
    (booked, order) < (other.booked, other.order)
  }
}
