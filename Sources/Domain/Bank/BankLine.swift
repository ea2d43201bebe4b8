/// One booked movement of one of our bank accounts.
package struct BankLine: Hashable, Sendable {
  /// IBAN or other number of our account, without white space.
  package var account: String
  package var booked: Day
  /// Positive: money in. Negative: money out.
  package var amount: Money
  /// Who pays or is paid: of a camt file the ultimate debtor, where it names one.
  package var counterparty = ""
  package var counterpartyAccount = ""
  /// The holder of the other account where that is somebody else than `counterparty`, such as an
  /// office that pays for it; else empty.
  package var accountHolder = ""
  /// What the payer ordered where it differs from `amount`: before charges that our bank took off,
  /// or in another currency. Of a returned payment, what had been paid: the rest of `amount` is the
  /// bank's charge to us. It has the sign of `amount`. Only what the file itself states.
  package var instructed: Money?
  /// Structured references: creditor reference, QR reference, end-to-end id. A cheque's number is
  /// none.
  package var references: [String] = []
  /// Free remittance text.
  package var text = ""
  /// The bank gives back or takes back what it booked before.
  package var isReversal = false
  /// The bank's own reference of the movement (`AcctSvcrRef`), or empty.
  package var bankReference = ""
  /// The bank's reference of the whole entry (`NtryDtls` may split it), or empty.
  package var entryReference = ""
  /// What the bank and the payer call this one transaction, each told by its kind: the bank's
  /// reference, the transaction's and the payer's id (`AcctSvcrRef`, `UETR`, `TxId`, `EndToEndId`),
  /// a cheque's number (`Cheque`).
  package var traces: [String] = []
  /// The file says that the money goes between our own accounts: a payout, a conversion, a hold.
  package var isInternal = false
  /// It comes from a notification (camt.054): a statement will bring the same money again.
  package var isNotice = false
  /// The ledger's number of the movement, once it is there: what `match` takes.
  package var id: ID<BankLine>?

  package init(account: String, booked: Day, amount: Money) {
    self.account = account
    self.booked = booked
    self.amount = amount
  }
}

/// A bank statement, or the part of one file that is about one account.
package struct BankStatement: Hashable, Sendable {
  package var id: String
  package var account: String
  package var lines: [BankLine]
  /// How it was written.
  package var format = Format.camt
  /// The booked balance at the end of `closingDay`, if the statement gives one.
  package var closing: Money?
  package var closingDay: Day?
  /// The booked balance before its first line, if the statement gives one.
  package var opening: Money?

  /// How a statement was written, the one that tells most first.
  package enum Format: String, CaseIterable, Sendable {
    case camt, coda, mt940, cfonb, norma43, bai2
    /// Lists of incoming payments: BGMAX, OCR giro, Finnish reference payments, Betalingsservice.
    case giro
    case ofx, csv, qif
  }

  package init(id: String, account: String, lines: [BankLine]) {
    self.id = id
    self.account = account
    self.lines = lines
  }

  /// The balance before the first line: as stated, or reckoned from the closing balance of the last
  /// line's day, where all lines are in its currency.
  package var openingBalance: Money? {
    if let opening { return opening }
    guard let closing, let last = lines.map(\.booked).max(), closingDay == last,
      lines.allSatisfy({ $0.amount.currency == closing.currency })
    else { return nil }
    return closing - lines.map(\.amount).sum(closing.currency)
  }
}
