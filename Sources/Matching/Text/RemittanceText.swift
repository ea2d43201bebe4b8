/// The words of a remittance text, and which of them are numbers that somebody knows.
///
/// A word is a run between white space and the marks that people put between words; hyphens, dots
/// and slashes inside it belong to it. A number is a whole word, two or three neighbours written
/// with spaces, the groups of a reference with check digits, or a part of a word between slashes or
/// dots that has letters and digits, never a part of a longer run of them.
struct RemittanceText {
  /// A known number in the text.
  struct Mention: Equatable {
    var key: String
    var words: Range<Int>
    /// A word such as "invoice" stands before it.
    var isAnnounced: Bool
    /// No word follows that it may count.
    var isLast: Bool
  }

  private(set) var words: [Word] = []

  struct Word {
    var key: String
    /// Between slashes and dots, where there is more than one.
    var parts: [String]
    var isDigits: Bool
    var hasDigit: Bool
  }

  init(_ text: String) {
    for run in text.unicodeScalars.split(whereSeparator: Self.isSeparator) {
      add(run)
    }
  }

  private mutating func add(_ run: some Sequence<Unicode.Scalar>) {
    var parts: [[UInt8]] = [[]]
    for scalar in run {
      switch scalar.value {
      case 0x30...0x39, 0x41...0x5A: parts[parts.count - 1].append(UInt8(scalar.value))
      case 0x61...0x7A: parts[parts.count - 1].append(UInt8(scalar.value) - 32)
      case 0x2E, 0x2F: parts.append([])
      // Hyphens, dashes and the like mean nothing inside a number.
      case 0..<0x80, 0x2010...0x2015, 0x2212: break
      default: parts[parts.count - 1] += Array(String(scalar).utf8)
      }
    }
    parts.removeAll { $0.isEmpty }
    guard !parts.isEmpty else { return }
    let key = String(decoding: parts.joined(), as: UTF8.self)
    words.append(
      Word(
        key: key,
        parts: parts.count > 1 ? parts.map { String(decoding: $0, as: UTF8.self) } : [],
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
      for index in range { taken[index] = true }
      mentions.append(
        Mention(
          key: key, words: range, isAnnounced: isAnnounced(range.lowerBound),
          isLast: range.upperBound == words.count))
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
      for part in words[index].parts
      where Self.hasDigit(part) && part.contains(where: \.isLetter) && isKnown(part) {
        taken[index] = true
        mentions.append(
          Mention(
            key: part, words: index..<index + 1, isAnnounced: isAnnounced(index),
            isLast: index == words.count - 1))
      }
    }
    return mentions.sorted { $0.words.lowerBound < $1.words.lowerBound }
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
  private static let announcing: Set<String> = [
    "INVOICE", "INV", "INVNO", "INVOICENO", "BILL", "RECHNUNG", "RECHNUNGEN", "RECHNUNGSNR",
    "RECHNUNGSNUMMER", "RECHN", "RECHNR", "RG", "RGNR", "RE", "RENR", "RNR", "FACTURE", "FACT",
    "FAC", "FACTUUR", "FACTUURNR", "FACTUURNUMMER", "FACTURA", "FRA", "FATTURA", "FATT", "FT",
    "FAKTURA", "FAKTURY", "FV", "FAKTURANR", "LASKU", "BELEG", "BELEGNR",
  ]
  private static let abbreviations: Set<String> = [
    "NR", "NO", "N", "NUM", "NUMBER", "NUMMER", "NUMERO", "NUMÉRO", "N°", "Nº",
  ]

  static func hasDigit(_ key: String) -> Bool { key.utf8.contains { (0x30...0x39).contains($0) } }
}
