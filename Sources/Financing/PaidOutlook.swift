package import Domain

/// When an invoice is expected to be paid, as far as a financier has to know it.
package struct PaidOutlook: Hashable, Sendable {
  /// The days by which it is paid with 10, 50 and 90 % probability.
  package var early: Day
  package var likely: Day
  package var late: Day
  /// The probability that it is still unpaid when the advance goes back.
  package var unpaidAtRecourse: Double

  package init(early: Day, likely: Day, late: Day, unpaidAtRecourse: Double) {
    self.early = early
    self.likely = likely
    self.late = late
    self.unpaidAtRecourse = unpaidAtRecourse
  }

  /// Certain to be paid on a day.
  package init(_ day: Day) {
    self.init(early: day, likely: day, late: day, unpaidAtRecourse: 0)
  }
}
