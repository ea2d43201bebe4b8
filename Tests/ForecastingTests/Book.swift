import Domain
import Support

@testable import Forecasting

/// A made-up book for tests: invoices of which some are paid, and what is open of them.
struct Book {
  var entries: [PayHistory.Entry] = []
  var items: [OpenItem] = []
  var credits: [AccountCredit] = []
  let asOf: Day

  init(asOf: Day) { self.asOf = asOf }

  var history: PayHistory { PayHistory(asOf: asOf, entries: entries) }

  var receivables: Receivables {
    var clients: [ID<Client>: Client] = [:]
    for item in items {
      clients[item.client] = Client(
        id: item.client, externalID: "C\(item.client.rawValue)", name: "Client")
    }
    let items = items.sorted {
      ($0.client, $0.open.currency, $0.due.day, $0.number)
        < ($1.client, $1.open.currency, $1.due.day, $1.number)
    }
    return Receivables(asOf: asOf, clients: clients, items: items, credits: credits)
  }

  /// Adds an invoice issued 30 days before `due`; open where it is not paid by as-of.
  mutating func invoice(
    _ client: Int64, due: Day, paid: Day?, amount: Money = .euros(100), termDays: Int = 30,
    hold: Hold? = nil
  ) {
    let settled = paid.flatMap { $0 <= asOf ? $0 : nil }
    guard due - termDays <= asOf else { return }
    entries.append(
      PayHistory.Entry(
        client: ID(client), issueDate: due - termDays, dueDate: due, total: amount,
        settled: settled))
    guard settled == nil else { return }
    items.append(
      OpenItem(
        id: ID(Int64(entries.count)), number: InvoiceNumber("R\(entries.count)"),
        client: ID(client), issueDate: due - termDays, due: DueDate(due, .document),
        total: amount, open: amount, hold: hold))
  }

  /// Two years of a client that pays every invoice `delay` days after its due date.
  mutating func habit(_ client: Int64, delay: Int, everyDays: Int = 9) {
    for due in stride(from: -730, through: 30, by: everyDays) {
      invoice(client, due: asOf + due, paid: asOf + due + delay)
    }
  }

  /// A book of up to nine clients with all kinds of delays, amounts, terms, holds and currencies.
  static func random(_ random: inout Seeded) -> Book {
    let currencies: [Currency] = [.euro, .pound, .yen]
    var book = Book(asOf: .on("2026-01-31") + Int.random(in: 0...400, using: &random))
    for _ in 0..<Int.random(in: 0...250, using: &random) {
      let due = book.asOf + Int.random(in: -900...120, using: &random)
      let day = Int.random(in: 1...60, using: &random)
      let amount = Money(
        minorUnits: Int64.random(in: 1...9_999_999, using: &random),
        currency: currencies.randomElement(using: &random)!)
      let holds: [Hold?] = [
        nil, nil, .promised(by: book.asOf + day - 20), .held(until: book.asOf + day - 10),
        .disputed(since: book.asOf - day), .directDebit,
        .plan(plan(of: amount, from: book.asOf + day, &random)),
      ]
      book.invoice(
        Int64.random(in: 1...9, using: &random), due: due,
        paid: Bool.random(using: &random) ? due + Int.random(in: -40...200, using: &random) : nil,
        amount: amount, termDays: Int.random(in: 0...90, using: &random),
        hold: holds.randomElement(using: &random)!)
    }
    for item in book.items where Int.random(in: 0..<5, using: &random) == 0 {
      let amount = Money(
        minorUnits: Int64.random(in: 1...20_000_000, using: &random), currency: item.open.currency)
      book.credits.append(AccountCredit(client: item.client, amount: amount, day: book.asOf))
    }
    return book
  }

  /// A plan of up to five instalments of less, as much or more than an amount.
  private static func plan(
    of amount: Money, from day: Day, _ random: inout Seeded
  ) -> PaymentPlan {
    PaymentPlan(
      (0..<Int.random(in: 1...5, using: &random)).map { number in
        let units = Int64.random(in: 1...(amount.minorUnits / 2 + 1), using: &random)
        return .init(
          Money(minorUnits: units, currency: amount.currency), by: day + 29 * number - 1)
      })
  }
}

extension Money {
  static func euros(_ whole: Int64) -> Money { Money(minorUnits: whole * 100, currency: .euro) }
}

extension Day {
  static func on(_ iso: String) -> Day { Day(iso: iso)! }
}

extension PaymentHazard {
  init(_ book: Book) { self.init(fitting: book.history) }

  /// The dates of an invoice of 30 days' terms without a hold.
  func dates(_ client: Int64, due: Day, hold: Hold? = nil) -> PaymentDates {
    dates(
      of: OpenItem(
        id: ID(1), number: InvoiceNumber("R"), client: ID(client), issueDate: due - 30,
        due: DueDate(due, .document), total: .euros(100), open: .euros(100), hold: hold))
  }
}
