import Domain

/// The business's own accounts, by the numbers that banks' files give them.
extension Business {
  /// A shorter number may end more than one account's.
  private static let numberBytesMin = 8

  /// The account of ours that is the number or ends with it, such as an IBAN with the national
  /// number in it; nil if no account matches.
  func ownAccount(endingWith number: String) -> String? {
    guard number.utf8.count >= Self.numberBytesMin else { return nil }
    return accounts.first { $0.iban.hasSuffix(number) }?.iban
  }

  /// The account of a bank's code and the account's number, either of which may be written with
  /// marks and spaces: ours where it is one of ours, else as the file has it. Nil without a number.
  func accountNumber(bank: String, number: String) -> String? {
    func bare(_ text: String) -> String {
      text.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    let (bank, number) = (bare(bank), bare(number))
    guard !number.isEmpty else { return nil }
    if accounts.contains(where: { $0.iban == number }) { return number }
    let whole = number.hasPrefix(bank) ? number : bank + number
    // Account numbers in an IBAN have zeros in front: ten digits in German ones.
    let padded = bank + String(repeating: "0", count: max(0, 10 - number.count)) + number
    return [whole, padded].lazy.compactMap { ownAccount(endingWith: $0) }.first
      ?? (BankAccount.isIBAN(number) ? number : whole)
  }

  /// The only account of ours in a currency, or the only one at all where that is nil.
  func onlyAccount(in currency: Currency?) -> BankAccount? {
    let fit = accounts.filter { currency == nil || $0.currency == currency }
    return fit.count == 1 ? fit[0] : nil
  }
}
