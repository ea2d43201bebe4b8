import Domain

/// When an invoice is to be paid: by its dates, its terms in words, and where these contradict.
extension InvoiceReading {
  /// Nobody gives so much time.
  private static let daysMax = 5 * 366

  /// The stated due date, best source first; one that cannot be is a warning, and the terms decide.
  func due(_ issued: Day) -> DueDate? {
    for (node, source) in invoice.dueDates where !tree.trimmed(node).isEmpty {
      let tail = "The terms of the client or the house are used instead; check the invoice"
      guard let day = invoice.day(node) else {
        report(.docDueDate, at: node, "the due date is \(invoice.complaint(node))", tail)
        continue
      }
      guard day >= issued else {
        report(
          .docDueDate, at: node, "the due date \(day) is before the issue date \(issued)", tail)
        continue
      }
      guard day <= issued + Self.daysMax else {
        report(
          .docDueDate, at: node, "the due date \(day) is years after the issue date \(issued)", tail
        )
        continue
      }
      return DueDate(day, source)
    }
    return nil
  }

  /// What the terms say in words, in elements or in several parts.
  func readTerms(into read: inout Invoice) {
    let terms = knownTerms.terms(read.termsNote)
    readDiscounts(terms, into: &read)
    if !readParts(into: &read) { reportInstalments(terms, read) }
    guard read.payable.isPositive, read.collection != .directDebit, read.collection != .card
    else { return }
    let isReported = faults.contains { $0.code == .docTerms }
    let note = invoice.paymentTerms.flatMap(\.notes).first
    if let due = read.due {
      guard let printed = terms.due(read.issueDate), !isReported else { return }
      guard !Self.agree(due.day, printed) else { return }
      report(
        .docTerms, of: read, at: note,
        "the document is due on \(due.day), but its printed terms mean \(printed)",
        "If the client has until \(max(due.day, printed)), say so: dunlin record due "
          + "\(read.number.text.printable) --by \(max(due.day, printed))")
    } else if let day = terms.due(read.issueDate) {
      read.due = DueDate(day, .paymentTerms)
    } else if terms.saysAnything, !isReported {
      report(
        .docTerms, at: note, "the printed terms do not say one day to pay that can be understood",
        "The terms of the client or the house are used instead; check the invoice")
    }
  }

  /// A due date on a weekend may have been moved to the next working day.
  private static func agree(_ due: Day, _ printed: Day) -> Bool {
    due == printed
      || printed.isWeekend && due > printed && due <= printed + 2
        && due.weekday == .monday
  }

  /// Parts that the document states in full, each with its day and its amount or percentage, and
  /// that come to the whole; it is due on the day of the last. Whether there are such.
  private func readParts(into read: inout Invoice) -> Bool {
    guard read.kind == .invoice, read.payable.isPositive, invoice.paymentTerms.count > 1 else {
      return false
    }
    var parts: [PartPayment] = []
    var left = read.payable
    for (place, terms) in invoice.paymentTerms.enumerated() {
      guard terms.discounts.isEmpty, let day = terms.dueDate.flatMap(invoice.day),
        day >= read.issueDate, day <= read.issueDate + Self.daysMax
      else { return false }
      let isLast = place == invoice.paymentTerms.count - 1
      guard let amount = part(terms, of: read.payable, left: left, isLast: isLast),
        amount.isPositive, amount <= left
      else { return false }
      parts.append(PartPayment(amount, on: day))
      left -= amount
    }
    guard left.isZero, Set(parts.map(\.day)).count > 1 else { return false }
    read.parts = parts.sorted { $0.day < $1.day }
    read.due = parts.map(\.day).max().map { DueDate($0, .paymentTerms) }
    return true
  }

  /// The amount of one part. The last of percentages takes what rounding leaves.
  private func part(
    _ terms: SemanticInvoice.PaymentTerms, of whole: Money, left: Money, isLast: Bool
  ) -> Money? {
    if let stated = invoice.decimal(terms.amount) { return Money(stated, whole.currency) }
    guard let percent = invoice.decimal(terms.percent).flatMap({ BasisPoints(percent: $0) }) else {
      return nil
    }
    let share = whole.share(percent, .halfAwayFromZero)
    let rest = left - share
    return isLast && rest.magnitude.minorUnits < Int64(invoice.paymentTerms.count) ? left : share
  }

  /// The document wants the money in parts, and is read as due in whole.
  private func reportInstalments(_ terms: PrintedTerms, _ read: Invoice) {
    let parts = invoice.paymentTerms.filter { part in
      (part.amount != nil || part.percent != nil) && part.discounts.isEmpty
    }
    func hasSeveralDays(_ source: DueDate.Source) -> Bool {
      Set(invoice.dueDates.filter { $0.source == source }.compactMap { invoice.day($0.node) })
        .count > 1
    }
    let isInParts =
      parts.count > 1
      || (hasSeveralDays(.paymentMeans) || hasSeveralDays(.paymentTerms))
        && !invoice.hasDiscountSteps
    guard
      isInParts || terms.hasInstalments || read.due != nil && terms.hasSeveralDays(read.issueDate)
    else { return }
    let place = parts.dropFirst().first.flatMap { $0.dueDate ?? $0.percent ?? $0.amount }
    report(
      .docTerms, of: read, at: place ?? invoice.paymentTerms.flatMap(\.notes).first,
      "the document is to be paid in parts"
        + (parts.count > 1 ? " (\(parts.count))" : "") + "; it was read as due in whole",
      "Record the instalments: dunlin record plan")
  }
}

extension SemanticInvoice {
  /// Several dates of which the earlier ones are those of discounts.
  var hasDiscountSteps: Bool { paymentTerms.contains { !$0.discounts.isEmpty } }
}
