/// Everything that was found in one file: what is good, and what is wrong with the rest.
package struct FileContents: Sendable {
  package var path: String
  /// Of the bytes; zeros where they cannot be read.
  package var digest: Digest
  package var records = RecordList()
  package var refusals: [Refusal] = []
  /// Invoices that the file calls void.
  package var voided: [Voided] = []
  package var statements: [BankStatement] = []
  package var faults: [Fault] = []
  /// What the file itself says is open of our documents that were read, credits taken off, one sum
  /// a currency; empty where it does not say.
  package var statedOpen: [Money] = []
  /// The sheet, where several of one spreadsheet are read; or empty. They have one path and one
  /// digest, those of the file.
  package var part = ""

  package init(path: String, digest: Digest) {
    self.path = path
    self.digest = digest
  }

  /// The path, with the sheet.
  package var place: String { part.isEmpty ? path : "\(path)/\(part)" }

  /// Whether a ledger may take anything of it.
  package var holdsFacts: Bool { !records.isEmpty || !statements.isEmpty || !voided.isEmpty }

  /// One document, or one row of a register.
  package struct Record: Hashable, Sendable {
    package var invoice: Invoice
    /// 1-based line of the file where the document begins.
    package var line: Int
    package var source: Source
    /// What a register says was paid by when.
    package var settlement: Settlement?
    /// What the same file says had come in by later days, in all each time and in their order.
    package var laterSettlements: [Settlement] = []
    /// What the file says was paid in all.
    package var paid: Money? { laterSettlements.last?.paid ?? settlement?.paid }
    /// Nil where the file does not say.
    package var isDisputed: Bool?
    /// The program it is from gave up what is open of it.
    package var isLost = false
    /// The customer's language (ISO 639-1), or empty.
    package var language = ""
    /// What the EN 16931 rules say, where they were asked.
    package var verdict: Verdict?

    package init(invoice: Invoice, line: Int, source: Source) {
      self.invoice = invoice
      self.line = line
      self.source = source
    }
  }

  /// An invoice or credit note that a program no longer counts. An earlier export may have listed
  /// it.
  package struct Voided: Hashable, Sendable {
    package var kind: Invoice.Kind
    package var number: InvoiceNumber
    package var seller: Party
    /// The client, or the supplier of a bill.
    package var client: Party

    package init(kind: Invoice.Kind, number: InvoiceNumber, seller: Party, client: Party) {
      (self.kind, self.number, self.seller, self.client) = (kind, number, seller, client)
    }
  }

  /// A document that can be read but not booked: what it says, as far as it says anything. It is
  /// for listings only and never enters a ledger.
  package struct Refusal: Sendable {
    package var kind: Invoice.Kind
    package var number: String
    package var issueDate: Day?
    package var due: DueDate?
    package var currency: String
    /// As printed.
    package var payable: String
    package var seller: Party
    package var buyer: Party
    package var creditedInvoice: String
    package var fault: Fault.Code

    package init(kind: Invoice.Kind, number: String, seller: Party, buyer: Party, fault: Fault.Code)
    {
      self.kind = kind
      self.number = number
      self.seller = seller
      self.buyer = buyer
      self.fault = fault
      (currency, payable, creditedInvoice) = ("", "", "")
    }
  }

  /// What kind of file a record was read from.
  package enum Source: String, Sendable {
    case ubl
    case cii
    case csv

    /// An e-invoice, which names its parties by identifiers and addresses.
    package var isEInvoice: Bool { self != .csv }
  }

  /// A register's word that `paid` in all had come in by the end of `day`; without a day of its own
  /// the fact is dated at its import.
  package struct Settlement: Hashable, Sendable {
    package var paid: Money
    package var day: Day?

    package init(paid: Money, day: Day?) {
      self.paid = paid
      self.day = day
    }
  }
}
