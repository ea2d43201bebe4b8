import Domain

/// A reference with check digits that a payer copies from an invoice: ISO 11649 (`RF18 5390 …`).
struct CreditorReference {
  /// What stands behind the check digits, in capitals without white space.
  let body: String
  /// The check digits fit the body (ISO 7064, mod 97-10).
  let isValid: Bool

  /// Nil where the text is no such reference. `key` holds letters and digits only, in capitals.
  init?(key: String) {
    let bytes = Array(key.utf8)
    guard (5...25).contains(bytes.count), key.hasPrefix("RF"),
      bytes[2...3].allSatisfy({ (0x30...0x39).contains($0) }),
      bytes[4...].allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
    else { return nil }
    body = String(decoding: bytes[4...], as: UTF8.self)
    isValid = bytes.remainderBy97 == 1
  }
}
