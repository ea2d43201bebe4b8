package import Domain

extension LedgerModel {
  /// What random histories are made of.
  package enum Fact {
    case invoice(String, client: String, due: Day, cents: Int64, discountDays: Int?)
    /// An invoice that takes the place of another.
    case correction(String, of: String, due: Day, cents: Int64)
    case credit(String, client: String, target: String, cents: Int64)
    /// Money that names one invoice, known by then or not.
    case money(line: Int, number: String, cents: Int64)
    case returned(number: String, cents: Int64)
    /// Money out that names a credit note.
    case paidOut(number: String, cents: Int64)
    case payment(number: String, cents: Int64)
    case goodwill(number: String, cents: Int64)
    case writeOff(number: String, cents: Int64)
    case void(number: String)
    /// A register's word that so much had come in all.
    case told(number: String, cents: Int64)
    /// A register's word that so much of a credit note has been used.
    case noteUsed(number: String, cents: Int64)
    case bill(String, due: Day, cents: Int64)
    case paidBill(number: String, cents: Int64)
    /// Money that names nothing.
    case nameless(line: Int, cents: Int64)
    case settled(line: Int, number: String)
    case unsettled(line: Int)
    /// A notice asks for so much beside an invoice, if that is open.
    case asked(number: String, cents: Int64)

    /// The order within a day.
    var rank: Int {
      switch self {
      case .invoice, .correction, .bill: 0
      case .credit: 1
      case .goodwill: 2
      case .payment: 3
      case .money, .nameless, .returned, .paidBill, .paidOut: 4
      case .noteUsed: 5
      case .told: 6
      case .writeOff, .void: 7
      case .settled, .unsettled: 8
      case .asked: 9
      }
    }
  }
}
