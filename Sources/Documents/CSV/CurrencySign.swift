import Domain

/// The currency sign or code that stands before or behind an amount: `$4,250.00`, `5,00 €`,
/// `CHF 1'234.50`.
struct CurrencySign: Hashable {
  /// ISO codes it may stand for, the most likely first.
  let codes: [String]

  /// The amount without its sign, and the sign; nil if it has no sign. Letters that are no known
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

  /// The currency that a field of its own names: an ISO code, alone or beside a name as in
  /// `Swedish Krona - SEK`, a sign, or a name that stands for one currency. Nil for other texts,
  /// and for a sign of several currencies.
  static func currency(named text: String, preferring usual: Currency? = nil) -> Currency? {
    let whole = text.collapsed
    if whole.utf8.count == 3, let currency = Currency(code: whole.uppercased()) { return currency }
    guard whole.utf8.count <= 40 else { return nil }
    let words = whole.split { !$0.isLetter && $0 != "$" && $0 != "€" && $0 != "£" }
    let codes = Set(words.compactMap(written))
    if codes.count == 1, words.count <= 4 { return codes.first }
    guard codes.isEmpty else { return nil }
    let folded = whole.lowercased()
    if let signs = signs[folded] {
      // Pounds other than sterling are rare in books that are kept in another currency.
      return usual.flatMap { signs.contains($0.code) ? $0 : nil }
        ?? (signs.count == 1 || folded == "£" ? Currency(code: signs[0]) : nil)
    }
    let name = FoldedText(whole).words.joined(separator: " ")
    return names[name].flatMap { Currency(code: $0) }
  }

  /// The currency that a row of its own names for the rows below it: an ISO code in capitals or a
  /// sign or a name, alone or with its code beside it. Firms are called `CAD Systems` and `Mad`.
  static func currency(inHeading heading: String) -> Currency? {
    let words = heading.split { !$0.isLetter && !"$€£¥".contains($0) }
    let codes = Set(words.compactMap(written))
    let others = words.filter { !isCode($0) }
    guard let code = codes.first else {
      return others.count == words.count && heading.utf8.count != 3
        ? currency(named: heading) : nil
    }
    let name = FoldedText(others.joined(separator: " ")).words.joined(separator: " ")
    let isNamed = name.isEmpty || names[name] == code.code || currencyWords.contains(name)
    return codes.count == 1 && isNamed ? code : nil
  }

  /// Whether a word has the form of an ISO code: three capitals.
  private static func isCode(_ word: Substring) -> Bool {
    word.utf8.count == 3 && word.allSatisfy { $0.isASCII && $0.isUppercase }
  }

  /// The currency whose code a word is, in capitals.
  private static func written(_ word: Substring) -> Currency? {
    isCode(word) ? Currency(code: String(word)) : nil
  }

  /// Words for currency, folded.
  static let currencyWords: Set<String> = [
    "currency", "accountcurrency", "wahrung", "kontowahrung", "devise", "valuta", "moneda",
    "divisa", "waluta", "munt",
  ]

  /// The one currency that titles above a list name, as in `All amounts in USD` or `Währung: CHF`.
  static func currency(inPreamble rows: [[String]]) -> Currency? {
    var found: Set<Currency> = []
    for cell in rows.joined() where cell.contains(where: \.isLowercase) {
      let words = cell.split { !$0.isLetter }
      for (word, next) in zip(words, words.dropFirst()) {
        guard let currency = written(next) else { continue }
        let before = FoldedText(String(word)).text
        if before == "in" || currencyWords.contains(before) { found.insert(currency) }
      }
    }
    return found.count == 1 ? found.first : nil
  }

  /// The currency in a title such as `Amount (GBP)`, `Credit in CHF` or `Betrag EUR`.
  static func currency(inTitle title: String) -> Currency? {
    let words = title.split { !$0.isLetter && !"$€£¥".contains($0) }
    guard words.count > 1, let last = words.last else { return nil }
    if let sign = signs[last.lowercased()], sign.count == 1 { return Currency(code: sign[0]) }
    // A title all in capitals says nothing by its capitals, unless a mark sets the code off.
    guard title.contains(where: \.isLowercase) || title.hasSuffix(")") || title.hasSuffix("]")
    else { return nil }
    return written(last)
  }

  /// Names without marks that stand for one currency, folded.
  private static let names: [String: String] = [
    "euro": "EUR", "euros": "EUR", "us dollar": "USD", "us dollars": "USD", "dollar us": "USD",
    "american dollar": "USD", "pound sterling": "GBP", "pounds sterling": "GBP",
    "british pound": "GBP", "sterling": "GBP", "swiss franc": "CHF", "swiss francs": "CHF",
    "schweizer franken": "CHF", "franken": "CHF", "franc suisse": "CHF", "francs suisses": "CHF",
    "zloty": "PLN", "zlote": "PLN", "polish zloty": "PLN", "polnischer zloty": "PLN",
    "swedish krona": "SEK", "swedish kronor": "SEK", "schwedische kronen": "SEK",
    "norwegian krone": "NOK", "norwegische kronen": "NOK", "danish krone": "DKK",
    "danische kronen": "DKK", "czech koruna": "CZK", "tschechische kronen": "CZK",
    "hungarian forint": "HUF", "forint": "HUF", "canadian dollar": "CAD",
    "australian dollar": "AUD", "new zealand dollar": "NZD", "japanese yen": "JPY", "yen": "JPY",
    "dolar": "USD", "dolar amerykanski": "USD",
  ]

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
