package import Domain

/// Payers whose money is for no invoice, as people said of one of their lines: tax offices,
/// interest, suppliers who give money back.
package struct OtherMoney: Sendable {
  private var accounts: Set<String> = []
  private var names: Set<String> = []
  private var texts: Set<String> = []

  /// The lines of which people said that they are not ours and did not take it back.
  package init(_ lines: [BankLine]) {
    for line in lines {
      if !line.counterpartyAccount.isEmpty {
        accounts.insert(line.counterpartyAccount)
      }
      let name = PayerName(line.counterparty).key
      if !name.isEmpty {
        names.insert(name)
      } else if line.counterpartyAccount.isEmpty, Self.tells(line.text) {
        texts.insert(Self.words(of: line.text))
      }
    }
  }

  /// Whether a line comes from one of them: by its account, else its name, else the words of its
  /// text without numbers.
  package func contains(_ line: BankLine) -> Bool {
    if accounts.contains(line.counterpartyAccount) { return true }
    let name = PayerName(line.counterparty).key
    if !name.isEmpty { return names.contains(name) }
    let words = Self.words(of: line.text)
    return !words.isEmpty && texts.contains(words)
  }

  /// Whether a text without a payer says more than that money came.
  private static func tells(_ text: String) -> Bool {
    let words = PayerName.words(of: text)
    return words.contains { $0.utf8.count >= 4 } && plain.isDisjoint(with: words)
  }

  /// Words of banks for any money.
  private static let plain: Set<String> = [
    "deposit", "deposits", "credit", "payment", "payments", "transfer", "giro", "cheque", "check",
    "einzahlung", "gutschrift", "sammelgutschrift", "ueberweisung", "zahlung", "zahlungseingang",
    "lastschrift", "scheck", "virement", "versement", "remise", "depot", "transferencia", "ingreso",
    "abono", "bonifico", "accredito", "versamento", "overboeking", "bijschrijving", "przelew",
    "wplata", "insaettning", "oeverfoering", "inbetalning", "innbetaling", "overfoersel",
    "indbetaling", "pano", "tilisiirto", "uhrada", "platba", "lodgement", "receipt",
  ]

  private static func words(of text: String) -> String {
    PayerName.words(of: text).filter { !$0.contains(where: \.isNumber) }.joined(separator: " ")
  }
}
