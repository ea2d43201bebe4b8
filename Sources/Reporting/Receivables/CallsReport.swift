package import Domain

/// Whom to call today, what to say, and what was promised before.
package struct CallsReport: Report {
  private let calls: [Call]
  private let day: Day

  package struct Call: Sendable {
    /// What is open, and the date to ask for.
    package var notice: Notice
    /// What to say, a paragraph each.
    package var script: [String]
    /// Oldest first.
    package var promises: [Promise]
    /// The day on which it was put on the list; nil where `chase` has yet to do that.
    package var since: Day?

    package init(notice: Notice, script: [String], promises: [Promise], since: Day?) {
      self.notice = notice
      self.script = script
      self.promises = promises
      self.since = since
    }
  }

  /// Those that wait longest come first, then the larger sums of a currency.
  package init(_ calls: [Call], day: Day) {
    self.day = day
    self.calls = calls.sorted { first, second in
      let since = (first.since ?? day, second.since ?? day)
      if since.0 != since.1 { return since.0 < since.1 }
      let totals = (first.notice.total, second.notice.total)
      if totals.0.currency != totals.1.currency { return totals.0.currency < totals.1.currency }
      return totals.0 == totals.1
        ? first.notice.client.name < second.notice.client.name : totals.0 > totals.1
    }
  }

  package var text: String {
    guard !calls.isEmpty else { return "No calls are due on \(day).\n" }
    return heading("Calls for \(day)") + calls.map(text).joined(separator: "\n")
      + "\n"
      + wrapped(
        "Note what comes of a call: `dunlin record promise`, `dispute`, `plan` or `hold` takes it "
          + "off this list.")
  }

  private func text(_ call: Call) -> String {
    let notice = call.notice
    let contact = notice.client.contact
    let person = [contact.person, contact.phone.isEmpty ? "no phone number known" : contact.phone]
      .filter { !$0.isEmpty }.joined(separator: ", ")
    var text = "\(notice.client.name.printable): \(person.printable)\n"
    var table = TextTable([
      .soft("  invoice"), .left("due"), .right("days late"), .right("open"),
    ])
    for line in notice.lines {
      table.add([
        "  " + line.item.number.text.printable, line.item.due.day.description,
        "\(line.daysOverdue)", line.item.open.withCode,
      ])
    }
    text += table.text
    let charges = notice.lines.map(\.charges).sum(notice.currency)
    if charges.isPositive { text += "  With \(charges.withCode) of interest and fees.\n" }
    for credit in notice.credits { text += "  Less \(credit.amount.withCode) on account.\n" }
    text += "  To ask for: \(notice.total.withCode) by \(notice.payBy)"
    text += (call.since.map { $0 < day ? "; on the list since \($0)" : "" } ?? "") + ".\n"
    for promise in call.promises { text += "  Promised: \(sentence(promise)).\n" }
    for paragraph in call.script { text += "\n" + indented(paragraph) }
    return text
  }

  private func sentence(_ promise: Promise) -> String {
    let what = promise.amount?.withCode ?? promise.invoice?.text.printable ?? "all of it"
    return "on \(promise.day), \(what) by \(promise.until): \(promise.outcome.rawValue)"
  }

  private func indented(_ paragraph: String) -> String {
    wrapped(paragraph.printable, columns: TextTable.widthMax - 4).split(separator: "\n")
      .map { "    " + $0.drop { $0 == " " } + "\n" }.joined()
  }

  package var csv: String? {
    csvLine([
      "client_id", "client", "person", "phone", "currency", "total", "pay_by", "days_overdue",
      "invoices", "promises_kept", "promises_broken", "last_promise", "since",
    ])
      + calls.map { call in
        let notice = call.notice
        func count(_ outcome: Promise.Outcome) -> String {
          "\(call.promises.count { $0.outcome == outcome })"
        }
        return csvLine([
          notice.client.externalID, notice.client.name, notice.client.contact.person,
          notice.client.contact.phone, notice.currency.code, notice.total.plain,
          notice.payBy.description, "\(notice.lines.map(\.daysOverdue).max() ?? 0)",
          notice.lines.map(\.item.number.text).joined(separator: " "), count(.kept),
          count(.broken), call.promises.last?.until.description ?? "",
          (call.since ?? day).description,
        ])
      }.joined()
  }

  package var json: JSONValue? {
    .object([("calls", .array(calls.map(json)))])
  }

  private func json(_ call: Call) -> JSONValue {
    let notice = call.notice
    return .object([
      ("client", .text(notice.client.externalID)), ("name", .text(notice.client.name)),
      ("person", .text(notice.client.contact.person)),
      ("phone", .text(notice.client.contact.phone)), ("currency", .text(notice.currency.code)),
      ("total", .text(notice.total.plain)), ("pay_by", .text(notice.payBy.description)),
      (
        "invoices",
        .array(
          notice.lines.map { line in
            .object([
              ("number", .text(line.item.number.text)), ("open", .text(line.item.open.plain)),
              ("due", .text(line.item.due.day.description)),
              ("days_overdue", .integer(line.daysOverdue)),
            ])
          })
      ),
      (
        "promises",
        .array(
          call.promises.map { promise in
            .object([
              ("day", .text(promise.day.description)), ("by", .text(promise.until.description)),
              ("amount", promise.amount.map { .text($0.plain) } ?? .null),
              ("invoice", promise.invoice.map { .text($0.text) } ?? .null),
              ("outcome", .text(promise.outcome.rawValue)),
            ])
          })
      ),
      ("script", .array(call.script.map { .text($0) })),
      ("since", .text((call.since ?? day).description)),
    ])
  }
}
