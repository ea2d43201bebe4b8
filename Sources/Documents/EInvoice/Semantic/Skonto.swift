import Domain

/// The grammar of XRechnung for discounts in payment terms (BT-20):
/// `#SKONTO#TAGE=14#PROZENT=3.00#BASISBETRAG=90.00#`. Lines that do not follow it are text.
extension EarlyPaymentDiscount {
  /// Those of a note that are worth something.
  static func skonto(in note: String, _ currency: Currency) -> [EarlyPaymentDiscount] {
    guard note.utf8.contains(UInt8(ascii: "#")) else { return [] }
    return note.split(whereSeparator: \.isNewline).compactMap { line in
      guard let skonto = Skonto(line) else { return nil }
      guard let stated = skonto.base else {
        return EarlyPaymentDiscount(days: skonto.days, rate: skonto.rate)
      }
      guard let base = Money(stated, currency), base.isPositive else { return nil }
      return EarlyPaymentDiscount(days: skonto.days, rate: skonto.rate, base: base)
    }.filter { $0.rate.value > 0 }
  }

  /// The days of a line of no per cent: by then the whole is due.
  static func netDays(skonto line: String) -> Int? {
    Skonto(Substring(line)).flatMap { $0.rate.value == 0 && $0.days > 0 ? $0.days : nil }
  }
}

private struct Skonto {
  var days: Int
  var rate: BasisPoints
  var base: ExactDecimal?

  init?(_ line: Substring) {
    let fields = line.split(separator: "#", omittingEmptySubsequences: true)
      .map { $0.split(separator: "=", maxSplits: 1) }
    guard fields.first?.first.map({ $0.uppercased() == "SKONTO" }) == true else { return nil }
    func value(_ key: String) -> String? {
      fields.first { $0.count == 2 && $0[0].uppercased() == key }.map { String($0[1]) }
    }
    guard let days = value("TAGE").flatMap({ Int($0) }), (0...365).contains(days),
      let percent = value("PROZENT").flatMap({ try? ExactDecimal($0) }),
      let rate = BasisPoints(percent: percent), (0...10_000).contains(rate.value)
    else { return nil }
    (self.days, self.rate) = (days, rate)
    guard let stated = value("BASISBETRAG") else { return }
    guard let base = try? ExactDecimal(stated) else { return nil }
    self.base = base
  }
}
