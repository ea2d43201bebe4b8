package import Domain

/// Suggested invoices for a bank line that the rules left alone, with the evidence for each.
/// Nothing is booked by it.
package struct MatchSuggestions {
  private var matching: Matching
  private let open: [ID<Invoice>: Money]
  private let items: [ID<Client>: [Matching.Candidate]]
  private let byAmount: [Money: [Matching.Candidate]]
  private let collected: CollectedSum
  /// How many clients with open invoices have a word in their names; counted when first needed.
  private var owners: [String: Int]?

  /// Proposals for one line.
  private static let most = 3

  /// `open` is what is open at the end of the day on which a person asks.
  package init(_ matching: Matching, open: [ID<Invoice>: Money]) {
    self.matching = matching
    self.open = open
    let claims = matching.candidates.all.filter { open[$0.id] != nil }
    items = Dictionary(grouping: claims, by: \.client)
    byAmount = Dictionary(grouping: claims) { open[$0.id] ?? $0.claim }
    collected = CollectedSum(claims.map { ($0, open[$0.id] ?? $0.claim) })
  }

  /// What a line may be for, the one for which most speaks first; the payer's own oldest invoices
  /// before others that nothing else tells apart.
  package mutating func proposals(for line: BankLine) -> [MatchProposal] {
    let payers = payers(of: line)
    var found = payers.keys.sorted().flatMap { byPayer($0, line, payers[$0] ?? []) }
    for claim in matching.mentioned(in: line).filter({ open[$0.id] != nil }) {
      let evidence = [MatchEvidence.named(InvoiceNumber(claim.number))]
      found.append(proposal([claim], payers[claim.client] ?? [], evidence, line, payers))
    }
    found += range(line, payers) + otherCurrency(line, payers)
    let equal = byAmount[line.amount] ?? []
    let words = equal.isEmpty ? [] : Set(PayerName.words(of: line.text))
    for claim in equal where payers[claim.client] == nil && hasOwnWord(of: claim, words) {
      found.append(proposal([claim], [.nameInText], [], line, [:]))
    }
    if found.isEmpty {
      found = equal.map { claim in
        let digits = MatchEvidence.lastDigits(InvoiceNumber(claim.number))
        let hint = matching.hinted([claim], by: line).isEmpty ? [] : [digits]
        return proposal([claim], [], hint, line, payers)
      }
    }
    if found.isEmpty, let claims = collected.claims(for: line) {
      let evidence = [MatchEvidence.sumOfClients(count: claims.count)]
      found.append(proposal(claims, [], evidence, line, payers))
    }
    var best: [[MatchProposal.Part]: MatchProposal] = [:]
    for one in found where (best[one.parts]?.weight ?? .min) < one.weight {
      best[one.parts] = one
    }
    let ranked = best.values.filter { $0.weight > 0 }.sorted {
      ($1.weight, $0.invoices.first?.text ?? "") < ($0.weight, $1.invoices.first?.text ?? "")
    }
    return Array(ranked.prefix(Self.most))
  }

  /// Whether the words of a text include a long word of the client's name that no other client with
  /// open invoices has in its name. Together with the exact amount that is reason to ask a person.
  private mutating func hasOwnWord(
    of claim: Matching.Candidate, _ textWords: Set<String>
  ) -> Bool {
    let long = PayerName(claim.clientName).words.filter {
      $0.utf8.count >= 6 && textWords.contains($0)
    }
    guard !long.isEmpty else { return false }
    if owners == nil {
      let names = items.values.compactMap { $0.first.map { Set(PayerName($0.clientName).words) } }
      owners = Dictionary(names.joined().map { ($0, 1) }, uniquingKeysWith: +)
    }
    return long.contains { owners?[$0] == 1 }
  }

  /// Whether money out went to a client, by account or name, names an invoice of ours, or is a
  /// return by the bank's own word.
  package mutating func concernsClient(_ line: BankLine) -> Bool {
    line.isReversal || !matching.payers.clients(payingFrom: line).isEmpty
      || matching.likePayers(of: line).contains(where: \.isAlike)
      || !matching.clientsNamed(in: line).isEmpty
      || matching.mentioned(in: line).contains { claim in
        Matching.isDistinctive(Matching.key(claim.number)) && claim.kind.isOurs
      }
  }

  /// Clients that the line may come from, and why.
  private mutating func payers(of line: BankLine) -> [ID<Client>: [MatchEvidence]] {
    var payers: [ID<Client>: [MatchEvidence]] = [:]
    for (client, last) in matching.payers.clients(payingFrom: line) {
      let number = last.flatMap { matching.candidates[$0] }?.number
      payers[client, default: []].append(.accountPaid(number.map { InvoiceNumber($0) }))
    }
    for client in matching.likePayers(of: line) where items[client.id] != nil {
      payers[client.id, default: []].append(client.isAlike ? .payerName : .similarName)
    }
    for client in matching.clientsNamed(in: line)
    where items[client] != nil && payers[client]?.contains(.payerName) != true {
      payers[client, default: []].append(.nameInText)
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
      return hint.isEmpty && amount == nil ? nil : proposal([claim], payer, hint, line, [:])
    }
    let amounts = claims.map { (open[$0.id] ?? $0.claim).minorUnits }
    if let sum = OpenSum(amounts).only(line.amount.minorUnits) {
      found.append(
        proposal(sum.map { claims[$0] }, payer, [.sumOfOpen(count: sum.count)], line, [:]))
    }
    if found.isEmpty, let oldest = claims.first {
      found = [proposal([oldest], payer, [], line, [:])]
    }
    return found
  }

  /// The text gives the first and the last number of a row, and all that is open of it is the
  /// money.
  private func range(
    _ line: BankLine, _ payers: [ID<Client>: [MatchEvidence]]
  ) -> [MatchProposal] {
    let claims = matching.rangeMembers(in: line, RemittanceText(line.text)).map {
      matching.candidates[$0.place]
    }
    .filter { open[$0.id]?.currency == line.amount.currency }
    guard let first = claims.first else { return [] }
    let sum = claims.map { open[$0.id] ?? $0.claim }.sum(line.amount.currency)
    // Other numbers from one to another are of something else.
    guard sum == line.amount || payers[first.client] != nil else { return [] }
    let amount: [MatchEvidence] = sum == line.amount ? [.sumOfOpen(count: claims.count)] : []
    return [proposal(claims, payers[first.client] ?? [], [.inRange] + amount, line, payers)]
  }

  /// Invoices in another currency than the money: those that the text names, where that number is
  /// hardly there by chance or its client pays.
  private func otherCurrency(
    _ line: BankLine, _ payers: [ID<Client>: [MatchEvidence]]
  ) -> [MatchProposal] {
    guard line.amount.isPositive, !line.isReversal else { return [] }
    return matching.mentionedInOtherCurrency(line).filter { open[$0.id] != nil }
      .filter { Matching.isDistinctive(Matching.key($0.number)) || payers[$0.client] != nil }
      .map { claim in
        let evidence = [MatchEvidence.named(InvoiceNumber(claim.number)), .otherCurrency]
        return proposal([claim], payers[claim.client] ?? [], evidence, line, payers)
      }
  }

  private func proposal(
    _ claims: [Matching.Candidate], _ payer: [MatchEvidence], _ evidence: [MatchEvidence],
    _ line: BankLine, _ payers: [ID<Client>: [MatchEvidence]]
  ) -> MatchProposal {
    var evidence = payer + evidence
    if let only = claims.first, claims.count == 1, let amount = amountEvidence(only, line) {
      evidence.append(amount)
    }
    if payer.isEmpty,
      let other = payers.keys.sorted().first(where: { payers[$0]?.contains(.payerName) == true }),
      let name = items[other]?.first?.clientName
    {
      evidence.append(.otherPayer(name))
    }
    let parts = claims.map { claim in
      MatchProposal.Part(
        client: claim.client, clientName: claim.clientName, invoice: InvoiceNumber(claim.number),
        open: open[claim.id] ?? claim.claim)
    }
    return MatchProposal(parts, evidence: evidence)
  }

  /// How the amount fits what is open of one claim.
  private func amountEvidence(_ claim: Matching.Candidate, _ line: BankLine) -> MatchEvidence? {
    guard let left = open[claim.id], let value = matching.value(of: line, in: left.currency)
    else { return nil }
    if left == value { return .exactAmount }
    let isAgreed = (matching.instalments[claim.client] ?? []).contains {
      ($0.invoice == nil || $0.invoice == claim.id)
        && matching.isAgreed(value, from: $0, claim.client, on: line.booked)
    }
    if isAgreed { return .agreedAmount }
    guard left > value else { return nil }
    let missing = left - value
    for discount in claim.discounts {
      guard discount.amount(of: claim.claim) == missing else { continue }
      let late = line.booked - (claim.issueDate + discount.days)
      return late <= 0 ? .discountInTime(missing) : .discountLate(missing, days: late)
    }
    return missing <= matching.policy.fee(of: left) ? .feeMissing(missing) : nil
  }
}
