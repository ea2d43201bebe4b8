package import Domain

/// How each client pays, and what it owes.
package struct ClientsReport: Report {
  private let rows: [Row]

  private struct Row {
    var client: Client
    var paid: Int
    var latePercent: Int?
    var medianDaysLate: Int?
    var open: [Money]
    var overdueDaysMost: Int
  }

  /// Days late are those of paid invoices, after the due date; early ones count as below zero.
  /// `only` leaves out all other clients.
  package init(_ receivables: Receivables, history: PayHistory, only: ID<Client>? = nil) {
    let paid = Dictionary(grouping: history.entries.filter { $0.settled != nil }, by: \.client)
    let open = Dictionary(grouping: receivables.items, by: \.client)
    rows = receivables.clients.values
      .filter { only == nil ? paid[$0.id] != nil || open[$0.id] != nil : $0.id == only }
      .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
      .map { client in
        let delays = (paid[client.id] ?? []).compactMap { entry in
          entry.settled.map { $0 - entry.dueDate }
        }.sorted()
        let items = open[client.id] ?? []
        let currencies = Set(items.map(\.open.currency)).sorted()
        return Row(
          client: client, paid: delays.count,
          latePercent: delays.isEmpty
            ? nil : (delays.count { $0 > 0 } * 100).divided(by: delays.count, .halfAwayFromZero),
          medianDaysLate: delays.isEmpty ? nil : delays[delays.count / 2],
          open: currencies.map { currency in
            items.map(\.open).filter { $0.currency == currency }.sum(currency)
          },
          overdueDaysMost: items.map { $0.daysOverdue(on: receivables.asOf) }.max() ?? 0)
      }
  }

  /// A client that pays late, for other pages.
  struct Late {
    var name: String
    var paid: Int
    var latePercent: Int
    var medianDaysLate: Int
  }

  /// Clients whose median payment is late, the latest first.
  func latest(_ count: Int) -> [Late] {
    rows.compactMap { row in
      guard let percent = row.latePercent, let median = row.medianDaysLate, median > 0 else {
        return nil
      }
      return Late(
        name: row.client.name.printable, paid: row.paid, latePercent: percent,
        medianDaysLate: median)
    }.sorted { ($1.medianDaysLate, $0.name) < ($0.medianDaysLate, $1.name) }
      .prefix(count).map { $0 }
  }

  package var text: String {
    guard !rows.isEmpty else { return "No clients yet.\n" }
    var table = TextTable([
      .soft("client"), .right("paid"), .right("late"), .right("days"), .right("open"),
      .right("overdue"),
    ])
    for row in rows {
      table.add([
        row.client.name.printable, "\(row.paid)", row.latePercent.map { "\($0)%" } ?? "·",
        row.medianDaysLate.map { $0 > 0 ? "+\($0)" : "\($0)" } ?? "·",
        row.open.isEmpty ? "·" : row.open.map(\.withCode).joined(separator: ", "),
        row.overdueDaysMost > 0 ? counted(row.overdueDaysMost, "day") : "·",
      ])
    }
    return table.text
  }

  package var csv: String? {
    csvLine([
      "client_id", "client", "invoices_paid", "late_percent", "median_days_late",
      "most_days_overdue",
    ])
      + rows.map { row in
        csvLine([
          row.client.externalID, row.client.name, "\(row.paid)",
          row.latePercent.map { "\($0)" } ?? "", row.medianDaysLate.map { "\($0)" } ?? "",
          "\(max(0, row.overdueDaysMost))",
        ])
      }.joined()
  }
}
