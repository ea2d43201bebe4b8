import Domain

extension EarlyPaymentDiscount {
  /// The discounts written in payment terms as `#SKONTO#TAGE=14#PROZENT=3.00#BASISBETRAG=90.00#`,
  /// the grammar of XRechnung (BT-20). Segments that do not follow it are text, not data.
  static func skonto(in note: String, _ currency: Currency) -> [EarlyPaymentDiscount] {
    guard note.utf8.contains(UInt8(ascii: "#")) else { return [] }
    return note.split(whereSeparator: \.isNewline).compactMap { line in
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
      guard let stated = value("BASISBETRAG") else {
        return EarlyPaymentDiscount(days: days, rate: rate)
      }
      guard let printed = try? ExactDecimal(stated), let base = Money(printed, currency),
        base.isPositive
      else { return nil }
      return EarlyPaymentDiscount(days: days, rate: rate, base: base)
    }
  }
}
