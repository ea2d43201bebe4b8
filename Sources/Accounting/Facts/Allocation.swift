package import Domain

/// One entry: `amount` of a source set against a claim, or kept on the client's account where
/// `claim` is nil. Negative amounts take back what an earlier entry gave.
package struct Allocation: Hashable {
  package var day: Day
  package var source: Source
  package var claim: ID<Invoice>?
  package var amount: Money

  /// The fact that an entry follows from.
  package enum Source: Hashable {
    case bank(ID<BankLine>)
    /// The register's word on this claim.
    case register(ID<Invoice>)
    case credit(ID<Invoice>)
    /// The client kept back a discount it was offered for paying early.
    case discount(ID<Invoice>)
    /// Our bank kept a part of what the client paid by this line: it is our cost.
    case bankCharge(ID<BankLine>)
    /// A correction that replaces the claim closes what was open of it.
    case superseded(by: ID<Invoice>)
    /// A payment recorded by hand.
    case recorded(ID<ClientEvent>)
    case goodwill(ID<ClientEvent>)
    case writeOff(ID<ClientEvent>)
    case void(ID<ClientEvent>)
    /// What reminders about the claim asked for beside it: it makes the claim more, by as much as
    /// was paid for it.
    case charge(ID<Invoice>)

    /// Whether it is money that came in.
    package var isMoney: Bool {
      switch self {
      case .bank, .register, .recorded: true
      default: false
      }
    }

    /// Whether the business waived a part of a claim, for nothing.
    package var isRelief: Bool {
      switch self {
      case .discount, .writeOff, .bankCharge: true
      default: false
      }
    }

    /// Whether it makes what was ever owed less.
    package var isCredit: Bool {
      switch self {
      case .credit, .goodwill: true
      default: false
      }
    }

    package var isNote: Bool {
      if case .credit = self { true } else { false }
    }

    package var isWriteOff: Bool {
      if case .writeOff = self { true } else { false }
    }

    /// Whether it ended a claim that should not have been, or that another replaces.
    package var isEnd: Bool {
      switch self {
      case .void, .superseded: true
      default: false
      }
    }

    /// Whether it is a movement of a bank account.
    package var isBank: Bool {
      if case .bank = self { true } else { false }
    }

    /// What our bank kept of this movement.
    var bankCharge: Source? {
      if case .bank(let line) = self { .bankCharge(line) } else { nil }
    }

    /// Settles in which order facts of one day are taken.
    package var order: Int64 { stored.1 }

    /// The name and number of the source in the ledger.
    package var stored: (String, Int64) {
      switch self {
      case .bank(let id): ("bank", id.rawValue)
      case .register(let id): ("register", id.rawValue)
      case .credit(let id): ("credit", id.rawValue)
      case .discount(let id): ("discount", id.rawValue)
      case .bankCharge(let id): ("bank-charge", id.rawValue)
      case .superseded(let id): ("superseded", id.rawValue)
      case .recorded(let id): ("recorded", id.rawValue)
      case .goodwill(let id): ("goodwill", id.rawValue)
      case .writeOff(let id): ("write-off", id.rawValue)
      case .void(let id): ("void", id.rawValue)
      case .charge(let id): ("charge", id.rawValue)
      }
    }
  }
}
