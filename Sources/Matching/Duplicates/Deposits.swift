import Domain

/// Lists of incoming payments (BGMAX, OCR giro, Finnish reference payments, Betalingsservice), of
/// which a statement has one entry for all payments of a day or deposit.
extension SamePayments {
  private struct Deposit: Hashable {
    var reference: String
    var currency: Currency
  }

  /// A statement may book a deposit a bank day later.
  private static let depositDays = 4

  /// Words by which banks call such an entry.
  private static let depositWords: Set<Substring> = [
    "bankgiro", "bankgiroinbetalning", "bankgirot", "bg", "bgmax", "giro", "inbetalning", "ocr",
    "kid",
    "innbetaling", "viite", "viitemaksut", "viitteet", "ktl", "betalingsservice", "bs", "fi", "fik",
    "indbetaling", "indbetalinger",
  ]

  /// The payments of a deposit count, not the entry of their sum, where just one entry has it.
  mutating func pairDeposits() {
    let notices = open.filter { $0.isNotice && $0.format == .giro && !$0.entryReference.isEmpty }
    let deposits = Dictionary(grouping: notices) {
      Deposit(reference: $0.entryReference, currency: $0.amount.currency)
    }
    for deposit in deposits.keys.sorted(by: {
      ($0.reference, $0.currency) < ($1.reference, $1.currency)
    }) {
      let all = deposits[deposit] ?? []
      guard all.count > 1, let day = all.first?.booked else { continue }
      let sum = all.map(\.amount).sum(deposit.currency)
      let entries = open.filter {
        !$0.isNotice && $0.amount == sum && (0...Self.depositDays).contains($0.booked - day)
          && Self.isDeposit($0)
      }
      if entries.count == 1 { drop(all, or: entries) }
    }
  }

  /// No single payer stands behind it.
  private static func isDeposit(_ line: Line) -> Bool {
    guard line.payerAccount.isEmpty else { return false }
    let words = Set((line.payer + " " + line.text).lowercased().split { !$0.isLetter })
    return line.payer.isEmpty && line.text.isEmpty || !words.isDisjoint(with: depositWords)
  }
}
