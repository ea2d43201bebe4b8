import Domain

/// What may be kept back for paying early: in the grammar of XRechnung, in words, in elements, or
/// the Belgian way.
extension InvoiceReading {
  func readDiscounts(_ terms: PrintedTerms, into read: inout Invoice) {
    guard read.payable.isPositive else { return }
    var found = EarlyPaymentDiscount.skonto(in: read.termsNote, read.currency)
    var isUnclear = terms.hasUnclearDiscount && found.isEmpty
    for discount in terms.discounts {
      guard let day = discount.term.day(read.issueDate), day >= read.issueDate,
        day <= read.issueDate + PrintedTerms.daysMax
      else {
        isUnclear = true
        continue
      }
      found.append(
        EarlyPaymentDiscount(days: day - read.issueDate, rate: BasisPoints(discount.rate)))
    }
    for discount in invoice.paymentTerms.flatMap(\.discounts) {
      if let read = earlyPayment(discount, read) { found.append(read) } else { isUnclear = true }
    }
    if found.isEmpty { found = discountsInNotes(read) }
    if let belgian = conditionalDiscount(read.currency) {
      found = conditional(belgian, on: found, read)
      isUnclear = false
    }
    read.discounts = found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    guard isUnclear else { return }
    report(
      .docDiscount, of: read, at: invoice.paymentTerms.flatMap(\.notes).first,
      "the document offers a discount for paying early that is not understood",
      "Who takes it pays less; the rest stays open until it is written off")
  }

  /// A discount in elements; nil where it lacks its amount or its last day, and nothing where it is
  /// of nothing.
  private func earlyPayment(
    _ discount: SemanticInvoice.Discount, _ read: Invoice
  ) -> EarlyPaymentDiscount? {
    guard let days = days(of: discount, read.issueDate) else { return nil }
    let amount = invoice.decimal(discount.amount).flatMap { Money($0, read.currency) }
    if let percent = invoice.decimal(discount.percent), !percent.isZero {
      guard let rate = BasisPoints(percent: percent), (1...10_000).contains(rate.value) else {
        return nil
      }
      let base = invoice.decimal(discount.base).flatMap { Money($0, read.currency) }
      return EarlyPaymentDiscount(
        days: days, rate: rate, base: base.flatMap { $0.isPositive ? $0 : nil })
    }
    guard let amount, amount.isPositive else { return nil }
    return EarlyPaymentDiscount(days: days, rate: .percent(100), base: amount)
  }

  private func days(of discount: SemanticInvoice.Discount, _ issued: Day) -> Int? {
    let start = discount.start.flatMap(invoice.day) ?? issued
    if let node = discount.duration, let count = Int(tree.text(node)), (0...366).contains(count) {
      switch tree.attribute(node, UBLNames.shared.unitCode)?.collapsed ?? "DAY" {
      case "DAY", "": return start + count - issued
      case "WEE": return start + 7 * count - issued
      case "MON": return (Month(start) + count).day(start.dayOfMonth) - issued
      default: return nil
      }
    }
    guard let last = discount.lastDay.flatMap(invoice.day), last >= issued,
      last <= issued + PrintedTerms.daysMax
    else { return nil }
    return last - issued
  }

  /// Some print the discount in a note of the document.
  private func discountsInNotes(_ read: Invoice) -> [EarlyPaymentDiscount] {
    invoice.notes.flatMap { node -> [EarlyPaymentDiscount] in
      let text = tree.text(node)
      guard text.contains("%") || text.contains("#") else { return [] }
      let inGrammar = EarlyPaymentDiscount.skonto(in: text, read.currency)
      guard inGrammar.isEmpty else { return inGrammar }
      return knownTerms.terms(text).discounts.compactMap { discount in
        guard let day = discount.term.day(read.issueDate), day >= read.issueDate,
          day <= read.issueDate + PrintedTerms.daysMax
        else { return nil }
        return EarlyPaymentDiscount(days: day - read.issueDate, rate: BasisPoints(discount.rate))
      }
    }
  }

  /// VAT is reckoned on the price less the discount, as Belgian law has it: an allowance with VAT,
  /// and an exempt charge of the same amount that takes it back for who pays late.
  private func conditionalDiscount(_ currency: Currency) -> Money? {
    let charges = invoice.allowances.filter { $0.isCharge && invoice.text($0.category) == "E" }
    for charge in charges {
      guard let amount = invoice.decimal(charge.amount), !amount.isZero, !amount.isNegative,
        invoice.allowances.contains(where: { other in
          !other.isCharge && invoice.text(other.category) != "E"
            && invoice.decimal(other.amount) == amount
        })
      else { continue }
      return Money(amount, currency)
    }
    // Several rates of VAT have an allowance each.
    guard charges.count == 1, let whole = invoice.decimal(charges[0].amount), !whole.isZero else {
      return nil
    }
    let taxed = invoice.allowances.filter { !$0.isCharge && invoice.text($0.category) != "E" }
    let sum = taxed.reduce(ExactDecimal.zero as ExactDecimal?) { sum, allowance in
      invoice.decimal(allowance.amount).flatMap { sum?.adding($0) }
    }
    return sum == whole && taxed.count > 1 ? Money(whole, currency) : nil
  }

  /// The amount is that of the allowance, whatever a percentage beside it would give; the days are
  /// those of the terms, else until the due date, of which a person should know.
  private func conditional(
    _ amount: Money, on terms: [EarlyPaymentDiscount], _ read: Invoice
  ) -> [EarlyPaymentDiscount] {
    if let days = terms.map(\.days).max() {
      return [EarlyPaymentDiscount(days: days, rate: .percent(100), base: amount)]
    }
    let days = read.due.map { $0.day - read.issueDate } ?? business.termDays
    report(
      .docDiscount, of: read, at: nil,
      "the document offers a conditional discount of \(amount.plain) and does not say until when",
      "It is granted to who pays by the due date; check the printed terms")
    return [EarlyPaymentDiscount(days: max(0, days), rate: .percent(100), base: amount)]
  }
}
