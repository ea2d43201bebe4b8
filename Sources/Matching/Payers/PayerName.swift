import Domain

/// How the names of clients and payers are compared: banks cut them, write them in capitals and
/// without accents, and leave the legal form out.
struct PayerName {
  /// Words without legal forms and "and", in small ASCII letters where they are Latin.
  let words: [String]

  init(_ name: String) {
    var words: [[UInt8]] = [[]]
    for scalar in name.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": words[words.count - 1].append(UInt8(scalar.value))
      case ".", "'", "’": break
      default:
        if let plain = Self.plain[scalar] {
          words[words.count - 1] += Array(plain.utf8)
        } else if scalar.properties.isAlphabetic {
          words[words.count - 1] += Array(String(scalar).utf8)
        } else {
          words.append([])
        }
      }
    }
    self.words = words.map { String(decoding: $0, as: UTF8.self) }
      .filter { !$0.isEmpty && !Self.dropped.contains($0) }
    key = self.words.joined()
    var bare: [UInt8] = []
    for byte in key.utf8 {
      if byte == UInt8(ascii: "e"), let last = bare.last, "aou".utf8.contains(last) { continue }
      bare.append(byte)
    }
    bareKey = String(decoding: bare, as: UTF8.self)
  }

  /// The words as one: what is looked up. Umlauts are two letters (`oe`), as most banks write them.
  let key: String
  /// The same with bare vowels in place of umlauts, as other banks write them.
  let bareKey: String

  /// Whether one may be the other, cut or with a word more.
  func resembles(_ other: PayerName) -> Bool {
    if key == other.key || bareKey == other.bareKey { return !key.isEmpty }
    let (short, long) = key.utf8.count < other.key.utf8.count ? (self, other) : (other, self)
    if short.key.utf8.count >= Self.cut && long.key.hasPrefix(short.key) { return true }
    return short.words.count >= 2 && Set(short.words).isSubset(of: long.words)
  }

  /// Whether a longer word stands in both.
  func shares(with other: PayerName) -> Bool {
    words.contains { $0.utf8.count >= 5 && other.words.contains($0) }
  }

  /// Banks cut names at 27 characters or more; so many are left of the shortest without spaces and
  /// legal form.
  static let cut = 18

  private static let dropped: Set<String> = [
    "gmbh", "mbh", "co", "kg", "kgaa", "ag", "ohg", "gbr", "ek", "ug", "se", "ltd", "limited",
    "llp",
    "lp", "llc", "inc", "corp", "plc", "bv", "nv", "vof", "srl", "sarl", "sas", "sasu", "sa", "snc",
    "spa", "sl", "slu", "oy", "ab", "as", "aps", "sp", "zoo", "und", "and", "et", "en", "e", "y",
    "the", "company", "haftungsbeschraenkt",
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
