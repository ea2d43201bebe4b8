package import Domain

extension FileContents {
  /// What no file may lead to, however damaged it is: sentences, none where all is well.
  package var flaws: [String] {
    var flaws: [String] = []
    for fault in faults {
      if fault.line < 0 { flaws.append("a fault before the first line") }
      if fault.message.isEmpty || fault.remedy.isEmpty { flaws.append("a fault without words") }
      if fault.excerpt.count > 60 { flaws.append("an excerpt of \(fault.excerpt.count)") }
      if fault.excerpt.printable != fault.excerpt { flaws.append("an excerpt that is not plain") }
    }
    for invoice in records.map(\.invoice) {
      if invoice.number.text.isEmpty { flaws.append("an invoice without a number") }
      if !Self.isBounded(invoice.payable) { flaws.append("a payable beyond all bounds") }
      if !Day.years.contains(invoice.issueDate.year) { flaws.append("a year of another age") }
    }
    for line in statements.flatMap(\.lines) {
      if !Self.isBounded(line.amount) { flaws.append("a movement beyond all bounds") }
      if line.account.isEmpty { flaws.append("a movement of no account") }
    }
    let isRefused = faults.contains { $0.gravity == .refused }
    if !refusals.isEmpty && !isRefused { flaws.append("a refused document without a fault") }
    return flaws
  }

  /// Whether there is nothing at all to say of the file.
  package var isSilent: Bool { records.isEmpty && statements.isEmpty && faults.isEmpty }

  private static func isBounded(_ money: Money) -> Bool {
    money.minorUnits.magnitude <= Money.limit.magnitude
  }
}
