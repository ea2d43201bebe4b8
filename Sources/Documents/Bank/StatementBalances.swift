import Domain

/// The booked balances that a statement gives, and whether its entries lead from one to the other.
struct StatementBalances {
  private(set) var closing: Money?
  private(set) var closingDay: Day?
  private var opened: Money?
  private var previous: Money?
  /// Balances of one kind that differ are those of pages or of several days.
  private var isClear = true

  var opening: Money? { opened ?? previous }

  /// `type` is a code of ISO 20022: `OPBD`, `PRCD` or `CLBD`; others say nothing about bookings.
  mutating func add(type: String, _ balance: Money, on day: Day?, isExact: Bool) {
    switch type {
    case "OPBD": opened = kept(opened, balance)
    case "PRCD": previous = kept(previous, balance)
    case "CLBD":
      guard let day else { return }
      isClear = isClear && (closing == nil || closing == balance)
      (closing, closingDay) = (balance, day)
    default: return
    }
    isClear = isClear && isExact
  }

  /// The first balance of a kind.
  private mutating func kept(_ known: Money?, _ balance: Money) -> Money {
    isClear = isClear && (known == nil || known == balance)
    return known ?? balance
  }

  /// A warning where opening balance and entries do not make the closing one. Nil where a balance
  /// is missing, or the entries are of several currencies. Nothing is to have been refused.
  func fault(_ statement: BankStatement, line: Int) -> Fault? {
    guard isClear, let opening, let closing, let closingDay else { return nil }
    let amounts = statement.lines.map(\.amount)
    let expected = amounts.reduce(Optional(opening)) { $0?.adding(checked: $1) }
    guard opening.currency == closing.currency, let expected,
      let gap = closing.adding(checked: -expected), !gap.isZero
    else { return nil }
    let first = statement.lines.map(\.booked).min() ?? closingDay
    let side = gap.isNegative ? "less" : "more"
    return Fault(
      .bankBalance, line: line,
      "the entries from \(first) to \(closingDay) do not lead from the opening to the closing "
        + "balance: it has \(gap.magnitude) \(side) than they say",
      excerpt: Fault.excerpt(statement.id),
      remedy: "Ask the bank for the complete statement; its entries were imported.")
  }
}
