package import Chasing
package import Domain

/// Today's notices, and why everything else is left alone.
package struct ChaseReport: Report {
  let plan: ChasePlan
  let day: Day
  /// Of each notice of the plan, in its order.
  let files: [[String]]
  let clients: [ID<Client>: Client]
  let thanks: [ThanksGiven]
  /// Whether letters were only planned.
  let isDryRun: Bool

  /// A thank-you letter that was written, or would be.
  package struct ThanksGiven: Sendable {
    package var client: Client
    package var amount: Money
    package var invoices: [InvoiceNumber]
    package var isFirst: Bool
    package var files: [String] = []

    package init(client: Client, amount: Money, invoices: [InvoiceNumber], isFirst: Bool) {
      self.client = client
      self.amount = amount
      self.invoices = invoices
      self.isFirst = isFirst
    }
  }

  package init(
    _ plan: ChasePlan, day: Day, files: [[String]], clients: [ID<Client>: Client],
    thanks: [ThanksGiven] = [], isDryRun: Bool
  ) {
    precondition(files.count == plan.notices.count, "files of \(files.count) notices")
    self.plan = plan
    self.day = day
    self.files = files
    self.clients = clients
    self.thanks = thanks
    self.isDryRun = isDryRun
  }

  package var text: String {
    (plan.notices.isEmpty ? "No notices are due.\n" : noticeTable) + thanksText + "\n"
      + skippedText
  }

  private var thanksText: String {
    guard !thanks.isEmpty else { return "" }
    let names = thanks.map {
      "\($0.client.name.printable) (\($0.amount.withCode)\($0.isFirst ? ", a first invoice" : ""))"
    }
    let verb = isDryRun ? "would be thanked" : "thanked"
    return wrapped("For paying \(verb): \(names.joined(separator: "; ")).")
  }

  private var noticeTable: String {
    var table = TextTable([
      .soft("client"), .left("notice"), .right("inv."), .right("overdue"), .right("total"),
      .left("pay by"), .left("by"),
    ])
    for notice in plan.notices {
      table.add([
        notice.client.name.printable, "\(notice.level) \(notice.stage)", "\(notice.lines.count)",
        Self.lateness(notice.lines.map(\.daysOverdue).max() ?? 0), notice.total.withCode,
        notice.payBy.description, "\(notice.channel.rawValue), \(notice.language)",
      ])
    }
    let verb = isDryRun ? "would be written" : "written"
    let calls = plan.notices.count { $0.channel == .phone }
    return table.text + counted(plan.notices.count, "letter") + " \(verb).\n"
      + (calls == 0 ? "" : "\(counted(calls, "call")) to make: `chase --calls` lists them.\n")
  }

  private static func lateness(_ days: Int) -> String {
    days > 0 ? counted(days, "day") : days == 0 ? "today" : "in \(-days)"
  }

  /// Reasons that need no action are only counted; the others name their invoices.
  /// What a run says on top: money that waits for a person keeps reminders away.
  var waitingText: String {
    var lines: [ID<BankLine>: Money] = [:]
    let held = plan.skipped.filter { entry in
      guard case .moneyWaits(let money) = entry.reason else { return false }
      lines[money.line] = money.amount
      return true
    }
    guard !held.isEmpty else { return "" }
    let numbers = lines.keys.map(\.rawValue).sorted().map { "\($0)" }.joined(separator: ", ")
    return wrapped(
      "Waiting for you: \(counted(lines.count, "payment")) (\(lines.count == 1 ? "line" : "lines") "
        + "\(numbers)) may be for \(counted(held.count, "overdue invoice")); no reminder goes out for "
        + "\(held.count == 1 ? "it" : "them") until you settle it: `dunlin match`.")
  }

  private var skippedText: String {
    guard !plan.skipped.isEmpty else { return "" }
    let waiting = plan.skipped.filter { $0.reason.code == "not-due-yet" }
    let others = plan.skipped.filter { $0.reason.code != "not-due-yet" }
    var text = ""
    if !others.isEmpty {
      var table = TextTable([
        .left("left alone"), .soft("client"), .right("open"), .left("why"),
      ])
      let rows = Self.rows(of: others)
      for row in rows.prefix(Self.listedMax) {
        guard let first = row.first else { continue }
        table.add([
          row.count == 1 ? first.item.number.text.printable : "\(row.count) invoices",
          clients[first.item.client]?.name.printable ?? "",
          row.map(\.item.open).sum(first.item.open.currency).withCode, first.reason.short,
        ])
      }
      text += table.text
      let rest = rows.dropFirst(Self.listedMax).map(\.count).reduce(0, +)
      if rest > 0 { text += "… and \(rest) more; `chase --format json` lists them all.\n" }
    }
    text += finishedText
    if !waiting.isEmpty {
      text += "\(counted(waiting.count, "invoice")) not due yet.\n"
    }
    return text
  }

  /// An invoice a row; many of a client that are left alone for the same reason share one.
  private static func rows(of entries: [ChasePlan.Skipped]) -> [ArraySlice<ChasePlan.Skipped>] {
    struct Key: Equatable {
      let client: ID<Client>
      let currency: Currency
      let reason: String
    }
    return entries.runs(of: { entry in
      Key(
        client: entry.item.client, currency: entry.item.open.currency, reason: entry.reason.short)
    }).flatMap { run in
      run.places.count > rowsMax
        ? [entries[run.places]] : run.places.map { entries[$0...$0] }
    }
  }

  private static let rowsMax = 4

  /// What is past its last letter, client by client, for a person to decide on.
  private var finishedText: String {
    let finished = plan.skipped.filter { $0.reason.code == "all-stages-sent" }
    guard !finished.isEmpty else { return "" }
    let names = Set(finished.compactMap { clients[$0.item.client]?.name.printable }).sorted()
    return wrapped(
      "Past their last letter, for you to decide: \(names.prefix(6).joined(separator: "; "))"
        + (names.count > 6 ? "; and \(names.count - 6) more" : "")
        + ". Call them, `record stop` their credit, or hand the claim on with `history CLIENT "
        + "--bundle FILE.zip`.")
  }

  private static let listedMax = 40

  package var json: JSONValue? {
    .object(
      [
        ("notices", .list(plan.notices.count) { notice(plan.notices[$0], files[$0]) }),
        ("skipped", .list(plan.skipped.count) { skipped(plan.skipped[$0]) }),
      ] + (thanks.isEmpty ? [] : [("thanks", .array(thanks.map(json)))]))
  }

  /// A row for each invoice of a notice; `total` and `files` are those of the whole notice.
  package var csv: String? {
    csvLine([
      "client_id", "level", "stage", "invoice_id", "currency", "open", "days_overdue", "interest",
      "fee", "total", "pay_by", "language", "channel", "state", "files",
    ])
      + zip(plan.notices, files).map { notice, files in
        notice.lines.map { line in
          csvLine([
            notice.client.externalID, "\(notice.level)", "\(notice.stage)",
            line.item.number.text, notice.currency.code, line.item.open.plain,
            "\(line.daysOverdue)", line.interest.plain, line.fee.plain, notice.total.plain,
            notice.payBy.description, notice.language, notice.channel.rawValue, state,
            files.joined(separator: " | "),
          ])
        }.joined()
      }.joined()
  }

  private var state: String { isDryRun ? "planned" : "written" }

  private func json(_ thanks: ThanksGiven) -> JSONValue {
    .object([
      ("client", .text(thanks.client.externalID)),
      ("currency", .text(thanks.amount.currency.code)), ("amount", .text(thanks.amount.plain)),
      ("invoices", .array(thanks.invoices.map { .text($0.text) })),
      ("is_first", .bool(thanks.isFirst)), ("files", .array(thanks.files.map { .text($0) })),
    ])
  }

  private func skipped(_ entry: ChasePlan.Skipped) -> JSONValue {
    .object([
      ("invoice", .text(entry.item.number.text)), ("reason", .text(entry.reason.code)),
      ("detail", .text(entry.reason.sentence)),
    ])
  }

  private func notice(_ notice: Notice, _ files: [String]) -> JSONValue {
    .object([
      ("client", .text(notice.client.externalID)), ("level", .integer(notice.level)),
      ("currency", .text(notice.currency.code)), ("total", .text(notice.total.plain)),
      (
        "invoices",
        .array(
          notice.lines.map { line in
            .object([
              ("number", .text(line.item.number.text)), ("open", .text(line.item.open.plain)),
              ("days_overdue", .integer(line.daysOverdue)),
              ("interest", .text(line.interest.plain)), ("fee", .text(line.fee.plain)),
            ])
          })
      ),
      ("language", .text(notice.language)), ("channel", .text(notice.channel.rawValue)),
      ("pay_by", .text(notice.payBy.description)),
      ("files", .array(files.map { .text($0) })),
      ("state", .text(state)),
    ])
  }
}

