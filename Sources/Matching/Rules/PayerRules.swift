import Accounting
import Domain

/// What money is for that names no document: its payer and its amount tell.
extension Matching {
  /// Takes the money as its payer's: for a claim, or on account. Who is not surely the payer is it
  /// where the amount fits, and fits no other.
  func addPayer(_ reading: Reading, of line: BankLine, to outcome: inout Outcome) {
    guard outcome.reason != .otherPayer, outcome.reason != .severalClients else { return }
    let payers = reading.payers.filter { payer in
      payer.evidence != .weak
        && outcome.named.allSatisfy { candidates[$0]?.client == payer.client }
    }
    if let payer = payers.first, payer.isSure {
      let guess = outcome.reason == .otherAmount ? nil : guess(of: line, by: payer)
      if guess != nil, isForAnother(than: payer, reading, line) {
        outcome.reason = .otherPayer
        return
      }
      outcome.payer = payer.client
      outcome.guesses = guess?.ids ?? []
      outcome.reason = outcome.reason ?? guess?.reason ?? .payer
    } else {
      guard outcome.reason != .otherAmount else { return }
      // Of two clients of whom the bank's words tell as much, the amount does not tell one.
      let strongest = payers.filter { $0.evidence == payers.first?.evidence }
      guard strongest.count == 1,
        !reading.payers.contains(where: { payer in
          payer.evidence == .weak && payer.client != strongest[0].client
        })
      else { return }
      let fitting = strongest.compactMap { payer in
        guess(of: line, by: payer).map { (payer: payer, guess: $0) }
      }
      guard let only = fitting.first, fitting.count == 1,
        !isForAnother(than: only.payer, reading, line)
      else { return }
      outcome.payer = only.payer.client
      outcome.guesses = only.guess.ids
      outcome.reason = outcome.reason ?? .likePayer
    }
  }

  /// Whether the text has the name of another client who owes as much.
  private func isForAnother(
    than payer: PayerNames.Payer, _ reading: Reading, _ line: BankLine
  ) -> Bool {
    payer.evidence != .name
      && !reading.clientsInText.contains(payer.client)
      && reading.clientsInText.contains { owes($0, line) }
  }

  private typealias Guess = (ids: [ID<Invoice>], reason: Reason)

  /// The claims of the payer that the amount points at, where only one answer fits.
  private func guess(of line: BankLine, by payer: PayerNames.Payer) -> Guess? {
    let currencies = Set([line.amount.currency, line.instructed?.currency].compactMap(\.self))
    return currencies.sorted().lazy.compactMap { currency in
      value(of: line, in: currency).flatMap { guess(of: line, worth: $0, by: payer) }
    }.first
  }

  private func guess(of line: BankLine, worth value: Money, by payer: PayerNames.Payer) -> Guess? {
    let claims = payable(by: payer.client, in: value.currency).filter { isFree($0, for: line) }
    guard !claims.isEmpty else { return nil }
    let hinted = self.hinted(claims, by: line)
    let exact = exact(claims, hinted, line, worth: value)
    // A register that reports a payment of about this day reports this money.
    if let one = exact.first(where: { reported($0, by: line) != nil }) ?? exact.first {
      return ([one.id], .payerAndAmount)
    }
    if let asked = asked(by: line, worth: value, of: payer.client, claims) {
      return (asked, .payerAndLetter)
    }
    if let agreed = agreed(by: line, worth: value, of: payer.client, claims) {
      return (agreed, .payerAndInstalment)
    }
    guard payer.evidence > .resembling else { return nil }
    return sum(claims, hinted, line, worth: value)
  }

  /// The claims of the very amount, the likeliest first. Who disputes one of two equal claims pays
  /// the other, unless the text has the number of the disputed one.
  private func exact(
    _ claims: [Candidate], _ hinted: [Candidate], _ line: BankLine, worth value: Money
  ) -> [Candidate] {
    let all = hinted + claims
    let open = all.filter { left(of: $0) == value }
    let exact = open.isEmpty ? all.filter { rest(of: $0, for: line) == value } : open
    let calm = exact.filter { claim in
      hinted.contains { $0.id == claim.id } || !disputes.isDisputed(claim.id, on: line.booked)
    }
    return calm.isEmpty ? exact : calm
  }

