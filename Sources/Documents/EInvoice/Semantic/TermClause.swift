import Domain

/// A clause of a text about terms of payment: the terms, percentages and words in it.
struct TermClause {
  /// Something that says when to pay.
  enum Piece {
    case term(PrintedTerms.Term)
    /// At once.
    case now
    /// A term of a form that is not understood, such as working days.
    case open
  }

  private enum Item {
    case piece(Piece)
    case percent(Int)
    case net, other
  }

  private var items: [Item] = []
  private var roles: TermWords.Roles = []
  private var hasUnknownWord = false
  /// A number that is followed by a word which is not known, or by none.
  private var hasLooseNumber = false
  private(set) var isInParts = false

  /// The sentences of a text, each as its clauses.
  static func sentences(of text: TermTokens) -> [[TermClause]] {
    var sentences: [[TermClause]] = [[]]
    var clause: [TermTokens.Token] = []
    func close() {
      if !clause.isEmpty {
        sentences[sentences.count - 1].append(TermClause(clause))
        clause = []
      }
    }
    for (place, token) in text.tokens.enumerated() {
      switch token {
      case .sentenceEnd:
        close()
        sentences.append([])
      case .clauseEnd: close()
      case .word(_, let word?) where word.roles.contains(.or) && !clause.isEmpty:
        // Dutch `of` is English `of`, too: then no second term follows at once.
        let isWordAlone = word.roles.isDisjoint(with: [.fill, .day, .week, .month, .end])
        let isFollowed = text.tokens[(place + 1)...].prefix(2).contains(where: \.isTime)
        if isWordAlone || isFollowed && clause.contains(where: \.isTime) {
          close()
        } else {
          clause.append(token)
        }
      default: clause.append(token)
      }
    }
    close()
    return sentences.filter { !$0.isEmpty }
  }

  /// A percentage without a term goes with the clause that has its term, and a term without words
  /// of its own stays alone.
  static func joined(_ clauses: [TermClause]) -> [TermClause] {
    var joined: [TermClause] = []
    var place = 0
    while place < clauses.count {
      var clause = clauses[place]
      place += 1
      if clause.percents > 0, clause.pieces == 0 {
        if place < clauses.count, clauses[place].percents == 0, clauses[place].pieces > 0,
          !clauses[place].has(.net)
        {
          clause.add(clauses[place])
          place += 1
        } else if let last = joined.last, last.percents == 0, last.pieces > 0, !last.has(.net) {
          clause = last.adding(clause)
          joined.removeLast()
        }
      }
      joined.append(clause)
    }
    return joined
  }

  private mutating func add(_ other: TermClause) {
    items += other.items
    roles.formUnion(other.roles)
    hasUnknownWord = hasUnknownWord || other.hasUnknownWord
    hasLooseNumber = hasLooseNumber || other.hasLooseNumber
    isInParts = isInParts || other.isInParts
  }

  private func adding(_ other: TermClause) -> TermClause {
    var sum = self
    sum.add(other)
    return sum
  }

  func has(_ role: TermWords.Roles) -> Bool { !roles.isDisjoint(with: role) }

  private var percents: Int { items.count { if case .percent = $0 { true } else { false } } }
  private var pieces: Int { items.count { if case .piece = $0 { true } else { false } } }

  /// Whether it offers something for paying early.
  var offersDiscount: Bool {
    has(.discount) && (percents > 0 || pieces > 0)
      || percents > 0 && (has(.rebate) || pieces > 0)
        && !has(.vat)
  }

  /// `no discount`, `sans escompte`.
  var isNegated: Bool { has(.no) && percents == 0 }

  /// Whether it may say when to pay.
  var mayHaveTerm: Bool { has([.pay, .now, .net]) || hasLooseNumber || pieces > 0 }

  var isOnReceipt: Bool { has(.receipt) && !hasUnknownWord && !hasLooseNumber }

  /// Every word is one that terms of payment are made of.
  var isUnderstood: Bool { !hasUnknownWord && !hasLooseNumber && !has(.month) }

