package import Domain

/// Bank lines that wait for a person, and what each may be for.
package struct MatchReport: Report {
  private let lines: [UnmatchedLine]
  /// The text shows so many of them.
  private let listedMax: Int

  /// The lines in the order in which they are shown.
  package init(_ lines: [UnmatchedLine], listedMax: Int = 40) {
    self.lines = lines
    self.listedMax = listedMax
  }

  package var text: String {
    let received = lines.filter { $0.line.amount.isPositive }
    let sent = lines.filter { $0.line.amount.isNegative }
    guard !lines.isEmpty else { return UnmatchedReport([]).text }
    var text = received.isEmpty ? UnmatchedReport([]).text : section(received)
    if !sent.isEmpty {
      text += "\nMoney out to clients or for their invoices that nothing explains:\n"
      text += section(sent)
    }
    let accepted = received.count { $0.acceptable != nil }
    if accepted > 0 {
      text += wrapped(
        "`dunlin match --accept` books \(accepted == 1 ? "the line" : "the \(accepted) lines") with "
          + "one candidate whose sum fits and whose name or number speaks for it.")
    }
    return text + "`dunlin match LINE --not-ours` says that a line is for no invoice.\n"
  }

  private func section(_ lines: [UnmatchedLine]) -> String {
    let listed = lines.prefix(listedMax)
    let more = lines.count - listed.count
    var text = UnmatchedReport(listed.map(\.line)).text + "\n"
    for line in listed {
      for sentence in Self.sentences(line) { text += wrapped(sentence) }
    }
    if more > 0 { text += "… and \(more) smaller ones; --format csv or json lists them.\n" }
    return text
  }

  private static func sentences(_ line: UnmatchedLine) -> [String] {
    let number = line.line.id.map { "\($0.rawValue)" } ?? ""
    let account = line.onAccountOf.map { "on account of \($0.printable)" }
    guard !line.proposals.isEmpty else {
      guard line.line.amount.isPositive else {
        return [
          "\(number): if it gives back a payment, `dunlin match \(number) INVOICE` opens the invoice "
            + "again."
        ]
      }
      return ["\(number): \(account ?? "nothing speaks for any invoice")."]
    }
    let first = account.map { ["\(number): \($0)."] } ?? []
    return first
      + line.proposals.map {
        "\(number): perhaps \($0.sentence): `\($0.command(for: line.line))`."
      }
  }

  package var csv: String? {
    csvLine([
      "booked", "amount", "currency", "counterparty", "references", "text", "line",
      "on_account_of", "proposal", "client", "open", "evidence",
    ])
      + lines.flatMap { line in
        (line.proposals.isEmpty ? [nil] : line.proposals.map { $0 }).map { row(line, $0) }
      }.joined()
  }

  private func row(_ line: UnmatchedLine, _ proposal: MatchProposal?) -> String {
    let movement = line.line
    var fields = [
      movement.booked.description, movement.amount.plain, movement.amount.currency.code,
      movement.counterparty, movement.references.joined(separator: " "), movement.text,
      movement.id.map { "\($0.rawValue)" } ?? "", line.onAccountOf ?? "",
    ]
    fields += [
      proposal?.invoices.map(\.text).joined(separator: " ") ?? "",
      proposal?.clientNames.joined(separator: "; ") ?? "",
      proposal?.open.plain ?? "", proposal?.evidenceText ?? "",
    ]
    return csvLine(fields)
  }

  /// `{"lines": [{line, direction, booked, amount, currency, counterparty, account, references,
  /// text, on_account_of, proposals: [{client, invoices, open, currency, evidence, command,
  /// acceptable}]}]}`
  package var json: JSONValue? {
    .object([("lines", .array(lines.map(Self.object)))])
  }

  private static func object(_ line: UnmatchedLine) -> JSONValue {
    let movement = line.line
    return .object([
      ("line", movement.id.map { .integer(Int($0.rawValue)) } ?? .null),
      ("direction", .text(movement.amount.isPositive ? "in" : "out")),
      ("booked", .text(movement.booked.description)), ("amount", .text(movement.amount.plain)),
      ("currency", .text(movement.amount.currency.code)),
      ("counterparty", .text(movement.counterparty)),
      ("account", .text(movement.counterpartyAccount)),
      ("references", .array(movement.references.map { .text($0) })),
      ("text", .text(movement.text)),
      ("on_account_of", line.onAccountOf.map { .text($0) } ?? .null),
      (
        "proposals",
        .array(line.proposals.map { $0.object(for: movement, line.acceptable == $0) })
      ),
    ])
  }
}

extension MatchProposal {
  fileprivate var sentence: String {
    let numbers = invoices.map(\.text).joined(separator: ", ").printable
    let names = clientNames.joined(separator: " and ").printable
    return "\(numbers) of \(names) (\(open.withCode) open): \(evidenceText)"
  }

  /// What settles the line so.
  fileprivate func command(for line: BankLine) -> String {
    let isShared = clientNames.count > 1
    let targets = parts.map { part in
      part.invoice.text.printable + (isShared ? "=\(part.open.plain)" : "")
    }
    let number = line.id.map { "\($0.rawValue)" } ?? "LINE"
    return "dunlin match \(number) " + targets.joined(separator: " ")
  }

  fileprivate var evidenceText: String {
    evidence.map { $0.sentence(invoices: invoices.count) }.joined(separator: "; ")
  }

  fileprivate func object(for line: BankLine, _ isAcceptable: Bool) -> JSONValue {
    .object([
      ("client", .text(clientNames.joined(separator: "; "))),
      ("invoices", .array(invoices.map { .text($0.text) })),
      ("open", .text(open.plain)), ("currency", .text(open.currency.code)),
      ("evidence", .array(evidence.map { .text($0.sentence(invoices: invoices.count)) })),
      ("command", .text(command(for: line))), ("acceptable", .bool(isAcceptable)),
    ])
  }
}

extension MatchEvidence {
  /// A phrase for people; `invoices` says of how many the proposal is.
  func sentence(invoices: Int) -> String {
    let open = invoices == 1 ? "what is open" : "the sum of what is open"
    return switch self {
    case .named(let number): "the text names \(number.text.printable)"
    case .inRange: "the text gives the first and the last of these numbers"
    case .lastDigits(let number): "the text has the last digits of \(number.text.printable)"
    case .accountPaid(let number?): "the payer's account paid \(number.text.printable) before"
    case .accountPaid(nil): "the payer's account paid for this client before"
    case .payerName: "the payer has the client's name"
    case .nameInText: "the text has the client's name"
    case .similarName: "the payer's name is like the client's"
    case .exactAmount: "the amount is exactly \(open)"
    case .sumOfOpen(let count): "the amount is the sum of \(count) open invoices"
    case .sumOfClients(let count):
      "the amount is the sum of \(count) open invoices of different clients, and of no others"
    case .agreedAmount: "the amount is what the client agreed to pay"
    case .discountInTime(let missing):
      "the amount is \(open) less the discount of \(missing.withCode), in time"
    case .discountLate(let missing, let days):
      "the amount is \(open) less the discount of \(missing.withCode), "
        + "\(counted(days, "day")) too late"
    case .feeMissing(let missing):
      "\(missing.withCode) less than \(open), perhaps a bank's fee"
    case .otherCurrency: "but the invoice is in another currency"
    case .otherPayer(let name): "but the payer is known as \(name.printable)"
    }
  }
}
