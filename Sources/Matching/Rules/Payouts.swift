package import Domain

/// What payment services paid out to our bank, as their own files tell: the other side of it in the
/// bank's file is nobody's money.
package struct Payouts: Sendable {
  private var byAmount: [Money: [Payout]] = [:]

  private struct Payout: Sendable {
    var account: String
    var day: Day
  }

  /// How long a payout is under way, in days.
  private static let days = -1...10

  /// Of lines that take money from a service's account to another one of ours.
  package init(_ lines: [BankLine] = []) {
    for line in lines where line.isInternal && line.amount.isNegative {
      byAmount[-line.amount, default: []].append(Payout(account: line.account, day: line.booked))
    }
  }

  /// Whether a line is money between our own accounts, as its file says, or such a payout on its
  /// arrival: the amount, the days and the service's name fit.
  package func explain(_ line: BankLine) -> Bool {
    line.isInternal || place(for: line) != nil
  }

  /// The same, and a payout that explains a line explains no other one.
  package mutating func take(for line: BankLine) -> Bool {
    if line.isInternal { return true }
    guard let place = place(for: line) else { return false }
    byAmount[line.amount]?.remove(at: place)
    return true
  }

  private func place(for line: BankLine) -> Int? {
    guard line.amount.isPositive, let known = byAmount[line.amount] else { return nil }
    let words = Self.words(line.counterparty + " " + line.text)
    return known.firstIndex { payout in
      Self.days.contains(line.booked - payout.day) && payout.account != line.account
        && Self.words(payout.account).contains { name in words.contains { $0.hasPrefix(name) } }
    }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
