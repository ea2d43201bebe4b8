import Chasing
import Domain
import Support
import Testing

@Suite("Several invoices of one client")
struct SeveralInvoicesTests {
  /// Letters of a book that is looked at day by day, as `day stage lead + beside | standing`.
  private func letters(
    _ book: inout Book, from first: Day, through last: Day, _ policy: ChasePolicy = ChasePolicy()
  ) throws -> [String] {
    var letters: [String] = []
    for offset in 0...(last - first) {
      let plan = try book.plan(policy, on: first + offset)
      for notice in plan.notices {
        func numbers(_ lines: [Notice.Line]) -> String {
          lines.map { "\($0.item.number.text)/\($0.level)" }.joined(separator: " ")
        }
        let beside = numbers(notice.lines.filter(\.isBeside))
        let standing = notice.standing.map(\.item.number.text).joined(separator: " ")
        letters.append(
          "\(notice.day) \(notice.stage) \(numbers(notice.lines.filter { !$0.isBeside }))"
            + (beside.isEmpty ? "" : " + \(beside)")
            + (standing.isEmpty ? "" : " | \(standing)") + " by \(notice.payBy)")
      }
      book.record(plan)
    }
    return letters
  }

  @Test("a newer invoice begins in a friendly tone, and no letter comes twice")
  func twoInvoices() throws {
    var book = Book()
    book.owe("RE-101", late: Book.today - day("2026-02-04"), 1_000_00)
    book.owe("RE-102", late: Book.today - day("2026-03-06"), 500_00)
    let letters = try letters(&book, from: day("2026-02-01"), through: day("2026-06-30"))
    #expect(
      letters == [
        "2026-02-02 upcoming RE-101/1 by 2026-02-04",
        "2026-02-09 reminder RE-101/2 by 2026-02-16",
        "2026-02-17 second RE-101/3 by 2026-02-24",
        "2026-02-25 third RE-101/4 by 2026-03-04",
        "2026-03-05 upcoming RE-102/1 by 2026-03-06",
        "2026-03-09 reminder RE-102/2 | RE-101 by 2026-03-16",
        "2026-03-17 final RE-101/5 + RE-102/3 by 2026-03-27",
        "2026-03-30 third RE-102/4 | RE-101 by 2026-04-07",
        "2026-04-10 final RE-102/5 | RE-101 by 2026-04-20",
      ])
  }

  @Test("with an invoice a week each has each stage once, and none is forgotten")
  func weekly() throws {
    var book = Book()
    for week in 0..<20 { book.owe("W\(week)", late: -7 * week) }
    let letters = try letters(&book, from: Book.today - 5, through: Book.today + 230)
    #expect(
      letters.prefix(7) == [
        "2026-06-05 upcoming W0/1 by 2026-06-09",
        "2026-06-12 reminder W0/2 by 2026-06-18",
        "2026-06-19 second W0/3 + W1/2 by 2026-06-26",
        "2026-06-29 second W1/3 + W2/2 | W0 by 2026-07-06",
        "2026-07-07 third W0/4 W1/4 + W2/3 W3/2 by 2026-07-14",
        "2026-07-15 final W0/5 + W1/0 W2/4 W3/3 W4/2 W5/0 by 2026-07-27",
        "2026-07-28 final W1/5 W2/5 + W3/4 W4/3 W5/2 W6/2 | W0 by 2026-08-07",
      ])
    #expect(
      letters.last == "2026-12-04 final W19/5 | W0 W1 W2 W3 W4 W5 W6 W7 W8 W9 W10 "
        + "W11 W12 W13 W14 W15 W16 W17 W18 by 2026-12-14")
  }

  @Test("whatever falls due when, letters are true, in turn and never repeated", arguments: 1...40)
  func anyBook(seed: UInt64) throws {
    var random = Seeded(seed)
    var book = Book()
    let most = Int.random(in: 1...25, using: &random)
    for number in 0..<most { book.owe("N\(number)", late: .random(in: -90...20, using: &random)) }
    var reached: [ID<Invoice>: Int] = [:]
    var named: Set<ID<Invoice>> = []
    var payBy = Book.today - 1
    for offset in 0...330 {
      let today = Book.today + offset
      let plan = try book.plan(on: today)
      for notice in plan.notices {
        #expect(today > payBy, "seed \(seed): a date is still running")
        guard notice.level > 1 else { continue }
        for line in notice.lines {
          let before = reached[line.item.id] ?? 0
          #expect(line.level == 0 || line.level > before, "seed \(seed): a stage twice")
          if notice.level > 2, !line.isBeside {
            #expect(line.level == notice.level && named.contains(line.item.id), "seed \(seed)")
          }
          if notice.level == 2 { #expect(before < 2, "seed \(seed): it was asked for before") }
          reached[line.item.id] = max(before, line.level)
          named.insert(line.item.id)
        }
        payBy = max(payBy, notice.payBy)
      }
      book.record(plan)
    }
    #expect(book.items.allSatisfy { reached[$0.id] == 5 }, "seed \(seed): something was forgotten")
  }
}
