/// A code of up to eight bytes held in one integer, so that comparing two costs nothing.
///
/// A longer text becomes `tooLong`, which equals no code of any list; none of the short lists has
/// such a member.
struct Code: Hashable, Sendable {
  let packed: UInt64

  static let empty = Code(packed: 0)
  static let tooLong = Code(packed: .max)

  init(packed: UInt64) {
    self.packed = packed
  }

  init(_ text: some StringProtocol) {
    var packer = Packer()
    for byte in text.utf8 { packer.append(byte) }
    self = packer.code
  }

  /// Gathers bytes, lowest first.
  struct Packer {
    private var packed: UInt64 = 0
    private var shift: UInt64 = 0

    mutating func append(_ byte: UInt8) {
      if shift < 64 { packed |= UInt64(byte) << shift }
      shift += 8
    }

    var code: Code { shift > 64 ? .tooLong : Code(packed: packed) }
  }

  static let vat = Code("VAT")
  static let sepa = Code("SEPA")
  static let italy = Code("IT")
  static let splitPayment = Code("B")
  static let standardRated = Code("S")
  static let creditTransfer = Code("30")
  static let sepaCreditTransfer = Code("58")
  static let invoicedObject = Code("130")
  static let projectReference = Code("50")
  static let ublVersion = Code("2.1")
}
