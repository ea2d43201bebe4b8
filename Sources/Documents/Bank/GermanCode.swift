/// The three digits by which German and Austrian banks tell kinds of movements apart
/// (Geschäftsvorfallcode), in camt and in MT940.
struct GermanCode {
  let digits: Substring

  /// Returned debits and cheques, and money that comes back to us.
  private static let returnedOut: Set<Substring> = [
    "009", "010", "108", "109", "110", "111", "193",
  ]
  private static let returnedIn: Set<Substring> = [
    "059", "159", "160", "181", "182", "183", "184",
  ]
  private static let fees: Set<Substring> = ["808", "809", "810"]
  /// Payments that we ordered or that others drew from us.
  private static let ours: Set<Substring> = [
    "004", "005", "020", "104", "105", "116", "117", "118", "177", "191", "201",
  ]

  func isReturn(isOut: Bool) -> Bool {
    (isOut ? Self.returnedOut : Self.returnedIn).contains(digits)
  }

  var isFee: Bool { Self.fees.contains(digits) }
  var isOurs: Bool { Self.ours.contains(digits) }
}
