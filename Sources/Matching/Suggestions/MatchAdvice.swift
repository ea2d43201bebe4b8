package import Domain

/// What a line that the rules left alone may be for: every trail is followed, and each proposal
/// says what speaks for it. Nothing is booked by it.
package struct MatchAdvice {
  private let matching: Matching
  private let open: [ID<Invoice>: Money]
  private let items: [ID<Client>: [Matching.Candidate]]
  private let byAmount: [Money: [Matching.Candidate]]
  private let names: [ID<Client>: PayerName]

  /// Proposals for one line.
  private static let most = 3

  /// `open` is what is open at the end of the day on which a person asks.
  package init(_ matching: Matching, open: [ID<Invoice>: Money]) {
    self.matching = matching
    self.open = open
    let claims = matching.candidates.all.filter { open[$0.id] != nil }
    items = Dictionary(grouping: claims, by: \.client)
    byAmount = Dictionary(grouping: claims) { open[$0.id] ?? $0.claim }
    names = items.compactMapValues { $0.first.map { PayerName($0.clientName) } }
  }

  /// Best first; the payer's own oldest invoices before others that nothing else tells apart.
  package func proposals(for line: BankLine) -> [MatchProposal] {
    let mentioned = matching.mentioned(in: line).filter { open[$0.id] != nil }
    let payers = payers(of: line)
    var found = payers.keys.flatMap { byPayer($0, line, payers[$0] ?? []) }
    for claim in mentioned {
      found.append(
        proposal([claim], payers[claim.client] ?? [], [.named(InvoiceNumber(claim.number))], line))
    }
    if found.isEmpty {
      found = (byAmount[line.amount] ?? []).map { proposal([$0], [], [], line) }
    }
    var best: [[InvoiceNumber]: MatchProposal] = [:]
    for one in found where (best[one.invoices]?.weight ?? .min) < one.weight {
      best[one.invoices] = one
    }
    let ranked = best.values.filter { $0.weight > 0 }.sorted {
      ($1.weight, $0.invoices.first?.text ?? "") < ($0.weight, $1.invoices.first?.text ?? "")
    }
    return Array(ranked.prefix(Self.most))
  }

  /// Clients that the line may come from, and why.
  private func payers(of line: BankLine) -> [ID<Client>: [MatchEvidence]] {
    var payers: [ID<Client>: [MatchEvidence]] = [:]
    for (client, last) in matching.payers.clients(payingFrom: line) {
      let number = last.flatMap { matching.candidates[$0] }?.number
      payers[client, default: []].append(.accountPaid(number.map { InvoiceNumber($0) }))
    }
    let name = PayerName(line.counterparty)
    guard !name.key.isEmpty else { return payers }
    for (client, known) in names {
      if name.resembles(known) {
        payers[client, default: []].append(.payerName)
      } else if name.shares(with: known) {
        payers[client, default: []].append(.similarName)
      }
    }
    return payers
  }

  private func byPayer(
    _ client: ID<Client>, _ line: BankLine, _ payer: [MatchEvidence]
  ) -> [MatchProposal] {
    let claims = (items[client] ?? []).filter { open[$0.id]?.currency == line.amount.currency }
      .sorted { ($0.due, $0.id) < ($1.due, $1.id) }
    let hinted = Set(matching.hinted(claims, by: line).map(\.id))
    var found = claims.compactMap { claim -> MatchProposal? in
      let digits = MatchEvidence.lastDigits(InvoiceNumber(claim.number))
      let hint = hinted.contains(claim.id) ? [digits] : []
      let amount = amountEvidence(claim, line)
      return hint.isEmpty && amount == nil ? nil : proposal([claim], payer, hint, line)
    }
    let amounts = claims.map { (open[$0.id] ?? $0.claim).minorUnits }
    if let sum = OpenSum(amounts).only(line.amount.minorUnits) {
      found.append(
        proposal(sum.map { claims[$0] }, payer, [.sumOfOpen(count: sum.count)], line))
    }
    if found.isEmpty, let oldest = claims.first { found = [proposal([oldest], payer, [], line)] }
    return found
  }

  private func proposal(
    _ claims: [Matching.Candidate], _ payer: [MatchEvidence], _ evidence: [MatchEvidence],
    _ line: BankLine
  ) -> MatchProposal {
    var evidence = payer + evidence
    if let only = claims.first, claims.count == 1, let amount = amountEvidence(only, line) {
      evidence.append(amount)
    }
    if payer.isEmpty,
      let other = payers(of: line).first(where: { $0.value.contains(.payerName) })?.key,
      let name = items[other]?.first?.clientName
    {
      evidence.append(.otherPayer(name))
    }
    return MatchProposal(
      client: claims[0].client, clientName: claims[0].clientName,
      invoices: claims.map { InvoiceNumber($0.number) },
      open: claims.compactMap { open[$0.id] }.sum(line.amount.currency), evidence: evidence)
  }

  /// How the amount fits what is open of one claim.
  private func amountEvidence(_ claim: Matching.Candidate, _ line: BankLine) -> MatchEvidence? {
    guard let left = open[claim.id], left.currency == line.amount.currency else { return nil }
    if left == line.amount { return .exactAmount }
    guard left > line.amount else { return nil }
    let missing = left - line.amount
    for discount in claim.discounts {
      guard discount.amount(of: claim.claim) == missing else { continue }
      let late = line.booked - (claim.issueDate + discount.days)
      return late <= 0 ? .discountInTime(missing) : .discountLate(missing, days: late)
    }
    return missing <= matching.tolerance.fee(of: left) ? .feeMissing(missing) : nil
  }
}
