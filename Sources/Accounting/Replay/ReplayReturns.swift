import Domain

/// Money that goes out, and what registers say of credit notes.
extension Replay {
  /// A credit note, and what a register says of it.
  struct CreditNote {
    let credit: Account.Credit
    /// The most that a register said has been used of it.
    var reported: Money
    /// What of that a register's report took off the account.
    var gone: Money
    /// What of that was moved to invoices that the register calls settled.
    var moved: Money

    init(_ credit: Account.Credit) {
      self.credit = credit
      let none = Money.zero(credit.amount.currency)
      (reported, gone, moved) = (none, none, none)
    }
  }

  /// A part of what money that went out took back.
  struct TakenBack {
    var amount: Money
    /// Where it had come from.
    var from: Origin

    enum Origin {
      case claim(ID<Invoice>, givenBy: Allocation.Source)
      case account(Waiting)
      /// What a register's word had taken off the account.
      case register(ID<Invoice>)
    }
  }

  /// The register says how much of a credit note has been used: what the ledger still keeps of that
  /// is used no more. What it set against claims stays there, as nobody is asked for more until the
  /// register speaks of the claims.
  mutating func use(_ reported: Account.ReportedPayment) {
    guard var note = notes[reported.claim] else { return }
    note.reported = min(max(note.reported, reported.paid), note.credit.amount)
    let source = note.credit.source
    let kept = waiting.lazy.filter { $0.source == source }.map(\.amount).sum(reported.paid.currency)
    let used = min(kept, note.reported - (note.credit.amount - kept))
    let parts = useOnAccount(upTo: used, bookedTo: .register(reported.claim), on: reported.day) {
      $0.source == source
    }
    note.gone += parts.lazy.map(\.amount).sum(reported.paid.currency)
    notes[reported.claim] = note
  }

  /// Moves credits to a claim that a register reports as settled: those that the register reports
  /// as used, and that were applied to other claims because none was named. Returns what was moved.
  mutating func moveCredits(upTo amount: Money, to claim: ID<Invoice>, on day: Day) -> Money {
    let most = min(amount, claims[claim]?.open ?? amount)
    var left = most
    for (id, note) in notes.sorted(by: { $0.key < $1.key }) where note.reported > note.moved {
      let source = note.credit.source
      for other in claims.keys.sorted()
      where left.isPositive && other != claim && other != note.credit.target {
        guard let given = claims[other]?.received(from: source), given.isPositive,
          let known = notes[id]
        else { continue }
        let moved = unapply(
          min(left, given, known.reported - known.moved), from: other, givenBy: source,
          bookedTo: source, on: day)
        left -= apply(moved, to: claim, from: source, on: day)
        notes[id]?.moved += moved
      }
    }
    return most - left
  }

  /// What of a credit note was applied to a claim, though the list that it is from says that it is
  /// not used: zero where the note names the claim, or no list says so.
  private func unused(of note: CreditNote, on claim: ID<Invoice>) -> Money {
    let none = Money.zero(note.credit.amount.currency)
    guard note.credit.isUseReported, note.credit.target != claim,
      let given = claims[claim]?.received(from: note.credit.source), given.isPositive
    else { return none }
    let all = claims.values.lazy.map { $0.received(from: note.credit.source) }.sum(none.currency)
    return max(none, min(given, all - note.reported))
  }

  func hasUnusedCredits(_ claim: ID<Invoice>) -> Bool {
    notes.values.contains { unused(of: $0, on: claim).isPositive }
  }

  /// Takes credits that a list calls unused from a claim that a list calls paid: they cannot have
  /// paid it.
  mutating func freeUnusedCredits(
    from claim: ID<Invoice>, on day: Day
  ) -> [(note: ID<Invoice>, amount: Money)] {
    notes.sorted { $0.key < $1.key }.compactMap { id, note in
      let source = note.credit.source
      let taken = unapply(
        unused(of: note, on: claim), from: claim, givenBy: source, bookedTo: source, on: day)
      return taken.isPositive ? (id, taken) : nil
    }
  }

  /// Sets a credit that was freed against the oldest open claims, and puts the rest on account.
  mutating func applyFreed(_ part: (note: ID<Invoice>, amount: Money), on day: Day) {
    guard let source = notes[part.note]?.credit.source else { return }
    var left = part.amount
    while left.isPositive, let oldest = openClaims.first {
      left -= apply(left, to: oldest, from: source, on: day)
    }
    putOnAccount(
      left, as: Waiting(source: source, amount: left, targets: [], isCredit: true), on: day)
  }

