import Domain

/// The currency sign or code that stands before or behind an amount: `$4,250.00`, `5,00 €`,
/// `CHF 1'234.50`.
struct CurrencySign: Hashable {
  /// ISO codes it may stand for, the most likely first.
  let codes: [String]

  /// The amount without its sign, and the sign; nil where there is none. Letters that are no known
  /// sign stay in the amount, which is then no number.
  static func split(
    _ bytes: ArraySlice<UInt8>
  ) -> (number: ArraySlice<UInt8>, sign: CurrencySign?) {
    guard !isBare(bytes) else { return (bytes, nil) }
    let text = Substring(String(decoding: bytes, as: UTF8.self)).unicodeScalars
    guard let start = text.firstIndex(where: isSignScalar) else { return (bytes, nil) }
    var end = text[start...].firstIndex { !isSignScalar($0) } ?? text.endIndex
    // `Fr. 5.00`: the dot is the sign's own where a known sign ends with it.
    if end < text.endIndex, text[end] == ".", known(String(text[start...end])) != nil {
      end = text.index(after: end)
    }
    guard let codes = known(String(text[start..<end])) else { return (bytes, nil) }
    let number = String(text[..<start]) + String(text[end...])
    return (Array(number.utf8)[...], CurrencySign(codes: codes))
  }

  /// The currency it stands for where nothing else says: `preferred` if it is one of those.
  func currency(preferring preferred: Currency) -> Currency? {
    codes.contains(preferred.code) ? preferred : codes.first.flatMap { Currency(code: $0) }
  }

  func fits(_ currency: Currency) -> Bool { codes.contains(currency.code) }

  /// Digits, marks and signs of ASCII only, as nearly all amounts are.
  private static func isBare(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { $0 < 0x41 && $0 != 0x24 }
  }

  private static func isSignScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .currencySymbol || scalar.properties.isAlphabetic
  }

  private static func known(_ sign: String) -> [String]? {
    if let codes = signs[sign.lowercased()] { return codes }
    let code = sign.uppercased()
    return Currency(code: code) == nil ? nil : [code]
  }

  /// In small letters. Signs that many countries use stand for the one that uses them most, unless
  /// the business keeps its books in another of them.
  private static let signs: [String: [String]] = [
    "€": ["EUR"], "£": ["GBP", "EGP", "FKP", "GIP", "LBP", "SHP"], "¥": ["JPY", "CNY"],
    "$": [
      "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP", "UYU", "BBD",
      "BMD", "BSD", "BZD", "DOP", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD",
      "XCD",
    ],
    "us$": ["USD"], "a$": ["AUD"], "au$": ["AUD"], "c$": ["CAD"], "ca$": ["CAD"], "nz$": ["NZD"],
    "hk$": ["HKD"], "s$": ["SGD"], "mx$": ["MXN"], "r$": ["BRL"], "nt$": ["TWD"],
    "kr": ["SEK", "NOK", "DKK", "ISK"], "kr.": ["DKK", "SEK", "NOK", "ISK"], "zł": ["PLN"],
    "kč": ["CZK"], "ft": ["HUF"], "lei": ["RON"], "fr": ["CHF"], "fr.": ["CHF"], "sfr.": ["CHF"],
    "₹": ["INR"], "rs": ["INR", "PKR", "LKR", "NPR", "MUR"],
    "rs.": ["INR", "PKR", "LKR", "NPR", "MUR"], "₺": ["TRY"], "₽": ["RUB"], "₴": ["UAH"],
    "₩": ["KRW"], "₪": ["ILS"], "฿": ["THB"], "₫": ["VND"], "₱": ["PHP"], "₦": ["NGN"],
    "r": ["ZAR"], "лв": ["BGN"], "лв.": ["BGN"],
  ]
}
