package import Domain

/// Payers whose money is for no invoice, as people said of one of their lines: tax offices, interest,
/// suppliers who give money back.
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
      } else if line.counterpartyAccount.isEmpty {
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

  private static func words(of text: String) -> String {
    PayerName.words(of: text).filter { !$0.contains(where: \.isNumber) }.joined(separator: " ")
  }
}
