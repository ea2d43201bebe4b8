import Domain

/// A slow, obvious ledger: for one day it walks over the plain facts up to it, one day after the
/// other, with nothing but dictionaries of cents. It knows what random histories hold: invoices,
/// credit notes, money by number, returned money, recorded payments, goodwill, write-offs and lines
/// settled by hand.
struct Model {
  enum Fact {
    case invoice(String, client: String, due: Day, cents: Int64)
    case credit(client: String, target: String, cents: Int64)
    /// Money that names one invoice, known by then or not.
    case money(line: Int, number: String, cents: Int64)
    case returned(number: String, cents: Int64)
    case payment(number: String, cents: Int64)
    case goodwill(number: String, cents: Int64)
    case writeOff(number: String, cents: Int64)
    /// Money that names nothing.
    case nameless(line: Int, cents: Int64)
    case settled(line: Int, number: String)
    case unsettled(line: Int)

    /// The order within a day.
    var rank: Int {
      switch self {
      case .invoice: 0
      case .credit, .goodwill: 1
      case .payment: 2
      case .money, .nameless, .returned: 3
      case .writeOff: 5
      case .settled, .unsettled: 6
      }
    }
  }

  private(set) var open: [String: Int64] = [:]
  private var due: [String: Day] = [:]
  private var client: [String: String] = [:]
  private var amount: [String: Int64] = [:]
  /// Money received by an invoice that can go back, latest last: which line, how much.
  private var received: [String: [(line: Int, cents: Int64)]] = [:]
  /// Credits on account, oldest first, then money on account.
  private var credits: [String: [Int64]] = [:]
  private var onAccountMoney: [String: [(line: Int, cents: Int64)]] = [:]
  private var lineCents: [Int: Int64] = [:]
  private var holder: [Int: String] = [:]

  init(_ facts: [(day: Day, fact: Fact)], asOf day: Day) {
    let known = facts.enumerated().filter { $0.element.day <= day }
      .sorted {
        ($0.element.day, $0.element.fact.rank, $0.offset)
          < ($1.element.day, $1.element.fact.rank, $1.offset)
      }
    for (_, entry) in known { take(entry.fact) }
  }

  var openItems: [String: Int64] { open.filter { $0.value > 0 } }

  var onAccount: Int64 {
    credits.values.joined().reduce(0, +)
      + onAccountMoney.values.joined().map(\.cents).reduce(0, +)
  }

  /// What is open by the number of days overdue: not due, 1–30, 31–60, 61–90, more.
  func ageing(asOf day: Day) -> [Int64] {
    var buckets = [Int64](repeating: 0, count: 5)
    for (number, cents) in openItems {
      let late = day - (due[number] ?? day)
      buckets[late <= 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4] += cents
    }
    return buckets
  }

  private mutating func take(_ fact: Fact) {
    switch fact {
    case .invoice(let number, let owner, let day, let cents):
      open[number] = cents
      amount[number] = cents
      due[number] = day
      client[number] = owner
      for index in (credits[owner] ?? []).indices {
        let used = min(credits[owner]?[index] ?? 0, open[number] ?? 0)
        credits[owner]?[index] -= used
        open[number]? -= used
      }
      credits[owner]?.removeAll { $0 == 0 }
    case .credit(let owner, let target, let cents): credit(owner, target, cents)
    case .goodwill(let number, let cents): credit(client[number] ?? "", number, cents)
    case .money(let line, let number, let cents):
      lineCents[line] = cents
      receive(line, number, cents)
    case .payment(let number, let cents): receive(0, number, cents)
    case .nameless(let line, let cents): lineCents[line] = cents
    case .writeOff(let number, let cents):
      let used = min(cents, open[number] ?? 0)
      open[number]? -= used
    case .returned(let number, let cents): giveBack(number, cents)
    case .settled(let line, let number):
      withdraw(line)
      receive(line, number, lineCents[line] ?? 0)
    case .unsettled(let line): withdraw(line)
    }
  }

  private mutating func credit(_ owner: String, _ target: String, _ cents: Int64) {
    var left = cents
    let oldest = open.keys.filter { client[$0] == owner }
      .sorted { (due[$0] ?? .init(number: 0), $0) < (due[$1] ?? .init(number: 0), $1) }
    for number in [target] + oldest {
      let used = min(left, open[number] ?? 0)
      open[number]? -= used
      left -= used
    }
    if left > 0 { credits[owner, default: []].append(left) }
  }

  private mutating func receive(_ line: Int, _ number: String, _ cents: Int64) {
    let used = min(cents, open[number] ?? 0)
    open[number]? -= used
    if used > 0 { received[number, default: []].append((line, used)) }
    let owner = client[number] ?? ""
    if cents > used { onAccountMoney[owner, default: []].append((line, cents - used)) }
  }

  private mutating func giveBack(_ number: String, _ cents: Int64) {
    var left = cents
    for index in (received[number] ?? []).indices.reversed() {
      let taken = min(left, received[number]?[index].cents ?? 0)
      received[number]?[index].cents -= taken
      open[number]? += taken
      left -= taken
    }
    let owner = client[number] ?? ""
    for index in (onAccountMoney[owner] ?? []).indices {
      let taken = min(left, onAccountMoney[owner]?[index].cents ?? 0)
      onAccountMoney[owner]?[index].cents -= taken
      left -= taken
    }
  }

  private mutating func withdraw(_ line: Int) {
    for number in received.keys {
      for index in (received[number] ?? []).indices where received[number]?[index].line == line {
        open[number]? += received[number]?[index].cents ?? 0
        received[number]?[index].cents = 0
      }
    }
    for owner in onAccountMoney.keys {
      onAccountMoney[owner]?.removeAll { $0.line == line }
    }
  }
}
