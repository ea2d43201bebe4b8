/// The words of a remittance text, and which of them are numbers that somebody knows.
///
/// A word is a run between white space and the marks that people put between words; hyphens, dots
/// and slashes inside it belong to it. A number is a whole word, two or three neighbours written
/// with spaces, the groups of a reference with check digits, or a part of a word between slashes or
/// dots that has letters and digits, never a part of a longer run of them. A word that somebody
/// glued to a number ends where its digits begin or end.
struct RemittanceText {
  /// A known number in the text.
  struct Mention: Equatable {
    var key: String
    var words: Range<Int>
    /// A word such as "invoice" stands before it.
    var isAnnounced: Bool
    /// No word follows that it may count.
    var isLast: Bool
    /// A word of the bank or the payer was glued to it.
    var isGlued = false
  }

  private(set) var words: [Word] = []
  /// Where the text gives the first and the last of several numbers.
  private(set) var ranges: [NumberRange] = []

  struct Word {
    var key: String
    /// Between slashes and dots, where there is more than one.
    var parts: [String]
    /// Those with one hyphen inside, such as `2026-0501`, which is no date.
    var hyphenated: Set<String> = []
    var isDigits: Bool
    var hasDigit: Bool

    /// The same without words that were glued to it: letters behind digits that are no part of a
    /// number, and a word that announces one before it.
    var unglued: [(key: String, isAnnounced: Bool)] {
      guard hasDigit, !isDigits, key.utf8.count <= 60 else { return [] }
      var runs: [Substring] = []
      var start = key.startIndex
      for place in key.indices.dropFirst()
      where key[place].isNumber != key[key.index(before: place)].isNumber {
        runs.append(key[start..<place])
        start = place
      }
      runs.append(key[start...])
      let end =
        runs.indices.dropFirst().first { place in
          !runs[place].allSatisfy(\.isNumber)
            && (runs[place].count > 2 || RemittanceText.announcing.contains(String(runs[place])))
        }
        ?? runs.count
      let tail = runs[1..<end].joined()
      var found: [(key: String, isAnnounced: Bool)] = []
      if end < runs.count { found.append((runs[0] + tail, false)) }
      let head = runs[0]
      if RemittanceText.announcing.contains(String(head)) {
        found.append((tail, true))
      }
      for word in RemittanceText.glued where head.hasPrefix(word) && head.count > word.count {
        found.append((head.dropFirst(word.count) + tail, true))
      }
      return found
    }
  }

  init(_ text: String) {
    // A dash stands before the word, or before the word before it.
    var (isDashed, wasDashed) = (false, false)
    var earlier: [String.UnicodeScalarView.SubSequence] = []
    for run in text.unicodeScalars.split(whereSeparator: Self.isSeparator) {
      let count = words.count
      add(run)
      if words.count == count {
        isDashed = run.allSatisfy(Self.isDash)
        continue
      }
      if isDashed, count > 0 { addRange(earlier[count - 1], run) }
      if count > 1, Self.through.contains(words[count - 1].key) {
        addRange(earlier[count - 2], run)
      } else if count > 2, Self.through.contains(words[count - 2].key),
        Self.announcing.contains(words[count - 1].key)
      {
        addRange(earlier[count - 3], run)
      } else if count > 3, Self.through.contains(words[count - 2].key),
        words[count - 1].key == words[count - 4].key, !words[count - 1].hasDigit
      {
        addRange(earlier[count - 3], run, behind: [words[count - 1].key])
      } else if !isDashed, count > 1, Self.announcing.contains(words[count - 1].key),
        wasDashed
      {
        addRange(earlier[count - 2], run)
      }
      earlier.append(run)
      wasDashed = isDashed
      isDashed = false
      addRanges(inside: run)
    }
  }

