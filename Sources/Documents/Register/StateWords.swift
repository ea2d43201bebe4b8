import Domain

/// What a list says of the state of an invoice.
enum InvoiceState: Hashable {
  case open, paid, part, void, draft, lost, disputed
}

/// The words in which lists say the state of an invoice, in the languages of the letters and some
/// more: the table `state-words.tsv`.
struct StateWords: Sendable {
  static let shared = StateWords()

  enum Kind: String, CaseIterable {
    case unpaid, paid, part, void, draft, lost, disputed, resolved, open, payment, reminder, rest
    case not, beside, total, age
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
    /// It counts only where nothing but words of payment, small words and figures stands beside it.
    var isAlone: Bool
  }

  /// By the first byte of their first word: most words of a text begin no phrase.
  private let phrases: [UInt8: [Phrase]]

  private init() {
    var phrases: [UInt8: [Phrase]] = [:]
    func add(_ phrase: Phrase) {
      guard let first = phrase.words.first?.text.utf8.first else {
        preconditionFailure("table of states: an empty phrase (\(phrase.kind))")
      }
      phrases[first, default: []].append(phrase)
    }
    let table = String(decoding: PackageResources.state_words_tsv, as: UTF8.self)
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t")
      guard fields.count == 3, let kind = Kind(rawValue: String(fields[0])) else {
        preconditionFailure("table of states: \(line)")
      }
      for entry in fields[2].split(separator: ",") {
        let entry = String(entry).collapsed
        let isAlone = entry.hasPrefix("=")
        let words = entry.drop { $0 == "=" }.split(separator: " ").flatMap { word in
          let isStem = word.hasSuffix("*")
          let parts = FoldedText(String(word)).words
          return parts.enumerated().map { rank, part in
            Word(text: String(part), isStem: isStem && rank == parts.count - 1)
          }
        }
        add(Phrase(kind: kind, words: words, isAlone: isAlone))
        // Programs write some as one word.
        if words.count > 1, let last = words.last {
          let joined = Word(text: words.map(\.text).joined(), isStem: last.isStem)
          add(Phrase(kind: kind, words: [joined], isAlone: isAlone))
        }
      }
    }
    self.phrases = phrases
  }

  /// A phrase that stands in a text, by the places of its words.
  struct Hit {
    let kind: Kind
    let places: Range<Int>
    let isAlone: Bool
  }

  /// The longest phrase of those kinds at each place, none over another.
  func hits(_ words: [Substring], _ isWanted: (Kind) -> Bool) -> [Hit] {
    var hits: [Hit] = []
    var place = 0
    while place < words.count {
      var best: Phrase?
      for phrase in starting(words[place])
      where isWanted(phrase.kind) && phrase.words.count > best?.words.count ?? 0
        && Self.fits(phrase.words, words, at: place)
      {
        best = phrase
      }
      guard let best else {
        place += 1
        continue
      }
      let end = place + best.words.count
      hits.append(Hit(kind: best.kind, places: place..<end, isAlone: best.isAlone))
      place = end
    }
    return hits
  }

  private static func fits(_ phrase: [Word], _ words: [Substring], at place: Int) -> Bool {
    place + phrase.count <= words.count
      && zip(phrase, words[place...]).allSatisfy { $0.fits($1) }
  }

  /// The phrases that may begin with a word.
  private func starting(_ word: Substring) -> [Phrase] {
    word.utf8.first.flatMap { phrases[$0] } ?? []
  }

  /// Nil if no word of it is known.
  func state(_ text: String) -> InvoiceState? {
    guard text.utf8.count <= 400 else { return nil }
    return StateClause.state(StateClause.split(text).map { StateClause($0, self) })
  }

  /// Whether a text begins as what stands before the sums of a list, such as `Total` or
  /// `Summe EUR`.
  func isTotal(_ text: String) -> Bool {
    hits(FoldedText(text).words) { $0 == .total }.first?.places.lowerBound == 0
  }

  /// Whether a heading is nothing but words for sums.
  func isOnlyTotal(_ text: String) -> Bool {
    isOnly(text, [.total, .open, .unpaid, .paid, .age], needs: .total)
  }

  /// Whether a heading is an age, such as `91 or more days past due`.
  func isAge(_ text: String) -> Bool { isOnly(text, [.age], needs: .age) }

  /// Whether a heading is nothing but a state, such as `Overdue` or `Bezahlte Rechnungen`.
  func isOnlyState(_ text: String) -> Bool {
    isOnly(text, [.unpaid, .paid, .part, .void, .draft, .lost, .disputed, .open, .not])
  }

  /// Whether a text is made of phrases of some kinds, currencies, figures and small words.
  private func isOnly(_ text: String, _ kinds: Set<Kind>, needs: Kind? = nil) -> Bool {
    let words = FoldedText(text).words
    let hits = hits(words) { kinds.contains($0) || $0 == .beside }
    let known = Set(hits.flatMap { Array($0.places) })
    return hits.contains { $0.kind != .beside && $0.kind == needs ?? $0.kind }
      && words.indices.allSatisfy { place in
        known.contains(place) || words[place].contains(where: \.isNumber)
          || Currency(code: words[place].uppercased()) != nil
      }
  }
}
