package import Domain

/// What if: changes to a forecast, shown beside the one without them.
package struct Scenario: Hashable, Sendable {
  /// What people call it; empty for the forecast as it is.
  package var name: String
  package var changes: [Change]

  package init(name: String = "", changes: [Change] = []) {
    self.name = name
    self.changes = changes
  }

  package enum Change: Hashable, Sendable {
    /// The client pays nothing any more.
    case stops(ID<Client>)
    /// Everything a client owes, or all clients (nil), comes so many days later.
    case later(days: Int, ID<Client>?)
    /// An order that is invoiced on a day, due `termDays` later. It is paid as the client pays, or
    /// as an unknown one does (nil).
    case order(Money, invoiced: Day, termDays: Int, ID<Client>?)
    /// Money that leaves on a day.
    case cost(Money, on: Day)
  }

  package var isBase: Bool { changes.isEmpty }

  var isDelaying: Bool {
    changes.contains { if case .later = $0 { true } else { false } }
  }

  var costs: [Outgoings.Bill] {
    changes.compactMap { change in
      guard case .cost(let amount, let day) = change else { return nil }
      return Outgoings.Bill(name: name, amount: amount, due: day)
    }
  }

  /// Orders as the open items they will be. Their ids are below zero; one that should have been
  /// invoiced by `asOf` is invoiced the day after.
  func orders(after asOf: Day) -> [OpenItem] {
    changes.enumerated().compactMap { index, change in
      guard case .order(let amount, let day, let termDays, let client) = change else { return nil }
      let issued = max(day, asOf + 1)
      return OpenItem(
        id: ID(-1 - Int64(index)), number: InvoiceNumber("order \(index + 1)"),
        client: client ?? ID(-1 - Int64(index)), issueDate: issued,
        due: DueDate(issued + termDays, .houseTerms), total: amount, open: amount)
    }
  }

  func change(_ curve: inout PaidCurve, of item: OpenItem) {
    for change in changes {
      switch change {
      case .stops(let client) where client == item.client: curve.stop()
      case .later(let days, let client) where client == nil || client == item.client:
        curve.delay(by: days)
      default: continue
      }
    }
  }
}
