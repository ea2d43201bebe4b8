import Domain
import Support

/// What the people of a firm know of their own book: what they told the program, and what they may
/// expect of it. It is copied when they make a backup, and falls back to the copy with it.
struct Diary {
  typealias Dated = (day: Day, fact: LedgerModel.Fact)

  struct Invoice {
    var client: String
    var issued: Day
    var due: Day
    var cents: Int64
  }

  var today: Day
  /// In the order in which the book got them.
  private(set) var facts: [Dated] = []
  private(set) var invoices: [String: Invoice] = [:]
  /// How many of the dropped files the book has.
  private(set) var files = 0
  /// What stands before letters about an invoice, with its last day (nil: none), as it was said.
  private var marks: [String: [(kind: String, until: Day?)]] = [:]
  /// Of each client, the day of the last letter and the worst level of all.
  private(set) var lastLetter: [String: (day: Day, level: Int)] = [:]
  /// Bank lines that name nobody, and whether they are settled by hand.
  private(set) var nameless: [Int: Bool] = [:]
  /// The program takes the very same word for one.
  private var said: Set<String> = []

  init(today: Day) { self.today = today }

  var numbers: [String] { invoices.keys.sorted() }

  func model(asOf day: Day) -> LedgerModel { LedgerModel(facts, asOf: day) }

  mutating func take(file: [Dated]) {
    files += 1
    for entry in file { take(entry.fact, on: entry.day) }
  }

  mutating func take(_ fact: LedgerModel.Fact, on day: Day) {
    facts.append((day, fact))
    switch fact {
    case .invoice(let number, let client, let due, let cents, _):
      invoices[number] = Invoice(client: client, issued: day, due: due, cents: cents)
    case .nameless(let line, _): nameless[line] = false
    case .settled(let line, _): nameless[line] = true
    case .unsettled(let line): nameless[line] = false
    default: break
    }
  }

  /// Whether it was not said before in the very same words.
  mutating func isNew(_ words: [String]) -> Bool {
    said.insert("\(today) " + words.joined(separator: " ")).inserted
  }

  mutating func promise(_ number: String, by day: Day) {
    marks[number, default: []].append(("promise", day))
  }

  mutating func hold(_ number: String, to day: Day) {
    marks[number, default: []].append(("hold", day))
  }

  mutating func dispute(_ number: String) { marks[number, default: []].append(("dispute", nil)) }

  /// Ends what was said last and still runs.
  mutating func release(_ number: String) {
    guard let last = marks[number]?.last(where: { runs($0.until) }) else { return }
    marks[number]?.removeAll { $0.kind == last.kind }
  }

  private func runs(_ until: Day?) -> Bool { until.map { $0 >= today } ?? true }

  mutating func wrote(to client: String, level: Int) {
    lastLetter[client] = (today, max(level, lastLetter[client]?.level ?? 0))
  }

  func mustBeLeftAlone(_ number: String) -> Bool {
    marks[number]?.contains { runs($0.until) } ?? false
  }

  /// Whether money of this very amount waits for somebody to say what it is for: it may be, and
  /// nobody is asked for so much before, for a month.
  private func isMoneyWaiting(_ cents: Int64) -> Bool {
    facts.contains { entry in
      guard case .nameless(let line, cents) = entry.fact else { return false }
      return nameless[line] == false && (0...30).contains(today - entry.day)
    }
  }

  /// Clients to whom a letter is surely due: late beyond the first stage, nothing in the way, and
  /// none ever written, or the last long enough ago and not the last of the ladder.
  func clientsToWriteTo() -> Set<String> {
    let model = model(asOf: today)
    var late: [String: Int64] = [:]
    for (number, cents) in model.openItems
    where !mustBeLeftAlone(number) && !isMoneyWaiting(cents) {
      guard let invoice = invoices[number], today - invoice.due >= SoakPolicy.firstDay else {
        continue
      }
      late[invoice.client, default: 0] += cents
    }
    let clients = late.filter { client, cents in
      guard cents - model.onAccount(of: client) >= SoakPolicy.minimumCents else { return false }
      guard let last = lastLetter[client] else { return true }
      return today - last.day >= 2 * SoakPolicy.nextDays && last.level < SoakPolicy.levels
    }
    return Set(clients.keys)
  }
}

extension Diary {
  /// A letter as the program plans it.
  struct Notice {
    var client: String
    var level: Int
    /// In cents, as `open` is.
    var total: Int64
    var lines: [(number: String, open: Int64, daysOverdue: Int)]
  }

  private static let calendar = BusinessDays(country: "DE")

  /// Nobody is asked for what is not owed, disputed, promised or on hold, nor too early or too
  /// often; nobody who is to be asked is forgotten.
  func complaints(about notices: [Notice]) -> [String] {
    let model = model(asOf: today)
    let isBusinessDay = Self.calendar.isBusinessDay(today)
    var found = notices.flatMap { notice in
      complaints(about: notice, model).map { "letter to \(notice.client) on \(today): \($0)" }
    }
    if !isBusinessDay && !notices.isEmpty { found.append("letters on \(today), a holiday") }
    let forgotten = clientsToWriteTo().subtracting(notices.map(\.client))
    if isBusinessDay && !forgotten.isEmpty {
      found.append("no letter to \(forgotten.sorted()) on \(today)")
    }
    return found
  }

  private func complaints(about notice: Notice, _ model: LedgerModel) -> [String] {
    let open = model.openItems
    var found: [String] = []
    func expect(_ isRight: Bool, _ what: String) {
      if !isRight { found.append(what) }
    }
    for line in notice.lines {
      let (number, invoice) = (line.number, invoices[line.number])
      let owed = open[number] ?? 0
      expect(owed == line.open, "\(number) \(line.open), not \(owed)")
      expect(invoice?.client == notice.client, "\(number) is not theirs")
      expect(!mustBeLeftAlone(number), "\(number) is to be left alone")
      expect(
        line.daysOverdue == invoice.map { today - $0.due }, "\(number) is not so late: \(line)")
    }
    let sum = notice.lines.map(\.open).reduce(0, +) - model.onAccount(of: notice.client)
    expect(notice.total == sum, "\(notice.total) instead of \(sum)")
    let worst = notice.lines.map(\.daysOverdue).max() ?? 0
    expect(worst >= SoakPolicy.firstDay, "too early")
    let last = lastLetter[notice.client]
    expect(last.map { today - $0.day >= SoakPolicy.quietDays } ?? true, "too soon")
    expect(notice.level <= (last?.level ?? 0) + 1, "level \(notice.level)")
    return found
  }
}

/// The settings of the book, and what follows from them.
enum SoakPolicy {
  static let firstDay = 5
  static let nextDays = 10
  static let quietDays = 5
  static let levels = 3
  static let minimumCents: Int64 = 1_000

  static let yaml = """
    house:
      name: Soak and Daughters
      country: DE
    bank:
      - {iban: DE21900000170041220700, currency: EUR}
    chase:
      minimum: "10.00"
      quiet_days: \(quietDays)
      bank_days: 400
      stages:
        - {after_due: \(firstDay), tone: reminder}
        - {after_previous: \(nextDays), tone: second}
        - {after_previous: \(nextDays), tone: final}

    """
}
