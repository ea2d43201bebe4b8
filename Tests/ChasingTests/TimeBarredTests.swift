import Chasing
import Domain
import Testing

@Test("a claim that may be barred by time is in no notice, and named to a person")
func timeBarred() throws {
  var book = Book()
  book.owe("R-1", late: 1_500)
  book.owe("R-2", late: 20)
  for place in book.items.indices {
    book.items[place].limitation = Limitation(
      .init(country: "DE", isConsumer: false), due: book.items[place].due.day)
  }
  let plan = try book.plan()
  #expect(plan.code("R-1") == "time-barred")
  #expect(plan.level("R-2") != nil)
}

@Test("a dispute is told before the years that have passed")
func disputedAndOld() throws {
  var book = Book()
  book.owe("R-1", late: 1_500, hold: .disputed(since: Book.today))
  book.items[0].limitation = Limitation(
    .init(country: "DE", isConsumer: false), due: book.items[0].due.day)
  #expect(try book.plan().code("R-1") == "disputed")
}
