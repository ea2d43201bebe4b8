package import Domain
package import Forecasting

/// How each client pays, what it owes, and what to do about it; and how fast the business collects.
package struct ClientsReport: Report {
  private let clients: [ClientBehaviour]
  private let figures: [CollectionFigures]
  private let waiting: BasisPoints

  /// `waiting` is what money costs a year, by which the next jobs' costs were reckoned.
  package init(
    _ clients: [ClientBehaviour], figures: [CollectionFigures] = [], waiting: BasisPoints
  ) {
    self.clients = clients
    self.figures = figures
    self.waiting = waiting
  }

  /// Clients whose median payment is late, the latest first, for other pages.
  func latest(_ count: Int) -> [ClientBehaviour] {
    clients.filter { ($0.delays?.median ?? 0) > 0 }
      .sorted {
        ($1.delays?.median ?? 0, $0.client.name, $0.client.id)
          < ($0.delays?.median ?? 0, $1.client.name, $1.client.id)
      }
      .prefix(count).map { $0 }
  }

  /// A sentence for each client that needs more than patience, the worst grade first.
  var warnings: [String] {
    clients.filter { $0.rating.recommendation != .keep }
      .sorted { ($1.rating.grade, $0.client.name) < ($0.rating.grade, $1.client.name) }
      .map { behaviour in
        let job = behaviour.nextJob.flatMap { $0.daysLate > 0 ? ", " + $0.warning : nil } ?? ""
        return "\(behaviour.client.name.printable): \(behaviour.rating.recommendation.words)"
          + " (\(behaviour.rating.sentence)\(job))"
      }
  }

  package var text: String {
    guard !clients.isEmpty else { return "No clients yet.\n" }
    var table = TextTable([
      .soft("client"), .left("grade"), .right("paid"), .right("late"), .right("days"),
      .left("trend"), .right("open"), .left("do"),
    ])
    for behaviour in clients {
      table.add([
        behaviour.client.name.printable, behaviour.rating.grade.letter,
        "\(behaviour.delays?.count ?? 0)", behaviour.shareLate.map(percentText) ?? "·",
        behaviour.delays.map { signed($0.median) } ?? "·", behaviour.trend.word,
        behaviour.open.isEmpty ? "·" : behaviour.open.map(\.withCode).joined(separator: ", "),
        behaviour.rating.recommendation.words,
      ])
    }
    let warnings = warnings.map { wrapped("- " + $0) }.joined()
    return table.text
      + wrapped(
        "Grade A pays when due, E worst. Days: the median after the due date. Waiting is reckoned "
          + "at \(waiting)% a year.")
      + (warnings.isEmpty ? "" : "\n" + warnings) + figureText
  }

  private var figureText: String {
    guard !figures.isEmpty else { return "" }
    var table = TextTable([
      .left("last \(CollectionFigures.windowDays) days"), .right("invoiced"), .right("owed now"),
      .right("DSO"), .right("best DSO"), .right("ADD"), .right("CEI"),
    ])
    for figure in figures {
      table.add([
        figure.currency.code, figure.sales.grouped, figure.receivables.grouped,
        figure.daysSalesOutstanding.map(tenths) ?? "·", figure.bestPossible.map(tenths) ?? "·",
        figure.averageDaysDelinquent.map(tenths) ?? "·",
        figure.effectiveness.map(percentText) ?? "·",
      ])
    }
    return "\n" + table.text
      + wrapped(
        "DSO: days of sales that are owed; best: if nothing were overdue; ADD: days delinquent, "
          + "the difference; CEI: collected of what could be.")
  }

  package var csv: String? {
    csvLine([
      "client_id", "client", "invoices_paid", "late_percent", "median_days_late",
      "most_days_overdue", "p10_days_late", "p90_days_late", "days_beyond_terms", "trend", "grade",
      "recommendation", "open", "overdue", "next_amount", "next_currency", "next_days_late",
      "cost_of_waiting", "chance_of_loss",
    ])
      + clients.map { behaviour in
        let delays = behaviour.delays
        let job = behaviour.nextJob
        return csvLine([
          behaviour.client.externalID, behaviour.client.name, "\(delays?.count ?? 0)",
          behaviour.shareLate.map { "\(percent($0))" } ?? "", delays.map { "\($0.median)" } ?? "",
          "\(behaviour.overdueDaysMost)", delays.map { "\($0.p10)" } ?? "",
          delays.map { "\($0.p90)" } ?? "", behaviour.daysBeyondTerms.map(tenths) ?? "",
          behaviour.trend.code, behaviour.rating.grade.letter,
          behaviour.rating.recommendation.rawValue,
          behaviour.open.map(\.description).joined(separator: "; "),
          behaviour.overdue.map(\.description).joined(separator: "; "),
          job?.amount.plain ?? "", job?.amount.currency.code ?? "",
          job.map { "\($0.daysLate)" } ?? "",
          job?.costOfWaiting.plain ?? "", job.map { thousandths($0.chanceOfLoss) } ?? "",
        ])
      }.joined()
  }

  package var json: JSONValue? {
    .object([
      ("clients", .array(clients.map(\.json))), ("collection", .array(figures.map(\.json))),
      ("waiting_percent", .text("\(waiting)")),
    ])
  }
}

func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }

func percentText(_ share: Double) -> String { "\(percent(share))%" }

/// Days after the due date: `+12`, `0`, `-3`.
func signed(_ days: Int) -> String { days > 0 ? "+\(days)" : "\(days)" }
