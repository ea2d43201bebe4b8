import Domain

/// What the fields of one entry (`Ntry`) or transaction (`TxDtls`) say beyond amount and day: a
/// return, what was ordered, the bank's charges.
struct CamtEntry {
  let tree: XMLTree
  let names: CamtNames
  let entry: XMLTree.Node
  /// The one transaction that is meant, or nil for the entry as a whole.
  var transaction: XMLTree.Node?
  /// The transaction is one of several, so that amounts of the entry are not its own.
  var isPart = false

  private func text(_ node: XMLTree.Node, _ name: XMLName) -> String {
    tree.child(node, name).map { tree.text($0).collapsed } ?? ""
  }

  /// The transaction first, then the entry.
  private var nodes: [XMLTree.Node] { [transaction, entry].compactMap { $0 } }
  /// Those whose amounts and charges are meant.
  private var amountNodes: [XMLTree.Node] { isPart ? [transaction].compactMap { $0 } : nodes }
}

// MARK: Returns

extension CamtEntry {
  /// How the bank codes the movement (`BkTxCd`), of the transaction or else of the entry.
  private struct BankCode {
    /// Of ISO 20022, in the domain of payments, or empty.
    var family = ""
    var subfamily = ""
    /// The bank's or the country's own.
    var proprietary = ""

    /// Subfamilies of ISO 20022 for what came back: returned and reversed credit transfers, unpaid
    /// and reversed debits, cheques, drafts and card payments, and those of clearing houses.
    private static let returns: Set<String> = [
      "RRTN", "RPCR", "UPDD", "PRDD", "RCDD", "UPCQ", "XPCQ", "CQRV", "UDFT", "UPCT", "ARET",
      "AREV",
    ]
    private static let fees: Set<String> = [
      "CHRG", "FEES", "COMM", "COMI", "COME", "COMT", "CHAR", "BKFE", "TAXE",
    ]
    /// Families of payments that we ordered or that others drew from us.
    private static let ours: Set<String> = ["ICDT", "IRCT", "RDDT", "ICHQ", "CCRD", "CNTR"]

    var isFee: Bool { Self.fees.contains(subfamily) || swift == "CHG" || swift == "COM" }
    var isOurs: Bool { Self.ours.contains(family) }

    func isReturn(isOut: Bool) -> Bool {
      if Self.returns.contains(subfamily) || swift == "RTI" { return true }
      let parts = proprietary.split(separator: "+")
      guard parts.count > 1, parts[0].count == 4 else { return false }
      return GermanCode(digits: parts[1]).isReturn(isOut: isOut)
    }

    /// The three letters of SWIFT before a German code, as in `NDDT+109+9251`.
    private var swift: Substring {
      guard let first = proprietary.split(separator: "+").first, first.count == 4,
        proprietary.contains("+")
      else { return "" }
      return first.dropFirst()
    }
  }

  private var bankCode: BankCode {
    var code = BankCode()
    for node in nodes {
      guard let given = tree.child(node, names.bankCode) else { continue }
      if code.subfamily.isEmpty, let domain = tree.child(given, names.domain),
        text(domain, names.code) == "PMNT", let family = tree.child(domain, names.family)
      {
        code.family = text(family, names.code)
        code.subfamily = text(family, names.subfamily)
      }
      if code.proprietary.isEmpty, let own = tree.child(given, names.proprietary) {
        code.proprietary = text(own, names.code)
      }
    }
    return code
  }

  /// Whether the payment came back. Banks mark it by `RvslInd`, by the reason (`RtrInf`), by their
  /// code for the movement, or by words alone.
  func isReturn(_ line: BankLine) -> Bool {
    if nodes.contains(where: { ["true", "1"].contains(text($0, names.reversal)) }) { return true }
    let code = bankCode
    guard !code.isFee else { return false }
    if let transaction, tree.child(transaction, names.returned) != nil { return true }
    if code.isReturn(isOut: line.amount.isNegative) { return true }
    guard line.amount.isNegative else { return false }
    let said = nodes.reversed().flatMap {
      [text($0, names.additionalEntryInfo), text($0, names.additionalTransactionInfo)]
    }
    return ReturnWords.shared.isReturn(
      ReturnWords.Movement(
        type: code.proprietary.contains("+") ? "" : code.proprietary, said: said,
        texts: [line.text], amount: line.amount, isOwn: code.isOurs))
  }
}

