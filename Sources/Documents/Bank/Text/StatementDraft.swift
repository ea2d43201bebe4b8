import Domain

/// A statement while its entries are read from a text.
struct StatementDraft {
  /// IBAN or other number; empty where the file names none.
  var account: String
  var name: String
  /// Where it begins; 1-based.
  var line: Int
  var currency: Currency?
  var lines: [BankLine] = []
  var opening: Money?
  var closing: Money?
  var closingDay: Day?
  /// An entry was left out, so that balances cannot agree.
  var isRefused = false
  /// Its own mark for the end was read.
  var isEnded = false

  init(account: String, name: String, line: Int, currency: Currency? = nil) {
    self.account = account
    self.name = name
    self.line = line
    self.currency = currency
  }
}

/// Gathers the statements and faults of one text file of a bank.
struct TextStatements {
  let business: Business
  let format: BankStatement.Format
  private(set) var statements: [BankStatement] = []
  private(set) var faults: [Fault] = []
  private var isFull = false

  init(business: Business, format: BankStatement.Format) {
    self.business = business
    self.format = format
  }

  /// Faults of entries beyond so many are counted, not listed.
  static let faultsMax = 1000

  var isEmpty: Bool { statements.isEmpty && faults.isEmpty }

  mutating func add(_ fault: Fault) {
    if faults.count < Self.faultsMax {
      faults.append(fault)
    } else if !isFull {
      isFull = true
      faults.append(
        Fault(
          fault.code, line: fault.line, "more than \(Self.faultsMax) entries are faulty",
          remedy: "Ask the bank for a corrected export; no faulty entry was imported."))
    }
  }

  /// Reports an entry that is left out.
  mutating func refuse(
    _ code: Fault.Code, line: Int, _ message: String, _ found: String = "",
    in draft: inout StatementDraft
  ) {
    draft.isRefused = true
    add(
      Fault(
        code, line: line, message, excerpt: Fault.excerpt(found),
        remedy: "Ask the bank for a corrected statement; this entry was not imported."))
  }

  /// Reports that totals or balances do not agree with the entries.
  mutating func warn(line: Int, _ message: String, _ found: String = "") {
    add(
      Fault(
        .bankBalance, line: line, message, excerpt: Fault.excerpt(found),
        remedy: "Ask the bank for the complete statement; its entries were imported."))
  }

  /// The exact amount; nil, and reported, where it is no number or too fine for its currency.
  mutating func money(
    _ printed: ExactDecimal?, _ currency: Currency, line: Int, found: @autoclosure () -> String,
    in draft: inout StatementDraft
  ) -> Money? {
    if let printed, printed.isFiner(than: currency) {
      refuse(.bankAmount, line: line, currency.tooFine, found(), in: &draft)
      return nil
    }
    guard let money = printed.flatMap({ Money($0, currency) }) else {
      refuse(.bankAmount, line: line, "the entry's amount is not a number", found(), in: &draft)
      return nil
    }
    return money
  }

  /// Ends a statement: checks its balances and adds it. `isNotice`: without balances, and a
  /// statement reports the same money again. `needsBalances`: only balances can check its entries.
  mutating func close(
    _ draft: StatementDraft, isNotice: Bool = false, needsBalances: Bool = true
  ) {
    guard !draft.account.isEmpty else { return addMissingAccount(draft) }
    var statement = BankStatement(id: draft.name, account: draft.account, lines: draft.lines)
    statement.format = format
    // An account may be named behind the first entries, or by the settings.
    for index in statement.lines.indices { statement.lines[index].account = draft.account }
    if isNotice {
      for index in statement.lines.indices { statement.lines[index].isNotice = true }
    } else {
      statement.opening = draft.opening
      if draft.closingDay != nil {
        (statement.closing, statement.closingDay) = (draft.closing, draft.closingDay)
      }
    }
    statements.append(statement)
    guard !isNotice, needsBalances, !draft.isRefused else { return }
    checkBalances(of: statement, draft)
  }

  private mutating func checkBalances(of statement: BankStatement, _ draft: StatementDraft) {
    var balances = StatementBalances()
    if let opening = statement.opening {
      balances.add(type: "OPBD", opening, on: nil, isExact: true)
    }
    if let closing = statement.closing {
      balances.add(type: "CLBD", closing, on: statement.closingDay, isExact: true)
    }
    if let fault = balances.fault(statement, line: draft.line) {
      add(fault)
    } else if statement.opening == nil || statement.closing == nil {
      let missing = statement.closing == nil ? "closing" : "opening"
      warn(
        line: draft.line,
        "the statement has no readable \(missing) balance, so its entries cannot be checked",
        draft.name)
    } else if let amount = statement.lines.first(where: {
      $0.amount.currency != statement.closing?.currency
    })?.amount {
      warn(
        line: draft.line,
        "an entry is in \(amount.currency), the balances are not: they cannot be checked",
        draft.name)
    }
  }

