import Accounting
import Domain

/// The documents that a line names.
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
    /// The text has the digits of its number alone.
    var isLoose = false
    /// It stands between the first and the last of several numbers, or is one of these.
    var isOfRange = false
  }

  /// The documents that a line names, by a reference or else by its text; and those of numbers that
  /// say little beside a clearer one.
  func mentions(in line: BankLine, _ text: RemittanceText) -> (named: [Named], more: [Named]) {
    let named = references(of: line)
    let found = named.isEmpty ? numbers(in: text, line) : named
    // Beside a number that means itself, a year or a count means nothing.
    let distinctive = found.filter(\.isDistinctive)
    if !distinctive.isEmpty {
      let others = text.words.count(where: \.hasDigit) > found.count
      return (
        distinctive,
        found.filter { !$0.isDistinctive } + (others ? looseNumbers(in: line, text) : [])
      )
    }
    return (found.isEmpty ? looseNumbers(in: line, text) : found, [])
  }

  /// Every document that a line names, however unsure.
  func mentioned(in line: BankLine) -> [Candidate] {
    let text = RemittanceText(line.text)
    return (references(of: line) + numbers(in: text, line) + looseNumbers(in: line, text))
      .map { candidates[$0.place] }
  }

  /// Documents owed to us that a line names by their whole number or reference, and whose currency
  /// is another than any that the line states.
  func mentionedInOtherCurrency(_ line: BankLine) -> [Candidate] {
    func known(_ key: String) -> [Int] {
      candidates.places(named: key).filter {
        candidates[$0].isClaim && value(of: line, in: candidates[$0].claim.currency) == nil
      }
    }
    return ([line.text] + line.references).flatMap { text in
      RemittanceText(text).mentions { !known($0).isEmpty }.flatMap { known($0.key) }
    }.map { candidates[$0] }
  }

  /// The line's money in a currency: before charges that our bank took off, and in another currency
  /// as the file states it. Nil where nothing states it.
  func value(of line: BankLine, in currency: Currency) -> Money? {
    if let instructed = line.instructed, instructed.currency == currency { return instructed }
    return line.amount.currency == currency ? line.amount : nil
  }

  private func isPayable(_ candidate: Candidate, by line: BankLine) -> Bool {
    guard value(of: line, in: candidate.claim.currency) != nil else { return false }
    return line.amount.isPositive != line.isReversal
      ? candidate.claim.isPositive : candidate.claim.isNegative
  }

  /// Of documents with a name those that the line can be for; a refund may be for an invoice, too.
  private func fitting(_ named: [Int], _ line: BankLine) -> [Int] {
    let found = named.filter { isPayable(candidates[$0], by: line) }
    guard found.isEmpty, line.isRefund else { return found }
    return named.filter {
      candidates[$0].claim.isPositive && candidates[$0].claim.currency == line.amount.currency
    }
  }

  private func places(_ key: String, _ line: BankLine) -> [Int] {
    fitting(candidates.places(named: key), line)
  }

  private func references(of line: BankLine) -> [Named] {
    line.references.flatMap { reference -> [Named] in
      let key = Self.key(reference)
      var found = places(key, line)
      if found.isEmpty { found = checked(key, line) }
      guard found.isEmpty else {
        let isDistinctive = Self.isDistinctive(key) || Self.isCheckable(key)
        return found.map {
          Named(
            place: $0, isReference: isDistinctive, isDistinctive: isDistinctive, isWritten: false,
            isAnnounced: true, isLast: true)
        }
      }
      return numbers(in: RemittanceText(reference), line)
    }
  }

  private func numbers(in text: RemittanceText, _ line: BankLine) -> [Named] {
    text.mentions { !places($0, line).isEmpty || !checked($0, line).isEmpty }
      .flatMap { mention in
        let whole = places(mention.key, line)
        let isChecked = whole.isEmpty && Self.isCheckable(mention.key)
        return (whole.isEmpty ? checked(mention.key, line) : whole).map {
          Named(
            place: $0, isReference: false,
            isDistinctive: isChecked
              || Self.hasLetters(mention.key) && Self.isDistinctive(mention.key),
            isWritten: Self.isWritten(candidates[$0].number, in: line.text),
            isAnnounced: mention.isAnnounced, isLast: mention.isLast)
        }
      }
  }

  /// Documents of whose number the text has the digits, without letters or zeros before them.
  private func looseNumbers(in line: BankLine, _ text: RemittanceText) -> [Named] {
    let texts = [text] + line.references.map { RemittanceText($0) }
    func loose(_ key: String) -> [Int] {
      guard !Self.hasLetters(key) else { return [] }
      return fitting(candidates.places(withDigits: key), line)
    }
    return texts.flatMap { text in
      text.mentions { !loose($0).isEmpty }.flatMap { mention in
        loose(mention.key).map {
          Named(
            place: $0, isReference: false, isDistinctive: false, isWritten: false,
            isAnnounced: mention.isAnnounced, isLast: mention.isLast, isLoose: true)
        }
      }
    }
  }

  /// All known documents of one client from the first to the last of several numbers in a row,
  /// where the first or the last is known, and one more.
  func rangeMembers(in line: BankLine, _ text: RemittanceText) -> [Named] {
    guard line.amount.isPositive, !line.isReversal else { return [] }
    let ranges = text.ranges + line.references.flatMap { RemittanceText($0).ranges }
    for range in ranges {
      let found = range.keys.map { key in
        let named = places(key, line)
        guard named.isEmpty else { return named }
        return fitting(candidates.places(withDigits: Self.digits(of: key)), line).filter {
          !Self.hasLetters(key) || Self.key(candidates[$0].number).hasSuffix(key)
        }
      }
      let ends = [found.first, found.last].compactMap { $0 }.joined()
      let clients = Set(ends.map { candidates[$0].client })
      let members = clients.sorted().lazy
        .map { client in found.joined().filter { self.candidates[$0].client == client } }
        .first { $0.count > 1 }
      guard let members else { continue }
      return members.map {
        Named(
          place: $0, isReference: false, isDistinctive: false, isWritten: true, isAnnounced: true,
          isLast: false, isOfRange: true)
      }
    }
    return []
  }

  /// Documents that a reference with right check digits names by their number or reference.
  private func checked(_ key: String, _ line: BankLine) -> [Int] {
    if let rf = CreditorReference(key: key) {
      guard rf.isValid else { return [] }
      let named = places(rf.body, line)
      return named.isEmpty && !Self.hasLetters(rf.body)
        ? fitting(candidates.places(withDigits: rf.body), line) : named
    }
    guard !Self.hasLetters(key), key.utf8.count >= 4 else { return [] }
    let currencies = Set([line.amount.currency, line.instructed?.currency].compactMap(\.self))
    for currency in currencies.sorted() {
      for body in CheckedReference(key: key, currency)?.bodies ?? [] {
        let found = fitting(candidates.places(withDigits: body), line)
        if !found.isEmpty { return found }
      }
    }
    return []
  }

  /// Whether a reference with check digits is so long that they hardly fit by chance.
  private static func isCheckable(_ key: String) -> Bool { key.utf8.count >= 7 }
}
