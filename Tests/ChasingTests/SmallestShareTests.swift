import Chasing
import Domain
import Support
import Testing

@Suite("Small rests")
struct SmallestShareTests {
  @Test("what is left of a partly paid invoice is not worth a letter below a share of it")
  func smallestShare() throws {
    func plan(_ open: Int64, of whole: Int64, least: Int64 = 5_00) throws -> ChasePlan {
      var book = Book()
      book.owe("A-1", late: 5, open)
      book.items[0].payments = [PartPayment(euros(whole - open), on: Book.today - 20)]
      return try book.plan(ChasePolicy(smallestBalance: AmountPerCurrency([euros(least)])))
    }
    // Half a per cent of 4,000.00 is 20.00.
    #expect(try plan(19_99, of: 4_000_00).code("A-1") == "below-minimum")
    #expect(try plan(20_00, of: 4_000_00).notices.count == 1)
    // At most ten times the smallest balance.
    #expect(try plan(49_99, of: 90_000_00).code("A-1") == "below-minimum")
    #expect(try plan(50_00, of: 90_000_00).notices.count == 1)
    #expect(try plan(4_99, of: 10_00).code("A-1") == "below-minimum")
    #expect(try plan(1, of: 4_000_00, least: 0).notices.count == 1, "no minimum at all")
    // An invoice of which nothing was paid is no rest.
    var book = Book()
    book.owe("A-1", late: 5, 6_00)
    book.owe("A-2", late: 5, 9_00)
    let policy = ChasePolicy(smallestBalance: AmountPerCurrency([euros(5_00)]))
    #expect(try book.plan(policy).notices.first?.total == euros(15_00))
  }
}
