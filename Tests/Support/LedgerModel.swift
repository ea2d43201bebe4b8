package import Domain

/// A slow, obvious ledger: for one day it walks over the plain facts up to it, one day after the
/// other, with nothing but dictionaries of cents. It knows what random histories hold (`Fact`).
package struct LedgerModel {
  /// What an invoice received, or what is on account.
  struct Entry {
    enum Kind: Equatable {
      case bank(Int)
      /// Of a credit note; of goodwill without a number.
      case credit(String)
      /// Of the invoice that earned it.
      case discount(String)
      case recorded(Int)
      case register, writeOff
    }

    var kind: Kind
    var cents: Int64
    /// What the money was for.
    var names: Set<String> = []
    /// Invoices whose charges it pays.
    var pays: Set<String> = []

    /// Money that can go back.
    var isMoney: Bool {
      switch kind {
      case .bank, .recorded: true
      default: false
      }
    }

    /// A part that was waived.
    var isRelief: Bool {
      switch kind {
      case .discount, .writeOff: true
      default: false
      }
    }

    /// Money that may be on account, a register's word for it among it.
    var isKept: Bool { isMoney || kind == .register }
  }

  struct Note {
    var client: String
    var target: String
    var cents: Int64
    var told: Int64 = 0
    var gone: Int64 = 0
    var moved: Int64 = 0
  }

  struct Claim {
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

  var claims: [String: Claim] = [:]
  var notes: [String: Note] = [:]
  var replacedBy: [String: String] = [:]
  var told: [String: Int64] = [:]
  var asked: [String: Int64] = [:]
  /// What was paid of what was asked for beside an invoice.
  var charged: [String: [Entry]] = [:]
  /// What had been written off of an invoice and was paid after all.
  var cameAfterAll: [String: [Entry]] = [:]
  var bills: [String: Int64] = [:]
  /// On account, in the order it came.
  var waiting: [String: [Entry]] = [:]
  var lines: [Int: (cents: Int64, day: Day)] = [:]
  /// The claims that payer and amount pointed at, by line.
  var guesses: [Int: Set<String>] = [:]
  /// Money that came under a client's name, in the order it came.
  var byName: [ByName] = []
  /// Payments that people recorded and that count, in the order they came.
  var records: [Payment] = []
  /// Movements that count, in the order they came.
  var movements: [Payment] = []
  /// Movements that are recorded payments, by their lines.
  var reportedTwice: [Int: ReportedTwice] = [:]
  private var recordCount = 0
  /// What letters asked for beside invoices.
  var letters: [(number: String, day: Day, cents: Int64)] = []
  let plans: [Plan]
  /// What people said in the end that lines pay.
  let settled: [Settled]
  /// The day on which a register reported that something was paid of an invoice.
  var toldOn: [String: Day] = [:]
  /// Credit notes of which the file that they are from says how much is used.
  var statedNotes: Set<String> = []
  /// The order in which invoices and credit notes were written into the ledger.
  var places: [String: Int] = [:]

  package init(_ facts: [(day: Day, fact: Fact)], asOf day: Day) {
    plans = Self.plans(facts)
    settled = Self.settled(facts)
    for (place, entry) in facts.enumerated() {
      switch entry.fact {
      case .invoice(let number, _, _, _, _), .correction(let number, _, _, _),
        .credit(let number, _, _, _):
        places[number] = place
      case .told(let number, _): toldOn[number] = entry.day
      case .noteUsed(let note, _): statedNotes.insert(note)
      default: break
      }
    }
    let known = facts.enumerated().filter { $0.element.day <= day }
      .sorted {
        ($0.element.day, $0.element.fact.rank, $0.offset)
          < ($1.element.day, $1.element.fact.rank, $1.offset)
      }
    for (_, entry) in known {
      take(entry.fact, entry.day)
      payCharges()
    }
  }

  package var openItems: [String: Int64] { claims.mapValues(\.open).filter { $0.value > 0 } }
  /// How many movements are payments that people recorded.
  package var recordedMovements: Int { reportedTwice.count }
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

  mutating func take(_ fact: Fact, _ day: Day) {
    switch fact {
    case .invoice(let number, let client, let due, let cents, let discountDays):
      claims[number] = Claim(
        client: client, issued: day, due: due, cents: cents, discountDays: discountDays)
      useCredits(for: number)
    case .correction(let number, let old, let due, let cents):
      correct(old, with: number, due, cents, day)
    case .credit(let note, let client, let target, let cents):
      notes[note] = Note(client: client, target: target, cents: cents)
      credit(note, client, target, cents)
    case .goodwill(let number, let cents): credit("", claims[number]?.client ?? "", number, cents)
    case .noteUsed(let note, let cents): use(note, cents)
    case .paidOut(let note, let cents): payOut(note, cents)
    case .money(let line, let number, let cents):
      lines[line] = (cents, day)
      move(Payment(id: line, number: newest(number), cents: cents, day: day))
    case .payment(let number, let cents):
      recordCount += 1
      record(Payment(id: recordCount, number: number, cents: cents, day: day))
    case .nameless(let line, let cents): lines[line] = (cents, day)
    case .told(let number, let cents):
      told[number] = cents
      believe(number)
    case .writeOff(let number, let cents):
      give(Entry(kind: .writeOff, cents: cents), to: number)
    case .void(let number):
      empty(number)
      claims[number]?.isClosed = true
    case .returned(let number, let cents):
      giveBack([newest(number)], cents, of: claims[number]?.client ?? "")
    case .byName(let line, let client, let cents): receiveByName(line, client, cents, day)
    case .backByName(let client, let cents): giveBack(toPayer: client, cents)
    case .promise, .plan, .release: break
    case .bill(let number, _, let cents): bills[number] = cents
    case .paidBill(let number, let cents): bills[number] = max(0, (bills[number] ?? 0) - cents)
    case .settled(let line, let number):
      let reopened = withdraw(line)
      let (cents, booked) = lines[line] ?? (0, day)
      let again = forget(line)
      move(Payment(id: line, number: number, cents: cents, day: booked, isDecided: true))
      if let again { record(again) }
      payAgain(reopened)
    case .unsettled(let line):
      let reopened = withdraw(line)
      let again = forget(line)
      if let payment = byName.first(where: { $0.line == line }) { receiveGuess(payment) }
      if let again { record(again) }
      payAgain(reopened)
    case .asked(let number, let cents):
      guard claims[number]?.open ?? 0 > 0 else { return }
      asked[number] = cents
      letters.append((number, day, cents))
    }
  }

  /// Money on account that is for an invoice pays what was asked for beside it.
  mutating func payCharges() {
    for client in waiting.keys.sorted() {
      for index in (waiting[client] ?? []).indices {
        guard let entry = waiting[client]?[index], entry.isKept else { continue }
        let paid = payCharges(with: entry, client)
        waiting[client]?[index].cents -= paid
      }
      waiting[client]?.removeAll { $0.cents == 0 }
    }
  }

  /// Returns what was paid: nothing where there is more than was asked for and something else open.
  mutating func payCharges(with entry: Entry, _ client: String) -> Int64 {
    func asks(_ number: String) -> Int64 {
      guard claims[number]?.open == 0, let cents = asked[number] else { return 0 }
      return cents - (charged[number] ?? []).map(\.cents).reduce(0, +)
    }
    let all = entry.pays.map(asks).reduce(0, +)
    let isOpen = claims.values.contains { $0.client == client && $0.open > 0 }
    guard entry.cents <= all || !isOpen else { return 0 }
    var left = entry.cents
    for number in entry.pays.sorted(by: { places[$0] ?? 0 < places[$1] ?? 0 }) {
      var part = entry
      part.cents = min(left, asks(number))
      left -= part.cents
      if part.cents > 0 { charged[number, default: []].append(part) }
    }
    return entry.cents - left
  }

  /// The invoice is open again: what was paid beside it is kept.
  mutating func freeCharges(_ number: String) {
    for entry in charged.removeValue(forKey: number) ?? [] {
      keep(entry, of: claims[number]?.client ?? "")
    }
  }

  func newest(_ number: String) -> String {
    replacedBy[number].map { newest($0) } ?? number
  }

  /// Returns what was set against the invoice.
  @discardableResult
  mutating func give(_ entry: Entry, to number: String) -> Int64 {
    let used = min(entry.cents, claims[number]?.open ?? 0)
    guard used > 0 else { return 0 }
    if case .credit = entry.kind { asked[number] = nil }
    claims[number]?.received.append(Entry(kind: entry.kind, cents: used))
    return used
  }

  mutating func keep(_ entry: Entry, of client: String) {
    if entry.cents > 0 { waiting[client, default: []].append(entry) }
  }

  mutating func useCredits(for number: String) {
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

  mutating func credit(
    _ note: String, _ client: String, _ target: String, _ cents: Int64
  ) {
    var left = cents
    if let claim = claims[target], cents >= claim.cents {
      asked[target] = nil
      freeCharges(target)
    }
    for number in [target] + oldest(of: client) {
      left -= give(Entry(kind: .credit(note), cents: left), to: number)
    }
    keep(Entry(kind: .credit(note), cents: left), of: client)
  }

  mutating func receive(_ entry: Entry, _ number: String, paid: Day) {
    displaceRegister(number, entry.cents)
    displaceGuesses(number, entry.cents)
    var used = give(entry, to: number)
    takeDiscount(number, paid: paid)
    // What was written off came after all.
    let lost = remove(.writeOff, upTo: entry.cents - used, from: number)
    cameAfterAll[number, default: []].append(Entry(kind: entry.kind, cents: lost))
    used += give(Entry(kind: entry.kind, cents: entry.cents - used), to: number)
    let client = claims[number]?.client ?? ""
    var kept = Entry(
      kind: entry.kind, cents: entry.cents - used, names: [number], pays: [number])
    kept.cents -= payCharges(with: kept, client)
    keep(kept, of: client)
  }

  mutating func takeDiscount(_ number: String, paid: Day) {
    let rest = claims[number]?.open ?? 0
    guard rest > 0, rest <= claims[number]?.discount(on: paid) ?? 0 else { return }
    give(Entry(kind: .discount(number), cents: rest), to: number)
  }

  /// The bank's money takes the place of the register's word.
  mutating func displaceRegister(_ number: String, _ cents: Int64) {
    guard let claim = claims[number], claim.open < cents else { return }
    remove(.register, upTo: cents - claim.open, from: number)
  }

  @discardableResult
  mutating func remove(
    _ kind: Entry.Kind, upTo cents: Int64, from number: String
  ) -> Int64 {
    var left = cents
    for index in (claims[number]?.received ?? []).indices.reversed()
    where claims[number]?.received[index].kind == kind {
      let taken = min(left, claims[number]?.received[index].cents ?? 0)
      if taken > 0 { freeCharges(number) }
      claims[number]?.received[index].cents -= taken
      left -= taken
    }
    claims[number]?.received.removeAll { $0.cents == 0 }
    return cents - left
  }

  /// First what was paid for them beyond what they took, then what they took, then what else is
  /// kept.
  mutating func giveBack(_ numbers: [String], _ cents: Int64, of client: String) {
    var left = cents
    for number in numbers {
      freeCharges(number)
      left -= takeKept(left, of: client) { $0.isKept && $0.names.contains(number) }
    }
    for number in numbers {
      for entry in (claims[number]?.received ?? []).reversed() where entry.isMoney {
        left -= remove(entry.kind, upTo: min(left, entry.cents), from: number)
      }
    }
    takeKept(left, of: client, \.isKept)
  }

  @discardableResult
  mutating func takeKept(
    _ cents: Int64, of client: String, _ isMeant: (Entry) -> Bool
  ) -> Int64 {
    var left = cents
    for index in (waiting[client] ?? []).indices {
      guard let entry = waiting[client]?[index], isMeant(entry) else { continue }
      let taken = min(left, entry.cents)
      waiting[client]?[index].cents -= taken
      left -= taken
    }
    waiting[client]?.removeAll { $0.cents == 0 }
    return cents - left
  }

  /// What of a credit note is kept still, though it has been used, is kept no more.
  mutating func use(_ note: String, _ cents: Int64) {
    guard let known = notes[note] else { return }
    notes[note]?.told = min(cents, known.cents)
    let kept = (waiting[known.client] ?? []).filter { $0.kind == .credit(note) }
      .map(\.cents).reduce(0, +)
    let over = min(kept, min(cents, known.cents) - (known.cents - kept))
    if over > 0 {
      let gone = takeKept(over, of: known.client) { $0.kind == .credit(note) }
      notes[note]?.gone += gone
    }
  }

  /// A credit note paid out: from what is kept, then what a register told of, then what it paid.
  mutating func payOut(_ note: String, _ cents: Int64) {
    guard let known = notes[note] else { return }
    var left = cents - takeKept(cents, of: known.client) { $0.kind == .credit(note) }
    let gone = min(left, known.gone)
    notes[note]?.gone -= gone
    left -= gone
    for number in claims.keys.sorted(by: { places[$0] ?? 0 > places[$1] ?? 0 }) {
      left -= remove(.credit(note), upTo: left, from: number)
    }
    takeKept(left, of: known.client, \.isKept)
  }
}
