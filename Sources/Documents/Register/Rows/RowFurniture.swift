import Domain

/// Rows of a list that are no documents: headings, sums, the header once more, and what the dialect
/// or a state passes over.
extension InvoiceCSV {
  var isFurniture: Bool {
    mutating get {
      if isHeaderAgain || isHeading { return true }
      if dialect.isGeneral, isTotalRow { return true }
      if dialect.isReport, StateWords.shared.isTotal(table.firstField) { return true }
      let state = rowState()
      guard state.isPassedOver else { return false }
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
      guard table.filledCount == 1 else { return dialect.isReport && table.text(.type).isEmpty }
      let text = table.onlyField.collapsed
      if let currency = CurrencySign.currency(named: text) {
        headingCurrency = currency
        return true
      }
      if dialect.isReport {
        guard table.text(.type).isEmpty else { return false }
        if !StateWords.shared.isTotal(text) { heading = Self.namesClient(text) ? text : "" }
        return true
      }
      // In a list that names the client in each row it is one of an age, a state or a month.
      return dialect.isGeneral && table.bytes(.number).isEmpty && table.bytes(.amount).isEmpty
        && (table.has(.client) || table.has(.clientID))
        && table.bytes(.client).isEmpty && table.bytes(.clientID).isEmpty
        || dialect.isGeneral && table.bytes(.amount).isEmpty && !Self.namesClient(text)
    }
  }

  /// Whether a heading may be a client: not an age, a state, a year or a month.
  private static func namesClient(_ text: String) -> Bool {
    let words = StateWords.shared
    guard !words.isAge(text), words.state(text) == nil, !words.isTotal(text) else { return false }
    let parts = text.split { $0 == " " || $0 == "/" || $0 == "-" || $0 == "." }
    return !parts.allSatisfy { part in
      part.allSatisfy(\.isNumber) || CSVLexis.isMonth(part)
    }
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

  /// What spreadsheets add below a list: amounts, and at most a word for a sum before them.
  private var isTotalRow: Bool {
    guard table.bytes(.date).isEmpty, table.bytes(.due).isEmpty, !isNumbered || isNamedTotal
    else { return false }
    let named = [CSVColumn.number, .client, .clientID].count { !table.bytes($0).isEmpty }
    return named == 0 ? isBelowSums : named == 1 && isNamedTotal
  }

  private var isNumbered: Bool { !table.bytes(.number).isEmpty }

  /// Nothing but figures and words for a sum.
  private var isBelowSums: Bool {
    table.fields.map(table.scanner.text).allSatisfy { text in
      text.isEmpty || Self.isTotal(text) || lexis.decimal(Array(text.utf8)[...]) != nil
        || CurrencySign.currency(named: text) != nil || !text.contains(where: \.isNumber)
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
