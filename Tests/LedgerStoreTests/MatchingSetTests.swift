import Domain
import LedgerStore
import Support
import Testing

@Test(
  "of 1,500 labelled bank lines none is booked wrongly, and 90 % of those that can be are booked")
func labelledLines() throws {
  let set = try MatchingSet()
  let samples = MatchingSet.samples()
  var all = Tally()
  var countries: [String: Tally] = [:]
  var wrong: [String] = []
  var open: [String] = []
  for book in Set(set.lines.map(\.book)).sorted() {
    for (line, was) in try set.booked(book, samples: samples) {
      let place =
        "book \(book), \(line.trap): \(line.movement.booked) \(line.movement.amount) "
        + "\(line.movement.counterparty) | \(line.movement.references) \(line.movement.text)"
      let verdict = verdict(line, was)
      switch verdict {
      case .right, .left: break
      case .missed: open.append(was == .nothing ? place : "\(place): on account")
      case .wrong: wrong.append("\(place): \(was), not \(line.answer)")
      }
      all.count(verdict, line.answer)
      if let country = line.country {
        countries[country, default: Tally()].count(verdict, line.answer)
      }
    }
  }
  print(
    "matching set: \(set.lines.count) lines, \(all.right) booked rightly, \(open.count) left to a "
      + "person that could be booked, \(wrong.count) wrong, \(all.left) rightly left alone")
  print("  all: \(all)")
  for (country, tally) in countries.sorted(by: { $0.key < $1.key }) {
    print("  \(country): \(tally)")
  }
  for place in open { print("  left: \(place)") }
  for place in wrong { print("  wrong: \(place)") }
  #expect(set.lines.count >= 1_500)
  #expect(wrong == [])
  #expect(all.right * 100 >= all.bookable * 90, "\(all.right) of \(all.bookable)")
}

private enum Verdict {
  case right, missed, wrong
  /// Rightly left alone.
  case left
}

private func verdict(_ line: MatchingSet.Line, _ was: MatchingSet.Answer) -> Verdict {
  switch (line.answer, was) {
  case (.nothing, .nothing): .left
  case (.booked(let expected), .booked(let found)) where expected == found: .right
  case (.booked, .nothing): .missed
  case (.booked(let expected), .booked(let found))
  where isPart(found, of: expected, line.client):
    .missed
  default: .wrong
  }
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

/// The figures of some lines.
private struct Tally: CustomStringConvertible {
  var lines = 0
  var right = 0
  var wrong = 0
  var left = 0
  /// Lines that a bookkeeper would book.
  var bookable = 0

  mutating func count(_ verdict: Verdict, _ answer: MatchingSet.Answer) {
    lines += 1
    if answer != .nothing { bookable += 1 }
    switch verdict {
    case .right: right += 1
    case .wrong: wrong += 1
    case .left: left += 1
    case .missed: break
    }
  }

  /// Precision is what was booked rightly of all that was booked, recall of all that can be. What
  /// is on the right client's account without an invoice is neither right nor wrong.
  var description: String {
    "\(lines) lines, precision \(share(right + wrong)), recall \(share(bookable))"
  }

  private func share(_ whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let permille = (right * 1_000 + whole / 2) / whole
    return "\(permille / 10).\(permille % 10) % (\(right) of \(whole))"
  }
}
