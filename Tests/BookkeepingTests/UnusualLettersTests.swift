import Bookkeeping
import Chasing
import Domain
import Support
import Synchronization
import Testing

@Suite("Unusual letters")
struct UnusualLettersTests {
  @Test(
    "the first letters, and far more than ever before",
    arguments: [
      (0, [], nil), (1, [], .first(count: 1)), (40, [], .first(count: 40)), (10, [1], nil),
      (11, [1], .many(count: 11, most: 1)), (30, [2, 10, 4], nil),
      (31, [2, 10, 4], .many(count: 31, most: 10)),
    ] as [(Int, [Int], UnusualLetters?)])
  func unusual(count: Int, earlier: [Int], expected: UnusualLetters?) {
    #expect(UnusualLetters(count: count, earlier: earlier) == expected)
  }

  /// A book in which so many clients owe what fell due on a day.
  private func book(_ folder: TemporaryFolder, due: [(String, Int)]) throws -> Book {
    let path = folder.path + "/book"
    _ = try Book.make(in: path)
    try folder.write("house: {name: Our House, country: DE}\n", to: "book/dunlin.yaml")
    var rows = "number,client,date,due,amount,currency\n"
    for (place, (day, count)) in due.enumerated() {
      for client in 0..<count {
        rows += "R-\(place)-\(client),Client \(place) \(client) Ltd,2026-01-05,\(day),99.00,EUR\n"
      }
    }
    try folder.write(rows, to: "register.csv")
    let book = try Book(folder: path)
    let request = ImportRequest([folder.path + "/register.csv"], asOf: day("2026-01-05"))
    _ = try book.importFiles(request)
    return book
  }

  @Test("a person is asked first, and nothing is written or given where the answer is no")
  func asked() throws {
    let folder = try TemporaryFolder()
    let book = try book(folder, due: [("2026-02-05", 2), ("2026-03-05", 12)])
    let questions = Mutex<[UnusualLetters]>([])
    let answer = Mutex(false)
    func chase(_ text: String, isAsked: Bool = true) throws -> (Chased, [Note]) {
      var request = ChaseRequest(asOf: day(text))
      if isAsked {
        request.confirm = { unusual in
          questions.withLock { $0.append(unusual) }
          return answer.withLock { $0 }
        }
      }
      var notes: [Note] = []
      return (try book.chase(request) { notes.append($0) }, notes)
    }
    let no = try chase("2026-02-09").0
    #expect(no.isDeclined && no.plan.notices.count == 2 && no.files.allSatisfy(\.isEmpty))
    #expect(questions.withLock { $0 } == [.first(count: 2)])
    answer.withLock { $0 = true }
    let yes = try chase("2026-02-09").0
    #expect(!yes.isDeclined && yes.files.count == 2 && yes.files.allSatisfy { !$0.isEmpty })
    // The same client's next letters are nothing unusual.
    #expect(!(try chase("2026-02-17").0.isDeclined))
    #expect(questions.withLock(\.count) == 2)
    // Without anybody to ask they are written, and said to be unusual.
    let (many, notes) = try chase("2026-03-09", isAsked: false)
    #expect(many.plan.notices.count >= 12 && !many.isDeclined)
    #expect(
      notes.contains(.unusualLetters(.many(count: many.plan.notices.count, most: 2))), "\(notes)")
  }
}
