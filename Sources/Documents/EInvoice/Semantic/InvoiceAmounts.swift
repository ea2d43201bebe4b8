import Domain

/// What is to be paid or credited, and whether the totals agree.
extension InvoiceReading {
  /// The currency that stands beside an amount.
  func ownCurrency(_ node: XMLTree.Node) -> String? {
    tree.attribute(node, UBLNames.shared.currencyID)?.collapsed
  }

  func payable() -> (booked: Money, printed: String)? {
    guard let node = invoice.payable else {
      report(
        .docPayable, at: invoice.totals,
        "the document states no amount to pay (\(invoice.words.payable))",
        "Ask the sender for a corrected document")
      return nil
    }
    let own = ownCurrency(node) ?? ""
    let named = invoice.text(invoice.currency)
    guard let currency = Currency(code: named.isEmpty ? own : named) else {
      report(
        .docCurrencyCode, at: invoice.currency ?? node,
        "the document's currency is no code of ISO 4217", "Ask the sender for a corrected document")
      return nil
    }
    guard own.isEmpty || own == currency.code else {
      report(
        .docCurrency, at: node,
        "the payable amount is in \(Fault.excerpt(own)), the document in \(currency)",
        "Ask the sender for a corrected document")
      return nil
    }
    let printed: ExactDecimal
    do {
      printed = try ExactDecimal(parsing: tree.trimmed(node))
    } catch .notANumber {
      report(
        .docAmount, at: node, "the payable amount is not a decimal number such as 1234.50",
        "Ask the sender for a corrected document")
      return nil
    } catch {
      report(.docAmountRange, at: node, Self.outOfRange, "Ask the sender for a corrected document")
      return nil
    }
    guard let booked = Money(printed, currency) else {
      report(.docAmountRange, at: node, Self.outOfRange, "Ask the sender for a corrected document")
      return nil
    }
    if !printed.fits(scale: currency.decimals) {
      report(
        .docPrecision, at: node,
        "the payable amount is finer than \(currency) allows; it was booked as \(booked.plain)",
        "Ask the sender to round amounts to pay")
    }
    return (booked, tree.text(node))
  }

  private static let outOfRange = "the payable amount is larger than any ledger holds"

  /// What a credit note credits: all that it states, whatever of it was already used. A minus is
  /// only a way of writing, unless more was paid out before than is credited.
  func credited(_ payable: Money) -> Money {
    let prepaid = invoice.decimal(invoice.prepaid).flatMap { Money($0, payable.currency) }
    let whole = invoice.decimal(invoice.withTax).flatMap { Money($0, payable.currency) }
    guard let prepaid, let whole, !prepaid.isZero, !whole.isZero else {
      return payable.magnitude
    }
    let isPlain = !whole.isNegative && prepaid.isPositive
    if isPlain, payable.isNegative { return payable }
    guard whole.magnitude > payable.magnitude else { return payable.magnitude }
    report(
      .docCredit, at: invoice.prepaid,
      "\(invoice.text(invoice.number).collapsed.printable): the credit note credits "
        + "\(whole.magnitude.plain), of which it calls \(prepaid.magnitude.plain) used or paid "
        + "out; all of it was credited",
      "If a part was paid out, import the bank statement or record the refund")
    return whole.magnitude
  }

  /// The whole of an invoice, where a part of it was paid before.
  func readGross(into read: inout Invoice) {
    guard !read.kind.isCredit, let prepaid = invoice.decimal(invoice.prepaid), !prepaid.isZero,
      let booked = Money(prepaid, read.currency)
    else { return }
    read.prepaid = booked
  }

  /// Totals that contradict each other about what is to be paid (BR-CO-15, BR-CO-16).
  func reportTotals(_ read: Invoice) {
    guard let withTax = invoice.decimal(invoice.withTax),
      let payable = invoice.decimal(invoice.payable), !invoice.isOfOtherRules,
      !faults.contains(where: { $0.code == .docPrecision })
    else { return }
    let prepaid = invoice.decimal(invoice.prepaid) ?? .zero
    let rounding = invoice.decimal(invoice.rounding) ?? .zero
    if let due = withTax.subtracting(prepaid)?.adding(rounding), due != payable,
      !(read.kind.isCredit && prepaid.isZero && due.magnitude == payable.magnitude),
      !invoice.isWithoutPrepaid
    {
      report(
        .docTotals, of: read, at: invoice.payable,
        "to pay are \(invoice.text(invoice.payable).printable), but the total less what is prepaid "
          + "is \(due) (BR-CO-16)", "Ask the sender which amount holds")
      return
    }
    guard let withoutTax = invoice.decimal(invoice.withoutTax), let tax = taxTotal(read.currency),
      let sum = withoutTax.adding(tax), sum != withTax
    else { return }
    // Where the breakdown comes to the total, only the sum of the VAT is wrong: that is no doubt
    // about what is to be paid.
    let breakdown = invoice.taxAmounts.compactMap { invoice.decimal($0) }
    let whole = breakdown.reduce(withoutTax as ExactDecimal?) { $0?.adding($1) }
    guard breakdown.isEmpty || whole != withTax else { return }
    report(
      .docTotals, of: read, at: invoice.withTax,
      "the total with VAT is \(invoice.text(invoice.withTax).printable), but net and VAT add up to "
        + "\(sum) (BR-CO-15)", "Ask the sender which amount holds")
  }

  /// The VAT in the currency of the document.
  private func taxTotal(_ currency: Currency) -> ExactDecimal? {
    let own = invoice.taxTotals.filter { (ownCurrency($0) ?? currency.code) == currency.code }
    return own.first.flatMap { invoice.decimal($0) }
  }
}
