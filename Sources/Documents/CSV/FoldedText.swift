/// A bank's text as its words are compared: small letters without accents, `ae`, `oe` and `ue` as
/// the plain vowel, so that `Rücklast`, `Ruecklast` and `Rucklast` are one. Marks stay.
struct FoldedText {
  let text: String
  /// Runs of letters and digits.
  let words: [Substring]

  init(_ original: String) {
    var bytes: [UInt8] = []
    for scalar in original.lowercased().unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(scalar.value)
        if byte == UInt8(ascii: "e"), let last = bytes.last, Self.umlauts.contains(last) {
          continue
        }
        bytes.append(byte)
      } else if let plain = Self.plain[scalar] {
        bytes += plain
      } else if !(0x300...0x36F).contains(scalar.value) {
        bytes += Array(String(scalar).utf8)
      }
    }
    text = String(decoding: bytes, as: UTF8.self)
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    words =
      isASCII
      ? text.utf8.split { !Self.isWord($0) }.map { Substring($0) }
      : text.split { !$0.isLetter && !$0.isNumber }
  }

  /// A digit, or a letter, which is a small one.
  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static let umlauts = Array("aou".utf8)

  private static let plain: [Unicode.Scalar: [UInt8]] = {
    let letters = [
      ("àáâãäåæāăą", "a"), ("çćč", "c"), ("ďđð", "d"), ("èéêëēęě", "e"), ("ìíîïī", "i"),
      ("łľĺ", "l"), ("ñńň", "n"), ("òóôõöøœōő", "o"), ("řŕ", "r"), ("śšş", "s"), ("ß", "ss"),
      ("ťţ", "t"), ("ùúûüūůű", "u"), ("ýÿ", "y"), ("žźż", "z"),
    ]
    var plain: [Unicode.Scalar: [UInt8]] = [:]
    for (accented, letter) in letters {
      for scalar in accented.unicodeScalars { plain[scalar] = Array(letter.utf8) }
    }
    return plain
  }()
}
