/// A kind of paper, and where an envelope's window lies on it. Lengths are in points.
package enum Paper: String, Sendable, CaseIterable {
  /// ISO 216 A4, laid out by DIN 5008 form B: it fits a DL or C6/5 window envelope.
  case a4
  /// 8.5 by 11 inches, for a double-window envelope no. 10.
  case letter

  /// What is used in a country, by ISO 3166-1 alpha-2.
  package init(country: String) {
    self = ["US", "CA", "MX", "CL", "CO", "VE", "PH", "PR"].contains(country) ? .letter : .a4
  }

  var width: Double { self == .a4 ? 210 * Self.millimetre : 612 }
  var height: Double { self == .a4 ? 297 * Self.millimetre : 792 }
  var left: Double { self == .a4 ? 25 * Self.millimetre : 63 }
  var right: Double { self == .a4 ? 20 * Self.millimetre : 63 }
  var textWidth: Double { width - left - right }
  /// The top of what is written on pages after the first.
  var top: Double { 22 * Self.millimetre }
  /// The lowest point of the text; the foot stands below.
  var bottom: Double { height - 27 * Self.millimetre }
  var footTop: Double { height - 20 * Self.millimetre }
  /// The line with the sender's address, inside the window where there is one for both.
  var returnLine: Double { self == .a4 ? 57 * Self.millimetre : 134 }
  var addressTop: Double { self == .a4 ? 62.7 * Self.millimetre : 147 }
  /// Right end of the address.
  var addressWidth: Double { self == .a4 ? 80 * Self.millimetre : 250 }
  var infoLeft: Double { self == .a4 ? 125 * Self.millimetre : 380 }
  var infoTop: Double { self == .a4 ? 50 * Self.millimetre : 110 }
  /// The top of the subject.
  var subjectTop: Double { self == .a4 ? 98.5 * Self.millimetre : 244 }
  /// Where the sheet is folded, and where it is punched.
  var foldMarks: [Double] {
    self == .a4 ? [105, 210].map { $0 * Self.millimetre } : []
  }
  var holeMark: Double? { self == .a4 ? 148.5 * Self.millimetre : nil }

  static let millimetre = 72 / 25.4
}
