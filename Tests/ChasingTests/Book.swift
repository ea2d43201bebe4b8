import Chasing
import Domain

/// A small book of open items, written as the tests speak of it.
struct Book {
  /// A Tuesday; most tests chase on a plain working day.
  static let today = day("2026-06-09")

  private static let calendars = Dictionary(
    uniqueKeysWithValues: ["AT", "DE", "FR", "", "ZZ"].map { ($0, BusinessDays(country: $0)) })

  var clients: [ID<Client>: Client] = [:]
  var items: [OpenItem] = []
  var credits: [AccountCredit] = []
  var sent: [NoticeRecord] = []

  init() {
    add(client: 1, "Alder", country: "DE")
  }

  mutating func add(client id: Int64, _ name: String, country: String, language: String = "") {
    var client = Client(id: ID(id), externalID: name, name: name)
    client.address.country = country
    client.language = language
    clients[client.id] = client
  }

  /// An open item that is `late` days overdue on `today`; negative before the due date.
  mutating func owe(
    _ number: String, late: Int, _ cents: Int64 = 100_00, _ currency: Currency = .euro,
    client: Int64 = 1, hold: Hold? = nil
  ) {
    let due = Book.today - late
    items.append(
      OpenItem(
        id: ID(Int64(items.count + 1)), number: InvoiceNumber(number), client: ID(client),
        issueDate: due - 30, due: DueDate(due, .document),
        total: Money(minorUnits: cents, currency: currency),
        open: Money(minorUnits: cents, currency: currency), hold: hold))
  }

  mutating func credit(_ cents: Int64, note: String? = nil, client: Int64 = 1) {
    credits.append(
      AccountCredit(
        client: ID(client), amount: Money(minorUnits: cents, currency: .euro),
        day: Book.today - 5, creditNote: note.map(InvoiceNumber.init)))
  }

  /// That an invoice was named in a notice `ago` days before today.
  mutating func reminded(_ number: String, level: Int, ago: Int) {
    let item = items.first { $0.number.text == number }!
    sent.append(
      NoticeRecord(invoice: item.id, client: item.client, day: Book.today - ago, level: level))
  }

  /// Books what a plan gave, as the ledger does once the letters are written.
  mutating func record(_ plan: ChasePlan) {
    for notice in plan.notices {
      for line in notice.lines {
        sent.append(
          NoticeRecord(
            invoice: line.item.id, client: line.item.client, day: notice.day, level: line.level,
            lead: notice.level, payBy: notice.payBy, houseFee: line.houseFee,
            leadStage: notice.stage, stage: line.level == notice.level ? notice.stage : nil))
      }
    }
  }

  func plan(
    _ policy: ChasePolicy = ChasePolicy(), on day: Day = Book.today, stale: [Currency: Day] = [:]
  ) throws -> ChasePlan {
    let receivables = Receivables(asOf: day, clients: clients, items: items, credits: credits)
    return ChasePlan(
      receivables: receivables, sent: sent, policy: policy, day: day,
      staleBankDays: stale, businessDays: { Book.calendars[$0] ?? BusinessDays(country: $0) })
  }
}

func day(_ iso: String) -> Day { Day(iso: iso)! }

func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .euro) }

extension ChasePlan {
  /// The reason's code for an invoice, or nil if it is in a notice.
  func code(_ number: String) -> String? {
    skipped.first { $0.item.number.text == number }?.reason.code
  }

  /// The level of an invoice in its notice, or nil if it is in none.
  func level(_ number: String) -> Int? {
    notices.flatMap(\.lines).first { $0.item.number.text == number }?.level
  }
}
