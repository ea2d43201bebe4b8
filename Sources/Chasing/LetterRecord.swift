import Domain

/// What is on record about the invoices of one letter: what it tells, and whether the client was
/// heard of at all.
struct LetterRecord {
  /// In the order in which a letter tells them.
  let facts: [RecordedFact]
  let isHeardOf: Bool

  /// What was answered before the first of the invoices was issued is about others.
  init(
    of lines: [Notice.Line], answers: [ClientAnswer], credits: [AccountCredit], day: Day
  ) {
    let first = lines.map(\.item.issueDate).min() ?? day
    let invoices = Set(lines.map(\.item.id))
    let meant = answers.filter { answer in
      answer.day >= first && (answer.invoice.map(invoices.contains) ?? true)
    }
    var facts = lines.compactMap { Self.payment($0.item) }
    var told: Set<RecordedFact> = []
    for answer in meant.sorted(by: { $0.day < $1.day }) {
      let number = lines.first { $0.item.id == answer.invoice }?.item.number
      let fact: RecordedFact? =
        switch answer.kind {
        case .promise(let until, .broken): .promiseBroken(day: answer.day, until: until)
        case .plan(isMissed: true): .planMissed(day: answer.day)
        case .dispute: .objection(number, day: answer.day)
        case .promise, .plan, .note: nil
        }
      if let fact, told.insert(fact).inserted { facts.append(fact) }
    }
    self.facts = facts
    isHeardOf =
      !meant.isEmpty || !facts.isEmpty || credits.contains { $0.creditNote == nil }
  }

  private static func payment(_ item: OpenItem) -> RecordedFact? {
    let paid = item.payments.map(\.amount).sum(item.open.currency)
    guard paid.isPositive else { return nil }
    let came = item.payments.filter(\.amount.isPositive)
    let last = came.allSatisfy(\.isDated) ? came.last?.day : nil
    return .partPaid(item.number, paid, of: item.total, left: item.open, last: last)
  }
}
