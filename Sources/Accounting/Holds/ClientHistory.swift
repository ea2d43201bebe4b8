package import Domain

/// What one client owed and paid: its documents that are owed to us, and all entries of its
/// accounts.
package struct ClientHistory: Sendable {
  package struct Claim: Sendable {
    package var id: ID<Invoice>
    package var issued: Day
    package var due: Day
    /// Greater than zero.
    package var amount: Money

    package init(id: ID<Invoice>, issued: Day, due: Day, amount: Money) {
      self.id = id
      self.issued = issued
      self.due = due
      self.amount = amount
    }
  }

  private let claims: [Claim]
  private let entries: [Entry]

  /// An entry, and whether it is money that came in or went back.
  package struct Entry: Sendable {
    package var day: Day
    package var claim: ID<Invoice>?
    package var amount: Money
    package var isMoney: Bool

    package init(day: Day, claim: ID<Invoice>?, amount: Money, isMoney: Bool) {
      self.day = day
      self.claim = claim
      self.amount = amount
      self.isMoney = isMoney
    }
  }

  package init(claims: [Claim], entries: [Entry]) {
    self.claims = claims
    self.entries = entries
  }

  /// Whether something of an invoice is open at the end of `day`.
  package func isOpen(_ invoice: ID<Invoice>, on day: Day) -> Bool {
    claims.contains { $0.id == invoice && isOpen($0, on: day) }
  }

  /// Nothing is open of an invoice before its day, even if it was due before.
  private func isOpen(_ claim: Claim, on day: Day) -> Bool {
    guard claim.issued <= day else { return false }
    let applied = entries.filter { $0.claim == claim.id && $0.day <= day }
    return claim.amount > applied.map(\.amount).sum(claim.amount.currency)
  }

  /// Whether something is open at the end of `day` of an invoice, or (nil) of those that were due
  /// by the end of `due`.
  func isOpen(_ invoice: ID<Invoice>?, dueBy due: Day, on day: Day) -> Bool {
    claims.contains { claim in
      (invoice.map { claim.id == $0 } ?? (claim.due <= due)) && isOpen(claim, on: day)
    }
  }

  /// The currency of an invoice, or (nil) of what the client owed last.
  func currency(of invoice: ID<Invoice>?) -> Currency? {
    claims.last { invoice == nil || $0.id == invoice }?.amount.currency
  }

  /// The money that came in from the first to the last day, both included, from the client in all
  /// or for an invoice: also what then came and is on the client's account, as nobody said that it
  /// is for something else.
  func received(
    for invoice: ID<Invoice>?, in currency: Currency, from first: Day, through last: Day
  ) -> Money {
    entries.filter { entry in
      entry.isMoney && entry.day >= first && entry.day <= last
        && entry.amount.currency == currency
        && (invoice.map { entry.claim == $0 || entry.claim == nil } ?? true)
    }.map(\.amount).sum(currency)
  }
}

/// What the answers about holds are reckoned from, asked for only where it matters.
package struct Evidence {
  /// What a client owed and paid.
  package var history: (ID<Client>) throws -> ClientHistory
  /// The last day up to which the bank data of a currency reach; nil: there are none.
  package var bankThrough: (Currency) throws -> Day?

  package init(
    history: @escaping (ID<Client>) throws -> ClientHistory,
    bankThrough: @escaping (Currency) throws -> Day?
  ) {
    self.history = history
    self.bankThrough = bankThrough
  }

  /// A transfer of the last day may be booked so many days later.
  private static let bankDays = 2

  /// Whether the bank data reach so far that what was to come by `due` would be known; a book
  /// without bank data knows what was recorded.
  func isKnown(_ due: Day, in currency: Currency) throws -> Bool {
    try bankThrough(currency).map { $0 >= due + Self.bankDays } ?? true
  }
}