  /// What is offered for paying early, and what says when to pay the whole.
  var discounts: (discounts: [PrintedTerms.Discount], rest: [Piece]) {
    let places = items.indices.filter { if case .piece = items[$0] { true } else { false } }
    guard percents > 0, !has(.vat) || has([.discount, .rebate]) else {
      return ([], places.compactMap(piece))
    }
    var free = places
    var found: [PrintedTerms.Discount] = []
    let rates = items.indices.filter { if case .percent = items[$0] { true } else { false } }
    let nets = items.indices.filter { if case .net = items[$0] { true } else { false } }
    // What a word for the whole stands beside, the later one of two.
    let whole = Set(
      nets.compactMap { net in
        places.min { (abs($0 - net), -$0) < (abs($1 - net), -$1) }
      })
    for rate in rates {
      // As many terms as percentages follow one another in pairs; else the nearest is meant.
      let candidates = free.filter { rates.count == places.count || !whole.contains($0) }
      let nearest =
        rates.count == places.count
        ? free.first : candidates.min { abs($0 - rate) < abs($1 - rate) }
      guard let nearest, case .percent(let value) = items[rate] else { continue }
      free.removeAll { $0 == nearest }
      guard case .term(let term)? = piece(nearest), value > 0 else { continue }
      let isSure = isUnderstood || has([.discount, .rebate])
      if isSure, value <= 10_00 || has([.discount, .rebate]) || isUnderstood {
        found.append(PrintedTerms.Discount(rate: value, term: term))
      }
    }
    return (found, free.compactMap(piece))
  }

  private func piece(_ place: Int) -> Piece? {
    if case .piece(let piece) = items[place] { piece } else { nil }
  }
}

// MARK: Reading

extension TermClause {
  fileprivate init(_ tokens: [TermTokens.Token]) {
    var place = 0
    while place < tokens.count { place += take(tokens, place) }
    if has(.part), percents > 0 || pieces > 1 || tokens.contains(where: \.isCount) {
      isInParts = true
    }
  }

  /// Takes up what stands at a place; returns how many tokens that are.
  private mutating func take(_ tokens: [TermTokens.Token], _ place: Int) -> Int {
    switch tokens[place] {
    case .date(let day): items.append(.piece(.term(.date(day))))
    case .unclear: hasLooseNumber = hasLooseNumber || place > 0 && tokens[place - 1].isOfPayment
    case .series:
      items.append(.piece(.open))
      isInParts = true
    case .shorthand(let rate, let days):
      items += [.percent(rate), .piece(.term(.days(days)))]
    case .percent(let rate):
      items.append(.percent(rate))
      if place + 1 < tokens.count, case .number(let days) = tokens[place + 1],
        !tokens.isTime(at: place + 2), (1...120).contains(days)
      {
        items.append(.piece(.term(.days(days))))
        return 2
      }
    case .number(let value): return take(value, tokens, place)
    case .word(let text, let word): return take(text, word, tokens, place)
    case .sentenceEnd, .clauseEnd: break
    }
    return 1
  }

  private mutating func take(_ value: Int, _ tokens: [TermTokens.Token], _ place: Int) -> Int {
    var next = place + 1
    // `thirty (30) days`, `10 working days`
    var isWorking = false
    while next < tokens.count, case .word(_, let word?) = tokens[next],
      word.roles.contains(.working)
    {
      (isWorking, next) = (true, next + 1)
    }
    if next < tokens.count, case .word(_, let word?) = tokens[next],
      !word.roles.isDisjoint(with: [.day, .week, .month])
    {
      if word.roles.contains(.day) {
        let after = next + 1
        if after < tokens.count, case .word(_, let last?) = tokens[after],
          last.roles.contains(.working)
        {
          roles.insert(.working)
          items.append(.piece(.open))
          return after + 1 - place
        }
      }
      let unit: PrintedTerms.Term? =
        if word.roles.contains(.day) {
          (1...PrintedTerms.daysMax).contains(value) ? .days(value) : nil
        } else if word.roles.contains(.week) {
          (1...52).contains(value) ? .days(value * 7) : nil
        } else { (1...12).contains(value) ? .months(value) : nil }
      guard let unit else { return next + 1 - place }
      items.append(.piece(isWorking ? .open : .term(unit)))
      return next + 1 - place
    }
    if isWorking {
      items.append(.piece(.open))
      return next - place
    }
    if (1...31).contains(value), let end = tokens.endOfNextMonth(from: place + 1) {
      items.append(.piece(.term(.dayOfNextMonth(value))))
      return end - place
    }
    let isAtNet =
      place > 0 && tokens[place - 1].isNet
      || place + 1 < tokens.count && tokens[place + 1].isNet && !tokens.isNumber(at: place + 2)
    if isAtNet, (1...PrintedTerms.daysMax).contains(value) {
      items.append(.piece(.term(.days(value))))
      return 1
    }
    if (1...PrintedTerms.daysMax).contains(value) {
      // A number alone in its clause, or before a word that is not known, may be a term.
      if tokens.count == 1 { items.append(.piece(.open)) }
      if place + 1 < tokens.count, case .word(let word, nil) = tokens[place + 1],
        word.unicodeScalars.count > 1
      {
        hasLooseNumber = true
      } else if place > 0, tokens[place - 1].isOfPayment {
        hasLooseNumber = true
      }
    }
    return 1
  }

