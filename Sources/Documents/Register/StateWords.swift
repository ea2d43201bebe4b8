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

  private let phrases: [Kind: [[Word]]]

  private init() {
    var phrases: [Kind: [[Word]]] = [:]
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
        phrases[kind, default: []].append(words)
        // Programs write some as one word.
        if words.count > 1, let last = words.last {
          let one = words.map(\.text).joined()
          phrases[kind, default: []].append([Word(text: one, isStem: last.isStem)])
        }
      }
    }
    self.phrases = phrases
  }

  /// Nil where no word of it is known.
  func state(_ text: String) -> InvoiceState? {
    let words = FoldedText(text).words
    guard !words.isEmpty, words.count <= 24 else { return nil }
    if has(.void, words) { return isNegated(.void, words) ? .open : .void }
    if has(.draft, words) { return .draft }
    if has(.lost, words) { return .lost }
    if has(.disputed, words) { return isNegated(.disputed, words) ? .open : .disputed }
    if has(.unpaid, words) { return .open }
    if has(.paid, words) {
      if isNegated(.paid, words) { return .open }
      return has(.part, words) || saysPart(text) ? .part : .paid
    }
    if has(.part, words) { return .part }
    return has(.open, words) ? .open : nil
  }

  /// Whether a text is what stands before the sums of a list, such as `Total` or `Summe EUR`.
  func isTotal(_ text: String) -> Bool {
    let words = FoldedText(text).words
    return (phrases[.total] ?? []).contains { Self.fits($0, words, at: 0) }
  }

  /// Whether a text is a heading by age, such as `91 or more days past due`.
  func isAge(_ text: String) -> Bool {
    let words = FoldedText(text).words
    let isAll = (phrases[.age] ?? []).contains {
      $0.count == words.count && Self.fits($0, words, at: 0)
    }
    return isAll || has(.age, words) && text.contains(where: \.isNumber)
  }

  private func has(_ kind: Kind, _ words: [Substring]) -> Bool {
    !places(kind, words).isEmpty
  }

  private func places(_ kind: Kind, _ words: [Substring]) -> [Int] {
    words.indices.filter { place in
      (phrases[kind] ?? []).contains { Self.fits($0, words, at: place) }
    }
  }

  private static func fits(_ phrase: [Word], _ words: [Substring], at place: Int) -> Bool {
    place + phrase.count <= words.count
      && zip(phrase, words[place...]).allSatisfy { $0.fits($1) }
  }

  /// Whether a word of denial stands up to three words before each place of the kind.
  private func isNegated(_ kind: Kind, _ words: [Substring]) -> Bool {
    let denials = places(.not, words)
    return places(kind, words).allSatisfy { place in
      denials.contains { $0 < place && place - $0 <= 3 }
    }
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
