import Domain

/// How the names of clients and payers are compared: banks cut them, write them in capitals and
/// without accents, and leave the legal form out.
struct PayerName {
  /// Words without legal forms and "and", in small ASCII letters where they are Latin.
  let words: [String]
  /// The same with bare vowels.
  let bareWords: [String]
  /// The words as one: what is looked up. Umlauts are two letters (`oe`), as most banks write them.
  let key: String
  /// The same with bare vowels in place of umlauts, as other banks write them.
  let bareKey: String
  /// The words in the order of the alphabet, as one: banks put family names first.
  let sortedKey: String
  /// All words as one, with legal forms: what a cut name begins like.
  let fullKey: String
  let bareFullKey: String
  /// It has a legal form.
  let isFirm: Bool

  init(_ name: String) {
    let all = Self.words(of: name)
    words = Self.telling(all)
    bareWords = words.map { Self.bare($0) }
    isFirm = all.contains(where: Self.legalForms.contains)
    key = words.joined()
    bareKey = Self.bare(key)
    sortedKey = words.sorted().joined()
    fullKey = all.joined()
    bareFullKey = Self.bare(fullKey)
  }

  /// All words of a text, in small ASCII letters where they are Latin.
  static func words(of text: String) -> [String] {
    var words: [[UInt8]] = [[]]
    var isSlashed = false
    for scalar in text.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": words[words.count - 1].append(UInt8(scalar.value))
      case ".", "'", "’": continue
      // `A/S` and `c/o` are words.
      case "/" where words[words.count - 1].count == 1 && !isSlashed:
        isSlashed = true
        continue
      default:
        if let plain = plain[scalar] {
          words[words.count - 1] += Array(plain.utf8)
        } else if scalar.properties.isAlphabetic {
          words[words.count - 1] += Array(String(scalar).utf8)
        } else {
          words.append([])
          isSlashed = false
        }
      }
    }
    return words.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.isEmpty }
  }

  /// Words without legal forms, titles and "and".
  static func telling(_ words: [String]) -> [String] {
    words.filter { !legalForms.contains($0) && !dropped.contains($0) }
  }

  static func bare(_ key: String) -> String {
    var bare: [UInt8] = []
    for byte in key.utf8 {
      if byte == UInt8(ascii: "e"), let last = bare.last, "aou".utf8.contains(last) { continue }
      if byte == UInt8(ascii: "a"), bare.last == byte { continue }
      bare.append(byte)
    }
    return String(decoding: bare, as: UTF8.self)
  }

  /// The names that one text may hold: behind "trading as" or "care of" stands another.
  static func parts(of text: String) -> [String] {
    let words = text.split(separator: " ")
    guard
      let mark = words.firstIndex(where: { marks.contains($0.lowercased()) }),
      mark > 0, mark < words.count - 1
    else { return [text] }
    return [
      text, words[..<mark].joined(separator: " "), words[(mark + 1)...].joined(separator: " "),
    ]
  }

  private static let marks: Set<String> = ["t/a", "ta", "dba", "d/b/a", "c/o", "trading", "aka"]

  /// Whether one may be the other, cut or with a word more.
  func resembles(_ other: PayerName) -> Bool {
    if key == other.key || bareKey == other.bareKey || sortedKey == other.sortedKey {
      return !key.isEmpty
    }
    let (short, long) = key.utf8.count < other.key.utf8.count ? (self, other) : (other, self)
    if short.key.utf8.count >= Self.cut && long.key.hasPrefix(short.key) { return true }
    return short.words.count >= 2 && Set(short.words).isSubset(of: long.words)
  }

  /// Whether a longer word stands in both.
  func shares(with other: PayerName) -> Bool {
    words.contains { $0.utf8.count >= 5 && other.words.contains($0) }
  }

  /// Whether the payer writes the same person or firm in a shorter or longer way: all words of one
  /// stand in the other, or a person's first names are initials.
  func isVariant(of client: PayerName) -> Bool {
    let (short, long) = words.count <= client.words.count ? (self, client) : (client, self)
    guard short.words.count >= 2 else { return false }
    var full = 0
    for word in short.words {
      if long.words.contains(word) {
        full += word.utf8.count >= 4 ? 1 : 0
      } else {
        let isInitial =
          !isFirm && !client.isFirm
          && long.words.contains {
            word.utf8.count == 1 && $0.hasPrefix(word) || $0.utf8.count == 1 && word.hasPrefix($0)
          }
        guard isInitial else { return false }
      }
    }
    return full >= (short.words.count > 2 ? 2 : 1)
  }

  /// Whether the bank may have cut this name from the client's, which begins like it.
  func isCut(from client: PayerName) -> Bool {
    fullKey.utf8.count >= Self.cutMin
      && (client.fullKey.hasPrefix(fullKey) || client.key.hasPrefix(key)
        || client.bareFullKey.hasPrefix(bareFullKey) || client.bareKey.hasPrefix(bareKey))
  }

  /// Whether the words of a text have this name, cut as a bank cuts it.
  func isCut(in words: [String]) -> Bool {
    guard fullKey.utf8.count > Self.cutInText else { return false }
    return words.indices.contains { start in
      var run = ""
      for word in words[start...] {
        run += word
        guard fullKey.hasPrefix(run) || bareFullKey.hasPrefix(Self.bare(run)) else { return false }
        if run.utf8.count >= Self.cutInText { return true }
      }
      return false
    }
  }

  /// In a text a cut name is told from other words by so many letters.
  private static let cutInText = 16

  /// Banks cut names at 27 characters or more; so many are left of the shortest without spaces and
  /// legal form.
  static let cut = 18

  /// Others cut them at 16, 18 or 20 characters, of which so many are letters.
  static let cutMin = 12

  private static let legalForms: Set<String> = [
    "gmbh", "mbh", "gesmbh", "co", "kg", "kgaa", "ag", "ohg", "gbr", "ek", "ug", "se", "ev", "eg",
    "ltd", "limited", "llp", "lp", "llc", "inc", "incorporated", "corp", "corporation", "plc",
    "cic",
    "bv", "nv", "vof", "bvba", "cvba", "vzw", "asbl", "srl", "sarl", "sas", "sasu", "eurl", "sa",
    "snc", "sci", "spa", "srls", "sl", "slu", "lda", "oy", "oyj", "ab", "as", "asa", "aps", "is",
    "sp", "z", "oo", "zoo", "spzoo", "sro", "kft", "doo", "company", "haftungsbeschraenkt",
    "osakeyhtio", "aktiebolag", "aksjeselskap", "aktieselskab", "besloten", "vennootschap",
  ]

  /// Words that say nothing of who it is.
  private static let dropped: Set<String> = [
    "und", "and", "et", "en", "e", "y", "og",
    "och", "ja", "the", "herr", "frau", "mr", "mrs", "ms", "dr", "prof",
    "mme", "sig", "hr", "fru",
  ]

  private static let plain: [Unicode.Scalar: String] = {
    var plain: [Unicode.Scalar: String] = [
      "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "å": "aa",
      "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    ]
    for (letters, letter) in [
      ("áàâãąă", "a"), ("éèêëęėě", "e"), ("íìîïį", "i"), ("óòôõő", "o"), ("úùûűůų", "u"),
      ("çćč", "c"), ("ñńň", "n"), ("śšş", "s"), ("źżž", "z"), ("ýÿ", "y"), ("ř", "r"), ("ť", "t"),
      ("ďđ", "d"), ("ğ", "g"),
    ] {
      for scalar in letters.unicodeScalars { plain[scalar] = letter }
    }
    return plain
  }()
}
