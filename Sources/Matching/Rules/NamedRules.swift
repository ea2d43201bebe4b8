import Accounting
import Domain

/// What becomes of a line that names documents.
extension Matching {
  /// Money in pays what is owed to us. Money out pays our bills or a credit note; else it goes back
  /// to a client for an invoice it names, which is open again only where the bank says that it is a
  /// reversal.
  func named(_ line: BankLine, _ reading: Reading) -> Outcome {
    let members = reading.range
    if !members.isEmpty {
      let ids = members.map { candidates[$0.place].id }
      if isWhole(ids, line), !isOthers(members, line, reading) { return .sure(ids, .invoiceNumber) }
      if !reading.named.isEmpty { return Outcome(reason: .otherAmount) }
    }
    guard !reading.named.isEmpty else { return .nothing }
    return judged(chosen(reading.named, line, reading), line, reading)
  }

  /// Whether a payer who is surely another client owes as much.
  private func isOthers(_ named: [Named], _ line: BankLine, _ reading: Reading) -> Bool {
    guard let payer = reading.payer, payer.isSure, let first = named.first else { return false }
    return payer.client != candidates[first.place].client && owes(payer.client, line)
  }

  /// One number used by several clients: the payer decides.
  private func chosen(_ found: [Named], _ line: BankLine, _ reading: Reading) -> [Named] {
    guard Set(found.map { candidates[$0.place].client }).count > 1 else { return found }
    let shared = Dictionary(grouping: found) {
      let key = Self.key(candidates[$0.place].number)
      return $0.isLoose ? String(key.drop { !$0.isNumber || $0 == "0" }) : key
    }
    return shared.values.flatMap { same in
      let own = same.filter { agrees(candidates[$0.place], line, reading) }
      return own.isEmpty ? same : own
    }.sorted { $0.place < $1.place }
  }

  /// Whether the line comes from the client of a document.
  private func agrees(_ claim: Candidate, _ line: BankLine, _ reading: Reading) -> Bool {
    reading.payers.contains { $0.client == claim.client && $0.evidence != .weak }
      || Party.folded(claim.clientName) == Party.folded(line.counterparty)
  }

  private func judged(_ found: [Named], _ line: BankLine, _ reading: Reading) -> Outcome {
    var seen: Set<ID<Invoice>> = []
    var ids = found.map { replacement(of: candidates[$0.place]) }
      .filter { seen.insert($0).inserted }
    guard let first = found.first.map({ candidates[$0.place] }),
      found.allSatisfy({ candidates[$0.place].client == first.client })
    else { return Outcome(reason: .severalClients) }
    let client = first.client
    if !isWhole(ids, line), let more = shortened(ids, client, line) { ids += more }
    let isExact = isWhole(ids, line)
    if !isExact, isForSeveral(ids, line, reading) { return Outcome(reason: .severalClients) }
    let agrees = agrees(first, line, reading)
    // Whom we pay for an invoice of ours is its client, or it is another's number.
    if line.isRefund, !agrees, first.claim.isPositive { return .nothing }
    // Somebody may pay for another; but who owes as much may have the number wrong.
    if let payer = reading.payer, payer.isSure, payer.client != client, line.amount.isPositive,
      !isExact || owes(payer.client, line)
    {
      return Outcome(reason: .otherPayer)
    }
    let areAll = isExact && found.count > 1
    guard found.allSatisfy({ isSure($0, isExact: isExact, agrees: agrees, areAll: areAll) }) else {
      return Outcome(reason: .shortNumber)
    }
    if !isExact, !found.contains(where: \.isReference), line.amount.isPositive, !line.isReversal,
      owes(client, line, beside: ids)
    {
      return Outcome(reason: .otherAmount)
    }
    return .sure(ids, found.contains(where: \.isReference) ? .structuredReference : .invoiceNumber)
  }

