import Domain

/// The tables of a letter: what is asked for, and how interest was reckoned.
extension LetterWords {
  func table() throws(Wording.Missing) -> Letter.Table {
    let currency = ["currency": notice.currency.code]
    var headings: [String] = []
    for column in ["invoice", "issued", "due", "days", "open"] {
      headings.append(try wording.text("table.\(column)", currency))
    }
    let instalments = occasion?.instalments ?? []
    if !instalments.isEmpty { headings[0] = try wording.text("table.instalment") }
    var rows =
      instalments.isEmpty
      ? notice.lines.filter { !$0.isBeside }.map(row)
      : instalments.enumerated().map { index, instalment in
        Letter.Row(
          number: "\(index + 1)", issued: "", due: wording.shortDate(instalment.day), days: "",
          open: wording.figure(instalment.amount))
      }
    // Where there is nothing but credits, they are the table.
    let isCreditOnly = rows.isEmpty
    if isCreditOnly { rows = try notice.credits.map(row) }
    let isCredit = notice.total.isNegative && occasion != nil
    let total = Letter.Sum(
      label: try wording.text(
        isCredit ? Wording.creditBalance : "table.total", orElse: "table.total"),
      amount: wording.amount(
        isCredit && wording.lacks([Wording.creditBalance]).isEmpty ? -notice.total : notice.total))
    return Letter.Table(
      headings: headings, rows: rows,
      extras: instalments.isEmpty && !isCreditOnly ? try extras() : [],
      total: total)
  }

  private func row(_ line: Notice.Line) -> Letter.Row {
    Letter.Row(
      number: Self.clean(line.item.number.printed), issued: wording.shortDate(line.item.issueDate),
      due: wording.shortDate(line.item.due.day),
      days: line.daysOverdue > 0 ? String(line.daysOverdue) : "",
      open: wording.figure(line.item.open))
  }

  private func row(_ credit: AccountCredit) throws(Wording.Missing) -> Letter.Row {
    Letter.Row(
      number: try label(of: credit), issued: wording.shortDate(credit.day), due: "", days: "",
      open: wording.figure(-credit.amount))
  }

  private func label(of credit: AccountCredit) throws(Wording.Missing) -> String {
    let values = [
      "number": Self.clean(credit.creditNote?.text ?? ""), "date": wording.shortDate(credit.day),
    ]
    return try wording.text(
      credit.creditNote == nil ? "table.payment" : "table.credit-note", values)
  }

  /// What is overdue beside the invoices of the table, credits as negative amounts, then interest
  /// and fees.
  private func extras() throws(Wording.Missing) -> [Letter.Sum] {
    var sums: [Letter.Sum] = []
    for line in notice.lines where line.isBeside {
      let values = [
        "number": Self.clean(line.item.number.printed),
        "date": wording.shortDate(line.item.due.day),
      ]
      sums.append(
        Letter.Sum(
          label: try wording.text("table.beside", values), amount: wording.figure(line.item.open)))
    }
    for credit in notice.credits {
      sums.append(
        Letter.Sum(
          label: try label(of: credit), amount: wording.figure(-credit.amount)))
    }
    for item in occasion?.disputed ?? [] {
      let values = ["number": Self.clean(item.number.printed)]
      let asked = item.open + (occasion?.charges[item.id] ?? .zero(notice.currency))
      sums.append(
        Letter.Sum(
          label: try wording.text("table.disputed", values), amount: wording.figure(-asked)))
    }
    let fees = occasion == nil ? "table.fees" : Wording.chargesAsked
    let charges = [
      ("table.interest", notice.lines.map(\.interest).sum(notice.currency)),
      (fees, notice.lines.map(\.fee).sum(notice.currency)),
    ]
    for (key, amount) in charges where !amount.isZero {
      sums.append(
        Letter.Sum(
          label: try wording.text(key, orElse: "table.fees"), amount: wording.figure(amount)))
    }
    return sums
  }

  /// Interest, a line for each balance and rate. A rate that was not seen published is marked, and
  /// the note says so.
  func annex() throws(Wording.Missing) -> Letter.Annex? {
    if let activity = occasion?.activity { return try annex(of: activity) }
    let lines = notice.lines.flatMap { line in
      line.interestLines.map { (Self.clean(line.item.number.printed), $0) }
    }
    guard !lines.isEmpty else { return nil }
    var headings = [try wording.text("table.invoice")]
    for column in ["from", "to", "days", "balance", "rate", "interest"] {
      headings.append(try wording.text("interest.\(column)"))
    }
    var note = try wording.text("interest.note")
    let isCompound = notice.lines.contains { line in
      line.interestLines.contains { $0.balance > line.item.total }
    }
    if isCompound, let sentence = wording.optionalTexts(Wording.compoundInterest, [:]).first {
      note += " " + sentence
    }
    if lines.contains(where: \.1.isRateDerived) {
      note += " " + (try wording.text(Wording.derivedRate))
    }
    return Letter.Annex(
      title: try wording.text("interest.title"), headings: headings,
      rows: lines.map { number, line in
        [
          number, wording.shortDate(line.first), wording.shortDate(line.last), "\(line.days)",
          wording.figure(line.balance),
          wording.percent(line.annual) + (line.isRateDerived ? "*" : ""),
          wording.figure(line.interest),
        ]
      },
      note: note)
  }

  /// How the balance of a statement came about.
  private func annex(of activity: AccountActivity) throws(Wording.Missing) -> Letter.Annex {
    func row(_ day: Day, _ label: String, _ number: String, _ amount: String, _ balance: Money)
      -> [String]
    {
      [wording.shortDate(day), label, Self.clean(number), amount, wording.figure(balance)]
    }
    var balance = activity.opening
    var rows = [
      row(activity.first, try wording.text("activity.opening"), "", "", balance)
    ]
    for entry in activity.entries {
      balance += entry.amount
      let key =
        switch entry.what {
        case .invoice: "invoice"
        case .creditNote: "credit-note"
        case .payment, .chargePaid: entry.amount.isPositive ? "returned" : "payment"
        case .charges: "charges"
        case .other: "other"
        }
      rows.append(
        row(
          entry.day, try wording.text("activity.\(key)"), entry.number,
          wording.figure(entry.amount), balance))
    }
    rows.append(
      row(activity.last, try wording.text("activity.closing"), "", "", activity.closing))
    var headings: [String] = []
    for column in ["date", "entry", "number", "amount", "balance"] {
      headings.append(
        try wording.text("activity.\(column)", ["currency": activity.closing.currency.code]))
    }
    return Letter.Annex(
      title: try wording.text(
        "activity.title",
        ["date": wording.date(activity.first), "until": wording.date(activity.last)]),
      headings: headings, rows: rows, note: try wording.text("activity.note"))
  }
}
