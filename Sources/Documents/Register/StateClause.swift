import Domain

/// One clause of what a list says of an invoice's state: `not overdue` and `paid` of
/// `not overdue, paid`.
struct StateClause {
  private let text: String
  private let words: [Substring]
  private let hits: [StateWords.Hit]
  /// It speaks of what was left to pay, or of all of it.
  private let isOfRest: Bool

  init(_ text: String, _ table: StateWords) {
    self.text = text
    words = FoldedText(text).words
    guard words.count <= 24 else {
      (hits, isOfRest) = ([], false)
      return
    }
    isOfRest = !table.hits(words) { $0 == .rest }.isEmpty
    let words = words
    var all = table.hits(words) { ![.total, .age, .resolved].contains($0) }
    if all.contains(where: { $0.kind == .disputed }) {
      // What says that the dispute is over says nothing of the invoice.
      let ends = table.hits(words) { $0 == .resolved }
      all.removeAll { hit in ends.contains { $0.places.overlaps(hit.places) } }
      all = (all + ends).sorted { $0.places.lowerBound < $1.places.lowerBound }
    }
    let known = Set(all.flatMap { Array($0.places) })
    let isPlain = words.indices.allSatisfy { place in
      known.contains(place) || words[place].contains(where: \.isNumber)
        || CSVLexis.isMonth(words[place])
    }
    hits = all.filter { isPlain || !$0.isAlone }
  }

  /// Cuts a text where a new thought begins: at marks between words, not inside figures.
  static func split(_ text: String) -> [String] {
    var clauses: [String] = []
    var clause = ""
    let letters = Array(text)
    for (place, letter) in letters.enumerated() {
      let next = place + 1 < letters.count ? letters[place + 1] : " "
      let isBreak =
        switch letter {
        case ",": !next.isNumber
        case ";", "(", ")", "[", "]", "\n", "–", "—", "|": true
        case "-": next == " " && clause.last == " "
        // Abbreviations are short.
        case ".", "!":
          next == " " && clause.reversed().prefix(4).allSatisfy(\.isLetter)
            && clause.count >= 4
        default: false
        }
      if isBreak {
        clauses.append(clause)
        clause = ""
      } else {
        clause.append(letter)
      }
    }
    clauses.append(clause)
    return clauses.filter { $0.contains { $0.isLetter || $0.isNumber } }
  }

  /// What all clauses say together. What is void, a draft, given up or disputed in one of them is
  /// so; of paid and not paid the later word counts; that it is out says least.
  static func state(_ clauses: [StateClause]) -> InvoiceState? {
    var said: Set<InvoiceState> = []
    /// The last word on whether it is paid.
    var payment: InvoiceState?
    for clause in clauses {
      if clause.isDenial {
        if payment == .paid { payment = .open }
        continue
      }
      for (state, isUnpaid) in clause.states() {
        switch state {
        case .open where isUnpaid: payment = payment == .part ? .part : .open
        case .paid: payment = payment == .part && !clause.isOfRest ? .part : .paid
        case .part: payment = .part
        default: said.insert(state)
        }
      }
    }
    for state in [InvoiceState.void, .draft, .lost, .disputed] where said.contains(state) {
      return state
    }
    return payment ?? (said.contains(.open) ? .open : nil)
  }

  private func has(_ kind: StateWords.Kind) -> Bool { hits.contains { $0.kind == kind } }

  /// Nothing but words of denial, as the second clause of `paid - no`.
  private var isDenial: Bool {
    !words.isEmpty && hits.allSatisfy { $0.kind == .not }
      && hits.reduce(0) { $0 + $1.places.count } == words.count
  }

  /// What the clause says, in the order of its words; `isUnpaid` where it says that nothing came.
  private func states() -> [(state: InvoiceState, isUnpaid: Bool)] {
    var states: [(InvoiceState, Bool)] = []
    for (rank, hit) in hits.enumerated() {
      let isDenied = isDenied(rank)
      switch hit.kind {
      case .unpaid: states.append((.open, true))
      case .paid: states.append(isDenied ? (.open, true) : (isPart ? .part : .paid, false))
      case .part: states.append(isDenied ? (.open, true) : (.part, false))
      case .void: states.append(voided(rank, isDenied))
      case .draft: states.append((isDenied ? .open : .draft, false))
      case .lost: states.append((isDenied ? .open : .lost, false))
      case .disputed: states.append((isDenied || has(.resolved) ? .open : .disputed, false))
      case .open, .reminder: states.append((.open, false))
      case .resolved, .payment, .rest, .not, .beside, .total, .age: break
      }
    }
    return states
  }

  /// What a word such as cancelled says: of a payment, that nothing came; of a reminder, nothing.
  /// Such a word stands before it, or as the very next one.
  private func voided(_ rank: Int, _ isDenied: Bool) -> (InvoiceState, Bool) {
    if isDenied { return (.open, false) }
    let end = hits[rank].places.upperBound
    let other = hits.enumerated().first { place, hit in
      [.payment, .reminder].contains(hit.kind) && (place < rank || hit.places.lowerBound == end)
    }
    guard let other else { return (.void, false) }
    return (.open, other.element.kind == .payment)
  }

  /// Whether a word of denial stands up to three words before it with no state between, or ends
  /// the clause, as in `paid: no`.
  private func isDenied(_ rank: Int) -> Bool {
    let start = hits[rank].places.lowerBound
    let before = hits[..<rank].last { ![.beside, .payment, .rest].contains($0.kind) }
    if let before, before.kind == .not, start - before.places.lowerBound <= 3 { return true }
    guard let last = hits.last, last.kind == .not, last.places.upperBound == words.count
    else { return false }
    return hits[(rank + 1)...].allSatisfy { [.beside, .not].contains($0.kind) }
  }

  /// `50 % paid`, `paid 200 of 500`, `partly paid`.
  private var isPart: Bool { has(.part) || saysPart }

  /// Figures that say how much, not when.
  private var saysPart: Bool {
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
        && parts[..<place].suffix(2).contains { $0.contains(where: \.isNumber) }
        && parts[place + 1].contains(where: \.isNumber)
    }
    return isShare || isFraction
  }
}
