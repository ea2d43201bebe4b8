package import Domain

/// Reads bank statements (camt.053) and notifications (camt.054) of any version from their tree.
///
/// An entry with several transactions becomes one line a transaction where their amounts add up to
/// the entry's; pending and informational entries are passed over.
package struct CamtReader: Sendable {
  private let names = CamtNames.shared

  package init() {}

  /// Whether it is a bank statement or notification of a version that is read.
  package func accepts(_ tree: XMLTree) -> Bool {
    tree.name(.root) == names.document
      && tree.children(.root).contains { names.messages.contains(tree.name($0)) }
  }

  /// The statements in their order, and a fault for each entry or statement that was left out.
  package func read(_ tree: XMLTree) -> (statements: [BankStatement], faults: [Fault]) {
    var statements: [BankStatement] = []
    var faults: [Fault] = []
    for message in tree.children(.root) where names.messages.contains(tree.name(message)) {
      if !tree.children(message).contains(where: { names.statements.contains(tree.name($0)) }) {
        faults.append(
          Fault(
            .bankAccount, line: tree.line(message),
            "the message holds no statement of an account (Stmt or Ntfctn)",
            remedy: "Ask the bank for a complete statement; nothing was imported from this file."))
      }
      for node in tree.children(message) where names.statements.contains(tree.name(node)) {
        var reading = StatementReading(tree: tree, names: names)
        if let statement = reading.statement(node) { statements.append(statement) }
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

  init(tree: XMLTree, names: CamtNames) {
    self.tree = tree
    self.names = names
  }

  mutating func statement(_ node: XMLTree.Node) -> BankStatement? {
    guard let account = tree.child(node, names.account).flatMap(accountNumber) else {
      faults.append(
        Fault(
          .bankAccount, line: tree.line(node),
          "the statement names no account (Acct/Id)",
          remedy: "Ask the bank for a complete statement; nothing was imported from this one."))
      return nil
    }
    if tree.name(node) == names.notification {
      isNotice = true
      notified = tree.child(node, names.created).flatMap { Day(xml: tree.trimmed($0)) }
    }
    var statement = BankStatement(id: text(node, names.id), account: account, lines: [])
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.entry: statement.lines += lines(child, account: account)
      case names.balance: readBalance(child, into: &statement)
      default: break
      }
    }
    return statement
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
    line.isReversal = ["true", "1"].contains(text(entry, names.reversal))
    line.bankReference = text(entry, names.servicerReference)
    line.entryReference = Self.isReference(line.bankReference) ? line.bankReference : ""
    line.isNotice = isNotice
    let details = tree.children(entry).filter { tree.name($0) == names.entryDetails }
      .flatMap { detail in tree.children(detail).filter { tree.name($0) == names.transaction } }
    let amounts = details.map { transactionAmount($0, amount) }
    let isSplit =
      details.count > 1 && !amounts.contains(nil)
      && amounts.reduce(Optional(Money.zero(amount.currency))) { sum, part in
        part.flatMap { sum?.adding(checked: $0) }
      } == amount
    guard isSplit else {
      if !line.entryReference.isEmpty { line.traces = ["AcctSvcrRef " + line.entryReference] }
      if let only = details.first {
        line.isReversal = line.isReversal || isReturn(only)
        complete(&line, from: only)
        if details.count == 1 { addTraces(of: only, to: &line) }
        for more in details.dropFirst() { addReferences(of: more, to: &line) }
      } else {
        line.text = text(entry, names.additionalEntryInfo)
      }
      return [line]
    }
    return zip(details, amounts).enumerated().map { index, part in
      var single = line
      single.amount = part.1 ?? amount
      single.isReversal = line.isReversal || isReturn(part.0)
      complete(&single, from: part.0)
      addTraces(of: part.0, to: &single)
      single.bankReference += single.bankReference.isEmpty ? "" : "/\(index + 1)"
      return single
    }
  }

  /// Many banks mark a returned debit or transfer by its reason alone (`RtrInf`), not by `RvslInd`.
  private func isReturn(_ transaction: XMLTree.Node) -> Bool {
    tree.child(transaction, names.returned) != nil
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
    guard let printed = try? ExactDecimal(parsing: tree.trimmed(amount)),
      let money = Money(printed, currency), !money.isNegative
    else {
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
      let money = Money(printed, entry.currency)
    else { return nil }
    let own = text(node, names.creditDebit)
    let isDebit = own.isEmpty ? entry.isNegative : own == "DBIT"
    return isDebit ? -money : money
  }

  private func complete(_ line: inout BankLine, from node: XMLTree.Node) {
    if let parties = tree.child(node, names.relatedParties) {
      let isToCreditor = isToCreditor(line, parties)
      let payer = isToCreditor ? names.creditor : names.debtor
      let account = isToCreditor ? names.creditorAccount : names.debtorAccount
      if let party = tree.child(parties, payer) {
        // From version 8 on the name stands one level deeper, in Pty.
        line.counterparty = text(tree.child(party, names.party) ?? party, names.name)
      }
      line.counterpartyAccount = tree.child(parties, account).flatMap(accountNumber) ?? ""
    }
    addReferences(of: node, to: &line)
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
        for document in tree.children(child) where tree.name(document) == names.referredDocument {
          add(text(document, names.number), to: &line)
        }
      }
    }
  }

  private func add(_ reference: String, to line: inout BankLine) {
    guard Self.isReference(reference), !line.references.contains(reference) else { return }
    line.references.append(reference)
  }

  /// Banks write words of their own where there is none.
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

  /// The closing booked balance (`CLBD`).
  private func readBalance(_ node: XMLTree.Node, into statement: inout BankStatement) {
    guard let type = tree.descendant(node, names.type, names.codeOrProprietary, names.code),
      tree.text(type) == "CLBD", let amount = tree.child(node, names.amount),
      let currency = Currency(code: tree.attribute(amount, names.currency) ?? ""),
      let printed = try? ExactDecimal(parsing: tree.trimmed(amount)),
      let money = Money(printed, currency),
      let date = tree.child(node, names.date),
      let day = (tree.child(date, names.date) ?? tree.child(date, names.dateTime))
        .flatMap({ Day(xml: tree.trimmed($0)) })
    else { return }
    statement.closing = text(node, names.creditDebit) == "DBIT" ? -money : money
    statement.closingDay = day
  }
}