  /// Money went out. What it names is a credit note, which it uses up, or claims: it gives back
  /// what was paid for them beyond what they took, charges among it, and then reopens them, latest
  /// receipts first. The rest lessens what is on account.
  mutating func takeBack(_ receipt: Account.Receipt, on day: Day) {
    let source = receipt.source
    // What the bank added for its trouble is no client's money.
    var left = -receipt.amount - (receipt.charges ?? .zero(receipt.amount.currency))
    for target in receipt.targets {
      if notes[target] == nil {
        freeCharges(of: target, on: day)
        left -= useKept(upTo: left, by: source, on: day) { $0.named.contains(target) }
      } else {
        left -= payOut(target, upTo: left, by: source, on: day)
      }
    }
    for claim in receipt.targets where receipt.reopens {
      for given in (claims[claim]?.received ?? []).reversed() where left.isPositive {
        guard given.source.isMoney, given.source != .register(claim) else { continue }
        let taken = unapply(left, fromClaim: claim, givenBy: given.source, by: source, on: day)
        left -= taken
        guard taken.isPositive, let charge = given.source.bankCharge,
          let kept = claims[claim]?.received(from: charge)
        else { continue }
        left -= unapply(min(left, kept), fromClaim: claim, givenBy: charge, by: source, on: day)
      }
    }
    _ = useKept(upTo: left, by: source, on: day) { _ in true }
  }

  /// A credit note that is paid out is set against nothing else: what is on account of it goes, and
  /// what a register said was used of it, and then what it was set against is open again.
  private mutating func payOut(
    _ id: ID<Invoice>, upTo amount: Money, by payment: Allocation.Source, on day: Day
  ) -> Money {
    guard let note = notes[id] else { return .zero(amount.currency) }
    let source = note.credit.source
    var left = amount
    left -= useKept(upTo: left, by: payment, isCredit: true, on: day) { $0.source == source }
    let gone = min(left, note.gone)
    if gone.isPositive {
      // The register had reported this very payment.
      notes[id]?.gone -= gone
      entries.append(Allocation(day: day, source: .register(id), claim: nil, amount: gone))
      entries.append(Allocation(day: day, source: payment, claim: nil, amount: -gone))
      takenBack[payment, default: []].append(TakenBack(amount: gone, from: .register(id)))
      left -= gone
    }
    for claim in claims.keys.sorted().reversed() where left.isPositive {
      left -= unapply(left, fromClaim: claim, givenBy: source, by: payment, on: day)
    }
    return amount - left
  }

  /// Takes what is on account, money unless `isCredit`; returns what was taken.
  private mutating func useKept(
    upTo amount: Money, by payment: Allocation.Source, isCredit: Bool = false, on day: Day,
    where isMeant: (Waiting) -> Bool
  ) -> Money {
    let parts = useOnAccount(upTo: amount, bookedTo: payment, on: day) {
      $0.isCredit == isCredit && isMeant($0)
    }
    guard !parts.isEmpty else { return .zero(amount.currency) }
    takenBack[payment, default: []] += parts.map {
      TakenBack(amount: $0.amount, from: .account($0))
    }
    return parts.lazy.map(\.amount).sum(amount.currency)
  }

  private mutating func unapply(
    _ amount: Money, fromClaim claim: ID<Invoice>, givenBy source: Allocation.Source,
    by payment: Allocation.Source, on day: Day
  ) -> Money {
    let taken = unapply(amount, from: claim, givenBy: source, bookedTo: payment, on: day)
    guard taken.isPositive else { return taken }
    takenBack[payment, default: []].append(
      TakenBack(amount: taken, from: .claim(claim, givenBy: source)))
    return taken
  }

  /// The money that went out was for something else: what it had taken back is given again, to the
  /// claims as far as they are open still.
  mutating func applyAgain(what payment: Allocation.Source, on day: Day) {
    for part in takenBack.removeValue(forKey: payment) ?? [] {
      switch part.from {
      case .claim(let claim, let source):
        let given = apply(part.amount, to: claim, from: source, bookedTo: payment, on: day)
        let kept = Waiting(
          source: source, amount: part.amount, targets: [], named: [claim],
          isCredit: !source.isMoney)
        putOnAccountAgain(part.amount - given, from: kept, payment, on: day)
      case .account(let kept): putOnAccountAgain(part.amount, from: kept, payment, on: day)
      case .register(let id):
        notes[id]?.gone += part.amount
        entries.append(Allocation(day: day, source: payment, claim: nil, amount: part.amount))
        entries.append(
          Allocation(day: day, source: .register(id), claim: nil, amount: -part.amount))
      }
    }
  }

  private mutating func putOnAccountAgain(
    _ amount: Money, from kept: Waiting, _ payment: Allocation.Source, on day: Day
  ) {
    guard amount.isPositive else { return }
    entries.append(Allocation(day: day, source: payment, claim: nil, amount: amount))
    var kept = kept
    kept.amount = amount
    waiting.append(kept)
  }
}
