import Domain
import Forecasting
import LedgerStore
import Settings

extension Book {
  /// How a scenario is written, for people.
  package static let scenarioHelp = """
    A scenario is one change or several joined by ` + `:

      stops CLIENT                                   pays nothing any more
      later DAYS [CLIENT]                            everything, or all of a client, comes later
      order AMOUNT [CURRENCY] on DATE [from CLIENT]  an order that is invoiced that day
      cost AMOUNT [CURRENCY] on DATE                 money that goes out
    """

  /// A scenario as it is written on the command line.
  func scenario(_ text: String) throws -> Scenario {
    let changes = try text.split(separator: " + ").map { part in
      try change(part.split(separator: " ").map(String.init), in: text)
    }
    guard !changes.isEmpty else { throw misread(text) }
    return Scenario(name: text, changes: changes)
  }

  private func change(_ words: [String], in text: String) throws -> Scenario.Change {
    switch words.first {
    case "stops" where words.count > 1:
      return .stops(try client(words[1...]))
    case "later":
      guard words.count > 1, let days = Int(words[1]), (1...400).contains(days) else { break }
      return .later(days: days, words.count > 2 ? try client(words[2...]) : nil)
    case "order", "cost":
      guard let (amount, day, rest) = try sum(words.dropFirst(), in: text) else { break }
      if words[0] == "cost" {
        guard rest.isEmpty else { break }
        return .cost(amount, on: day)
      }
      guard rest.isEmpty || (rest.first == "from" && rest.count > 1) else { break }
      let client = rest.isEmpty ? nil : try client(rest.dropFirst())
      return .order(amount, invoiced: day, termDays: settings.business.termDays, client)
    default: break
    }
    throw misread(text)
  }

  /// `AMOUNT [CURRENCY] on DATE`, and the words after it.
  private func sum(
    _ words: ArraySlice<String>, in text: String
  ) throws -> (Money, Day, ArraySlice<String>)? {
    var words = words
    guard let printed = words.popFirst() else { return nil }
    var currency = settings.business.currency
    if let code = words.first, Currency(code: code) != nil {
      currency = try Currency(payable: code)
      words.removeFirst()
    }
    guard words.popFirst() == "on", let day = words.popFirst().flatMap({ Day(iso: $0) }),
      let amount = Money(typed: printed, currency)
    else { return nil }
    return (amount, day, words)
  }

  private func client(_ words: ArraySlice<String>) throws -> ID<Client> {
    switch try ledger.onlyTarget(named: words.joined(separator: " ")) {
    case .client(let id), .invoice(_, let id, _): id
    }
  }

  private func misread(_ text: String) -> InvalidRequest {
    InvalidRequest("'\(text.printable)' is no scenario.\n\n\(Self.scenarioHelp)")
  }
}