  private mutating func take(
    _ text: String, _ word: TermWords.Word?, _ tokens: [TermTokens.Token], _ place: Int
  ) -> Int {
    guard let word else {
      if text == "n", place + 1 < tokens.count, tokens[place + 1].isNumber {
        items.append(.net)
        roles.insert(.net)
      } else {
        hasUnknownWord = true
      }
      return 1
    }
    if word.roles.contains(.number), word.value > 0, tokens.isTime(at: place + 1) {
      return take(word.value, tokens, place)
    }
    if word.roles.contains(.end), let end = tokens.monthEnd(from: place) {
      let hasDays = items.contains { if case .piece = $0 { true } else { false } }
      let isFollowedByNumber = tokens[end.place...].contains(where: \.isNumber)
      items.append(
        .piece(hasDays || isFollowedByNumber ? .open : .term(.monthEnd(end.isNext ? 1 : 0))))
      return end.place - place
    }
    if word.roles.contains(.net) { items.append(.net) } else { items.append(.other) }
    if word.roles.contains(.now) { items.append(.piece(.now)) }
    roles.formUnion(word.roles)
    return 1
  }
}

extension TermTokens.Token {
  fileprivate var roles: TermWords.Roles {
    if case .word(_, let word?) = self { word.roles } else { [] }
  }
  fileprivate var isNet: Bool {
    if case .word("n", nil) = self { return true }
    return roles.contains(.net)
  }
  fileprivate var isOfPayment: Bool { !roles.isDisjoint(with: [.pay, .net]) }
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }

  fileprivate var isCount: Bool { isNumber || roles.contains(.number) }

  /// Something that may be a term, or a part of one.
  fileprivate var isTime: Bool {
    switch self {
    case .date, .number, .series, .shorthand, .percent: true
    default: roles.contains(.now)
    }
  }
}

extension [TermTokens.Token] {
  fileprivate func isNumber(at place: Int) -> Bool { place < count && self[place].isNumber }

  fileprivate func isTime(at place: Int) -> Bool {
    place < count && !self[place].roles.isDisjoint(with: [.day, .week, .month, .working])
  }

  /// Behind `of the following month`, `des Folgemonats`; nil for other words.
  fileprivate func endOfNextMonth(from start: Int) -> Int? {
    var place = start
    var (isNext, isMonth) = (false, false)
    while place < count, place < start + 5, !(isNext && isMonth) {
      guard case .word(_, let word?) = self[place] else { return nil }
      isNext = isNext || word.roles.contains(.next)
      isMonth = isMonth || word.roles.contains(.month) || self[place].isNextMonth
      guard
        !word.roles.isDisjoint(with: [.next, .month, .fill, .day])
      else { return nil }
      place += 1
    }
    return isNext && isMonth ? place : nil
  }

  /// Behind `end of month`, `Ende des Folgemonats`, and whether it is the next one.
  fileprivate func monthEnd(from start: Int) -> (place: Int, isNext: Bool)? {
    var place = start + 1
    if self[start].isMonthEnd { return (place, false) }
    var (isNext, isMonth) = (false, false)
    while place < count, place < start + 5 {
      guard case .word(_, let word?) = self[place],
        !word.roles.isDisjoint(with: [.next, .month, .fill])
      else { break }
      isNext = isNext || word.roles.contains(.next)
      isMonth = isMonth || word.roles.contains(.month) || self[place].isNextMonth
      place += 1
      // `fin de mois suivant`: the word may stand behind the month.
      if isMonth {
        if place < count, self[place].roles.contains(.next) { (isNext, place) = (true, place + 1) }
        return (place, isNext)
      }
    }
    return nil
  }
}

extension TermTokens.Token {
  /// One word for the end of the month.
  fileprivate var isMonthEnd: Bool {
    guard case .word(let text, _) = self else { return false }
    return [
      "eom", "monatsende", "monatsletzten", "monatsultimo", "maandeinde", "månadsslut", "ultimo",
    ].contains(text)
  }

  /// One word for the next month.
  fileprivate var isNextMonth: Bool {
    if case .word(let text, _) = self { text.hasPrefix("folgemonat") } else { false }
  }
}
