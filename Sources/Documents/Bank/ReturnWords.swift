import Domain

/// Tells a returned payment by the words that banks use for one: the table `return-words.tsv`.
///
/// Only money that goes out is asked: what comes back to us is told by codes alone. A refund that
/// we pay, or the bank's fee for a return, is none.
struct ReturnWords: Sendable {
  static let shared = ReturnWords(
    table: String(decoding: PackageResources.return_words_tsv, as: UTF8.self))

  /// Where the words of a phrase count.
  private enum Place: String {
    /// In the bank's name for the kind of movement, and anywhere in a text.
    case anywhere
    /// In the bank's name, and where a text begins with them.
    case start
    /// In the bank's name for the kind of movement only.
    case type
    /// A fee: beside the words of a return, the movement is the bank's fee for one.
    case fee
    /// Before the words of a return in a text: what we pay back.
    case refund
    /// In the bank's name: a payment that we ordered, whose text is our own.
    case own
  }

  /// A word, or its beginning (`impay*`) or end (`*gebühr`).
  private struct Pattern {
    var word: String
    var isBeginning = false
    var isEnd = false

    init(_ text: Substring) {
      isEnd = text.first == "*"
      isBeginning = text.last == "*"
      word = FoldedText(text.filter { $0 != "*" }).text
    }

    func matches(_ other: Substring) -> Bool {
      switch (isBeginning, isEnd) {
      case (false, false): other == word
      case (true, false): other.hasPrefix(word)
      case (false, true): other.hasSuffix(word)
      case (true, true): other.contains(word)
      }
    }
  }

  private struct Phrase {
    var place: Place
    var patterns: [Pattern]
  }

  /// By the first letters of their first word; under the empty key those that begin with a star.
  private var phrases: [Substring: [Phrase]] = [:]
  private static let keyLength = 3
  /// How many words may stand between two of a phrase, as in `rejet de votre prélèvement`, and
  /// which may not: `payment for returned goods` is no return.
  private static let gapMax = 2
  private static let breaks: Set<Substring> = ["for", "fur", "pour", "para", "per", "voor", "za"]

  private init(table: String) {
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 5, let place = Place(rawValue: String(fields[1])) else {
        preconditionFailure("table of return words: \(line)")
      }
      let patterns = fields[2].split(separator: " ").map(Pattern.init)
      guard let first = patterns.first else { preconditionFailure("return words: \(line)") }
      let isShortStar = first.isBeginning && first.word.count < Self.keyLength
      precondition(!isShortStar, "return words: \(line)")
      let key = first.isEnd ? "" : Substring(first.word).prefix(Self.keyLength)
      phrases[key, default: []].append(Phrase(place: place, patterns: patterns))
    }
  }

  /// What a movement says about itself.
  struct Movement {
    /// The bank's own name for the kind of movement, or empty.
    var type = ""
    /// What else the bank says of it.
    var said: [String] = []
    /// Remittance text, which is our own where we ordered the payment.
    var texts: [String]
    var amount: Money
    /// The bank's code says that we ordered it ourselves.
    var isOwn = false
  }

  func isReturn(_ movement: Movement) -> Bool {
    let amount = movement.amount
    guard amount.isNegative else { return false }
    let type = FoldedText(movement.type)
    if has(.fee, in: type.words) { return false }
    if returned(in: type, [.anywhere, .start, .type], amount) == .isReturn { return true }
    for said in movement.said.map(FoldedText.init) {
      switch returned(in: said, [.anywhere, .refund], amount) {
      case .isReturn: return true
      case .isOther: return false
      case .isSilent: if isFee(said.words) { return false }
      }
    }
    guard !movement.isOwn, !has(.own, in: type.words) else { return false }
    for text in movement.texts.map(FoldedText.init) {
      switch returned(in: text, [.anywhere, .refund], amount) {
      case .isReturn: return true
      case .isOther: return false
      case .isSilent: continue
      }
    }
    return false
  }

  private func has(_ place: Place, in words: [Substring]) -> Bool {
    words.indices.contains { find([place], at: $0, in: words) != nil }
  }

  /// `Entgelt`, `Bank charges`: the whole movement is a fee.
  private func isFee(_ words: [Substring]) -> Bool {
    Set([0, words.count - 1]).contains {
      words.indices.contains($0) && find([.fee], at: $0, in: words) != nil
    }
  }

  private enum Answer { case isReturn, isOther, isSilent }

  /// Whether a text has the words of a return, and they are not those of a fee or a refund.
  private func returned(in text: FoldedText, _ places: Set<Place>, _ amount: Money) -> Answer {
    let words = text.words
    let meant = places.subtracting([.refund])
    for start in words.indices {
      let isFirst = start == words.startIndex
      if let end = find(isFirst ? meant.union([.start]) : meant, at: start, in: words) {
        return isFee(text, start...end, amount) ? .isOther : .isReturn
      }
      if places.contains(.refund), find([.refund], at: start, in: words) != nil { return .isOther }
    }
    return .isSilent
  }

  /// Fee words stand before the words of a return, in them, or just behind. Where they name an
  /// amount that leaves something of the movement's, that is the payment itself.
  private func isFee(_ text: FoldedText, _ found: ClosedRange<Int>, _ amount: Money) -> Bool {
    let words = text.words
    let near = words.startIndex...min(found.upperBound + Self.gapMax, words.endIndex - 1)
    guard near.contains(where: { find([.fee], at: $0, in: words) != nil }) else { return false }
    let stated = StatedAmounts(text, amount.currency)
    if let charges = stated.charges, charges < amount.magnitude { return false }
    return stated.returned(of: amount) == nil
  }

  /// The place of the last word of a phrase that begins at `start`.
  private func find(_ places: Set<Place>, at start: Int, in words: [Substring]) -> Int? {
    let beginning: Substring = words[start].prefix(Self.keyLength)
    for key in [beginning, ""] {
      for phrase in phrases[key] ?? [] where places.contains(phrase.place) {
        if let end = end(of: phrase, at: start, in: words) { return end }
      }
    }
    return nil
  }

  private func end(of phrase: Phrase, at start: Int, in words: [Substring]) -> Int? {
    guard phrase.patterns[0].matches(words[start]) else { return nil }
    var place = start
    for pattern in phrase.patterns.dropFirst() {
      let next = (place + 1)..<min(place + 2 + Self.gapMax, words.count)
      guard place + 1 < words.count, let found = next.first(where: { pattern.matches(words[$0]) }),
        !words[(place + 1)..<found].contains(where: Self.breaks.contains)
      else { return nil }
      place = found
    }
    return place
  }
}
