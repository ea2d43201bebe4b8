/// What the model believes before it has seen a payment. An assumption of ours, not a measurement:
/// of invoices with 30 days to pay, a sixth is paid early, half by 4 days after the due date, four
/// fifths within a month and 98 % within a year of it, nearly all on working days.
enum PriorDelay {
  /// Chance of being paid on a day, if still unpaid then, by days after the due date.
  static func hazard(_ delay: Int) -> Double {
    switch delay {
    case ..<(-30): 0.0005
    case ..<(-7): 0.003
    case ..<0: 0.015
    case ..<4: 0.11
    case ..<15: 0.055
    case ..<31: 0.03
    case ..<91: 0.015
    case ..<181: 0.008
    default: 0.004
    }
  }

  /// How many at-risk days of real invoices, within the smoothing window of a delay, the prior
  /// weighs as much as.
  static let atRiskDays = 10.0

  /// Chance on a weekday, Monday first, against the average day: banks book no transfers on
  /// Saturdays and Sundays.
  static let weekdays = [1.3, 1.3, 1.3, 1.3, 1.3, 0.3, 0.2]
}
