import Domain

/// The names that bank messages are read by, in the namespace that a file has.
struct CamtNames: Sendable {
  /// In a namespace of the messages, whatever their version.
  static let shared = CamtNames(prefix: "camt:")

  static let messages = ["BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "BkToCstmrAcctRpt"]

  /// What stands before the names of the messages in the root, its children or theirs: a file may
  /// lack the namespace, have another, or wrap the document. Nil where there is no message.
  static func messages(in tree: XMLTree) -> (nodes: [XMLTree.Node], names: CamtNames)? {
    var level = [XMLTree.Node.root]
    for _ in 0...2 {
      let found = level.filter { prefix(of: tree.name($0)) != nil }
      if let first = found.first, let prefix = prefix(of: tree.name(first)) {
        let names = prefix == "camt:" ? shared : CamtNames(prefix: prefix)
        // Only a hostile file has used up all names.
        guard names.entry != .other else { return nil }
        return (found, names)
      }
      level = level.flatMap { Array(tree.children($0)) }
    }
    return nil
  }

  private static func prefix(of name: XMLName) -> String? {
    let text = name.text
    guard let message = messages.first(where: text.hasSuffix) else { return nil }
    let prefix = text.dropLast(message.count)
    return prefix.isEmpty || prefix.last == ":" || prefix.last == "}" ? String(prefix) : nil
  }

  let statements: [XMLName], notices: [XMLName], notification, created: XMLName
  let header, pages, ownPages, page, isLastPage: XMLName
  let id, account, iban, other, entry, balance: XMLName
  let amount, currency, creditDebit, reversal, returned: XMLName
  let status, code, bookingDate, valueDate, date, dateTime, servicerReference: XMLName
  let entryDetails, transaction, amountDetails, transactionAmount, instructedAmount: XMLName
  let charges, chargeRecord, chargeTotal, chargeIncluded: XMLName
  let bankCode, domain, family, subfamily, proprietary: XMLName
  let additionalEntryInfo, additionalTransactionInfo, additionalRemittance: XMLName
  let relatedParties, party, debtor, creditor, name, debtorAccount, creditorAccount: XMLName
  let ultimateDebtor, ultimateCreditor: XMLName
  let references, endToEndID: XMLName
  let traces: [(kind: String, name: XMLName)]
  let remittance, unstructured, structured, creditorReference, reference: XMLName
  let referredDocument, number, type, codeOrProprietary: XMLName

  private init(prefix: String) {
    func named(_ local: String) -> XMLName { XMLName(prefix + local) }
    statements = [named("Stmt"), named("Ntfctn"), named("Rpt")]
    notices = [named("Ntfctn"), named("Rpt")]
    (notification, created) = (named("Ntfctn"), named("CreDtTm"))
    (header, pages, ownPages) = (named("GrpHdr"), named("MsgPgntn"), named("StmtPgntn"))
    (page, isLastPage) = (named("PgNb"), named("LastPgInd"))
    (id, account, iban, other) = (named("Id"), named("Acct"), named("IBAN"), named("Othr"))
    (entry, balance, amount, currency) = (
      named("Ntry"), named("Bal"), named("Amt"), XMLName("Ccy")
    )
    (creditDebit, reversal, returned) = (named("CdtDbtInd"), named("RvslInd"), named("RtrInf"))
    (status, code) = (named("Sts"), named("Cd"))
    (bookingDate, valueDate) = (named("BookgDt"), named("ValDt"))
    (date, dateTime, servicerReference) = (named("Dt"), named("DtTm"), named("AcctSvcrRef"))
    (entryDetails, transaction) = (named("NtryDtls"), named("TxDtls"))
    (amountDetails, transactionAmount) = (named("AmtDtls"), named("TxAmt"))
    instructedAmount = named("InstdAmt")
    (charges, chargeRecord) = (named("Chrgs"), named("Rcrd"))
    (chargeTotal, chargeIncluded) = (named("TtlChrgsAndTaxAmt"), named("ChrgInclInd"))
    (bankCode, domain, family) = (named("BkTxCd"), named("Domn"), named("Fmly"))
    (subfamily, proprietary) = (named("SubFmlyCd"), named("Prtry"))
    additionalEntryInfo = named("AddtlNtryInf")
    additionalTransactionInfo = named("AddtlTxInf")
    additionalRemittance = named("AddtlRmtInf")
    (relatedParties, party, name) = (named("RltdPties"), named("Pty"), named("Nm"))
    (debtor, creditor) = (named("Dbtr"), named("Cdtr"))
    (debtorAccount, creditorAccount) = (named("DbtrAcct"), named("CdtrAcct"))
    (ultimateDebtor, ultimateCreditor) = (named("UltmtDbtr"), named("UltmtCdtr"))
    (references, endToEndID) = (named("Refs"), named("EndToEndId"))
    traces = ["AcctSvcrRef", "UETR", "TxId", "EndToEndId"].map { ($0, named($0)) }
    (remittance, unstructured) = (named("RmtInf"), named("Ustrd"))
    (structured, creditorReference) = (named("Strd"), named("CdtrRefInf"))
    (reference, referredDocument) = (named("Ref"), named("RfrdDocInf"))
    (number, type, codeOrProprietary) = (named("Nb"), named("Tp"), named("CdOrPrtry"))
  }
}
