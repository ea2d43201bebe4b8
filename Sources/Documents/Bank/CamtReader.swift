package import Domain

/// Reads bank statements (camt.053), account reports (camt.052) and notifications (camt.054) of any
/// version from their tree.
///
/// An entry with several transactions becomes one line a transaction where their amounts add up to
/// the entry's; pending and informational entries are skipped. What a report or a notification
/// holds comes again in a statement, so its lines are notices.
package struct CamtReader: Sendable {
  package init() {}

  /// Whether it holds one of the messages. They are known by their elements: a namespace that is
  /// missing or miswritten is no reason to refuse a bank's file.
  package func accepts(_ tree: XMLTree) -> Bool { CamtNames.messages(in: tree) != nil }

  /// The statements in their order, a fault for each entry or statement that was left out, and one
  /// for each statement whose balances do not agree with its entries.
  package func read(_ tree: XMLTree) -> (statements: [BankStatement], faults: [Fault]) {
    guard let (messages, names) = CamtNames.messages(in: tree) else { return ([], []) }
    var statements: [BankStatement] = []
    var faults: [Fault] = []
    for message in messages {
      let pages = tree.descendant(message, names.header, names.pages)
      if !tree.children(message).contains(where: { names.statements.contains(tree.name($0)) }) {
        faults.append(
          Fault(
            .bankAccount, line: tree.line(message),
            "the message holds no statement of an account (Stmt, Rpt or Ntfctn)",
            remedy: "Ask the bank for a complete statement; nothing was imported from this file."))
      }
      for node in tree.children(message) where names.statements.contains(tree.name(node)) {
        var reading = StatementReading(tree: tree, names: names)
        if let statement = reading.statement(node, pages: pages) { statements.append(statement) }
        faults += reading.faults
      }
    }
    return (statements, faults)
  }
}

private struct StatementReading {
  let tree: XMLTree
  let names: CamtNames
  var faults: [Fault] = []
  /// The day of a notification, which holds for entries that name none.
  private var notified: Day?
  private var isNotice = false
  private var balances = StatementBalances()

  init(tree: XMLTree, names: CamtNames) {
    self.tree = tree
    self.names = names
  }

