package import Domain

extension Money {
  /// For people: group marks, the currency's decimals, no currency: `-1,234.50`.
  package var grouped: String {
    let text = magnitude.plain
    let dot = text.firstIndex(of: ".") ?? text.endIndex
    var whole = ""
    for (place, digit) in text[..<dot].reversed().enumerated() {
      if place > 0 && place % 3 == 0 { whole.append(",") }
      whole.append(digit)
    }
    return (isNegative ? "-" : "") + String(whole.reversed()) + text[dot...]
  }

  /// `grouped` with the currency's code behind it.
  package var withCode: String { "\(grouped) \(currency)" }
}
