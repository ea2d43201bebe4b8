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
    /// A financier advances `advance` on an invoice on a day, and pays `rest` when the client has
    /// paid; nothing else comes of it.
    case financed(ID<Invoice>, advance: Money, on: Day, rest: Money)
  }

  var isDelaying: Bool {
    changes.contains { if case .later = $0 { true } else { false } }
  }

  var costs: [Outgoings.Bill] {
    changes.compactMap { change in
      guard case .cost(let amount, let day) = change else { return nil }
      return Outgoings.Bill(name: name, amount: amount, due: day)
    }
  }

  /// Orders and advances as the open items they will be. Their ids are below zero; one that should
  /// have been invoiced by `asOf` is invoiced the day after.
  func orders(after asOf: Day) -> [OpenItem] {
    changes.enumerated().compactMap { index, change in
      let id = Int64(-1 - index)
      switch change {
      case .order(let amount, let day, let termDays, let client):
        let issued = max(day, asOf + 1)
        return OpenItem(
          id: ID(id), number: InvoiceNumber("order \(index + 1)"), client: client ?? ID(id),
          issueDate: issued, due: DueDate(issued + termDays, .businessTerms), total: amount,
          open: amount)
      case .financed(_, let advance, let day, _) where advance.isPositive:
        return OpenItem(
          id: ID(id), number: InvoiceNumber("advance \(index + 1)"), client: ID(id),
          issueDate: asOf, due: DueDate(max(day, asOf + 1), .businessTerms), total: advance,
          open: advance)
      default: return nil
      }
    }
  }
}

/// A scenario as the items meet it, one after the other: there may be as many advances as items.
struct ScenarioEffects {
  private let asOf: Day
  private let plain: [Scenario.Change]
  /// Ids of the advances among the scenario's orders.
  private var advances: Set<ID<Invoice>> = []
  private var rests: [ID<Invoice>: Money] = [:]

  init(_ scenario: Scenario, asOf: Day) {
    self.asOf = asOf
    var plain: [Scenario.Change] = []
    for (index, change) in scenario.changes.enumerated() {
      if case .financed(let invoice, _, _, let rest) = change {
        rests[invoice] = rest
        advances.insert(ID(Int64(-1 - index)))
      } else {
        plain.append(change)
      }
    }
    self.plain = plain
  }

  /// What is still to come of an item that is financed; nil of another.
  func rest(of item: OpenItem) -> Money? {
    (rests.isEmpty ? nil : rests[item.id]) ?? item.financed?.release
  }

  func change(_ curve: inout PaidCurve, of item: OpenItem) {
    if !advances.isEmpty && advances.contains(item.id) {
      curve.fill(certainOn: PaidCurve.place(of: item.due.day, asOf: asOf))
    }
    for change in plain {
      switch change {
      case .stops(let client) where client == item.client: curve.stop()
      case .later(let days, let client) where client == nil || client == item.client:
        if !advances.contains(item.id) { curve.delay(by: days) }
      default: continue
      }
    }
  }
}
