import Domain

/// Payments that people recorded and that the bank reports, too: of the same amount, at most 14
/// days apart, where only one of the two fits.
extension LedgerModel {
  /// A recorded payment, or a movement; its number is nil where it names nothing.
  struct Payment {
    var id: Int
    var number: String?
    var client = ""
    var cents: Int64
    var day: Day
    var isDecided = false

    func isNear(_ other: Payment) -> Bool {
      cents == other.cents && abs(day - other.day) <= 14
    }
  }

  /// What a person said that a line pays, and did not take back.
  struct Settled {
    var line: Int
    var number: String
    var cents: Int64
    var booked, day: Day
  }

  static func settled(_ facts: [(day: Day, fact: Fact)]) -> [Settled] {
    var lines: [Int: (cents: Int64, day: Day)] = [:]
    var settled: [Int: Settled] = [:]
    for (day, fact) in facts {
      switch fact {
      case .nameless(let line, let cents), .byName(let line, _, let cents):
        lines[line] = (cents, day)
      default: break
      }
    }
    for (day, fact) in facts {
      switch fact {
      case .settled(let line, let number):
        guard let known = lines[line] else { continue }
        settled[line] = Settled(
          line: line, number: number, cents: known.cents, booked: known.day, day: day)
      case .unsettled(let line): settled[line] = nil
      default: break
      }
    }
    return settled.values.sorted { $0.line < $1.line }
  }

  /// What is left of an invoice once what people say later of money that came by then is taken off.
  func rest(_ number: String, left: Int64, by line: Int, on day: Day) -> Int64? {
    let parts = settled.filter {
      $0.number == number && $0.line != line && $0.booked <= day && day <= $0.day
    }
    return parts.isEmpty ? nil : left - parts.map(\.cents).reduce(0, +)
  }

  struct ReportedTwice {
    var record: Payment
    var isBanks: Bool
  }

  func got(_ number: String?, _ kind: Entry.Kind) -> Bool {
    claims[number ?? ""]?.received.contains { $0.kind == kind } ?? false
  }

  func fits(_ payment: Payment) -> Bool {
    payment.cents <= claims[payment.number ?? ""]?.open ?? 0
  }

  mutating func move(_ movement: Payment) {
    let number = movement.number ?? ""
    if !movement.isDecided, !fits(movement), isRecorded(movement) { return }
    movements.append(movement)
    receive(Entry(kind: .bank(movement.id), cents: movement.cents), number, paid: movement.day)
  }

  /// Whether a movement is a payment that somebody recorded before.
  mutating func isRecorded(_ movement: Payment) -> Bool {
    let known = records.first { record in
      let isOwn =
        movement.number.map { got($0, .recorded(record.id)) }
        ?? claims.contains { number, claim in
          claim.client == movement.client && got(number, .recorded(record.id))
        }
      return isOwn && record.isNear(movement)
        && !reportedTwice.values.contains { $0.record.id == record.id }
    }
    guard let known else { return false }
    reportedTwice[movement.id] = ReportedTwice(record: known, isBanks: false)
    return true
  }

  mutating func record(_ record: Payment) {
    let number = record.number ?? ""
    let client = claims[number]?.client ?? ""
    let near = movements.filter { $0.isNear(record) && reportedTwice[$0.id] == nil }
    if !fits(record), let known = near.first(where: { got(number, .bank($0.id)) }) {
      reportedTwice[known.id] = ReportedTwice(record: record, isBanks: true)
      return
    }
    let kept = near.first { movement in
      waiting[client]?.contains {
        $0.kind == .bank(movement.id) && $0.cents == record.cents && $0.names.isEmpty
      } == true
    }
    if let kept {
      reportedTwice[kept.id] = ReportedTwice(record: record, isBanks: true)
      waiting[client]?.removeAll { $0.kind == .bank(kept.id) }
      receive(Entry(kind: .bank(kept.id), cents: kept.cents), number, paid: kept.day)
    } else {
      records.append(record)
      receive(Entry(kind: .recorded(record.id), cents: record.cents), number, paid: record.day)
    }
  }

  /// The movement is decided anew; returns the recorded payment in whose place it stood.
  mutating func forget(_ line: Int) -> Payment? {
    movements.removeAll { $0.id == line }
    guard let again = reportedTwice.removeValue(forKey: line), again.isBanks else { return nil }
    return again.record
  }
}