  private mutating func addMissingAccount(_ draft: StatementDraft) {
    let of = draft.currency.map { " in \($0)" } ?? ""
    add(
      Fault(
        .bankAccount, line: draft.line,
        "the statement names no account, and the settings do not have exactly one\(of)",
        remedy: "Name the account in dunlin.yaml (bank), or ask the bank for a complete statement; "
          + "nothing was imported from this one."))
  }

  /// The result; a fault where there is nothing at all.
  func finished(_ format: String) -> (statements: [BankStatement], faults: [Fault]) {
    guard isEmpty else { return (statements, faults) }
    let fault = Fault(
      .fileKind, "the file looks like \(format), but holds no statement",
      remedy: "Export the account's statement" + CSVReader.refused)
    return ([], [fault])
  }
}

/// What a bank's text states of a movement beside amount and day.
struct MovementWords {
  /// The bank's code says that it came back.
  var isReturn = false
  /// The bank's code says that it is a fee, or that we ordered it.
  var isFee = false
  var isOwn = false
  /// The bank's name for the kind of movement.
  var type = ""
  /// Everything the file states, with amounts in it.
  var everything: ArraySlice<UInt8> = []
  /// An amount that was ordered may stand in it.
  var statesAmount = true
  /// The words are known not to mean a return.
  var isPlain = false
}

extension BankLine {
  /// Decides whether the payment came back, and what was ordered where the text states it.
  mutating func complete(_ words: MovementWords) {
    isReversal = words.isReturn && !words.isFee
    if !isReversal, !words.isPlain, amount.isNegative {
      isReversal = ReturnWords.shared.isReturn(
        ReturnWords.Movement(
          type: words.isFee ? "fee" : words.type, said: [], texts: [text], amount: amount,
          isOwn: words.isOwn))
    }
    guard isReversal || words.statesAmount && Self.statesAmount(words.everything) else { return }
    let everything = FoldedText(String(decoding: words.everything, as: UTF8.self))
    let stated = StatedAmounts(everything, amount.currency)
    if isReversal { instructed = stated.returned(of: amount) } else { orderedAmount(stated) }
  }

  /// `OCMT/` or `OAMT+`.
  private static func statesAmount(_ text: ArraySlice<UInt8>) -> Bool {
    let words = [Array("OCMT/".utf8), Array("OAMT+".utf8)]
    return text.indices.dropLast(4).contains { place in
      text[place] == 0x4F && words.contains { text[place...].starts(with: $0) }
    }
  }

  /// In another currency, or before charges that make up for the difference.
  private mutating func orderedAmount(_ stated: StatedAmounts) {
    guard let original = stated.original, original != amount.magnitude else { return }
    let signed = amount.isNegative ? -original : original
    if original.currency != amount.currency {
      instructed = signed
    } else if let charges = stated.charges, signed.adding(checked: -charges) == amount {
      instructed = signed
    }
  }

  /// Adds a structured reference once. Some banks fill a missing one with a code of their own.
  mutating func add(reference: String) {
    guard Self.isReference(reference), !references.contains(reference) else { return }
    references.append(reference)
  }

  /// The payer's id of the transaction, by which statements and notices know each other.
  mutating func add(endToEnd reference: String) {
    guard Self.isReference(reference) else { return }
    add(reference: reference)
    let trace = "EndToEndId " + reference
    if !traces.contains(trace) { traces.append(trace) }
  }

  /// The bank's reference of the entry.
  mutating func add(bankReference reference: String) {
    guard Self.isReference(reference) else { return }
    bankReference = reference
    entryReference = reference
    traces.append("AcctSvcrRef " + reference)
  }

  private static func isReference(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.contains(where: { $0 != 0x30 }) else { return false }
    return bytes.count > noReferenceMax || !noReference.contains(text.uppercased())
  }

  private static let noReference: Set<String> = [
    "NOTPROVIDED", "NONREF", "NOREF", "NONE", "EREF", "KREF", "MREF", "MARF", "PREF",
    "NOT PROVIDED",
  ]
  /// Bytes of the longest of them.
  private static let noReferenceMax = 12
}
