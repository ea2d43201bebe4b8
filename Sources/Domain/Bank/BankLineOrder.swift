extension Array {
  /// By currency, the largest amount first, equal ones in the order of their days and ids.
  package func byAmount(_ line: (Element) -> BankLine) -> [Element] {
    sorted {
      let (a, b) = (line($0), line($1))
      let (first, second) = (a.amount.magnitude, b.amount.magnitude)
      if first.currency != second.currency { return first.currency < second.currency }
      if first != second { return first > second }
      return (a.booked, a.id?.rawValue ?? 0) < (b.booked, b.id?.rawValue ?? 0)
    }
  }
}