private struct CamtNames: Sendable {
  static let shared = CamtNames()

  let document = XMLName("camt:Document")
  let messages = [XMLName("camt:BkToCstmrStmt"), XMLName("camt:BkToCstmrDbtCdtNtfctn")]
  let statements = [XMLName("camt:Stmt"), XMLName("camt:Ntfctn")]
  let notification = XMLName("camt:Ntfctn"), created = XMLName("camt:CreDtTm")
  let id = XMLName("camt:Id"), account = XMLName("camt:Acct"), iban = XMLName("camt:IBAN")
  let other = XMLName("camt:Othr"), entry = XMLName("camt:Ntry"), balance = XMLName("camt:Bal")
  let amount = XMLName("camt:Amt"), currency = XMLName("Ccy")
  let creditDebit = XMLName("camt:CdtDbtInd"), reversal = XMLName("camt:RvslInd")
  let returned = XMLName("camt:RtrInf")
  let status = XMLName("camt:Sts"), code = XMLName("camt:Cd")
  let bookingDate = XMLName("camt:BookgDt"), valueDate = XMLName("camt:ValDt")
  let date = XMLName("camt:Dt"), dateTime = XMLName("camt:DtTm")
  let servicerReference = XMLName("camt:AcctSvcrRef")
  let entryDetails = XMLName("camt:NtryDtls"), transaction = XMLName("camt:TxDtls")
  let amountDetails = XMLName("camt:AmtDtls"), transactionAmount = XMLName("camt:TxAmt")
  let additionalEntryInfo = XMLName("camt:AddtlNtryInf")
  let relatedParties = XMLName("camt:RltdPties"), party = XMLName("camt:Pty")
  let debtor = XMLName("camt:Dbtr"), creditor = XMLName("camt:Cdtr"), name = XMLName("camt:Nm")
  let debtorAccount = XMLName("camt:DbtrAcct"), creditorAccount = XMLName("camt:CdtrAcct")
  let references = XMLName("camt:Refs"), endToEndID = XMLName("camt:EndToEndId")
  let traces = ["AcctSvcrRef", "UETR", "TxId", "EndToEndId"].map { ($0, XMLName("camt:" + $0)) }
  let remittance = XMLName("camt:RmtInf"), unstructured = XMLName("camt:Ustrd")
  let structured = XMLName("camt:Strd"), creditorReference = XMLName("camt:CdtrRefInf")
  let reference = XMLName("camt:Ref"), referredDocument = XMLName("camt:RfrdDocInf")
  let number = XMLName("camt:Nb"), type = XMLName("camt:Tp")
  let codeOrProprietary = XMLName("camt:CdOrPrtry")
}
