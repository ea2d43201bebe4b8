import Accounting
import Domain

/// The rules for one line: first what it names, then who it comes from.
extension Matching {
  /// A document that a line names, and how well.
  struct Named {
    var place: Int
    var isReference: Bool
    /// Hardly in a text by chance.
    var isDistinctive: Bool
    /// The text has it just as the invoice does: see `isWritten`.
    var isWritten: Bool
    var isAnnounced: Bool
    var isLast: Bool
  }

  /// Money in pays what is owed to us. Money out pays our bills or a credit note; else it goes back
  /// to a client for an invoice it names, which is open again only where the bank says that it is a
  /// reversal.
  func named(_ line: BankLine, _ reading: Reading) -> Outcome {
    guard !reading.named.isEmpty else { return .nothing }
    return judged(chosen(reading.named, line, reading.payer), line, reading.payer)
  }

  /// The documents that a line names, by a reference or else by its text.
  func mentions(in line: BankLine) -> [Named] {
    let named = references(of: line)
    var found = named.isEmpty ? numbers(in: line) : named
    // Beside a number that means itself, a year or a count means nothing.
    if found.contains(where: \.isDistinctive) { found.removeAll { !$0.isDistinctive } }
    return found
  }

  /// Every document that a line names, however unsure.
  func mentioned(in line: BankLine) -> [Candidate] {
    (references(of: line) + numbers(in: line)).map { candidates[$0.place] }
  }

  private func fits(_ candidate: Candidate, _ line: BankLine) -> Bool {
    guard candidate.claim.currency == line.amount.currency else { return false }
    return line.amount.isPositive != line.isReversal
      ? candidate.claim.isPositive : candidate.claim.isNegative
  }

  private func places(_ key: String, _ line: BankLine) -> [Int] {
    let named = candidates.places(named: key)
    let found = named.filter { fits(candidates[$0], line) }
    guard found.isEmpty, line.isRefund else { return found }
    return named.filter {
      candidates[$0].claim.isPositive && candidates[$0].claim.currency == line.amount.currency
    }
  }

  private func references(of line: BankLine) -> [Named] {
    line.references.flatMap { reference -> [Named] in
      let key = Self.key(reference)
      var found = places(key, line)
      if found.isEmpty, let rf = CreditorReference(key: key), rf.isValid {
        found = places(rf.body, line)
      }
      guard found.isEmpty else {
        return found.map {
          Named(
            place: $0, isReference: Self.isDistinctive(key), isDistinctive: Self.isDistinctive(key),
            isWritten: false, isAnnounced: true, isLast: true)
        }
      }
      return numbers(in: reference, line)
    }
  }

  private func numbers(in line: BankLine) -> [Named] { numbers(in: line.text, line) }

  private func numbers(in text: String, _ line: BankLine) -> [Named] {
    RemittanceText(text).mentions { !places($0, line).isEmpty || !referenced($0, line).isEmpty }
      .flatMap { mention in
        let whole = places(mention.key, line)
        return (whole.isEmpty ? referenced(mention.key, line) : whole).map {
          Named(
            place: $0, isReference: false,
            isDistinctive: Self.hasLetters(mention.key) && Self.isDistinctive(mention.key),
            isWritten: Self.isWritten(candidates[$0].number, in: text),
            isAnnounced: mention.isAnnounced, isLast: mention.isLast)
        }
      }
  }

  /// Documents that a reference with right check digits names by their number.
  private func referenced(_ key: String, _ line: BankLine) -> [Int] {
    guard let rf = CreditorReference(key: key), rf.isValid else { return [] }
    return places(rf.body, line)
  }

  /// One number used by several clients: the payer decides.
  private func chosen(_ found: [Named], _ line: BankLine, _ payer: PayerNames.Payer?) -> [Named] {
    guard Set(found.map { candidates[$0.place].client }).count > 1 else { return found }
    let shared = Dictionary(grouping: found) { Self.key(candidates[$0.place].number) }
    return shared.values.flatMap { same in
      let own = same.filter {
        candidates[$0.place].client == payer?.client
          || Party.folded(candidates[$0.place].clientName) == Party.folded(line.counterparty)
      }
      return own.isEmpty ? same : own
    }.sorted { $0.place < $1.place }
  }