  /// What is left of a claim by a line, once what a person said later of money that had come by
  /// then is taken off; nil where nobody said anything.
  private func rest(of claim: Candidate, for line: BankLine) -> Money? {
    let parts = (settled[claim.id] ?? []).filter {
      $0.booked <= line.booked && line.booked <= $0.day && $0.line != line.id
    }.map { $0.part(of: claim.id) }
    let sum = parts.filter { $0.currency == claim.claim.currency }.sum(claim.claim.currency)
    return sum.isPositive ? left(of: claim) - sum : nil
  }

  private func sum(
    _ claims: [Candidate], _ hinted: [Candidate], _ line: BankLine, worth value: Money
  ) -> Guess? {
    let net = claims.filter { self.net(of: $0, on: line.booked) == value }
    if let one = net.first, net.count == 1 || hinted.first?.id == one.id {
      return ([one.id], .payerAndDiscount)
    }
    let sums = [
      claims.map { left(of: $0).minorUnits },
      claims.map { self.net(of: $0, on: line.booked).minorUnits },
    ]
    if let sum = sums.lazy.compactMap({ OpenSum($0).only(value.minorUnits) }).first {
      return (sum.map { claims[$0].id }, .payerAndSum)
    }
    let short = claims.filter { claim in
      let left = self.left(of: claim)
      return left > value && left - value <= policy.fee(of: left)
        // A discount taken too late is no bank's fee.
        && !claim.discounts.contains { left - value == $0.amount(of: claim.claim) }
    }
    return short.count == 1 ? (short.map(\.id), .payerAndFee) : nil
  }

  /// The claims of a letter before the line that are open still, where it is what is left of them
  /// and what the letter asked for beside them; those of the last such letter.
  private func asked(
    by line: BankLine, worth value: Money, of client: ID<Client>, _ claims: [Candidate]
  ) -> [ID<Invoice>]? {
    letters[client]?.lazy.filter { $0.isAnswered(on: line.booked) }.compactMap { letter in
      let named = claims.filter { letter.charges[$0.id]?.currency == value.currency }
      let charges = named.compactMap { letter.charges[$0.id] }.sum(value.currency)
      let left = named.map { self.left(of: $0) }.sum(value.currency)
      return charges.isPositive && left + charges == value ? named.map(\.id) : nil
    }.first
  }

  /// The claims that an instalment of this amount, or several in a row, are for: that of the plan,
  /// or the oldest ones.
  private func agreed(
    by line: BankLine, worth value: Money, of client: ID<Client>, _ claims: [Candidate]
  ) -> [ID<Invoice>]? {
    for instalment in instalments[client] ?? []
    where isAgreed(value, from: instalment, client, on: line.booked) {
      guard let invoice = instalment.invoice else { return claims.map(\.id) }
      if claims.contains(where: { $0.id == invoice }) { return [invoice] }
    }
    return nil
  }

  /// Whether money of a day is an instalment, or it and the next ones of its plan.
  func isAgreed(
    _ value: Money, from first: Instalment, _ client: ID<Client>, on paid: Day
  ) -> Bool {
    guard first.amount.currency == value.currency, first.isAnswered(on: paid) else { return false }
    let plan = (instalments[client] ?? []).filter {
      $0.plan == first.plan && $0.due >= first.due
    }
    var sum = Money.zero(value.currency)
    for next in plan.sorted(by: { $0.due < $1.due }) where next.amount.currency == value.currency {
      sum += next.amount
      if sum == value { return true }
    }
    return false
  }

  /// A register and the bank may date the same payment so many days apart.
  private static let registerDays = 7

  /// The last day by the line's own on which a register reported that the claim was paid.
  private func reported(_ claim: Candidate, by line: BankLine) -> Day? {
    claim.settledDays.filter { $0 <= line.booked }.max()
  }

  /// A register that reports a payment of another day reports other money.
  private func isFree(_ claim: Candidate, for line: BankLine) -> Bool {
    reported(claim, by: line).map { line.booked - $0 <= Self.registerDays } ?? true
  }

  /// Claims of whose number a word of the text has the last digits, such as `0041` or `2026/41`.
  func hinted(_ claims: [Candidate], by line: BankLine) -> [Candidate] {
    guard !claims.isEmpty else { return [] }
    let words = RemittanceText(([line.text] + line.references).joined(separator: " ")).words
      .flatMap { [$0.key] + $0.parts }
      .map { String($0.drop { !$0.isNumber }) }.filter { $0.utf8.count >= 2 }
    return claims.filter { claim in
      let number = Self.key(claim.number)
      return words.contains { number.hasSuffix($0) }
    }
  }
}
