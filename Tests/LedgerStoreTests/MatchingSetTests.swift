import Domain
import LedgerStore
import Support
import Testing

@Test("of 500 labelled bank lines none is booked wrongly, and 95 % of those that can be are booked")
func labelledLines() throws {
  let set = try MatchingSet()
  let samples = MatchingSet.samples()
  var (right, missed, left) = (0, 0, 0)
  var wrong: [String] = []
  var open: [String] = []
  for book in Set(set.lines.map(\.book)).sorted() {
    for (line, was) in try set.booked(book, samples: samples) {
      let place =
        "book \(book), \(line.trap): \(line.movement.booked) \(line.movement.amount) "
        + "\(line.movement.counterparty) | \(line.movement.references) \(line.movement.text)"
      switch (line.answer, was) {
      case (.nothing, .nothing): left += 1
      case (.booked(let expected), .booked(let found)) where expected == found: right += 1
      case (.booked, .nothing):
        missed += 1
        open.append(place)
      case (.booked(let expected), .booked(let found))
      where isPart(found, of: expected, line.client):
        missed += 1
        open.append("\(place): on account")
      default: wrong.append("\(place): \(was), not \(line.answer)")
      }
    }
  }
  let matchable = right + missed + wrong.count
  print(
    "matching set: \(set.lines.count) lines, \(right) booked rightly, \(missed) left to a person "
      + "that could be booked, \(wrong.count) wrong, \(left) rightly left alone")
  for place in open { print("  left: \(place)") }
  #expect(set.lines.count >= 500)
  #expect(wrong == [])
  #expect(right * 100 >= matchable * 95, "\(right) of \(matchable)")
}

/// Whether what was booked is where it belongs, and the rest on the right client's account.
private func isPart(
  _ found: [String: Int64], of expected: [String: Int64], _ client: String
) -> Bool {
  found.allSatisfy { name, cents in
    name == "account:\(client)"
      || (expected[name].map { cents.magnitude <= $0.magnitude && cents.signum() == $0.signum() }
        ?? false)
  }
}
