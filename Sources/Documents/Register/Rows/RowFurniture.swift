import Domain

/// Rows of a list that are no documents: headings, sums, the header once more, and what the dialect
/// or a state passes over.
extension InvoiceCSV {
  var isFurniture: Bool {
    mutating get {
      if isHeaderAgain || isHeading { return true }
      if dialect.isGeneral, isTotalRow { return true }
      let state = rowState()
      guard state.isPassedOver else { return false }
      notOwed.add(state.passedWord, line: table.line)
      if state.isVoid { addVoided() }
      return true
    }
  }

  /// Records what the current row calls void: an earlier export may have listed it.
  private mutating func addVoided() {
    let number = table.text(.number).collapsed
    guard !number.isEmpty else { return }
    let (kind, client) = (kind(), client())
    let one = FileContents.Voided(
      kind: kind, number: InvoiceNumber(number), seller: kind.isOurs ? us : client, client: client)
    // Rows of line items say so again and again.
    if voided.last != one { voided.append(one) }
  }

  /// The header, once more, as where files were put together.
  private var isHeaderAgain: Bool {
    !table.bytes(.number).isEmpty && table.text(.number) == table.title(.number)
      && table.text(.date) == table.title(.date)
  }

  /// A row with one field: the currency of the rows below it, or in a report their client.
  private var isHeading: Bool {
    mutating get {
      guard table.filledCount == 1 else { return dialect.isReport && isBareOfDocument }
      let text = table.onlyField.collapsed
      if let currency = CurrencySign.currency(inHeading: text), isAboveHeadings {
        headingCurrency = currency
        return true
      }
      if dialect.isReport {
        guard isBareOfDocument else { return false }
        if !StateWords.shared.isOnlyTotal(text) { heading = Self.namesClient(text) ? text : "" }
        return true
      }
      guard isHeadingOfList(text) else { return false }
      if StateWords.shared.isOnlyState(text) {
        headingState = StateWords.shared.state(text).map { ($0, text) }
      }
      return true
    }
  }

  /// Whether the only field of a row is a heading by age, state or month. In a list that names the
  /// client in each row any other text in another column is a heading, too.
  private func isHeadingOfList(_ text: String) -> Bool {
    guard dialect.isGeneral, table.bytes(.amount).isEmpty else { return false }
    let namesClients = table.has(.client) || table.has(.clientID)
    let isElsewhere = [CSVColumn.number, .client, .clientID].allSatisfy {
      table.bytes($0).isEmpty
    }
    return namesClients && isElsewhere || !Self.namesClient(text)
  }

  /// A report's sum, or a heading: it says what no document could be.
  private var isBareOfDocument: Bool {
    [CSVColumn.type, .number, .date].allSatisfy { table.bytes($0).isEmpty }
  }

  /// Whether a heading may be that of a currency: in a report without a column for the clients a
  /// heading right above a document is its client, though it be called `EUR`.
  private var isAboveHeadings: Bool {
    guard dialect.isReport, !table.has(.client) else { return true }
    var next = table
    return next.next() && next.filledCount == 1
  }

  /// Whether a heading may be a client: not an age, a state, a year or a month.
  private static func namesClient(_ text: String) -> Bool {
    let words = StateWords.shared
    return !words.isAge(text) && !words.isOnlyState(text) && !words.isOnlyTotal(text)
      && !isPeriod(text)
  }

  /// `2026`, `March 2026`, `03/2026`, `Q1 2026`.
  private static func isPeriod(_ text: String) -> Bool {
    let parts = text.lowercased().split { " /-.".contains($0) }
    let years = parts.count { $0.utf8.count == 4 && (1990...2099).contains(Int($0) ?? 0) }
    let others = parts.filter { Int($0) == nil || $0.utf8.count != 4 }
    let isMonth = { (part: Substring) in
      CSVLexis.isMonth(part)
        || years == 1
          && (part.utf8.count <= 2 && (1...12).contains(Int(part) ?? 0)
            || ["q1", "q2", "q3", "q4"].contains(part))
    }
    return years == 1 && others.count + 1 == parts.count && others.count <= 1
      && others.allSatisfy(isMonth) || years == 0 && parts.count == 1 && parts.allSatisfy(isMonth)
  }

  /// Rows of other documents, such as payments and quotes. They are counted.
  var isPassedOver: Bool {
    mutating get {
      guard table.has(.type) else { return false }
      if let only = dialect.only[.type] {
        if only.contains(table.folded(.type)) { return false }
      } else {
        guard case .passedOver = documentWord else { return false }
      }
      if dialect.rows != .one, let receipt = receipt() {
        receipts.append(receipt)
      } else {
        passedOver.add(table.text(.type), line: table.line)
      }
      return true
    }
  }

  static func isTotal(_ text: String) -> Bool { StateWords.shared.isTotal(text) }

  /// What spreadsheets add below a list: amounts, and at most a word for a sum before them. Where
  /// an invoice has several rows, only the word tells a sum from a line item.
  private var isTotalRow: Bool {
    guard table.bytes(.date).isEmpty, table.bytes(.due).isEmpty, !isNumbered || isNamedTotal
    else { return false }
    let named = [CSVColumn.number, .client, .clientID].count { !table.bytes($0).isEmpty }
    return named == 0
      ? isBelowSums && (dialect.rows == .one || isNamedTotal) : named == 1 && isNamedTotal
  }

  private var isNumbered: Bool { !table.bytes(.number).isEmpty }

  /// Nothing but figures, currencies and words for a sum or a state.
  private var isBelowSums: Bool {
    table.fields.map(table.scanner.text).allSatisfy { text in
      text.isEmpty || Self.isTotal(text) || lexis.decimal(Array(text.utf8)[...]) != nil
        || CurrencySign.currency(named: text) != nil || StateWords.shared.isOnlyState(text)
    }
  }

  private var isNamedTotal: Bool {
    table.fields.lazy.map(table.scanner.text).first { !$0.isEmpty }.map(Self.isTotal) ?? false
  }
}

extension CSVTable {
  /// The only field of the row that has anything in it.
  var onlyField: String {
    fields.lazy.map(scanner.text).first { !$0.isEmpty } ?? ""
  }
}