  private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || (0x2010...0x2015).contains(scalar.value)
  }

  /// `1001-1003`, `2026-0041-0043`, `1001..1003`.
  private mutating func addRanges(inside run: some Collection<Unicode.Scalar>) {
    guard run.contains(where: { Self.isDash($0) || $0 == "." }) else { return }
    let scalars = Array(run)
    for place in scalars.indices.dropFirst().dropLast() {
      let isMark =
        Self.isDash(scalars[place]) || scalars[place] == "." && scalars[place - 1] == "."
      guard isMark, Self.isDigit(scalars[place + 1]) || scalars[place + 1].properties.isAlphabetic
      else { continue }
      addRange(scalars[..<place], scalars[(place + 1)...])
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value)
  }

  /// The groups of letters and digits of a word, in capitals.
  private static func groups(_ scalars: some Collection<Unicode.Scalar>) -> [String] {
    scalars.split { $0.value < 0x80 && !isLetterOrDigit($0) || isDash($0) }.map { group in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: group)
      return Matching.key(String(text))
    }.filter { !$0.isEmpty }
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private mutating func addRange(
    _ start: some Collection<Unicode.Scalar>, _ end: some Collection<Unicode.Scalar>,
    behind prefix: [String] = []
  ) {
    guard start.contains(where: Self.isDigit), end.contains(where: Self.isDigit) else { return }
    let (first, last) = (prefix + Self.groups(start), prefix + Self.groups(end))
    guard first.contains(where: Self.hasDigit), last.contains(where: Self.hasDigit),
      let range = NumberRange(first: first, last: last), !ranges.contains(range)
    else { return }
    ranges.append(range)
  }

  /// Keys of words between the first and the last of several numbers.
  private static let through: Set<String> = [
    "BIS", "TO", "TILL", "UNTIL", "THROUGH", "THRU", "A", "À", "à", "AU", "AL", "HASTA", "TOT",
    "TM",
    "TEM", "DO", "TIL", "ASTI", "ATE", "ATÉ", "ATé", "AZ", "AŽ", "Až", "FINOA",
  ]

  private mutating func add(_ run: some Sequence<Unicode.Scalar>) {
    var parts: [[UInt8]] = [[]]
    var hyphens = [0]
    for scalar in run {
      switch scalar.value {
      case 0x30...0x39, 0x41...0x5A: parts[parts.count - 1].append(UInt8(scalar.value))
      case 0x61...0x7A: parts[parts.count - 1].append(UInt8(scalar.value) - 32)
      case 0x2E, 0x2F:
        parts.append([])
        hyphens.append(0)
      case 0x2D: hyphens[hyphens.count - 1] += 1
      // Hyphens, dashes and the like mean nothing inside a number.
      case 0..<0x80, 0x2010...0x2015, 0x2212: break
      default: parts[parts.count - 1] += Array(String(scalar).utf8)
      }
    }
    let hyphenated = zip(parts, hyphens).filter { $0.1 == 1 }.map {
      String(decoding: $0.0, as: UTF8.self)
    }
    parts.removeAll { $0.isEmpty }
    guard !parts.isEmpty else { return }
    let key = String(decoding: parts.joined(), as: UTF8.self)
    words.append(
      Word(
        key: key,
        parts: parts.count > 1 ? parts.map { String(decoding: $0, as: UTF8.self) } : [],
        hyphenated: Set(hyphenated),
        isDigits: parts.joined().allSatisfy { (0x30...0x39).contains($0) },
        hasDigit: Self.hasDigit(key)))
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x80: ",;:#()[]|+*\"'!?=&<>".unicodeScalars.contains(scalar) || scalar.value <= 0x20
    default: scalar.properties.isWhitespace || scalar == "№" || scalar == "•" || scalar == "…"
    }
  }

  /// All numbers of the text that `isKnown` knows, in their order. Of two that overlap the one
  /// written as one word goes first, then the longer one.
  func mentions(_ isKnown: (String) -> Bool) -> [Mention] {
    var mentions: [Mention] = []
    var taken = [Bool](repeating: false, count: words.count)
    func take(_ key: String, _ range: Range<Int>) {
      guard !range.contains(where: { taken[$0] }), Self.hasDigit(key), isKnown(key) else { return }
      // The groups behind `RF97` are of that reference, and of a wrong one nothing is believed.
      if range.count > 1, range.lowerBound > 0, isCheckMark(range.lowerBound - 1) { return }
      for index in range { taken[index] = true }
      mentions.append(
        Mention(
          key: key, words: range, isAnnounced: isAnnounced(range.lowerBound),
          isLast: range.upperBound == words.count))
    }
    for index in words.indices where isCheckMark(index) {
      for end in ((index + 2)..<(index + 9)).reversed() where end <= words.count {
        take(words[index..<end].map(\.key).joined(), index..<end)
      }
    }
    for index in words.indices { take(words[index].key, index..<index + 1) }
    for length in (2...8).reversed() where words.count >= length {
      for start in 0...(words.count - length) {
        let range = start..<start + length
        guard words[range].contains(where: \.hasDigit), length <= 3 || areGroups(range) else {
          continue
        }
        take(range.map { words[$0].key }.joined(), range)
      }
    }
    for index in words.indices where !taken[index] {
      let word = words[index]
      for part in word.parts
      where (Self.isNumber(part) || word.hyphenated.contains(part) && Self.hasDigit(part))
        && isKnown(part)
      {
        taken[index] = true
        mentions.append(
          Mention(
            key: part, words: index..<index + 1, isAnnounced: isAnnounced(index),
            isLast: index == words.count - 1))
      }
    }
    for index in words.indices where !taken[index] {
      let known = words[index].unglued.first { Self.hasDigit($0.key) && isKnown($0.key) }
      guard let known else { continue }
      taken[index] = true
      mentions.append(
        Mention(
          key: known.key, words: index..<index + 1,
          isAnnounced: known.isAnnounced || isAnnounced(index), isLast: index == words.count - 1,
          isGlued: true))
    }
    return mentions.sorted { $0.words.lowerBound < $1.words.lowerBound }
  }

  private func isCheckMark(_ index: Int) -> Bool {
    let key = words[index].key
    return key.utf8.count == 4 && key.hasPrefix("RF") && key.dropFirst(2).allSatisfy(\.isNumber)
  }

  /// Whether a part between slashes may be a number by itself: letters and digits, or three digits
  /// and more that are no date.
  private static func isNumber(_ part: String) -> Bool {
    guard hasDigit(part) else { return false }
    return part.contains(where: \.isLetter) || part.utf8.count >= 3 && !Matching.isDate(part)
  }

  /// The groups in which a long reference is printed: digits, with `RF` before them or not.
  private func areGroups(_ range: Range<Int>) -> Bool {
    words[range.dropFirst()].allSatisfy { $0.isDigits || $0.key.utf8.count == 4 }
      && (words[range.lowerBound].isDigits || words[range.lowerBound].key.hasPrefix("RF"))
  }

  private func isAnnounced(_ index: Int) -> Bool {
    index > 0
      && (Self.announcing.contains(words[index - 1].key)
        || index > 1 && Self.abbreviations.contains(words[index - 1].key)
          && Self.announcing.contains(words[index - 2].key))
  }

  /// Keys of words that say that an invoice's number follows.
  fileprivate static let announcing: Set<String> = [
    "INVOICE", "INV", "INVNO", "INVOICENO", "INVOICES", "BILL", "RECHNUNG", "RECHNUNGEN",
    "RECHNUNGSNR", "RECHNUNGSNUMMER", "RECHN", "RECHNR", "RG", "RGNR", "RE", "RENR", "RNR",
    "RECHNUNGNR", "FACTURE", "FACTURES", "FACT", "FAC", "FACTUUR", "FACTUURNR", "FACTUURNUMMER",
    "FACTURA", "FACTURAS", "FRA", "FATURA", "FATTURA", "FATTURE", "FATT", "FT", "FAKTURA",
    "FAKTURY", "FV", "FAKTURANR", "FAKTURANUMMER", "LASKU", "LASKUN", "BELEG",
    "BELEGNR", "OCR", "KID", "VIITE", "VIITENUMERO", "FIK", "SVWZ", "EREF", "KREF", "REMI", "VS",
  ]
  /// Those that are glued to a number of letters and digits, the longest first.
  fileprivate static let glued = announcing.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  private static let abbreviations: Set<String> = [
    "NR", "NO", "N", "NUM", "NUMBER", "NUMMER", "NUMERO", "NUMÉRO", "N°", "Nº",
  ]

  static func hasDigit(_ key: String) -> Bool { key.utf8.contains { (0x30...0x39).contains($0) } }
}