extension SkipReason {
  /// A few words for a narrow column.
  var short: String {
    switch self {
    case .notDueYet(let first): "not due; from \(first)"
    case .graceDays(let next): "grace days to \(next)"
    case .alreadyReminded(let day, _, _): "reminded \(day)"
    case .payByRunning(let day): "to pay by \(day)"
    case .ladderFinished(let day): "last notice \(day)"
    case .disputed(let since): "disputed \(since)"
    case .promised(let day): "promised by \(day)"
    case .awaitingBankData(let due, _): "due \(due), bank behind"
    case .onHold(let until): "on hold to \(until)"
    case .directDebit: "direct debit"
    case .debitMissing(let due): "no debit since \(due)"
    case .insolvent(let since): "insolvent \(since)"
    case .financed(let since): "financed \(since)"
    case .clientStopped: "stopped in settings"
    case .timeBarred: "barred by time: decide"
    case .moneyWaits(let money): "paid? match \(money.line.rawValue)"
    case .coveredByCredit: "covered by credit"
    case .belowMinimum: "too small to chase"
    case .quietPeriod(_, let next): "quiet until \(next)"
    case .nonBusinessDay(let next): "holiday; on \(next)"
    case .paymentPlan(let next): "instalment \(next)"
    case .beforeStart(let start): "due before \(start)"
    case .staleBankData(let last): "bank to \(last)"
    case .partMissed: "part missed: call"
    case .rateMissing: "rate missing"
    }
  }
}
