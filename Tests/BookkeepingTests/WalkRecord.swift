import Domain
import Foundation

/// The kinds of clients that a letter may go to.
enum WalkKind: String, CaseIterable {
  case silent, partly, keeps, breaks, plan, dispute, insolvent, consumer, credited, currencies

  /// The stages that such a client comes to within the walk.
  var stages: Set<String> {
    switch self {
    case .silent, .consumer, .currencies, .partly, .breaks, .plan, .dispute:
      ["upcoming", "reminder", "second", "third", "final"]
    case .keeps: ["upcoming", "reminder", "second", "third"]
    case .insolvent: ["upcoming", "reminder"]
    case .credited: []
    }
  }
}

struct WalkClient: Hashable {
  let kind: WalkKind
  let language: String

  var name: String { "\(kind.rawValue.capitalized) \(language.capitalized)" }
  var isPerson: Bool { kind == .consumer }

  /// The number of its invoice.
  func invoice(_ number: Int) -> String {
    "\(kind.rawValue.prefix(4).uppercased())\(language.uppercased())-\(number)"
  }

  static let all = WalkKind.allCases.flatMap { kind in
    ["de", "en", "es", "fr", "it", "nl", "pl"].map { WalkClient(kind: kind, language: $0) }
  }
}

/// What happened, as the test put it on record: nothing here is asked of the program.
struct WalkRecord {
  struct Invoice {
    let number: String
    let client: String
    let amount: Money
    let issued: Day
    let due: Day
    var currency: Currency { amount.currency }
  }

  /// A letter that went out.
  struct Sent {
    let day: Day
    let kind: WalkKind
    let client: String
    let language: String
    let currency: Currency
    let stage: String
    let asked: [String]
    let beside: [String]
    let payBy: Day
  }

  var invoices: [String: Invoice] = [:]
  var paid: [(number: String, day: Day, amount: Money)] = []
  var promises: [String: (given: Day, until: Day)] = [:]
  var plans: [String: (agreed: Day, parts: [(day: Day, amount: Money)])] = [:]
  var disputes: [String: (from: Day, to: Day)] = [:]
  var insolvencies: [String: Day] = [:]
  var letters: [Sent] = []
  /// The last day of the bank files that were read.
  var bankThrough: [Currency: Day] = [:]

  func client(of number: String) -> WalkClient {
    let name = invoices[number]?.client
    guard let client = WalkClient.all.first(where: { $0.name == name }) else {
      preconditionFailure("nobody owes \(number)")
    }
    return client
  }

  func payments(of number: String, by day: Day) -> [(number: String, day: Day, amount: Money)] {
    paid.filter { $0.number == number && $0.day <= day }
  }

  func open(_ number: String, on day: Day) -> Money {
    guard let invoice = invoices[number] else { preconditionFailure("no invoice \(number)") }
    return invoice.amount - payments(of: number, by: day).map(\.amount).sum(invoice.currency)
  }

  func isPaid(_ number: String, on day: Day) -> Bool { !open(number, on: day).isPositive }

  func isInsolvent(_ client: WalkClient, on day: Day) -> Bool {
    insolvencies[client.name].map { $0 <= day } ?? false
  }

  func promise(of number: String, runsOn day: Day) -> Day? {
    promises[number].flatMap { $0.given <= day && day <= $0.until ? $0.until : nil }
  }

  func isDisputed(_ number: String, on day: Day) -> Bool {
    disputes[number].map { $0.from <= day && day < $0.to } ?? false
  }

  /// Whether less came by the day of an instalment than was agreed by then.
  func isMissed(_ number: String, on day: Day) -> Bool {
    guard let plan = plans[number], let invoice = invoices[number] else { return false }
    return plan.parts.filter { $0.day < day }.contains { part in
      let agreed = plan.parts.filter { $0.day <= part.day }.map(\.amount).sum(invoice.currency)
      return invoice.amount - open(number, on: part.day) < agreed
    }
  }

  /// Whether the client paid anything on the invoice or said anything about it.
  func isHeardOf(_ number: String, on day: Day) -> Bool {
    !payments(of: number, by: day).isEmpty || promises[number].map { $0.given <= day } ?? false
      || plans[number].map { $0.agreed <= day } ?? false
      || disputes[number].map { $0.from <= day } ?? false
  }

  /// Letters after the due date that asked for the invoice.
  func reminders(of number: String) -> Int {
    letters.count { ($0.asked + $0.beside).contains(number) && $0.stage != "upcoming" }
  }

  func lastLetter(about number: String) -> Day? {
    letters.last { ($0.asked + $0.beside).contains(number) }?.day
  }

  /// The date of an earlier reminder that still runs, by client and currency.
  func running(_ client: WalkClient, _ currency: Currency, on day: Day) -> Day? {
    letters.last {
      $0.client == client.name && $0.currency == currency && $0.stage == "reminder"
        && $0.payBy >= day
    }?.payBy
  }

  /// What had its last letter.
  var lastStages: Set<String> { Set(letters.filter { $0.stage == "final" }.flatMap(\.asked)) }
}
