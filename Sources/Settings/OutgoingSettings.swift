import Domain
import Forecasting

/// How often an outgoing leaves, as people write it.
private enum Every: String, CaseIterable {
  case week
  case twoWeeks = "two-weeks"
  case month, quarter
  case halfYear = "half-year"
  case year

  /// Nil for those counted in days.
  var months: Int? {
    switch self {
    case .week, .twoWeeks: nil
    case .month: 1
    case .quarter: 3
    case .halfYear: 6
    case .year: 12
    }
  }
}

extension BookSettings {
  /// One entry of `outgoings`: `day` of each month; `every` something else from a day on; or `on`
  /// one day. `from` and `until` bound what recurs.
  mutating func addOutgoing(_ section: YAMLReader.Section) {
    let currency = section.currency("currency") ?? business.currency
    let name = section.text("name")
    let amount = section.money("amount", currency)
    let once = section.day("on")
    let every: Every? = section.choice("every")
    let from = section.day("from")
    let until = section.day("until")
    let day = section.integer("day", 1...31)
    section.require(["name", "amount"])
    section.close()
    guard let name, let amount else { return }
    if let once {
      for (key, isSet) in [
        ("every", every != nil), ("day", day != nil), ("from", from != nil),
        ("until", until != nil),
      ] where isSet {
        section.contradiction(key, "`on`, which names the only day")
      }
      return outgoings.bills.append(Outgoings.Bill(name: name, amount: amount, due: once))
    }
    guard let rhythm = Self.rhythm(every ?? .month, from: from, day: day, in: section) else {
      return
    }
    outgoings.recurring.append(
      Outgoings.Recurring(name: name, amount: amount, rhythm: rhythm, first: from, last: until))
  }

  private static func rhythm(
    _ every: Every, from: Day?, day: Int?, in section: YAMLReader.Section
  ) -> Outgoings.Rhythm? {
    guard let months = every.months else {
      if day != nil { section.contradiction("day", "`every: \(every.rawValue)`") }
      guard let from else {
        section.require(["from"])
        return nil
      }
      return .days(every == .week ? 7 : 14, from: from)
    }
    // Every month needs no beginning; what comes less often has to say in which month it comes.
    let anchor = from ?? (months == 1 ? Day(year: 2000, month: 1, day: 1) : nil)
    guard let anchor else {
      section.require(["from"])
      return nil
    }
    guard let day = day ?? from?.dayOfMonth else {
      section.require(["day"])
      return nil
    }
    return .months(months, from: Month(anchor), day: day)
  }
}
