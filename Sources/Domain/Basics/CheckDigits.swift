extension Collection<UInt8> {
  /// The remainder by 97 of digits and letters, the first four read last (ISO 7064, mod 97-10); 1
  /// where the check digits of an IBAN or a creditor reference fit.
  ///
  /// A counts as 10 and Z as 35. A small letter counts by its place in ASCII, from 42, as the
  /// stylesheets of EN 16931 reckon it; who wants none, and no other character, looks first.
  package var remainderBy97: Int {
    var rest = 0
    for byte in [dropFirst(4), prefix(4)].joined() {
      let value = Int(byte) - (byte > 0x40 ? 0x37 : 0x30)
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97
    }
    return rest
  }
}

extension BankAccount {
  /// Whether a text has the form of an IBAN, in capitals without white space, and check digits
  /// that fit (ISO 13616). Lengths by country are not looked at.
  package static func isIBAN(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return (15...34).contains(bytes.count)
      && bytes.prefix(2).allSatisfy { (0x41...0x5A).contains($0) }
      && bytes[2...3].allSatisfy { (0x30...0x39).contains($0) }
      && bytes[4...].allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
      && bytes.remainderBy97 == 1
  }
}
