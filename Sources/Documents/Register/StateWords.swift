import Domain

/// What a list says of the state of an invoice.
enum InvoiceState: Hashable {
  case open, paid, part, void, draft, lost, disputed
}

/// The words in which lists say the state of an invoice, in the languages of the letters and some
/// more: the table `state-words.tsv`.
struct StateWords: Sendable {
  static let shared = StateWords()

  private enum Kind: String, CaseIterable {
    case unpaid, paid, part, void, draft, lost, disputed, open, not, total, age
  }

  /// One word of a phrase; `isStem` where any letters may follow.
  private struct Word: Hashable {
    var text: String
    var isStem: Bool

    func fits(_ word: Substring) -> Bool { isStem ? word.hasPrefix(text) : word == text }
  }

  private struct Phrase {
    var kind: Kind
    var words: [Word]
  }

  /// By the first byte of their first word: most words of a text begin no phrase.
  private let phrases: [UInt8: [Phrase]]

  private init() {
    var phrases: [UInt8: [Phrase]] = [:]
    func add(_ kind: Kind, _ words: [Word]) {
      guard let first = words.first?.text.utf8.first else {
        preconditionFailure("table of states: an empty phrase (\(kind))")
      }
      phrases[first, default: []].append(Phrase(kind: kind, words: words))
    }
    let table = String(decoding: PackageResources.state_words_tsv, as: UTF8.self)
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t")
      guard fields.count == 3, let kind = Kind(rawValue: String(fields[0])) else {
        preconditionFailure("table of states: \(line)")
      }
      for phrase in fields[2].split(separator: ",") {
        let words = phrase.split(separator: " ").flatMap { word in
          let isStem = word.hasSuffix("*")
          let parts = FoldedText(String(word)).words
          return parts.enumerated().map { rank, part in
            Word(text: String(part), isStem: isStem && rank == parts.count - 1)
          }
        }
        add(kind, words)
        // Programs write some as one word.
        if words.count > 1, let last = words.last {
          add(kind, [Word(text: words.map(\.text).joined(), isStem: last.isStem)])
        }
      }
    }
    self.phrases = phrases
  }

  /// The places in a text at which phrases of each kind begin.
  private typealias Places = [Kind: [Int]]

  private func places(_ words: [Substring]) -> Places {
    var places: Places = [:]
    for place in words.indices {
      guard let first = words[place].utf8.first, let candidates = phrases[first] else { continue }
      for phrase in candidates
      where places[phrase.kind]?.last != place && Self.fits(phrase.words, words, at: place) {
        places[phrase.kind, default: []].append(place)
      }
    }
    return places
  }

  private static func fits(_ phrase: [Word], _ words: [Substring], at place: Int) -> Bool {
    place + phrase.count <= words.count
      && zip(phrase, words[place...]).allSatisfy { $0.fits($1) }
  }

  /// Nil if no word of it is known.
  func state(_ text: String) -> InvoiceState? {
    let words = FoldedText(text).words
    guard !words.isEmpty, words.count <= 24 else { return nil }
    let places = places(words)
    guard !places.isEmpty else { return nil }
    func has(_ kind: Kind) -> Bool { places[kind] != nil }
    if has(.void) { return Self.isNegated(.void, places) ? .open : .void }
    if has(.draft) { return .draft }
    if has(.lost) { return .lost }
    if has(.disputed) { return Self.isNegated(.disputed, places) ? .open : .disputed }
    if has(.unpaid) { return .open }
    if has(.paid) {
      if Self.isNegated(.paid, places) { return .open }
      return has(.part) || saysPart(text) ? .part : .paid
    }
    if has(.part) { return .part }
    return has(.open) ? .open : nil
  }

  /// Whether a word of denial stands up to three words before each place of the kind.
  private static func isNegated(_ kind: Kind, _ places: Places) -> Bool {
    let denials = places[.not] ?? []
    return (places[kind] ?? []).allSatisfy { place in
      denials.contains { $0 < place && place - $0 <= 3 }
    }
  }

  /// Whether a text is what stands before the sums of a list, such as `Total` or `Summe EUR`.
  func isTotal(_ text: String) -> Bool {
    let words = FoldedText(text).words
    return starting(words).contains { $0.kind == .total && Self.fits($0.words, words, at: 0) }
  }

  /// Whether a text is a heading by age, such as `91 or more days past due`.
  func isAge(_ text: String) -> Bool {
    let words = FoldedText(text).words
    let isAll = starting(words).contains {
      $0.kind == .age && $0.words.count == words.count && Self.fits($0.words, words, at: 0)
    }
    return isAll || text.contains(where: \.isNumber) && places(words)[.age] != nil
  }

  /// The phrases that may begin with the first of the words.
  private func starting(_ words: [Substring]) -> [Phrase] {
    words.first?.utf8.first.flatMap { phrases[$0] } ?? []
  }

  /// `50 % paid`, `paid 200 of 500`: figures that say how much, not when.
  private func saysPart(_ text: String) -> Bool {
    let parts = text.split(separator: " ")
    let isShare = parts.indices.contains { place in
      let share = parts[place].hasSuffix("%") ? parts[place].dropLast() : parts[place]
      let isMarked =
        parts[place].hasSuffix("%") || parts.indices.contains(place + 1) && parts[place + 1] == "%"
      guard isMarked, let whole = Int(share.prefix { $0.isNumber }) else { return false }
      // A small share is a discount.
      return (11...99).contains(whole)
    }
    let isFraction = parts.indices.dropFirst().contains { place in
      let isBetween = ["of", "von", "sur", "van", "de", "di", "z", "/"].contains(parts[place])
      return isBetween && parts.indices.contains(place + 1)
        && parts[place - 1].contains(where: \.isNumber)
        && parts[place + 1].contains(where: \.isNumber)
    }
    return isShare || isFraction
  }
}
