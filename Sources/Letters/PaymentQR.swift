import CQREncode
package import Domain

/// The code that a bank's app scans to fill in a SEPA transfer: EPC069-12, version 2.
package struct PaymentQR: Hashable, Sendable {
  /// The text in the code, its lines in the order of the standard.
  package let payload: String

  /// What is printed: a square of dark and light modules.
  package struct Modules: Sendable {
    /// Modules on a side, without the quiet zone of four around it.
    package let width: Int
    /// Row by row.
    fileprivate let dark: [Bool]

    package func isDark(row: Int, column: Int) -> Bool { dark[row * width + column] }
  }

  /// Nil where no such transfer is possible: another currency than the euro, no IBAN, an amount
  /// beyond the standard's, or a text too long for the code.
  package init?(_ amount: Money, to account: BankAccount, of holder: String, reference: String) {
    let iban = account.iban.filter { !$0.isWhitespace }.uppercased()
    guard amount.currency == .euro, (1...99_999_999_999).contains(amount.minorUnits),
      BankAccount.isIBAN(iban), !holder.isEmpty
    else { return nil }
    payload = [
      "BCD", "002", "1", "SCT", account.bic, String(holder.prefix(70)), iban,
      "EUR\(amount.plain)", "", "", String(reference.prefix(140)),
    ].joined(separator: "\n")
    guard payload.utf8.count <= Self.bytesMax else { return nil }
  }

  /// What a code of version 13 with error correction M holds.
  private static let bytesMax = 331

  /// Nil without memory for it. It takes longer than the words of a letter, so it is made where it
  /// is drawn.
  package func modules() -> Modules? { Modules(of: payload) }
}

extension PaymentQR.Modules {
  /// Error correction M, as the standards of the EPC and of SIX ask, with bytes of UTF-8.
  init?(of payload: String) {
    let read = unsafe payload.withCString { text -> (Int, [Bool])? in
      guard let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
      defer { unsafe QRcode_free(code) }
      let width = Int(unsafe code.pointee.width)
      let cells = unsafe UnsafeBufferPointer(start: code.pointee.data, count: width * width)
      return (width, unsafe cells.map { $0 & 1 == 1 })
    }
    guard let (width, dark) = read else { return nil }
    self.init(width: width, dark: dark)
  }
}