  private func judged(_ found: [Named], _ line: BankLine, _ payer: PayerNames.Payer?) -> Outcome {
    var seen: Set<ID<Invoice>> = []
    var ids = found.map { replacement(of: candidates[$0.place]) }
      .filter { seen.insert($0).inserted }
    guard let client = found.first.map({ candidates[$0.place].client }),
      found.allSatisfy({ candidates[$0.place].client == client })
    else { return Outcome(reason: .severalClients) }
    if !isWhole(ids, line), let more = shortened(ids, client, line) { ids += more }
    let isExact = isWhole(ids, line)
    let agrees =
      payer?.client == client && payer?.evidence != .weak
      || Party.folded(candidates[found[0].place].clientName) == Party.folded(line.counterparty)
    // Whom we pay for an invoice of ours is its client, or it is another's number.
    if line.isRefund, !agrees, candidates[found[0].place].claim.isPositive { return .nothing }
    // Somebody may pay for another; but who owes as much may have the number wrong.
    if let payer, payer.isSure, payer.client != client, line.amount.isPositive,
      !isExact || owes(payer.client, line)
    {
      return Outcome(reason: .otherPayer)
    }
    let isSure = found.allSatisfy {
      $0.isReference || $0.isDistinctive
        || agrees
          && ($0.isAnnounced || $0.isWritten
            || Self.isOwn(candidates[$0.place].number, isLast: $0.isLast))
        || isExact
          && (agrees || $0.isAnnounced || $0.isWritten
            || !Self.isCommon(candidates[$0.place].number))
    }
    guard isSure else { return Outcome(reason: .shortNumber) }
    if !isExact, !found.contains(where: \.isReference), line.amount.isPositive, !line.isReversal,
      owes(client, line, beside: ids)
    {
      return Outcome(reason: .otherAmount)
    }
    return .sure(ids, found.contains(where: \.isReference) ? .structuredReference : .invoiceNumber)
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

  private func replacement(of claim: Candidate) -> ID<Invoice> {
    books.replacement(of: claim.id, claim.client, in: claim.claim.currency)
  }

  /// Whether the amount is all that the documents ask, or all that is left of it.
  private func isWhole(_ ids: [ID<Invoice>], _ line: BankLine) -> Bool {
    let currency = line.amount.currency
    let claims = ids.compactMap { candidates[$0]?.claim.magnitude }
    if claims.sum(currency) == line.amount.magnitude { return true }
    guard line.amount.isPositive, !line.isReversal else { return false }
    let owed = ids.compactMap { candidates[$0] }.filter(\.isClaim)
    guard owed.count == ids.count else { return false }
    return owed.map { left(of: $0) }.sum(currency) == line.amount
      || owed.map { net(of: $0, on: line.booked) }.sum(currency) == line.amount
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
  private func owes(
    _ client: ID<Client>, _ line: BankLine, beside named: [ID<Invoice>] = []
  ) -> Bool {
    payable(by: client, in: line.amount.currency).contains {
      !named.contains($0.id) && left(of: $0) == line.amount
    }
  }

  // MARK: The payer

  /// Takes the money as the payer's: for a claim, or on account.
  func add(_ payer: PayerNames.Payer, of line: BankLine, to outcome: inout Outcome) {
    guard payer.evidence != .weak, outcome.reason != .otherPayer,
      outcome.reason != .severalClients,
      outcome.named.allSatisfy({ candidates[$0]?.client == payer.client })
    else { return }
    let guess = outcome.reason == .otherAmount ? nil : guess(of: line, by: payer.client)
    guard payer.isSure || guess != nil else { return }
    outcome.payer = payer.client
    outcome.guesses = guess?.ids ?? []
    outcome.reason = outcome.reason ?? guess?.reason ?? .payer
  }

  /// The claims of the payer that the amount points at, where only one answer fits.
  private func guess(
    of line: BankLine, by client: ID<Client>
  ) -> (ids: [ID<Invoice>], reason: Reason)? {
    let claims = payable(by: client, in: line.amount.currency).filter {
      isFree($0, for: line)
    }
    let hinted = self.hinted(claims, by: line)
    let exact = (hinted + claims).filter { left(of: $0) == line.amount }
    // A register that says "paid" at about this day speaks of this money.
    if let one = exact.first(where: { told($0, by: line) != nil }) ?? exact.first {
      return ([one.id], .payerAndAmount)
    }
    if let asked = asked(by: line, of: client, claims) { return (asked, .payerAndLetter) }
    let net = claims.filter { self.net(of: $0, on: line.booked) == line.amount }
    if let one = net.first, net.count == 1 || hinted.first?.id == one.id {
      return ([one.id], .payerAndDiscount)
    }
    if let sum = OpenSum(claims.map { self.left(of: $0).minorUnits })
      .only(line.amount.minorUnits)
      ?? OpenSum(claims.map { self.net(of: $0, on: line.booked).minorUnits })
      .only(line.amount.minorUnits)
    {
      return (sum.map { claims[$0].id }, .payerAndSum)
    }
    let short = claims.filter { claim in
      let left = self.left(of: claim)
      return left > line.amount && left - line.amount <= tolerance.fee(of: left)
        // A discount taken too late is no bank's fee.
        && !claim.discounts.contains { left - line.amount == $0.amount(of: claim.claim) }
    }
    return short.count == 1 ? (short.map(\.id), .payerAndFee) : nil
  }

  /// The claims of a letter before the line that are open still, where it is what is left of them
  /// and what the letter asked for beside them; those of the last such letter.
  private func asked(
    by line: BankLine, of client: ID<Client>, _ claims: [Candidate]
  ) -> [ID<Invoice>]? {
    let currency = line.amount.currency
    return letters[client]?.lazy.filter { $0.isAnswered(on: line.booked) }.compactMap { letter in
      let named = claims.filter { letter.charges[$0.id]?.currency == currency }
      let charges = named.compactMap { letter.charges[$0.id] }.sum(currency)
      let left = named.map { self.left(of: $0) }.sum(currency)
      return charges.isPositive && left + charges == line.amount ? named.map(\.id) : nil
    }.first
  }

  /// A register and the bank may date the same payment so many days apart.
  private static let registerDays = 7

  /// The last day by the line's own on which a register said that the claim was paid.
  private func told(_ claim: Candidate, by line: BankLine) -> Day? {
    claim.settledDays.filter { $0 <= line.booked }.max()
  }

  /// A register that says "paid" of another day speaks of other money.
  private func isFree(_ claim: Candidate, for line: BankLine) -> Bool {
    told(claim, by: line).map { line.booked - $0 <= Self.registerDays } ?? true
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

extension Matching {
  /// A number that hardly stands in a text by chance: letters and digits, or many digits that are
  /// no date.
  static func isDistinctive(_ number: String) -> Bool {
    let letters = number.count(where: \.isLetter)
    let digits = number.count(where: \.isNumber)
    return letters > 0 ? letters + digits >= 5 && digits >= 2 : digits >= 9
  }

  private static func hasLetters(_ key: String) -> Bool { key.contains(where: \.isLetter) }

  /// Whether a number of two groups of digits, such as `2026-0012`, stands in a text just as the
  /// invoice has it: nothing else is written so. A year and a month (`2026/04`) may be.
  private static func isWritten(_ number: String, in text: String) -> Bool {
    let groups = number.split(omittingEmptySubsequences: false) { !$0.isASCII || !$0.isNumber }
    guard groups.count == 2, groups.allSatisfy({ $0.utf8.count >= 2 }),
      groups.joined().utf8.count >= 7
    else { return false }
    return text.contains(number)
  }

  /// A number that says enough in a text of the client it was given to: letters and digits, or
  /// digits that are no date, seven or at the end.
  private static func isOwn(_ number: String, isLast: Bool) -> Bool {
    let key = key(number)
    return hasLetters(key)
      ? key.utf8.count { (0x30...0x39).contains($0) } >= 2
      : !isDate(key) && (isLast || key.utf8.count >= 7)
  }

  /// Digits that may be a year, a month, a date or a count.
  private static func isCommon(_ number: String) -> Bool {
    let key = key(number)
    return !hasLetters(key) && (key.utf8.count == 1 || isDate(key))
  }

  /// A year (`2026`), a year and a month or a day (`202604`, `20260415`), or a day first
  /// (`200426`, `20042026`).
  private static func isDate(_ digits: String) -> Bool {
    guard digits.hasPrefix("19") || digits.hasPrefix("20") else { return false }
    func isMonth(_ place: Int) -> Bool {
      let month = Int(digits.dropFirst(place).prefix(2)) ?? 0
      return (1...12).contains(month)
    }
    return switch digits.utf8.count {
    case 4: true
    case 6, 8: isMonth(4) || isMonth(2)
    default: false
    }
  }

  /// Banks cut the zeros in front of long references.
  static func withoutZeros(_ key: String) -> String {
    key.utf8.first == UInt8(ascii: "0") && key.utf8.count >= 10 && !hasLetters(key)
      ? String(key.drop { $0 == "0" }) : key
  }

  /// Letters and digits in capitals: how numbers and references are compared.
  static func key(_ text: String) -> String {
    var key: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A: key.append(byte)
      case 0x61...0x7A: key.append(byte - 32)
      case 0x80...: key.append(byte)
      default: break
      }
    }
    return String(decoding: key, as: UTF8.self)
  }
}
