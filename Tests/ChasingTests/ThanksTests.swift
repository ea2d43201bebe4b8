import Chasing
import Domain
import Testing

private func paid(
  _ number: String, client: Int64 = 1, _ amount: Int64 = 100_00, wasReminded: Bool = false,
  isFirst: Bool = false
) -> PaidInvoice {
  PaidInvoice(
    id: ID(900), number: InvoiceNumber(number), client: ID(client), paid: euros(amount),
    lastPaid: Book.today - 1, wasReminded: wasReminded, isFirst: isFirst)
}

private func thanks(
  _ invoices: [PaidInvoice], _ book: Book, _ policy: ChasePolicy = ChasePolicy(),
  on day: Day = Book.today
) throws -> [Thanks] {
  let plan = try book.plan(policy, on: day)
  return Thanks.due(
    for: invoices,
    receivables: Receivables(
      asOf: day, clients: book.clients, items: book.items, credits: book.credits),
    beside: plan.notices, policy: policy, businessDays: { BusinessDays(country: $0) })
}

@Suite("Thanks")
struct ThanksTests {
  @Test("who paid after reminders gets one letter about all of it")
  func afterReminders() throws {
    let found = try thanks(
      [
        paid("A-2", 50_00, wasReminded: true), paid("A-1", 30_00, wasReminded: true),
        paid("A-3", 9_00),
      ], Book())
    #expect(found.map(\.kind) == [.afterReminders])
    #expect(found[0].invoices.map(\.number.text) == ["A-1", "A-2"])
    #expect(found[0].amount == euros(80_00))
  }

  @Test("thanks name what came with the payment, and of a first invoice all of it")
  func partPayments() throws {
    var invoice = paid("A-1", 1_000_00, wasReminded: true, isFirst: true)
    invoice.lastAmount = euros(600_00)
    #expect(try thanks([invoice], Book()).map(\.amount) == [euros(600_00)])
    invoice.wasReminded = false
    #expect(try thanks([invoice], Book()).map(\.amount) == [euros(1_000_00)])
  }

  @Test("a first invoice is thanked for, unless it took reminders; a usual one is not")
  func first() throws {
    #expect(try thanks([paid("A-1", isFirst: true)], Book()).map(\.kind) == [.firstPayment])
    let late = paid("A-1", wasReminded: true, isFirst: true)
    #expect(try thanks([late], Book()).map(\.kind) == [.afterReminders])
    #expect(try thanks([paid("A-1")], Book()).isEmpty)
  }

  @Test("nobody is thanked who still owes something overdue, disputed or not")
  func stillOwes() throws {
    for hold in [nil, Hold.disputed(since: Book.today - 3)] {
      var book = Book()
      book.owe("B-1", late: 1, hold: hold)
      #expect(try thanks([paid("A-1", wasReminded: true)], book).isEmpty)
    }
    var pounds = Book()
    pounds.owe("B-1", late: 1, 100_00, .pound)
    #expect(try thanks([paid("A-1", wasReminded: true)], pounds).isEmpty, "in any currency")
    var upcoming = Book()
    upcoming.owe("B-1", late: -20)
    #expect(try thanks([paid("A-1", wasReminded: true)], upcoming).count == 1)
  }

  @Test("not on the day of a notice, not on a weekend, and not to who gets no letters")
  func notToday() throws {
    let invoices = [paid("A-1", wasReminded: true)]
    var book = Book()
    book.owe("B-1", late: -2)
    #expect(try thanks(invoices, book).isEmpty, "a note about B-1 goes out today")
    #expect(try thanks(invoices, Book(), on: Day(iso: "2026-06-13")!).isEmpty)
    var stopped = ChasePolicy.ClientChasing()
    stopped.isStopped = true
    #expect(try thanks(invoices, Book(), ChasePolicy(clients: ["Alder": stopped])).isEmpty)
  }
}
