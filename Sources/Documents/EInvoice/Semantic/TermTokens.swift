import Domain

/// A text about terms of payment, cut into what it is made of.
struct TermTokens {
  enum Token {
    case word(String, TermWords.Word?)
    case number(Int)
    /// In hundredths of a per cent.
    case percent(Int)
    case date(Day)
    /// Digits with marks that are no date, or one that can be read in two ways.
    case unclear
    /// `30/60/90`: parts of the whole, each in so many days.
    case series
    /// `2/10`: so many per cent within so many days.
    case shorthand(Int, days: Int)
    /// The end of a sentence, or of a clause.
    case sentenceEnd, clauseEnd
  }

  private(set) var tokens: [Token] = []

  init(_ text: String) {
    let scalars = Array(text.lowercased().unicodeScalars)
    let isEnglish = Self.isEnglish(scalars)
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      if Self.isDigit(scalar) {
        place = Self.behindOrdinal(scalars, addNumber(scalars, place, isEnglish: isEnglish))
      } else if scalar.properties.isAlphabetic {
        let end = Self.wordEnd(scalars, place)
        var word = ""
        word.unicodeScalars.append(contentsOf: scalars[place..<end])
        add(word)
        place = end
      } else {
        addMark(scalar, scalars, place)
        place += 1
      }
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value)
  }

  private static func wordEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    var end = start
    while end < scalars.count {
      let isInside =
        scalars[end] == "-" && end + 1 < scalars.count && scalars[end + 1].properties.isAlphabetic
      let isMark = (0x300...0x36F).contains(scalars[end].value)
      guard scalars[end].properties.isAlphabetic || isInside || isMark else { break }
      end += 1
    }
    return end
  }

  /// A day written with slashes is of two meanings in English alone.
  private static func isEnglish(_ scalars: [Unicode.Scalar]) -> Bool {
    var place = 0
    var (english, others) = (0, 0)
    while place < scalars.count {
      guard scalars[place].properties.isAlphabetic else {
        place += 1
        continue
      }
      let end = wordEnd(scalars, place)
      var word = ""
      word.unicodeScalars.append(contentsOf: scalars[place..<end])
      if let known = TermWords.shared[word] {
        if known.isEnglish { english += 1 } else { others += 1 }
      }
      place = end
    }
    return others == 0 || english > others
  }

  private mutating func add(_ word: String) {
    let known = TermWords.shared[word]
    if let known, known.roles.contains(.percent), case .number(let value)? = tokens.last {
      tokens[tokens.count - 1] = .percent(value * 100)
    } else if ["cent", "cento", "ciento", "cien"].contains(word), tokens.count > 1,
      case .number(let value) = tokens[tokens.count - 2]
    {
      tokens.removeLast()
      tokens[tokens.count - 1] = .percent(value * 100)
    } else {
      tokens.append(.word(word, known))
    }
  }

  private mutating func addMark(_ scalar: Unicode.Scalar, _ scalars: [Unicode.Scalar], _ place: Int)
  {
    switch scalar {
    case ";", "!", "?", "|", "•": tokens.append(.sentenceEnd)
    case ".":
      // Behind a number it makes that the day of a month.
      if case .number? = tokens.last { return }
      let isAbbreviation = place + 1 < scalars.count && !Self.isSpace(scalars[place + 1])
      if !isAbbreviation { tokens.append(.sentenceEnd) }
    case "/":
      // `n/30`
      if case .word("n", _)? = tokens.last { return }
      tokens.append(.clauseEnd)
    case "(" where Self.isNumberAlone(scalars, from: place): return
    case ")" where Self.isBehindNumberAlone(scalars, place): return
    case ",", "\n", "\r", "(", ")", "–", "—": tokens.append(.clauseEnd)
    case "%":
      if case .number(let value)? = tokens.last {
        tokens[tokens.count - 1] = .percent(value * 100)
      }
    default: break
    }
  }

  /// `15th`, `1er`
  private static func behindOrdinal(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    guard start < scalars.count, scalars[start].properties.isAlphabetic else { return start }
    let end = wordEnd(scalars, start)
    var word = ""
    word.unicodeScalars.append(contentsOf: scalars[start..<end])
    return ["th", "st", "nd", "rd", "er", "ème", "te", "ten"].contains(word) ? end : start
  }

  /// `(30)` says again what stands before it in words.
  private static func isNumberAlone(_ scalars: [Unicode.Scalar], from start: Int) -> Bool {
    var end = start + 1
    while end < scalars.count, isDigit(scalars[end]) { end += 1 }
    return end > start + 1 && end < scalars.count && scalars[end] == ")"
  }

  private static func isBehindNumberAlone(_ scalars: [Unicode.Scalar], _ end: Int) -> Bool {
    var start = end - 1
    while start >= 0, isDigit(scalars[start]) { start -= 1 }
    return start >= 0 && start < end - 1 && scalars[start] == "("
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace
  }

  /// Reads digits with marks between them; returns where they end.
  private mutating func addNumber(
    _ scalars: [Unicode.Scalar], _ start: Int, isEnglish: Bool
  ) -> Int {
    var end = start
    while end < scalars.count {
      let isMark =
        ["/", ".", ",", "-"].contains(scalars[end]) && end + 1 < scalars.count
        && Self.isDigit(scalars[end + 1])
      guard Self.isDigit(scalars[end]) || isMark else { break }
      end += 1
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[start..<end])
    if let named = namedDay(scalars, start, end) {
      tokens.append(.date(named.day))
      return named.end
    }
    var next = end
    while next < scalars.count, scalars[next] == " " || scalars[next] == "\u{A0}" { next += 1 }
    if next < scalars.count, scalars[next] == "%", let rate = Self.rate(text) {
      tokens.append(.percent(rate))
      return next + 1
    }
    tokens.append(Self.token(text, isEnglish: isEnglish))
    return end
  }

  private static func token(_ text: String, isEnglish: Bool) -> Token {
    if let value = Int(text) { return value <= 9999 ? .number(value) : .unclear }
    let bytes = Array(text.utf8)[...]
    if let parts = DateParts(bytes) {
      if parts.isYearFirst || parts.mark == 0x2E || parts.first == parts.second || !isEnglish,
        let day = parts.day(.dayFirst)
      {
        return .date(day)
      }
      let (dayFirst, monthFirst) = (parts.day(.dayFirst), parts.day(.monthFirst))
      if let day = dayFirst == nil ? monthFirst : monthFirst == nil ? dayFirst : nil {
        return .date(day)
      }
      if dayFirst != nil { return .unclear }
    }
    let parts = text.split(whereSeparator: { $0 == "/" || $0 == "-" }).map { Int($0) }
    if parts.count > 1, parts.allSatisfy({ $0 != nil }) {
      let numbers = parts.compactMap(\.self)
      let isRising = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
      if numbers.count > 2, isRising, numbers.last ?? 0 <= 366 { return .series }
      if numbers.count == 2, text.contains("/"), isRising, numbers[0] <= 10, numbers[1] <= 120 {
        return .shorthand(numbers[0] * 100, days: numbers[1])
      }
      if numbers.count == 2, isRising, numbers[0] >= 10, numbers[1] <= 366 { return .series }
    }
    return .unclear
  }

  /// `3`, `2.5`, `1,50` in hundredths of a per cent.
  private static func rate(_ text: String) -> Int? {
    let plain = String(text.map { $0 == "," ? "." : $0 })
    guard let value = try? ExactDecimal(plain) else { return nil }
    return BasisPoints(percent: value).map { Int($0.value) }
  }

  /// `31 March 2026`, `15. Januar 2026`.
  private func namedDay(
    _ scalars: [Unicode.Scalar], _ start: Int, _ end: Int
  ) -> (day: Day, end: Int)? {
    guard end - start <= 2 else { return nil }
    var next = end
    var words = 0
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[start..<end])
    while next < scalars.count, words < 2 {
      while next < scalars.count,
        scalars[next] == " " || scalars[next] == "." || scalars[next] == ","
      { next += 1 }
      let from = next
      while next < scalars.count,
        scalars[next].properties.isAlphabetic || Self.isDigit(scalars[next])
      { next += 1 }
      guard next > from else { return nil }
      let isYear = Self.isDigit(scalars[from])
      guard isYear == (words == 1), !isYear || next - from == 4 else { return nil }
      text += " "
      text.unicodeScalars.append(contentsOf: scalars[from..<next])
      words += 1
    }
    let parts = text.split(separator: " ")
    guard words == 2, let number = Int(parts[0]), let year = Int(parts[2]),
      let month = TermWords.shared.month(String(parts[1])),
      let day = Day(year: year, month: month, day: number)
    else { return nil }
    return (day, next)
  }
}
