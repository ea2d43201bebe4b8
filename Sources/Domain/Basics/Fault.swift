/// Something wrong with the data of one file: where, what was found, and what to do.
package struct Fault: Hashable, Sendable {
  package let code: Code
  /// The file, as it was named on the command line or found in the folder.
  package var file: String
  /// 1-based; 0 where the whole file is meant.
  package var line: Int
  /// What was found and what was expected, without the names or accounts of clients.
  package let message: String
  /// The offending line or value, shortened, or empty.
  package var excerpt: String
  /// What to do, and what was not done.
  package let remedy: String

  package init(
    _ code: Code, file: String = "", line: Int = 0, _ message: String, excerpt: String = "",
    remedy: String
  ) {
    self.code = code
    self.file = file
    self.line = line
    self.message = message
    self.excerpt = excerpt
    self.remedy = remedy
  }

  /// How much the fault keeps from being done.
  package enum Gravity: Int, Comparable, Sendable {
    /// Everything was read; someone should know.
    case warning
    /// A document, row or file was left out.
    case refused

    package static func < (a: Gravity, b: Gravity) -> Bool { a.rawValue < b.rawValue }
  }

  package var gravity: Gravity { code.gravity }

  /// A code never changes its meaning. Each has a file in `Samples/Bad` that provokes it.
  package enum Code: String, Sendable, CaseIterable {
    case fileEmpty = "FILE-EMPTY"
    case fileKind = "FILE-KIND"
    case fileSize = "FILE-SIZE"
    case fileAccess = "FILE-ACCESS"
    case fileArchive = "FILE-ARCHIVE"
    /// A PDF without an e-invoice, or one that cannot be opened.
    case filePDF = "FILE-PDF"
    /// An e-mail without a document, or one that cannot be read.
    case fileMail = "FILE-MAIL"
    /// A spreadsheet that cannot be opened.
    case fileSheet = "FILE-SHEET"
    /// A signature of another file.
    case fileSignature = "FILE-SIGNATURE"
    case xmlMalformed = "XML-MALFORMED"
    /// White space stands before the XML declaration.
    case xmlSpace = "XML-SPACE"
    case xmlDoctype = "XML-DOCTYPE"
    case xmlDepth = "XML-DEPTH"
    case xmlAttributes = "XML-ATTRIBUTES"
    case xmlEncoding = "XML-ENCODING"
    case ublRoot = "UBL-ROOT"
    /// A national or older format of e-invoices that is not read.
    case xmlFormat = "XML-FORMAT"
    case docNumber = "DOC-NUMBER"
    case docIssueDate = "DOC-ISSUE-DATE"
    case docDueDate = "DOC-DUE-DATE"
    case docCurrency = "DOC-CURRENCY"
    case docCurrencyCode = "DOC-CURRENCY-CODE"
    case docPayable = "DOC-PAYABLE"
    case docAmount = "DOC-AMOUNT"
    case docAmountRange = "DOC-AMOUNT-RANGE"
    case docPrecision = "DOC-PRECISION"
    case docBuyer = "DOC-BUYER"
    case docParties = "DOC-PARTIES"
    case docConflict = "DOC-CONFLICT"
    /// The document is of a kind by which nothing is owed.
    case docKind = "DOC-KIND"
    /// The terms of payment are not understood, or not kept as they stand.
    case docTerms = "DOC-TERMS"
    /// A discount for paying early is not understood, or not stated in full.
    case docDiscount = "DOC-DISCOUNT"
    /// The totals contradict each other.
    case docTotals = "DOC-TOTALS"
    /// Words say that the document is paid, figures that it is not.
    case docPaid = "DOC-PAID"
    /// Another payee than the seller is to be paid.
    case docPayee = "DOC-PAYEE"
    /// A correction does not name what it corrects.
    case docCorrection = "DOC-CORRECTION"
    /// A credit note was used or paid out in part before.
    case docCredit = "DOC-CREDIT"
    /// Goods come back by an invoice of the buyer.
    case docReturn = "DOC-RETURN"
    /// The document calls itself a test.
    case docTest = "DOC-TEST"
    /// The invoice that a document names is not known, or another client's.
    case docReference = "DOC-REFERENCE"
    case csvHeader = "CSV-HEADER"
    case csvFields = "CSV-FIELDS"
    case csvQuote = "CSV-QUOTE"
    case csvDate = "CSV-DATE"
    case csvDateOrder = "CSV-DATE-ORDER"
    case csvAmount = "CSV-AMOUNT"
    case csvDecimal = "CSV-DECIMAL"
    case csvCurrency = "CSV-CURRENCY"
    case csvMissing = "CSV-MISSING"
    case csvRows = "CSV-ROWS"
    case csvOpen = "CSV-OPEN"
    case csvValue = "CSV-VALUE"
    case csvClient = "CSV-CLIENT"
    /// Columns that may say what is owed were not read.
    case csvColumn = "CSV-COLUMN"
    /// A word that says something about an invoice is not understood.
    case csvWord = "CSV-WORD"
    /// Rows that are no invoices, such as payments, were passed over.
    case csvPassed = "CSV-PASSED"
    case bankAmount = "BANK-AMOUNT"
    case bankDate = "BANK-DATE"
    case bankCurrency = "BANK-CURRENCY"
    case bankAccount = "BANK-ACCOUNT"
    /// A statement's balances do not agree with its entries.
    case bankBalance = "BANK-BALANCE"
    case settingsSyntax = "SET-SYNTAX"
    case settingsKey = "SET-KEY"
    case settingsValue = "SET-VALUE"

    /// Whether a person has to look, as it bears on what is owed: what was refused, and warnings of
    /// sums, payments and payees that contradict each other.
    package var wantsPerson: Bool {
      switch self {
      case .docTotals, .docPaid, .docPayee, .docCredit, .docReturn, .docTest, .csvOpen, .csvWord,
        .bankBalance:
        true
      default: gravity == .refused
      }
    }

    package var gravity: Gravity {
      switch self {
      case .docPrecision, .docDueDate, .docTerms, .docDiscount, .docTotals, .docPaid, .docPayee,
        .docCorrection, .docCredit, .docReturn, .docTest, .docReference, .fileSignature, .csvOpen,
        .csvColumn, .csvWord, .csvPassed, .bankBalance:
        .warning
      default: .refused
      }
    }
  }
}
