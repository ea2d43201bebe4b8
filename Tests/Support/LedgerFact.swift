package import Domain

extension LedgerModel {
  package struct Instalment {
    package var cents: Int64
    package var day: Day

    package init(cents: Int64, day: Day) {
      self.cents = cents
      self.day = day
    }
  }

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
    /// Money that names nothing but its payer: it is told by its amount.
    case byName(line: Int, client: String, cents: Int64)
    /// A payment that the bank takes back, of which it names payer and amount.
    case backByName(client: String, cents: Int64)
    /// About an invoice, or (nil) the client as a whole; without an amount for all that is due.
    case promise(client: String, number: String?, until: Day, cents: Int64?)
    case plan(client: String, number: String?, parts: [Instalment])
    case release(client: String, number: String?)
    /// A notice asks for so much beside an invoice, if that is open.
    case asked(number: String, cents: Int64)

    /// The order within a day.
    var rank: Int {
      switch self {
      case .invoice, .correction, .bill: 0
      case .credit: 1
      case .goodwill: 2
      case .payment: 3
      case .money, .nameless, .returned, .paidBill, .paidOut, .byName, .backByName: 4
      case .noteUsed: 5
      case .told: 6
      case .writeOff, .void: 7
      case .settled, .unsettled: 8
      case .asked, .promise, .plan, .release: 9
      }
    }

    /// Whether it is a movement of our account.
    var isBank: Bool { rank == 4 }
  }
}
