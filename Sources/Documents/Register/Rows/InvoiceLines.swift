import Domain

extension InvoiceCSV {
  /// Adds the current row to the invoice it is a line of. If a row cannot be read, its
  /// whole invoice is refused: the other rows would be only a part of it.
  mutating func addLine() {
    var number = table.text(.number).collapsed
    if number.isEmpty, let lastGroup, isContinuation { return spoil(lastGroup) }
    if number.isEmpty { number = creditName() ?? "" }
    lastGroup = nil
    guard !number.isEmpty else { return refuse(.csvMissing, "the row has no invoice number") }
    let known = groups.count
    guard let place = place(of: number) else { return }
    lastGroup = place
    // The first row was looked at when its invoice was begun.
    if place < known, !groups[place].isSpoiled, !hasRightWidth {
      groups[place].isSpoiled = true
      return
    }
    guard !groups[place].isSpoiled, let problem = lineProblem(place) else { return }
    groups[place].isSpoiled = true
    refuse(
      problem.isDisagreement ? .csvRows : .csvAmount, problem.message, problem.found,
      remedy: Self.leftOut)
  }

  /// The invoice that the current row is a line of: the one of its number, kind and client, or,
  /// where it names no client, the only one of its number. Nil where that is open.
  private mutating func place(of number: String) -> Int? {
    let alike = groupsOfNumber[number] ?? []
    let isNameless =
      (table.has(.client) || table.has(.clientID)) && table.bytes(.client).isEmpty
      && table.bytes(.clientID).isEmpty
    guard isNameless else {
      let key = key(kind(), number)
      if let place = groupOfKey[key] { return place }
      groupOfKey[key] = groups.count
      let place = openGroup(number)
      if alike.contains(where: { groups[$0].isNameless }), !groups[place].isSpoiled {
        groups[place].isSpoiled = true
        refuse(.csvRows, Self.nameless, number, remedy: Self.leftOut)
      }
      return place
    }
    if alike.count < 2 {
      if let place = alike.first { return place }
      let place = openGroup(number)
      groups[place].isNameless = true
      return place
    }
    guard alike.contains(where: { !groups[$0].isSpoiled }) else { return nil }
    for place in alike { groups[place].isSpoiled = true }
    refuse(
      .csvRows, Self.nameless, number,
      remedy:
        "Name the client on the row and import again; all invoices of the number were left out.")
    return nil
  }

  private static let nameless =
    "a row of the number names no client, so that it is open whose it is"

  /// Whether the current row has a line item but nothing that says whose. Figures alone, or the
  /// word, are a total below the rows.
  private var isContinuation: Bool {
    let isAnonymous = [CSVColumn.date, .client, .clientID].allSatisfy { table.bytes($0).isEmpty }
    let texts = table.fields.map(table.scanner.text).filter { !$0.isEmpty }
    return isAnonymous && !texts.contains(where: Self.isTotal)
      && texts.contains { lexis.decimal(Array($0.utf8)[...]) == nil }
  }

  /// Leaves an invoice out because the current row seems to belong to it.
  private mutating func spoil(_ place: Int) {
    guard !groups[place].isSpoiled else { return }
    groups[place].isSpoiled = true
    faults.append(
      Fault(
        .csvRows, line: table.line,
        "the row has a line item but no invoice number; it seems to go on with the invoice before",
        remedy: "Repeat number, date and client on the row and import again; "
          + "the whole invoice before it was left out."))
    refusals += [groups[place].refusal(.csvRows)].compactMap { $0 }
  }

  /// Begins an invoice with its first row. Where that cannot be read, later rows of the invoice go
  /// down with it, without a fault each.
  private mutating func openGroup(_ number: String) -> Int {
    var group = InvoiceRows.spoiled
    if hasRightWidth, let bare = bareRecord() {
      group = InvoiceRows(record: bare, rows: dialect.rows)
    }
    groups.append(group)
    groupsOfNumber[number, default: []].append(groups.count - 1)
    return groups.count - 1
  }

  /// Adds the row's amounts to its invoice; what is wrong with them, or nil.
  private mutating func lineProblem(_ place: Int) -> InvoiceRows.Problem? {
    let code = table.text(.currency)
    if !code.isEmpty, Currency(code: code.uppercased()) != groups[place].currency {
      return InvoiceRows.Problem(Self.disagree, code, isDisagreement: true)
    }
    if let issued = issueDay(), issued != groups[place].issueDate {
      return InvoiceRows.Problem(Self.disagree, table.text(.date), isDisagreement: true)
    }
    if !table.bytes(.date).isEmpty, issueDay() == nil {
      return InvoiceRows.Problem(
        "the issue date is \(DateParts.complaint(table.bytes(.date), lexis.order))",
        table.text(.date), isDisagreement: true)
    }
    if let stated = groups[place].due, let due = lexis.day(table.bytes(.due)), due != stated {
      return InvoiceRows.Problem(Self.disagree, table.text(.due), isDisagreement: true)
    }
    return groups[place].add(table, lexis, rowState())
  }

  static let disagree = "the rows of one invoice do not agree on it"
  static let leftOut = "Correct the row and import again; its whole invoice was left out."

  private func key(_ kind: Invoice.Kind, _ number: String) -> String {
    "\(kind.rawValue) \(number) \(table.text(.clientID)) \(table.text(.client))"
  }

  /// Money that came in for the invoice of a key.
  struct Receipt {
    let key: String
    let amount: ExactDecimal
    let day: Day
    let line: Int
    /// What the file calls such a row.
    let kind: String
  }

  /// The current row, if it is of money that came in and names the invoice by its number.
  func receipt() -> Receipt? {
    let number = table.text(.number).collapsed
    guard table.hasValue(in: dialect.receipt), !number.isEmpty, let day = issueDay(),
      let net = lexis.decimal(table.bytes(.lineAmount)), !net.isNegative,
      table.bytes(.tax).isEmpty || lexis.decimal(table.bytes(.tax))?.isZero == true
    else { return nil }
    return Receipt(
      key: key(.invoice, number), amount: net, day: day, line: table.line, kind: table.text(.type))
  }

  /// Adds what came in to the invoices it names; what names none is passed over.
  mutating func takeReceipts() {
    for receipt in receipts {
      let isTaken = groupOfKey[receipt.key].map { groups[$0].receive(receipt) } ?? false
      if !isTaken { passedOver.add(receipt.kind, line: receipt.line) }
    }
    receipts = []
  }
}
