import Domain

/// What a bank's text states about a movement in words: the original amount of a returned payment
/// (`OAMT+71,40`, `Ursprungsbetrag 71,40`), and the bank's charges (`COAM+5,90`, `Entgelt 5,90`).
struct StatedAmounts {
  private(set) var original: Money?
  /// Their sum, in the currency of the movement.
  private(set) var charges: Money?
  /// The charges are those of a returned debit by the name of their field.
  private var isOfReturn = false

  /// `currency` is the movement's, for amounts that name none.
  init(_ folded: FoldedText, _ currency: Currency) {
    let bytes = Array(folded.text.utf8)
    guard bytes.contains(where: Self.isDigit) else { return }
    for (word, isCharge) in Self.keywords {
      var start = bytes.startIndex
      while let place = Self.place(of: word, in: bytes, from: start) {
        start = place + word.count
        // Behind a mark the amount begins, or its currency; behind a word, the word may go on.
        let rest = bytes[start...]
        let isWord = word.last.map(Self.isLetter) ?? false
        let number = isWord ? rest.drop(while: Self.isLetter) : rest
        guard let amount = Self.amount(number, currency) else { continue }
        if !isCharge {
          original = original ?? amount
        } else if amount.currency == currency {
          charges = (charges ?? .zero(currency)).adding(checked: amount) ?? charges
          isOfReturn = isOfReturn || Self.fieldsOfReturn.contains(word)
        }
      }
    }
  }

  private static let keywords: [(word: [UInt8], isCharge: Bool)] = {
    let originals = [
      "oamt+", "/ocmt/", "ursprungsbetrag", "ursprungsbetr", "ursprungsbtr", "originalbetrag",
      "urspr", "original amount", "orig amount", "orig. amount", "orig amt", "montant initial",
      "montant d'origine", "montant origine", "importe original", "importe inicial",
      "importo originale", "importo originario", "oorspronkelijk bedrag", "kwota pierwotna",
      "kwota oryginalna", "valor original", "ursprungligt belopp", "oprindeligt belob",
      "opprinnelig belop", "alkuperainen summa", "puvodni castka",
    ]
    let charges = [
      "coam+", "/chgs/", "auslagenersatz", "entgelt", "gebuhr", "kosten", "spese", "fee",
      "charge", "frais", "comision", "gastos", "commissioni", "oplata", "prowizja",
      "comissao", "avgift", "gebyr", "poplatek",
    ]
    return originals.map { (Array(FoldedText($0).text.utf8), false) }
      + charges.map { (Array(FoldedText($0).text.utf8), true) }
  }()

  private static let fieldsOfReturn = ["coam+", "auslagenersatz"].map { Array($0.utf8) }

  /// Words end as they like (`Gebühren`, `Rücklastschriftentgelt`), but short ones stand alone.
  private static let shortMax = 5

  private static func place(of word: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= word.count, start <= bytes.count - word.count else { return nil }
    let isShort = word.count <= shortMax
    return (start...(bytes.count - word.count)).first { place in
      bytes[place] == word[0] && bytes[place..<(place + word.count)].elementsEqual(word)
        && !(isShort && place > 0 && isLetter(bytes[place - 1]))
    }
  }

  /// The amount that follows behind marks and a currency.
  private static func amount(_ rest: ArraySlice<UInt8>, _ currency: Currency) -> Money? {
    var rest = rest.drop(while: isMark)
    var own = currency
    let letters = rest.prefix(while: isLetter)
    if !letters.isEmpty {
      let code = String(decoding: letters, as: UTF8.self).uppercased()
      guard let named = Currency(code: code) else { return nil }
      own = named
      rest = rest.dropFirst(letters.count).drop(while: isMark)
    }
    // Signs such as € are several bytes; letters beyond ASCII end the search just as well.
    rest = rest.drop { $0 >= 0x80 || isMark($0) }
    var number = Array(rest.prefix { isDigit($0) || $0 == 0x2E || $0 == 0x2C || $0 == 0x27 })
    while let last = number.last, !isDigit(last) { number.removeLast() }
    let behind = rest.dropFirst(number.count).drop { $0 == 0x20 }.prefix(while: isLetter)
    if letters.isEmpty,
      let named = Currency(
        code: String(decoding: behind, as: UTF8.self).uppercased())
    {
      own = named
    }
    return money(number, own)
  }

  /// The last mark is the decimal one where just the currency's decimals follow it.
  private static func money(_ number: [UInt8], _ currency: Currency) -> Money? {
    guard let first = number.first, isDigit(first) else { return nil }
    let last = number.lastIndex { !isDigit($0) }
    let isDecimal = last.map { number.count - 1 - $0 == currency.decimals } ?? false
    var plain: [UInt8] = []
    for (place, byte) in number.enumerated() {
      if isDigit(byte) {
        plain.append(byte)
      } else if isDecimal, place == last {
        plain.append(0x2E)
      }
    }
    if let last, !isDecimal, number.count - 1 - last != 3 { return nil }
    guard let value = try? ExactDecimal(parsing: plain) else { return nil }
    return Money(exactly: value, currency).flatMap { $0.isZero ? nil : $0 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private static func isMark(_ byte: UInt8) -> Bool { " .:=+/()$-".utf8.contains(byte) }
}

extension StatedAmounts {
  /// What had been paid, with the sign of `amount`, where a returned payment's amount holds the
  /// bank's charges too; nil where nothing says so, or it does not add up.
  func returned(of amount: Money) -> Money? {
    let whole = amount.magnitude
    func signed(_ paid: Money) -> Money { amount.isNegative ? -paid : paid }
    guard let original else {
      guard let charges, charges < whole, isOfReturn else { return nil }
      return signed(whole - charges)
    }
    guard original.currency == whole.currency else { return signed(original) }
    guard original < whole else { return nil }
    if let charges, original.adding(checked: charges) != whole { return nil }
    return signed(original)
  }
}