  /// `pages` says which part of a longer message it is in (`MsgPgntn`).
  mutating func statement(_ node: XMLTree.Node, pages: XMLTree.Node?) -> BankStatement? {
    guard let account = tree.child(node, names.account).flatMap(accountNumber) else {
      faults.append(
        Fault(
          .bankAccount, line: tree.line(node),
          "the statement names no account (Acct/Id)",
          remedy: "Ask the bank for a complete statement; nothing was imported from this one."))
      return nil
    }
    isNotice = names.notices.contains(tree.name(node))
    if tree.name(node) == names.notification {
      notified = tree.child(node, names.created).flatMap { Day(xml: tree.trimmed($0)) }
    }
    var statement = BankStatement(id: text(node, names.id), account: account, lines: [])
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.entry: statement.lines += lines(child, account: account)
      case names.balance: readBalance(child)
      default: break
      }
    }
    statement.opening = balances.opening
    (statement.closing, statement.closingDay) = (balances.closing, balances.closingDay)
    let isWhole = [pages, tree.child(node, names.ownPages)].compactMap { $0 }
      .allSatisfy(isOnlyPage)
    if isWhole, faults.isEmpty, let fault = balances.fault(statement, line: tree.line(node)) {
      faults.append(fault)
    }
    return statement
  }

  /// Balances of a statement on several pages may be those of all of them.
  private func isOnlyPage(_ pages: XMLTree.Node) -> Bool {
    let number = text(pages, names.page)
    return (number.isEmpty || Int(number) == 1)
      && !["false", "0"].contains(text(pages, names.isLastPage))
  }

  private func accountNumber(_ node: XMLTree.Node) -> String? {
    guard let id = tree.child(node, names.id) else { return nil }
    let number = tree.child(id, names.iban) ?? tree.descendant(id, names.other, names.id)
    let bare = number.map { tree.text($0).withoutWhitespace } ?? ""
    return bare.isEmpty ? nil : bare
  }

  private func text(_ node: XMLTree.Node, _ name: XMLName) -> String {
    tree.child(node, name).map { tree.text($0).collapsed } ?? ""
  }

  private mutating func refuse(
    _ code: Fault.Code, at node: XMLTree.Node, _ message: String, excerpt: String = ""
  ) {
    faults.append(
      Fault(
        code, line: tree.line(node), message, excerpt: excerpt,
        remedy: "Ask the bank for a corrected statement; this entry was not imported."))
  }

  private mutating func lines(_ entry: XMLTree.Node, account: String) -> [BankLine] {
    guard isBooked(entry), let booked = bookedDay(entry), let amount = amount(of: entry, in: entry)
    else { return [] }
    var line = BankLine(account: account, booked: booked, amount: amount)
    line.bankReference = text(entry, names.servicerReference)
    line.entryReference = Self.isReference(line.bankReference) ? line.bankReference : ""
    line.isNotice = isNotice
    let details = tree.children(entry).filter { tree.name($0) == names.entryDetails }
      .flatMap { detail in tree.children(detail).filter { tree.name($0) == names.transaction } }
    if details.count > 1, let amounts = split(details, of: amount, in: entry) {
      return zip(details, amounts).enumerated().map { index, part in
        var single = line
        single.amount = part.1
        complete(&single, from: part.0, of: entry, isPart: true)
        addTraces(of: part.0, to: &single)
        single.bankReference += single.bankReference.isEmpty ? "" : "/\(index + 1)"
        return single
      }
    }
    if !line.entryReference.isEmpty { line.traces = ["AcctSvcrRef " + line.entryReference] }
    complete(&line, from: details.first, of: entry, isPart: false)
    if details.count == 1 { addTraces(of: details[0], to: &line) }
    if details.count > 1 { line.instructed = ordered(in: details, of: line, entry) }
    for more in details.dropFirst() { addReferences(of: more, to: &line) }
    return [line]
  }

  /// What was ordered by several transactions that stay one line: what the entry itself states, or
  /// their sum where the entry's charges make up for the difference.
  private func ordered(
    in details: [XMLTree.Node], of line: BankLine, _ entry: XMLTree.Node
  ) -> Money? {
    let fields = CamtEntry(tree: tree, names: names, entry: entry)
    let parts = details.map { transactionAmount($0, line.amount) }
    let sum = parts.reduce(Optional(Money.zero(line.amount.currency))) { sum, part in
      part.flatMap { sum?.adding(checked: $0) }
    }
    guard let sum, let charges = fields.charges(in: sum.currency), !charges.all.isZero,
      sum.adding(checked: -charges.all) == line.amount
    else { return fields.instructed(line) }
    return sum
  }

  /// The amounts of an entry's transactions where they add up to it, as they are or less the bank's
  /// charges for each.
  private func split(
    _ details: [XMLTree.Node], of amount: Money, in entry: XMLTree.Node
  ) -> [Money]? {
    let gross = details.map { transactionAmount($0, amount) }
    guard !gross.contains(nil) else { return nil }
    let net = zip(details, gross).map { detail, part in
      let fields = CamtEntry(
        tree: tree, names: names, entry: entry, transaction: detail, isPart: true)
      guard let charges = fields.charges(in: amount.currency) else { return part }
      return part?.adding(checked: -charges.all)
    }
    return [gross, net].lazy.map { $0.compactMap { $0 } }.first { parts in
      parts.count == details.count
        && parts.reduce(Optional(Money.zero(amount.currency))) { $0?.adding(checked: $1) } == amount
    }
  }

  /// `Sts` is a code in versions 2 to 4 and holds one (`Sts/Cd`) from version 8 on.
  private func isBooked(_ entry: XMLTree.Node) -> Bool {
    guard let status = tree.child(entry, names.status) else { return true }
    let code = tree.child(status, names.code).map { tree.text($0) } ?? tree.text(status)
    return code == "BOOK"
  }

  private mutating func bookedDay(_ entry: XMLTree.Node) -> Day? {
    for name in [names.bookingDate, names.valueDate] {
      guard let date = tree.child(entry, name),
        let node = tree.child(date, names.date) ?? tree.child(date, names.dateTime)
      else { continue }
      if let day = Day(xml: tree.trimmed(node)) { return day }
    }
    let isDated = [names.bookingDate, names.valueDate].contains { tree.child(entry, $0) != nil }
    if let notified, !isDated { return notified }
    refuse(.bankDate, at: entry, "the entry has neither a booking nor a value date")
    return nil
  }

  /// The signed amount of an entry: `CdtDbtInd` tells money in from money out, also of a reversal.
  private mutating func amount(of node: XMLTree.Node, in entry: XMLTree.Node) -> Money? {
    guard let amount = tree.child(node, names.amount) else {
      refuse(.bankAmount, at: entry, "the entry has no amount (Amt)")
      return nil
    }
    let code = tree.attribute(amount, names.currency) ?? ""
    guard let currency = Currency(code: code) else {
      refuse(
        .bankCurrency, at: amount, "the entry's currency is no code of ISO 4217",
        excerpt: Fault.excerpt(code))
      return nil
    }
    let printed = try? ExactDecimal(parsing: tree.trimmed(amount))
    if let printed, printed.isFiner(than: currency) {
      refuse(
        .bankAmount, at: amount, currency.tooFine, excerpt: Fault.excerpt(tree.rawText(amount)))
      return nil
    }
    guard let money = printed.flatMap({ Money($0, currency) }), !money.isNegative else {
      refuse(
        .bankAmount, at: amount, "the entry's amount is not a decimal number such as 1234.50",
        excerpt: Fault.excerpt(tree.rawText(amount)))
      return nil
    }
    switch text(node, names.creditDebit) {
    case "CRDT": return money
    case "DBIT": return -money
    default:
      refuse(
        .bankAmount, at: entry,
        "the entry does not say whether money came in or went out (CdtDbtInd)")
      return nil
    }
  }

  /// The amount of one transaction of a batch in the entry's currency, with its sign.
  private func transactionAmount(_ node: XMLTree.Node, _ entry: Money) -> Money? {
    let amount =
      tree.child(node, names.amount)
      ?? tree.descendant(node, names.amountDetails, names.transactionAmount, names.amount)
    guard let amount, tree.attribute(amount, names.currency) == entry.currency.code,
      let printed = try? ExactDecimal(parsing: tree.trimmed(amount)),
      let money = Money(exactly: printed, entry.currency)
    else { return nil }
    let own = text(node, names.creditDebit)
    let isDebit = own.isEmpty ? entry.isNegative : own == "DBIT"
    return isDebit ? -money : money
  }

  /// Fills in text, parties and references of a transaction, or of an entry without any. Whether
  /// the payment came back is known by its text too, and says who the other side is.
  private func complete(
    _ line: inout BankLine, from node: XMLTree.Node?, of entry: XMLTree.Node, isPart: Bool
  ) {
    if let node { addReferences(of: node, to: &line) }
    addText(of: node, entry, isPart: isPart, to: &line)
    let fields = CamtEntry(
      tree: tree, names: names, entry: entry, transaction: node, isPart: isPart)
    line.isReversal = fields.isReturn(line)
    line.instructed = fields.instructed(line)
    guard let node, let parties = tree.child(node, names.relatedParties) else { return }
    let isToCreditor = isToCreditor(line, parties)
    let holder = partyName(parties, isToCreditor ? names.creditor : names.debtor)
    let meant = partyName(parties, isToCreditor ? names.ultimateCreditor : names.ultimateDebtor)
    line.counterparty = meant.isEmpty ? holder : meant
    line.accountHolder = meant.isEmpty || meant == holder ? "" : holder
    let account = isToCreditor ? names.creditorAccount : names.debtorAccount
    line.counterpartyAccount = tree.child(parties, account).flatMap(accountNumber) ?? ""
  }

  /// From version 8 on the name stands one level deeper, in Pty.
  private func partyName(_ parties: XMLTree.Node, _ role: XMLName) -> String {
    guard let party = tree.child(parties, role) else { return "" }
    let name = text(tree.child(party, names.party) ?? party, names.name)
    return Self.isReference(name) ? name : ""
  }

  /// Adds what the bank says of the transaction, and of the entry where the payer's own text is
  /// missing; nothing twice.
  private func addText(
    of node: XMLTree.Node?, _ entry: XMLTree.Node, isPart: Bool, to line: inout BankLine
  ) {
    let isSilent = line.text.isEmpty
    if let node { add(text: text(node, names.additionalTransactionInfo), to: &line) }
    if isSilent, !isPart { add(text: text(entry, names.additionalEntryInfo), to: &line) }
  }

  private func add(text: String, to line: inout BankLine) {
    guard !text.isEmpty, !" \(line.text) ".contains(" \(text) ") else { return }
    // Swiss banks state the checks of a QR reference where others have text.
    guard !text.hasPrefix("?REJECT?") else { return }
    line.text += (line.text.isEmpty ? "" : " ") + text
  }

  /// Whether the other side is the creditor. Of a reversal most banks tell the parties as they were
  /// in the payment that came back, some in the direction in which the money goes now: then we are
  /// ourselves the one that would be the other side.
  private func isToCreditor(_ line: BankLine, _ parties: XMLTree.Node) -> Bool {
    let isOut = line.amount.isNegative
    guard line.isReversal else { return isOut }
    let (party, account) =
      isOut ? (names.debtor, names.debtorAccount) : (names.creditor, names.creditorAccount)
    let isTold = tree.child(parties, party) != nil
    let isUs = tree.child(parties, account).flatMap(accountNumber) == line.account
    return isTold && !isUs ? !isOut : isOut
  }

  private func addReferences(of node: XMLTree.Node, to line: inout BankLine) {
    if let references = tree.child(node, names.references) {
      add(text(references, names.endToEndID), to: &line)
      if line.bankReference.isEmpty {
        line.bankReference = text(references, names.servicerReference)
      }
    }
    guard let remittance = tree.child(node, names.remittance) else { return }
    for child in tree.children(remittance) {
      if tree.name(child) == names.unstructured {
        line.text += (line.text.isEmpty ? "" : " ") + tree.text(child).collapsed
      } else if tree.name(child) == names.structured {
        if let reference = tree.descendant(child, names.creditorReference, names.reference) {
          add(tree.text(reference).collapsed, to: &line)
        }
        for part in tree.children(child) {
          switch tree.name(part) {
          case names.referredDocument: add(text(part, names.number), to: &line)
          case names.additionalRemittance: add(text: tree.text(part).collapsed, to: &line)
          default: break
          }
        }
      }
    }
  }

  private func add(_ reference: String, to line: inout BankLine) {
    guard Self.isReference(reference), !line.references.contains(reference) else { return }
    line.references.append(reference)
  }

  /// Some banks fill a missing reference with a code of their own.
  private static func isReference(_ text: String) -> Bool {
    !text.isEmpty && !["NOTPROVIDED", "NONREF", "NOREF"].contains(text.uppercased())
  }

  private func addTraces(of node: XMLTree.Node, to line: inout BankLine) {
    guard let references = tree.child(node, names.references) else { return }
    for (kind, name) in names.traces {
      let reference = text(references, name)
      let trace = "\(kind) \(reference)"
      if Self.isReference(reference), !line.traces.contains(trace) { line.traces.append(trace) }
    }
  }

  /// A booked balance: of the day before (`PRCD`), at the beginning (`OPBD`) or the end (`CLBD`).
  private mutating func readBalance(_ node: XMLTree.Node) {
    guard let type = tree.descendant(node, names.type, names.codeOrProprietary, names.code),
      let amount = tree.child(node, names.amount),
      let currency = Currency(code: tree.attribute(amount, names.currency) ?? ""),
      let printed = try? ExactDecimal(parsing: tree.trimmed(amount)),
      let money = Money(printed, currency)
    else { return }
    let day = tree.child(node, names.date)
      .flatMap { tree.child($0, names.date) ?? tree.child($0, names.dateTime) }
      .flatMap { Day(xml: tree.trimmed($0)) }
    balances.add(
      type: tree.text(type), text(node, names.creditDebit) == "DBIT" ? -money : money, on: day,
      isExact: !printed.isFiner(than: currency))
  }
}
