package import Domain

/// Amounts by currency, such as the fees and minimums of a policy.
package struct AmountPerCurrency: Hashable, Sendable {
  private var amounts: [Currency: Money] = [:]

  /// One amount a currency; of two in the same currency the later counts.
  package init(_ amounts: [Money] = []) {
    for amount in amounts { self.amounts[amount.currency] = amount }
  }

  package var isZero: Bool { amounts.values.allSatisfy(\.isZero) }

  /// Zero where nothing is set for the currency.
  package subscript(currency: Currency) -> Money { amounts[currency] ?? .zero(currency) }
}
