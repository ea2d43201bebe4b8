import Domain

/// Recognises returned payments by the words that banks use for them: `return-words.tsv`.
///
/// Only outgoing money is checked: payments that come back to us are recognised by their codes.
/// A refund that we pay and the bank's fee for a return are not returns.
struct ReturnWords: Sendable {
  static let shared = ReturnWords(
    table: String(decoding: PackageResources.return_words_tsv, as: UTF8.self))

  /// Where the words of a phrase count.
  private struct Place: OptionSet {
    let rawValue: UInt8

    /// In the bank's name for the kind of movement, and anywhere in a text.
    static let anywhere = Place(rawValue: 1)
    /// In the bank's name, and where a text begins with them.
    static let start = Place(rawValue: 2)
    /// In the bank's name for the kind of movement only.
    static let type = Place(rawValue: 4)
    /// A fee: beside the words of a return, the movement is the bank's fee for one.
    static let fee = Place(rawValue: 8)
    /// Before the words of a return in a text: what we pay back.
    static let refund = Place(rawValue: 16)
    /// In the bank's name: a payment that we ordered, whose text is our own.
    static let own = Place(rawValue: 32)

    private static let names = [
      "anywhere": anywhere, "start": start, "type": type, "fee": fee, "refund": refund, "own": own,
    ]

    init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    init?(named name: Substring) {
      guard let known = Self.names[String(name)] else { return nil }
      self = known
    }
  }

  /// A word, or its beginning (`impay*`) or end (`*gebühr`).
  private struct Pattern {
    /// As bytes: words are folded, and text is searched many thousand times.
    var word: [UInt8]
    var isBeginning = false
    var isEnd = false

    init(_ text: Substring) {
      isEnd = text.first == "*"
      isBeginning = text.last == "*"
      word = Array(FoldedText(text.filter { $0 != "*" }).text.utf8)
    }

    func matches(_ other: Substring) -> Bool {
      let other = other.utf8
      let rest = other.count - word.count
      guard rest >= 0, isEnd || other.first == word.first else { return false }
      return switch (isBeginning, isEnd) {
      case (false, false): rest == 0 && other.elementsEqual(word)
      case (true, false): other.starts(with: word)
      case (false, true): other.dropFirst(rest).elementsEqual(word)
      case (true, true): (0...rest).contains { other.dropFirst($0).starts(with: word) }
      }
    }
  }

  private struct Phrase {
    var place: Place
    var patterns: [Pattern]
  }

  /// By the first letters of their first word.
  private var phrases: [UInt32: [Phrase]] = [:]
  /// Those that begin with a star.
  private var starred: [Phrase] = []
  /// Their first words one behind the other, and how many bytes each has, negative where more may
  /// follow: most words of a text do not match.
  private var stars: [UInt8] = []
  private var starCounts: [Int] = []
  private static let keyLength = 3
  /// How many words may stand between two of a phrase, as in `rejet de votre prélèvement`, and
  /// which may not: `payment for returned goods` is no return.
  private static let gapMax = 2
  private static let breaks: Set<Substring> = ["for", "fur", "pour", "para", "per", "voor", "za"]

  private init(table: String) {
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 5, let place = Place(named: fields[1]) else {
        preconditionFailure("table of return words: \(line)")
      }
      let patterns = fields[2].split(separator: " ").map(Pattern.init)
      guard let first = patterns.first else { preconditionFailure("return words: \(line)") }
      let isShortStar = first.isBeginning && first.word.count < Self.keyLength
      precondition(!isShortStar, "return words: \(line)")
      let phrase = Phrase(place: place, patterns: patterns)
      if first.isEnd {
        starred.append(phrase)
        stars += first.word
        starCounts.append(first.isBeginning ? -first.word.count : first.word.count)
      } else {
        phrases[Self.key(first.word), default: []].append(phrase)
      }
    }
  }

  /// The first bytes of a word in one number.
  private static func key(_ word: some Sequence<UInt8>) -> UInt32 {
    word.prefix(keyLength).reduce(0) { $0 << 8 | UInt32($1) }
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
    words.indices.contains { find(place, at: $0, in: words) != nil }
  }

  /// `Entgelt`, `Bank charges`: the whole movement is a fee.
  private func isFee(_ words: [Substring]) -> Bool {
    Set([0, words.count - 1]).contains {
      words.indices.contains($0) && find([.fee], at: $0, in: words) != nil
    }
  }

  private enum Answer { case isReturn, isOther, isSilent }

  /// Whether a text has the words of a return, and they are not those of a fee or a refund.
  private func returned(in text: FoldedText, _ places: Place, _ amount: Money) -> Answer {
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
  private func find(_ places: Place, at start: Int, in words: [Substring]) -> Int? {
    let word = words[start].utf8
    if let known = phrases[Self.key(word)] {
      for phrase in known where !places.isDisjoint(with: phrase.place) {
        if let end = end(of: phrase, at: start, in: words) { return end }
      }
    }
    guard isStarred(words[start]) else { return nil }
    for phrase in starred where !places.isDisjoint(with: phrase.place) {
      if let end = end(of: phrase, at: start, in: words) { return end }
    }
    return nil
  }

  /// Whether a word ends with one of the starred words, or has it in it.
  private func isStarred(_ word: Substring) -> Bool {
    let answer = unsafe word.utf8.withContiguousStorageIfAvailable { word in
      var start = 0
      for signed in starCounts {
        let count = abs(signed)
        defer { start += count }
        guard word.count >= count else { continue }
        let last = word.count - count
        for place in (signed < 0 ? 0 : last)...last {
          var same = 0
          while same < count, unsafe word[place + same] == stars[start + same] { same += 1 }
          if same == count { return true }
        }
      }
      return false
    }
    return answer ?? true
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
