/// The three digits by which German and Austrian banks tell kinds of movements apart
/// (Geschäftsvorfallcode), in camt and in MT940.
struct GermanCode {
  /// 0 if the entry has no code.
  private let number: Int

  init(digits: Substring) {
    number = digits.utf8.count == 3 ? Int(digits) ?? 0 : 0
  }

  /// Returned debits and cheques, and money that comes back to us.
  func isReturn(isOut: Bool) -> Bool {
    switch number {
    case 9, 10, 108, 109, 110, 111, 193: isOut
    case 59, 159, 160, 181, 182, 183, 184: !isOut
    default: false
    }
  }

  var isFee: Bool { (808...810).contains(number) }

  /// A payment that we ordered or that others drew from us.
  var isOurs: Bool {
    switch number {
    case 4, 5, 20, 104, 105, 116, 117, 118, 177, 191, 201: true
    default: false
    }
  }
}