// MARK: What was ordered

extension CamtEntry {
  /// What was ordered where it differs from the amount: before charges, in another currency, or of
  /// a return what had been paid.
  func instructed(_ line: BankLine) -> Money? {
    let amount = line.amount
    let stated = amountNodes.flatMap(statedAmounts)
    if let foreign = ordered.first(where: { $0.currency != amount.currency }) {
      return signed(foreign, amount)
    }
    let alike = stated.filter { $0.currency == amount.currency }
    let charges = charges(in: amount.currency)
    if let charges, !charges.all.isZero,
      let gross = alike.first(where: {
        signed($0, amount).adding(checked: -charges.all) == amount
      })
    {
      return signed(gross, amount)
    }
    if line.isReversal {
      let paid = ordered.first { $0.currency == amount.currency && $0 < amount.magnitude }
      if let paid { return signed(paid, amount) }
      if let reported = StatedAmounts(FoldedText(line.text), amount.currency).returned(of: amount) {
        return reported
      }
    }
    if let charges, alike.isEmpty, !charges.included.isZero {
      guard let gross = amount.adding(checked: charges.included), !gross.isZero,
        gross.isNegative == amount.isNegative
      else { return nil }
      return gross
    }
    return stated.first { $0.currency != amount.currency }.map { signed($0, amount) }
  }

  private func signed(_ magnitude: Money, _ amount: Money) -> Money {
    amount.isNegative ? -magnitude : magnitude
  }

  /// `InstdAmt` of the transaction, else of the entry.
  private var ordered: [Money] {
    amountNodes.compactMap {
      tree.descendant($0, names.amountDetails, names.instructedAmount, names.amount)
    }.compactMap(money)
  }

  /// The amounts of a transaction, or those in the details of an entry.
  private func statedAmounts(_ node: XMLTree.Node) -> [Money] {
    let details = tree.child(node, names.amountDetails)
    return [
      node == entry ? nil : tree.child(node, names.amount),
      details.flatMap { tree.descendant($0, names.instructedAmount, names.amount) },
      details.flatMap { tree.descendant($0, names.transactionAmount, names.amount) },
    ].compactMap { $0 }.compactMap(money)
  }

  private func money(_ node: XMLTree.Node) -> Money? {
    guard let currency = Currency(code: tree.attribute(node, names.currency) ?? ""),
      let printed = try? ExactDecimal(parsing: tree.trimmed(node)),
      let money = Money(exactly: printed, currency), !money.isZero
    else { return nil }
    return money.magnitude
  }

  /// The bank's charges in a currency, a rebate negative: all of them but those that are said to be
  /// booked apart, and those that are said to be in the amount. Nil where there are none.
  func charges(in currency: Currency) -> (all: Money, included: Money)? {
    for node in amountNodes {
      let given = tree.children(node).filter { tree.name($0) == names.charges }
      guard !given.isEmpty else { continue }
      var all = Money.zero(currency)
      var included = Money.zero(currency)
      for charge in given.flatMap(records) {
        let flag = text(charge, names.chargeIncluded)
        guard !["false", "0"].contains(flag),
          let node = tree.child(charge, names.amount) ?? tree.child(charge, names.chargeTotal),
          let money = money(node), money.currency == currency
        else { continue }
        let part = text(charge, names.creditDebit) == "CRDT" ? -money : money
        all = all.adding(checked: part) ?? all
        if !flag.isEmpty { included = included.adding(checked: part) ?? included }
      }
      return (all, included)
    }
    return nil
  }

  /// From version 4 on each charge is a record of its own (`Rcrd`).
  private func records(_ charges: XMLTree.Node) -> [XMLTree.Node] {
    let records = tree.children(charges).filter { tree.name($0) == names.chargeRecord }
    return records.isEmpty ? [charges] : records
  }
}