  /// Whether the amount is that of the documents and of others that the text names less clearly,
  /// some of them another client's.
  private func isForSeveral(
    _ ids: [ID<Invoice>], _ line: BankLine, _ reading: Reading
  ) -> Bool {
    let more = reading.alsoNamed.map { candidates[$0.place] }.filter { !ids.contains($0.id) }
    guard line.amount.isPositive, let first = ids.first.flatMap({ candidates[$0] }),
      more.contains(where: { $0.client != first.client })
    else { return false }
    var all = ids
    for claim in more where !all.contains(claim.id) { all.append(claim.id) }
    return isWhole(all, line)
  }

  /// Whether a number is an invoice's and nothing else, with what the amount and the payer say.
  /// `areAll`: with others that the text names it makes the amount.
  private func isSure(_ named: Named, isExact: Bool, agrees: Bool, areAll: Bool) -> Bool {
    if named.isReference || named.isDistinctive { return true }
    let number = candidates[named.place].number
    if named.isLoose {
      let isLong = Self.digits(of: number).utf8.count >= 5 && !Self.isDate(Self.digits(of: number))
      return areAll || (named.isAnnounced || isLong) && (isExact || agrees) || isExact && agrees
    }
    let speaks = named.isAnnounced || named.isWritten
    return agrees && (speaks || Self.isOwn(number, isLast: named.isLast))
      || isExact && (agrees || speaks || !Self.isCommon(number))
  }

  /// What money may still be for of a document that is owed to us.
  func left(of claim: Candidate) -> Money {
    books.left(of: claim.id, claim.client, in: claim.claim.currency) ?? claim.claim
  }

  /// What is to be paid on `day` so that nothing stays open: less a discount that can be taken.
  func net(of claim: Candidate, on day: Day) -> Money {
    let left = left(of: claim)
    let discount = claim.discounts.most(on: day, issued: claim.issueDate, of: claim.claim)
    return left > discount ? left - discount : left
  }

  /// Claims of a client that money may be for, oldest due date first.
  func payable(by client: ID<Client>, in currency: Currency) -> [Candidate] {
    books.payable(by: client, in: currency).compactMap { candidates[$0] }
  }

  /// The correction that took the place of a claim, or the claim itself.
  func replacement(of claim: Candidate) -> ID<Invoice> {
    books.replacement(of: claim.id, claim.client, in: claim.claim.currency)
  }

  /// Whether the amount is all that the documents ask, or all that is left of it.
  func isWhole(_ ids: [ID<Invoice>], _ line: BankLine) -> Bool {
    let claims = ids.compactMap { candidates[$0] }
    guard let currency = claims.first?.claim.currency,
      claims.allSatisfy({ $0.claim.currency == currency }),
      let value = value(of: line, in: currency)
    else { return false }
    func isSum(_ amount: (Candidate) -> Money) -> Bool {
      claims.map(amount).sum(currency) == value.magnitude
    }
    if isSum({ $0.claim.magnitude }) { return true }
    guard line.amount.isPositive, !line.isReversal, claims.count == ids.count,
      claims.allSatisfy(\.isClaim)
    else { return false }
    return isSum { left(of: $0) } || isSum { net(of: $0, on: line.booked) }
  }

  /// Claims that the text names by their last digits beside the others (`BS-2026-0040 + 0041`),
  /// where the amount is that of all of them.
  private func shortened(
    _ ids: [ID<Invoice>], _ client: ID<Client>, _ line: BankLine
  ) -> [ID<Invoice>]? {
    guard line.amount.isPositive, !line.isReversal else { return nil }
    let hinted = hinted(payable(by: client, in: line.amount.currency), by: line).map(\.id)
      .filter { !ids.contains($0) }
    let tries = hinted.count > 1 ? [hinted] + hinted.map { [$0] } : [hinted]
    return tries.first { !$0.isEmpty && isWhole(ids + $0, line) }
  }

  /// Whether an open invoice of the client, beside those named, is of this very amount.
  func owes(_ client: ID<Client>, _ line: BankLine, beside named: [ID<Invoice>] = []) -> Bool {
    payable(by: client, in: line.amount.currency).contains {
      !named.contains($0.id) && left(of: $0) == line.amount
    }
  }
}
