package import Accounting
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
  let policy: MatchPolicy
  /// Our own bank accounts and names: money between them is nobody's payment.
  private let ownAccounts: Set<String>
  private let payouts: Payouts
  let disputes: DisputedTimes
  private let ownNames: Set<String>
  private(set) var payers = PayerNames()
  /// What is open, by the same rules that book the money.
  private(set) package var books: Books
  /// What each client was asked for, the latest first.
  let letters: [ID<Client>: [Letter]]
  /// What each client agreed to pay by when.
  let instalments: [ID<Client>: [Instalment]]
  /// Not yet taken into account, the earliest last.
  private var decisions: [Decision]
  /// What people finally said that lines pay, by invoice.
  let settled: [ID<Invoice>: [Decision]]
  /// What people said of lines, by line.
  private let decided: [ID<BankLine>: [Movement.Decision]]
  /// What came in, latest last, of the payments of which one came back.
  private var received: [Payment: [Int]] = [:]
  /// What these were for; nil once it has gone back.
  private var paid: [Paid?] = []
  private let observe: Observer?

  private struct Paid {
    var documents: [ID<Invoice>]
    /// Whose money it was.
    var client: ID<Client>?
  }

  /// What ties a payment to its return: a reference of the payer's, or payer and amount.
  private struct Payment: Hashable {
    var name: String
    var amount: Money

    /// The surest first.
    static func keys(of line: BankLine) -> [Payment] {
      let account = line.counterpartyAccount
      let payer = account.isEmpty ? Party.folded(line.counterparty) : account
      let names = line.references.map { "reference " + $0 } + (payer.isEmpty ? [] : [payer])
      // What was ordered may have come less our bank's charges, and may go back with some.
      let whole = line.isReversal && line.instructed != nil ? nil : line.amount
      let amounts = [line.instructed, whole].compactMap { $0?.magnitude }
      return names.flatMap { name in amounts.map { Payment(name: name, amount: $0) } }
    }
  }

  /// The facts of a client beside its documents and the lines that will be decided.
  package typealias OtherFacts = (
    _ client: ID<Client>, _ accounts: inout [Side: Account], _ sides: [ID<Invoice>: Side]
  ) throws -> Void

  /// Called with a line before it is decided: a client that was looked at, and what money may still
  /// be for of each of its claims in the line's currency. Tests compare that with the entries.
  package typealias Observer = (
    _ line: BankLine, _ client: ID<Client>, _ left: [ID<Invoice>: Money]
  ) -> Void

  package init(
    _ candidates: [Candidate], ownAccounts: Set<String> = [], payouts: Payouts = Payouts(),
    policy: MatchPolicy = .usual,
    decisions: [Decision] = [], letters: [ID<Client>: [Letter]] = [:],
    instalments: [ID<Client>: [Instalment]] = [:], disputes: DisputedTimes = DisputedTimes(),
    observe: Observer? = nil,
    otherFacts: @escaping OtherFacts = { _, _, _ in }
  ) {
    self.observe = observe
    let index = ClaimIndex(candidates)
    self.candidates = index
    self.letters = letters.mapValues { $0.sorted { $0.day > $1.day } }
    self.instalments = instalments
    self.ownAccounts = ownAccounts
    self.payouts = payouts
    self.disputes = disputes
    self.ownNames = Set(policy.ownNames.map { PayerName($0).key }.filter { !$0.isEmpty })
    self.policy = policy
    self.decisions = decisions.sorted { $0.day < $1.day }.reversed()
    let byLine = Dictionary(grouping: decisions, by: \.line)
    decided = byLine.mapValues { $0.map(\.word) }
    settled = Self.settled(byLine.values.compactMap(\.last).filter { !$0.isUndo })
    books = Books { client in
      var sides: [ID<Invoice>: Side] = [:]
      var accounts = [Side: Account](
        index.places(of: client).map { index[$0].document }, sides: &sides)
      try otherFacts(client, &accounts, sides)
      return (accounts, sides)
    }
    for candidate in candidates where candidate.isClaim {
      payers.add(candidate.client, candidate.clientName, from: candidate.issueDate)
      for name in candidate.otherNames {
        payers.add(otherName: name, of: candidate.client, from: candidate.issueDate)
      }
    }
  }

  private static func settled(_ last: [Decision]) -> [ID<Invoice>: [Decision]] {
    var settled: [ID<Invoice>: [Decision]] = [:]
    for decision in last where decision.amount.isPositive {
      for claim in decision.named { settled[claim, default: []].append(decision) }
    }
    return settled
  }

  /// The outcome of each line, in their order. They are looked at in the order of their days, and
  /// no line learns from a later one.
  package mutating func outcomes(_ lines: [BankLine]) throws -> [Outcome] {
    for line in lines { expect(line) }
    var outcomes = lines.map { _ in Outcome.nothing }
    let order = lines.indices.sorted {
      (lines[$0].booked, lines[$0].order, $0) < (lines[$1].booked, lines[$1].order, $1)
    }
    for (number, place) in order.enumerated() {
      var line = lines[place]
      line.id = line.id ?? ID(Int64(number + 1))
      outcomes[place] = try decide(line)
    }
    return outcomes
  }

  /// Says before all others that a line will come up: what it gives back has to be kept in mind.
  package mutating func expect(_ line: BankLine) {
    guard line.isReversal, line.amount.isNegative else { return }
    for key in Payment.keys(of: line) { received[key] = [] }
  }

  /// The outcome of the next line in the order of days and ids. It is posted before the next line
  /// is looked at.
  package mutating func decide(_ line: BankLine) throws -> Outcome {
    advance(to: line.booked)
    let reading = reading(of: line)
    for client in reading.clients {
      try books.advance(client, to: line)
      if let observe { observe(line, client, left(of: client, in: line.amount.currency)) }
    }
    let outcome = outcome(of: line, reading)
    try post(outcome, of: line)
    learn(outcome, from: line)
    return outcome
  }

  private func left(of client: ID<Client>, in currency: Currency) -> [ID<Invoice>: Money] {
    var left: [ID<Invoice>: Money] = [:]
    for claim in books.payable(by: client, in: currency) {
      left[claim] = books.left(of: claim, client, in: currency)
    }
    return left
  }

  private mutating func post(_ outcome: Outcome, of line: BankLine) throws {
    let owner = outcome.named.first.flatMap { candidates[$0]?.client } ?? outcome.payer
    let decided = line.id.flatMap { self.decided[$0] } ?? []
    guard owner != nil || !decided.isEmpty, let id = line.id else { return }
    var clients = Set(decided.flatMap(\.documents).compactMap { candidates[$0]?.client })
    if let owner { clients.insert(owner) }
    let movement = Movement(
      line: id, day: line.booked, amount: line.amount, instructed: line.instructed, client: owner,
      targets: outcome.named.sorted(), guesses: outcome.guesses.sorted(),
      isPayerKnown: outcome.payer != nil,
      isReversal: line.isReversal, decisions: decided)
    try books.post(movement, to: clients.sorted())
  }

  /// A line that was decided before, whose outcome is taken as it is. Its money is among the facts
  /// of the accounts.
  package mutating func take(_ outcome: Outcome, of line: BankLine) {
    advance(to: line.booked)
    learn(outcome, from: line)
  }

  /// Takes up what documents and people said by the end of `day`.
  package mutating func end(_ day: Day) { advance(to: day + 1) }

  private mutating func advance(to day: Day) {
    while let next = decisions.last, next.day < day { follow(decisions.removeLast()) }
  }

  /// What a person said teaches later lines: the account is the client's.
  private mutating func follow(_ decision: Decision) {
    guard !decision.isUndo else { return }
    let clients = Set(decision.named.compactMap { candidates[$0]?.client })
    guard clients.count == 1, let client = clients.first else { return }
    payers.trust(decision.account, decision.payer, client)
  }

  private mutating func learn(_ outcome: Outcome, from line: BankLine) {
    let documents = outcome.documents
    guard line.amount.isPositive else {
      if line.isReversal, let place = payment(returnedBy: line) { paid[place] = nil }
      return
    }
    if !received.isEmpty {
      let keys = Payment.keys(of: line).filter { received[$0] != nil }
      for key in keys { received[key]?.append(paid.count) }
      if !keys.isEmpty {
        let owner = documents.first.flatMap { candidates[$0]?.client } ?? outcome.payer
        paid.append(Paid(documents: documents, client: owner))
      }
    }
    guard let first = documents.first.flatMap({ candidates[$0] }) else { return }
    if !outcome.guesses.isEmpty || first.issueDate <= line.booked {
      payers.learn(from: line, first.client, first.id, isNamed: outcome.guesses.isEmpty)
    }
  }

  /// What a line says by itself: the documents that it names, and who it may come from.
  struct Reading {
    var named: [Named] = []
    /// Those of numbers that say little beside a clearer one.
    var alsoNamed: [Named] = []
    /// The numbers from the first to the last that the text gives.
    var range: [Named] = []
    /// The surest first.
    var payers: [PayerNames.Payer] = []
    /// Clients whose name stands in the text, where it names no document.
    var clientsInText: [ID<Client>] = []
    /// It names no document in its own currency, but one of the payer's in another, or one that is
    /// hardly named by chance.
    var isInOtherCurrency = false
    /// Money between our own accounts.
    var isOwn = false
    /// Whose accounts have to be looked at.
    var clients: [ID<Client>] = []

    var payer: PayerNames.Payer? { payers.first }
  }

  private mutating func reading(of line: BankLine) -> Reading {
    var reading = Reading()
    let isOurs = !line.counterpartyAccount.isEmpty && ownAccounts.contains(line.counterpartyAccount)
    // Some banks give our own account where they know none; then the name tells.
    reading.isOwn =
      payouts.explain(line) || isOurs && line.counterpartyAccount != line.account
      || !ownNames.isEmpty && ownNames.contains(payers.key(of: line.counterparty))
    guard !reading.isOwn else { return reading }
    let byPayer = payers.payers(of: line)
    let text = RemittanceText(line.text)
    (reading.named, reading.alsoNamed) = mentions(in: line, text)
    reading.range = rangeMembers(in: line, text)
    let isNameless =
      reading.named.isEmpty && reading.range.isEmpty && line.amount.isPositive && !line.isReversal
    let inText =
      isNameless || byPayer?.isEmpty == true
      ? payers.clients(namedIn: line.text, line.booked) : []
    // An accountant or a relative who pays says for whom.
    let byText = inText.map { PayerNames.Payer(client: $0, evidence: .resembling) }
    reading.payers = byPayer.map { $0.isEmpty ? byText : $0 } ?? []
    if isNameless {
      reading.isInOtherCurrency = mentionedInOtherCurrency(line).contains { claim in
        Self.isDistinctive(Self.key(claim.number))
          || reading.payers.contains { $0.client == claim.client && $0.evidence != .weak }
      }
      reading.clientsInText = inText
    }
    let named = (reading.named + reading.alsoNamed + reading.range).map {
      candidates[$0.place].client
    }
    let back = line.isReversal ? payment(returnedBy: line).flatMap { paid[$0]?.client } : nil
    let others = reading.payers.map(\.client) + reading.clientsInText + [back].compactMap(\.self)
    reading.clients = Set(named + others).sorted()
    return reading
  }

  /// Clients with a name like the payer's, and whether it may be the very same.
  mutating func likePayers(of line: BankLine) -> [(id: ID<Client>, isAlike: Bool)] {
    payers.like(line)
  }

  /// Clients whose name stands in the text.
  mutating func clientsNamed(in line: BankLine) -> [ID<Client>] {
    payers.clients(namedIn: line.text, line.booked)
  }

  private func outcome(of line: BankLine, _ reading: Reading) -> Outcome {
    guard !reading.isOwn else { return .nothing }
    var outcome = named(line, reading)
    if reading.isInOtherCurrency { return Outcome(reason: .otherCurrency) }
    if line.isReversal {
      return outcome.named.isEmpty && line.amount.isNegative ? returned(line) : outcome
    }
    // Money that names no document yet known is its payer's, on its own day.
    let isKnown = outcome.named.contains { id in
      candidates[id].map { $0.issueDate <= line.booked } ?? false
    }
    if line.amount.isPositive, !isKnown { addPayer(reading, of: line, to: &outcome) }
    return outcome
  }

  /// Money back that names no invoice undoes the last payment with its reference, or else of its
  /// payer, and its amount. A correction that took the place of a document has its money, too; what
  /// was on account goes from there.
  private func returned(_ line: BankLine) -> Outcome {
    guard let paid = payment(returnedBy: line).flatMap({ paid[$0] }) else { return .nothing }
    let documents = Set(
      paid.documents.map { id in candidates[id].map { replacement(of: $0) } ?? id })
    if documents.isEmpty, let client = paid.client {
      return Outcome(payer: client, reason: .returned)
    }
    return documents.isEmpty ? .nothing : .sure(documents.sorted(), .returned)
  }

  private func payment(returnedBy line: BankLine) -> Int? {
    Payment.keys(of: line).lazy.compactMap { received[$0]?.last { paid[$0] != nil } }.first
  }
}

extension BankLine {
  fileprivate var order: Int64 { id?.rawValue ?? 0 }

  /// Money out that the bank does not call a reversal.
  package var isRefund: Bool { amount.isNegative && !isReversal }
}
