package import Domain

/// Bank lines that are set against no invoice, and what each may be for.
package struct MatchReport: Report {
  private let lines: [UnmatchedLine]
  /// The text shows the newest of them.
  private let listedMax: Int

  package init(_ lines: [UnmatchedLine], listedMax: Int = 40) {
    self.lines = lines
    self.listedMax = listedMax
  }

  package var text: String {
    guard !lines.isEmpty else { return UnmatchedReport([]).text }
    let listed = lines.suffix(listedMax)
    let more = lines.count - listed.count
    var text = UnmatchedReport(listed.map(\.line)).text + "\n"
    for line in listed {
      for sentence in Self.sentences(line) { text += wrapped(sentence) }
    }
    if more > 0 { text += "… and \(more) older ones; --format csv or json lists them.\n" }
    return text + "`dunlin match LINE INVOICE…` says what a line pays.\n"
  }

  private static func sentences(_ line: UnmatchedLine) -> [String] {
    let number = line.line.id.map { "\($0.rawValue)" } ?? ""
    let account = line.onAccountOf.map { "on account of \($0.printable)" }
    guard !line.proposals.isEmpty else {
      return ["\(number): \(account ?? "nothing speaks for any invoice")."]
    }
    let first = account.map { ["\(number): \($0)."] } ?? []
    return first + line.proposals.map { "\(number): perhaps \($0.sentence)." }
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
      proposal?.invoices.map(\.text).joined(separator: " ") ?? "", proposal?.clientName ?? "",
      proposal?.open.plain ?? "", proposal?.evidenceText ?? "",
    ]
    return csvLine(fields)
  }

  /// `{"lines": [{line, booked, amount, currency, counterparty, account, references, text,
  /// on_account_of, proposals: [{client, invoices, open, evidence}]}]}`
  package var json: JSONValue? {
    .object([("lines", .array(lines.map(Self.object)))])
  }

  private static func object(_ line: UnmatchedLine) -> JSONValue {
    let movement = line.line
    return .object([
      ("line", movement.id.map { .integer(Int($0.rawValue)) } ?? .null),
      ("booked", .text(movement.booked.description)), ("amount", .text(movement.amount.plain)),
      ("currency", .text(movement.amount.currency.code)),
      ("counterparty", .text(movement.counterparty)),
      ("account", .text(movement.counterpartyAccount)),
      ("references", .array(movement.references.map { .text($0) })),
      ("text", .text(movement.text)),
      ("on_account_of", line.onAccountOf.map { .text($0) } ?? .null),
      ("proposals", .array(line.proposals.map(\.object))),
    ])
  }
}

extension MatchProposal {
  fileprivate var sentence: String {
    let numbers = invoices.map(\.text).joined(separator: ", ").printable
    return "\(numbers) of \(clientName.printable) (\(open.withCode) open): \(evidenceText)"
  }

  fileprivate var evidenceText: String {
    evidence.map { $0.sentence(invoices: invoices.count) }.joined(separator: "; ")
  }

  fileprivate var object: JSONValue {
    .object([
      ("client", .text(clientName)), ("invoices", .array(invoices.map { .text($0.text) })),
      ("open", .text(open.plain)),
      ("evidence", .array(evidence.map { .text($0.sentence(invoices: invoices.count)) })),
    ])
  }
}

extension MatchEvidence {
  /// A phrase for people; `invoices` says of how many the proposal is.
  func sentence(invoices: Int) -> String {
    let open = invoices == 1 ? "what is open" : "the sum of what is open"
    return switch self {
    case .named(let number): "the text names \(number.text.printable)"
    case .lastDigits(let number): "the text has the last digits of \(number.text.printable)"
    case .accountPaid(let number?): "the payer's account paid \(number.text.printable) before"
    case .accountPaid(nil): "the payer's account paid for this client before"
    case .payerName: "the payer has the client's name"
    case .similarName: "the payer's name is like the client's"
    case .exactAmount: "the amount is exactly \(open)"
    case .sumOfOpen(let count): "the amount is the sum of \(count) open invoices"
    case .discountInTime(let missing):
      "the amount is \(open) less the discount of \(missing.withCode), in time"
    case .discountLate(let missing, let days):
      "the amount is \(open) less the discount of \(missing.withCode), "
        + "\(counted(days, "day")) too late"
    case .feeMissing(let missing):
      "\(missing.withCode) less than \(open), perhaps a bank's fee"
    case .otherPayer(let name): "but the payer is known as \(name.printable)"
    }
  }
}
