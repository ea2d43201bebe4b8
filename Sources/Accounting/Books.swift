package import Domain

/// The accounts of all clients, taken forward day by day. Matching asks them what is open when a
/// bank line comes, and posts its decision before it looks at the next line. The ledger's entries
/// come from the same accounts.
///
/// An account is set up when it is first asked for, with all its facts but the movements that are
/// still to be posted.
///
/// ```swift
/// try books.advance(client, to: line)            // all that came before the line
/// books.payable(by: client, in: .euro)           // oldest due date first
/// try books.post(movement)                       // the next line sees less open
/// try books.entries(of: client)                  // what the ledger keeps
/// ```
package struct Books {
  /// All facts of a client but the movements to be posted, and on which side each document stands.
  package typealias Facts = (ID<Client>) throws -> (
    accounts: [Side: Account], sides: [ID<Invoice>: Side]
  )

  private struct Key: Hashable {
    var client: ID<Client>
    var side: Side
  }

  private let facts: Facts
  private var places: [Key: Int] = [:]
  private var accounts: [RunningAccount] = []
  private var sides: [ID<Client>: [ID<Invoice>: Side]] = [:]
  /// The sides of each client that was asked for, in their order.
  private var known: [ID<Client>: [Side]] = [:]

  package init(facts: @escaping Facts) {
    self.facts = facts
  }

  /// Takes up all facts of a client before a bank line.
  package mutating func advance(_ client: ID<Client>, to line: BankLine) throws {
    try setUp(client)
    let place = Timeline.Place.bank(line.booked, line.id?.rawValue ?? 0)
    for side in known[client] ?? [] {
      guard let index = places[Key(client: client, side: side)] else { continue }
      accounts[index].advance(to: place)
    }
  }

  private mutating func setUp(_ client: ID<Client>) throws {
    guard known[client] == nil else { return }
    let found = try facts(client)
    sides[client] = found.sides
    known[client] = []
    for (side, account) in found.accounts { add(side, of: client, account) }
  }

  private mutating func add(_ side: Side, of client: ID<Client>, _ account: Account) {
    places[Key(client: client, side: side)] = accounts.count
    accounts.append(RunningAccount(account))
    known[client, default: []].append(side)
    known[client]?.sort()
  }

  /// Posts a movement to the accounts of the clients that it concerns by the rules or by what
  /// people said.
  package mutating func post(_ movement: Movement, to clients: some Sequence<ID<Client>>) throws {
    for client in clients {
      try setUp(client)
      let sides = sides[client] ?? [:]
      for (side, fact) in movement.facts(of: client, { sides[$0] }) {
        let key = Key(client: client, side: side)
        if places[key] == nil { add(side, of: client, Account()) }
        guard let place = places[key] else { continue }
        switch fact {
        case .receipt(let receipt): accounts[place].add(receipt)
        case .redirection(let redirection): accounts[place].add(redirection)
        }
      }
    }
  }

  /// Claims of a client that money may be for, oldest due date first: those with something open,
  /// and those that only a register reported as paid, as the bank's money takes the place of that.
  package func payable(by client: ID<Client>, in currency: Currency) -> [ID<Invoice>] {
    place(client, currency).map { accounts[$0].replay.payable } ?? []
  }

  /// What money may still be for of a claim; nil where it is no claim of the client's.
  package func left(of claim: ID<Invoice>, _ client: ID<Client>, in currency: Currency) -> Money? {
    place(client, currency).flatMap { accounts[$0].left(of: claim) }
  }

  /// The correction that took the place of a claim, or the claim itself.
  package func replacement(
    of claim: ID<Invoice>, _ client: ID<Client>, in currency: Currency
  ) -> ID<Invoice> {
    guard let place = place(client, currency) else { return claim }
    var claim = claim
    var steps = 0
    while let next = accounts[place].replay.replacements[claim], steps < 100 {
      (claim, steps) = (next, steps + 1)
    }
    return claim
  }

  private func place(_ client: ID<Client>, _ currency: Currency) -> Int? {
    places[Key(client: client, side: Side(currency: currency, isPayable: false))]
  }

  /// The entries of a client by currency, if its accounts were set up here: all facts of all days.
  package mutating func entries(of client: ID<Client>) -> [(Currency, [Allocation])]? {
    guard let sides = known[client] else { return nil }
    return sides.map { side in
      guard let place = places[Key(client: client, side: side)] else { return (side.currency, []) }
      return (side.currency, accounts[place].finish())
    }
  }
}
