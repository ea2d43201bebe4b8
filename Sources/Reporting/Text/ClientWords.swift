import Domain
import Forecasting

/// What the figures about a client are called.
extension ClientRating {
  /// The reasons in words: `41 days beyond terms, slower by 12 days`.
  var sentence: String { reasons.map(\.words).joined(separator: ", ") }
}

extension ClientRating.Reason {
  fileprivate var words: String {
    switch self {
    case .insolvent: "insolvent"
    case .stopped: "no further credit, as recorded"
    case .unusuallyOverdue(let days): "overdue for \(counted(days, "day")), more than ever"
    case .slowingDown(let days): "slower by \(counted(days, "day")) than before"
    case .daysBeyondTerms(let days): "\(counted(days, "day")) beyond terms"
    case .paysInTime: "pays in time"
    case .nothingDueYet: "nothing was due yet"
    case .fewPayments(let count):
      count == 0 ? "nothing paid yet" : "only \(counted(count, "payment")) so far"
    }
  }

  fileprivate var code: String {
    switch self {
    case .insolvent: "insolvent"
    case .stopped: "stopped"
    case .unusuallyOverdue: "unusually-overdue"
    case .slowingDown: "slowing-down"
    case .daysBeyondTerms: "days-beyond-terms"
    case .paysInTime: "pays-in-time"
    case .nothingDueYet: "nothing-due-yet"
    case .fewPayments: "few-payments"
    }
  }
}

extension ClientRating.Recommendation {
  var words: String {
    switch self {
    case .keep: "keep"
    case .shortenTerms: "shorten terms"
    case .deposit: "ask a deposit"
    case .creditStop: "credit stop"
    case .letGo: "let go"
    }
  }
}

extension ClientBehaviour.Trend {
  var word: String {
    switch self {
    case .unknown: "·"
    case .steady: "steady"
    case .slower: "slower"
    case .faster: "faster"
    }
  }

  var code: String { self == .unknown ? "" : word }

  var sentence: String {
    switch self {
    case .unknown: "too few payments to tell a trend"
    case .steady: "steady"
    case .slower(let days): "slower by \(counted(days, "day")) than before"
    case .faster(let days): "faster by \(counted(days, "day")) than before"
    }
  }
}

extension ClientBehaviour.NextJob {
  /// The price of the next job's waiting.
  var warning: String {
    "pays \(counted(daysLate, "day")) late, cost of waiting \(costOfWaiting.withCode) on "
      + amount.withCode
  }
}

extension ClientBehaviour {
  var json: JSONValue {
    .object([
      ("client_id", .text(client.externalID)), ("client", .text(client.name)),
      ("invoices_paid", .integer(delays?.count ?? 0)),
      ("late_share", shareLate.map { .text(thousandths($0)) } ?? .null),
      ("delays", delayJSON), ("trend", trend == .unknown ? .null : .text(trend.code)),
      ("days_beyond_terms", daysBeyondTerms.map { .text(tenths($0)) } ?? .null),
      ("open", Self.json(open)), ("overdue", Self.json(overdue)),
      ("most_days_overdue", .integer(overdueDaysMost)), ("grade", .text(rating.grade.letter)),
      (
        "reasons",
        .array(
          rating.reasons.map { .object([("code", .text($0.code)), ("text", .text($0.words))]) })
      ),
      ("recommendation", .text(rating.recommendation.rawValue)), ("next_job", jobJSON),
    ])
  }

  private var delayJSON: JSONValue {
    guard let delays else { return .null }
    return .object([
      ("p10", .integer(delays.p10)), ("median", .integer(delays.median)),
      ("p90", .integer(delays.p90)),
      (
        "classes",
        .array(
          zip(Delays.classNames, delays.classes).map {
            .object([("days_late", .text($0)), ("payments", .integer($1))])
          })
      ),
    ])
  }

  private var jobJSON: JSONValue {
    guard let nextJob else { return .null }
    return .object([
      ("amount", .text(nextJob.amount.plain)), ("currency", .text(nextJob.amount.currency.code)),
      ("terms_days", .integer(nextJob.termDays)), ("days_late", .integer(nextJob.daysLate)),
      ("cost_of_waiting", .text(nextJob.costOfWaiting.plain)),
      ("chance_of_loss", .text(thousandths(nextJob.chanceOfLoss))),
    ])
  }

  private static func json(_ amounts: [Money]) -> JSONValue {
    .array(
      amounts.map {
        .object([("currency", .text($0.currency.code)), ("amount", .text($0.plain))])
      })
  }
}

extension ClientBehaviour.Delays {
  /// `early`, `0`, `1–7` … `over 90`.
  static let classNames: [String] = {
    var names = ["early", "on the day"]
    for (before, end) in zip(classEnds.dropFirst(), classEnds.dropFirst(2)) {
      names.append("\(before + 1)–\(end)")
    }
    return names + ["over \(classEnds.last ?? 0)"]
  }()
}

extension CollectionFigures {
  var json: JSONValue {
    func tenth(_ value: Double?) -> JSONValue { value.map { .text(tenths($0)) } ?? .null }
    return .object([
      ("currency", .text(currency.code)), ("window_days", .integer(Self.windowDays)),
      ("invoiced", .text(sales.plain)), ("owed", .text(receivables.plain)),
      ("overdue", .text(overdue.plain)), ("dso", tenth(daysSalesOutstanding)),
      ("best_possible_dso", tenth(bestPossible)),
      ("average_days_delinquent", tenth(averageDaysDelinquent)),
      ("collection_effectiveness", effectiveness.map { .text(thousandths($0)) } ?? .null),
    ])
  }
}
