package import Domain

/// A slow, obvious ledger: for one day it walks over the plain facts up to it, one day after the
/// other, with nothing but dictionaries of cents. It knows what random histories hold: invoices
/// with and without a discount, corrections, credit notes, bills, money by number, returned money,
/// a register's word, recorded payments, goodwill, write-offs, voids and lines settled by hand.
package struct LedgerModel {
  package enum Fact {
    case invoice(String, client: String, due: Day, cents: Int64, discountDays: Int?)
    /// An invoice that takes the place of another.
    case correction(String, of: String, due: Day, cents: Int64)
    case credit(client: String, target: String, cents: Int64)
    /// Money that names one invoice, known by then or not.
    case money(line: Int, number: String, cents: Int64)
    case returned(number: String, cents: Int64)
    case payment(number: String, cents: Int64)
    case goodwill(number: String, cents: Int64)
    case writeOff(number: String, cents: Int64)
    case void(number: String)
    /// A register's word that so much had come in all.
    case told(number: String, cents: Int64)
    case bill(String, due: Day, cents: Int64)
    case paidBill(number: String, cents: Int64)
    /// Money that names nothing.
    case nameless(line: Int, cents: Int64)
    case settled(line: Int, number: String)
    case unsettled(line: Int)

    /// The order within a day.
    var rank: Int {
      switch self {
      case .invoice, .correction, .bill: 0
      case .credit, .goodwill: 1
      case .payment: 2
      case .money, .nameless, .returned, .paidBill: 3
      case .told: 4
      case .writeOff, .void: 5
      case .settled, .unsettled: 6
      }
    }
  }

  /// What an invoice received, or what is on account.
  private struct Entry {
    enum Kind: Equatable {
      case bank(Int)
      case recorded, register, credit, discount, writeOff
    }

    var kind: Kind
    var cents: Int64

    /// Money that can go back.
    var isMoney: Bool {
      switch kind {
      case .bank, .recorded: true
      default: false
      }
    }
  }

  private struct Claim {
    var client: String
    var issued: Day
    var due: Day
    var cents: Int64
    var discountDays: Int?
    var received: [Entry] = []
    var isClosed = false

    var open: Int64 { isClosed ? 0 : cents - received.map(\.cents).reduce(0, +) }

    /// 2 % in so many days.
    func discount(on day: Day) -> Int64 {
      guard let discountDays, day <= issued + discountDays else { return 0 }
      return (cents * 200 + 5_000) / 10_000
    }
  }

  private var claims: [String: Claim] = [:]
  private var replacedBy: [String: String] = [:]
  private var told: [String: Int64] = [:]
  private var bills: [String: Int64] = [:]
  /// On account, in the order it came.
  private var waiting: [String: [Entry]] = [:]
  private var lines: [Int: (cents: Int64, day: Day)] = [:]
  /// The order in which invoices were written into the ledger.
  private var places: [String: Int] = [:]

  package init(_ facts: [(day: Day, fact: Fact)], asOf day: Day) {
    for (place, entry) in facts.enumerated() {
      switch entry.fact {
      case .invoice(let number, _, _, _, _), .correction(let number, _, _, _):
        places[number] = place
      default: break
      }
    }
    let known = facts.enumerated().filter { $0.element.day <= day }
      .sorted {
        ($0.element.day, $0.element.fact.rank, $0.offset)
          < ($1.element.day, $1.element.fact.rank, $1.offset)
      }
    for (_, entry) in known { take(entry.fact, entry.day) }
  }

  package var openItems: [String: Int64] { claims.mapValues(\.open).filter { $0.value > 0 } }

  package var openBills: [String: Int64] { bills.filter { $0.value > 0 } }

  package var onAccount: Int64 { waiting.values.joined().map(\.cents).reduce(0, +) }

  /// What is kept for a client.
  package func onAccount(of client: String) -> Int64 {
    (waiting[client] ?? []).map(\.cents).reduce(0, +)
  }

  /// What is open by the number of days overdue: not due, 1–30, 31–60, 61–90, more.
  package func ageing(asOf day: Day) -> [Int64] {
    var buckets = [Int64](repeating: 0, count: 5)
    for (number, cents) in openItems {
      let late = day - (claims[number]?.due ?? day)
      buckets[late <= 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4] += cents
    }
    return buckets
  }

  private mutating func take(_ fact: Fact, _ day: Day) {
    switch fact {
    case .invoice(let number, let client, let due, let cents, let discountDays):
      claims[number] = Claim(
        client: client, issued: day, due: due, cents: cents, discountDays: discountDays)
      useCredits(for: number)
    case .correction(let number, let old, let due, let cents):
      correct(old, with: number, due, cents, day)
    case .credit(let client, let target, let cents): credit(client, target, cents)
    case .goodwill(let number, let cents): credit(claims[number]?.client ?? "", number, cents)
    case .money(let line, let number, let cents):
      lines[line] = (cents, day)
      receive(Entry(kind: .bank(line), cents: cents), newest(number), paid: day)
    case .payment(let number, let cents):
      receive(Entry(kind: .recorded, cents: cents), number, paid: day)
    case .nameless(let line, let cents): lines[line] = (cents, day)
    case .told(let number, let cents):
      told[number] = cents
      believe(number)
    case .writeOff(let number, let cents):
      give(Entry(kind: .writeOff, cents: cents), to: number)
    case .void(let number):
      empty(number) { $0 != .discount && $0 != .writeOff }
      claims[number]?.isClosed = true
    case .returned(let number, let cents): giveBack(newest(number), cents)
    case .bill(let number, _, let cents): bills[number] = cents
    case .paidBill(let number, let cents): bills[number] = max(0, (bills[number] ?? 0) - cents)
    case .settled(let line, let number):
      withdraw(line)
      let (cents, booked) = lines[line] ?? (0, day)
      receive(Entry(kind: .bank(line), cents: cents), number, paid: booked)
    case .unsettled(let line): withdraw(line)
    }
  }

  private func newest(_ number: String) -> String {
    replacedBy[number].map { newest($0) } ?? number
  }

  /// Returns what was set against the invoice.
  @discardableResult
  private mutating func give(_ entry: Entry, to number: String) -> Int64 {
    let used = min(entry.cents, claims[number]?.open ?? 0)
    guard used > 0 else { return 0 }
    claims[number]?.received.append(Entry(kind: entry.kind, cents: used))
    return used
  }

  private mutating func keep(_ entry: Entry, of client: String) {
    if entry.cents > 0 { waiting[client, default: []].append(entry) }
  }

  private mutating func useCredits(for number: String) {
    let client = claims[number]?.client ?? ""
    for index in (waiting[client] ?? []).indices {
      guard let entry = waiting[client]?[index], !entry.isMoney, entry.kind != .register else {
        continue
      }
      let used = give(entry, to: number)
      waiting[client]?[index].cents -= used
    }
    waiting[client]?.removeAll { $0.cents == 0 }
  }

  private mutating func credit(_ client: String, _ target: String, _ cents: Int64) {
    var left = cents
    let oldest = claims.filter { $0.value.client == client }
      .sorted { ($0.value.due, places[$0.key] ?? 0) < ($1.value.due, places[$1.key] ?? 0) }
      .map(\.key)
    for number in [target] + oldest {
      left -= give(Entry(kind: .credit, cents: left), to: number)
    }
    keep(Entry(kind: .credit, cents: left), of: client)
  }

  private mutating func receive(_ entry: Entry, _ number: String, paid: Day) {
    displaceRegister(number, entry.cents)
    var used = give(entry, to: number)
    let rest = claims[number]?.open ?? 0
    if rest > 0, rest <= claims[number]?.discount(on: paid) ?? 0 {
      give(Entry(kind: .discount, cents: rest), to: number)
    }
    // What was written off came after all.
    remove(.writeOff, upTo: entry.cents - used, from: number)
    used += give(Entry(kind: entry.kind, cents: entry.cents - used), to: number)
    keep(Entry(kind: entry.kind, cents: entry.cents - used), of: claims[number]?.client ?? "")
  }

  /// The bank's money takes the place of the register's word.
  private mutating func displaceRegister(_ number: String, _ cents: Int64) {
    guard let claim = claims[number], claim.open < cents else { return }
    remove(.register, upTo: cents - claim.open, from: number)
  }

  /// The register says what came in all; only what is missing is added.
  private mutating func believe(_ number: String) {
    guard let all = told[number], let claim = claims[number] else { return }
    give(Entry(kind: .register, cents: all - (claim.cents - claim.open)), to: number)
  }

  @discardableResult
  private mutating func remove(
    _ kind: Entry.Kind, upTo cents: Int64, from number: String
  ) -> Int64 {
    var left = cents
    for index in (claims[number]?.received ?? []).indices.reversed()
    where claims[number]?.received[index].kind == kind {
      let taken = min(left, claims[number]?.received[index].cents ?? 0)
      claims[number]?.received[index].cents -= taken
      left -= taken
    }
    return cents - left
  }

  private mutating func giveBack(_ number: String, _ cents: Int64) {
    var left = cents
    for entry in (claims[number]?.received ?? []).reversed() where entry.isMoney {
      left -= remove(entry.kind, upTo: min(left, entry.cents), from: number)
    }
    let client = claims[number]?.client ?? ""
    for index in (waiting[client] ?? []).indices where waiting[client]?[index].kind != .credit {
      guard waiting[client]?[index].kind != .discount, waiting[client]?[index].kind != .writeOff
      else { continue }
      let taken = min(left, waiting[client]?[index].cents ?? 0)
      waiting[client]?[index].cents -= taken
      left -= taken
    }
    waiting[client]?.removeAll { $0.cents == 0 }
  }

  private mutating func withdraw(_ line: Int) {
    for number in claims.keys.sorted() {
      guard remove(.bank(line), upTo: .max, from: number) > 0 else { continue }
      remove(.discount, upTo: .max, from: number)
      believe(number)
    }
    for client in waiting.keys { waiting[client]?.removeAll { $0.kind == .bank(line) } }
  }

  /// Puts what an invoice received on account, as far as it is `kept`.
  private mutating func empty(_ number: String, kept: (Entry.Kind) -> Bool) {
    guard let claim = claims[number] else { return }
    claims[number]?.received = []
    for entry in claim.received where kept(entry.kind) { keep(entry, of: claim.client) }
  }

  private mutating func correct(
    _ old: String, with number: String, _ due: Day, _ cents: Int64, _ day: Day
  ) {
    guard let before = claims[old] else { return }
    claims[number] = Claim(client: before.client, issued: day, due: due, cents: cents)
    claims[old]?.received = []
    claims[old]?.isClosed = true
    replacedBy[old] = number
    let moved = before.isClosed ? [] : before.received
    for entry in moved {
      let used = give(entry, to: number)
      keep(Entry(kind: entry.kind, cents: entry.cents - used), of: before.client)
    }
    useCredits(for: number)
  }
}
