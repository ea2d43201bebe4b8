import Domain

/// The order in which the facts of one account come up.
///
/// A fact that speaks of a later document waits for it: money of an unknown payer for an invoice
/// that is not written yet, what a register reports of it, and what closes it.
struct Timeline {
  /// Where a fact stands. On one day claims come first, then credit notes, goodwill, payments that
  /// were recorded, the bank's movements, what registers report of credit notes and of claims,
  /// closings and what takes them back, what people decide about bank lines, and what notices ask
  /// for.
  struct Place: Comparable {
    var day: Day
    var rank: Int
    var order: Int64

    /// Before all of the bank's movements of `day`.
    static func bank(_ day: Day, _ order: Int64 = .min) -> Place {
      Place(day: day, rank: 4, order: order)
    }

    static func < (a: Place, b: Place) -> Bool {
      (a.day, a.rank, a.order) < (b.day, b.rank, b.order)
    }
  }

  struct Fact {
    var place: Place
    var content: Content

    enum Content {
      case claim(Account.Claim)
      case credit(Account.Credit)
      case receipt(Account.Receipt)
      case reported(Account.ReportedPayment)
      case closing(Account.Closing)
      case reinstatement(Account.Reinstatement)
      case redirection(Account.Redirection)
      case charge(Account.Charge)
    }
  }

  /// The days on which claims and credit notes were issued.
  private var issued: [ID<Invoice>: Day]
  private var notes: Set<ID<Invoice>> = []
  /// The first day on which a person said what a movement is for.
  private var redirected: [Allocation.Source: Day]

  init(_ account: Account) {
    issued = Dictionary(account.claims.map { ($0.id, $0.day) }, uniquingKeysWith: { a, _ in a })
    for credit in account.credits {
      guard case .credit(let note) = credit.source else { continue }
      issued[note] = credit.day
      notes.insert(note)
    }
    redirected = [:]
    for redirection in account.redirections { note(redirection) }
  }

  mutating func note(_ redirection: Account.Redirection) {
    let day = redirection.day
    redirected[redirection.source] = min(redirected[redirection.source] ?? day, day)
  }

  /// All facts of the account in their order.
  func facts(of account: Account) -> [Fact] {
    var facts: [Fact] = []
    facts.reserveCapacity(account.claims.count + account.receipts.count)
    for claim in account.claims {
      let place = Place(day: claim.day, rank: 0, order: claim.id.rawValue)
      facts.append(Fact(place: place, content: .claim(claim)))
    }
    for credit in account.credits {
      let place = Place(
        day: credit.day, rank: credit.source.isNote ? 1 : 2, order: credit.source.order)
      facts.append(Fact(place: place, content: .credit(credit)))
    }
    facts += account.receipts.compactMap { fact(of: $0) }
    for reported in account.reportedPayments {
      var dated = reported
      dated.day = max(reported.day, issued[reported.claim] ?? reported.day)
      let rank = notes.contains(reported.claim) ? 5 : 6
      let place = Place(day: dated.day, rank: rank, order: reported.claim.rawValue)
      facts.append(Fact(place: place, content: .reported(dated)))
    }
    for closing in account.closings {
      let day = max(closing.day, issued[closing.claim] ?? closing.day)
      let place = Place(day: day, rank: 7, order: closing.source.order)
      facts.append(Fact(place: place, content: .closing(closing)))
    }
    for reinstatement in account.reinstatements {
      let place = Place(day: reinstatement.day, rank: 7, order: reinstatement.order)
      facts.append(Fact(place: place, content: .reinstatement(reinstatement)))
    }
    facts += account.redirections.map { fact(of: $0) }
    for charge in account.charges {
      let place = Place(day: charge.day, rank: 9, order: charge.claim.rawValue)
      facts.append(Fact(place: place, content: .charge(charge)))
    }
    return facts.sorted { $0.place < $1.place }
  }

  /// Nil for money that would come up only after a person said what it is.
  func fact(of receipt: Account.Receipt) -> Fact? {
    // Money of an unknown payer for an invoice not yet written waits for the invoice.
    let known = receipt.targets.compactMap { issued[$0] }.min() ?? receipt.day
    let day = receipt.isPayerKnown ? receipt.day : max(receipt.day, known)
    if let decided = redirected[receipt.source], decided < day { return nil }
    let rank = receipt.source.isBank ? 4 : 3
    return Fact(
      place: Place(day: day, rank: rank, order: receipt.source.order), content: .receipt(receipt))
  }

  func fact(of redirection: Account.Redirection) -> Fact {
    Fact(
      place: Place(day: redirection.day, rank: 8, order: redirection.order),
      content: .redirection(redirection))
  }
}
