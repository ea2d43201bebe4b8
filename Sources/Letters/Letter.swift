package import Domain

/// What a letter says, in words, before any layout.
///
/// Everything that comes from documents or settings has been made printable; amounts and dates are
/// written in the language's custom.
package struct Letter: Hashable, Sendable {
  package let language: String
  package let subject: String
  package let title: String
  package let date: String
  /// Name and address, a line each.
  package let sender: [String]
  /// Phone, e-mail and VAT number of the business, with their labels.
  package let senderDetails: [String]
  package let recipient: [String]
  package let greeting: String
  /// Above the table.
  package let opening: String
  /// Below the table and the payment box; whom to call and what was considered come last.
  package let paragraphs: [String]
  /// Nil in letters without figures.
  package let table: Table?
  /// Nil where nothing is asked for.
  package let payment: PaymentBox?
  /// Nil where it is not to be paid into an account in Switzerland or Liechtenstein.
  package let swissBill: SwissBill?
  package let signOff: String
  /// Who signs: the contact person, if there is one, and the business.
  package let signers: [String]
  /// What lies beside the letter, with its heading first; empty where nothing does.
  package let enclosures: [String]
  /// How interest was reckoned, line by line; nil where none is claimed.
  package let annex: Annex?
  /// `Page {page} of {pages}`, for layouts of several pages.
  package let pageText: String
  /// Of the business, for the head of letters on paper; or empty.
  package let logo: String

  /// The invoices of the letter, and what they add up to.
  package struct Table: Hashable, Sendable {
    /// Invoice, issued, due, days late, open.
    package let headings: [String]
    package let rows: [Row]
    /// Credits, interest and fees, as far as there are any.
    package let extras: [Sum]
    package let total: Sum
  }

  /// One invoice, or one instalment of a plan, in words.
  package struct Row: Hashable, Sendable {
    package let number: String
    package let issued: String
    package let due: String
    /// Empty where nothing is late.
    package let days: String
    package let open: String

    var cells: [String] { [number, issued, due, days, open] }
  }

  /// A line below the invoices.
  package struct Sum: Hashable, Sendable {
    package let label: String
    package let amount: String
  }

  /// How to pay: labels and values, in the order in which a bank asks for them.
  package struct PaymentBox: Hashable, Sendable {
    package let title: String
    package let fields: [Field]
    /// Says where the account is found, if the business has none in the currency.
    package let note: String?
    /// The same for a bank's app to scan; nil where it cannot be paid so.
    package let code: PaymentQR?
    /// The words beside the code.
    package let codeCaption: String

    package struct Field: Hashable, Sendable {
      package let label: String
      package let value: String
    }
  }

  /// A table of its own below the letter.
  package struct Annex: Hashable, Sendable {
    package let title: String
    package let headings: [String]
    package let rows: [[String]]
    package let note: String
  }

  /// Writes the letter of a notice.
  package init(
    _ notice: Notice, from business: Business, in wording: Wording
  ) throws(Wording.Missing) {
    try self.init(LetterWords(notice: notice, business: business, wording: wording))
  }

  /// Writes a letter that is no reminder.
  package init(
    _ occasion: Occasion, from business: Business, in wording: Wording
  ) throws(Wording.Missing) {
    try self.init(
      LetterWords(
        notice: occasion.notice, business: business, wording: wording, occasion: occasion))
  }

  private init(_ words: LetterWords) throws(Wording.Missing) {
    let wording = words.wording
    let stage = words.notice.stage
    let texts = try wording.texts("\(stage).paragraphs", words.values).map(Self.closed)
    language = wording.language
    subject = try words.subject()
    title = try wording.text("\(stage).title", words.values)
    date = wording.date(words.notice.day)
    sender = words.sender
    senderDetails = try words.senderDetails()
    recipient = words.recipient
    greeting = try words.greeting()
    opening = texts.first ?? ""
    table = words.hasTable ? try words.table() : nil
    payment = words.asksForPayment ? try words.paymentBox() : nil
    swissBill = words.asksForPayment ? words.swissBill : nil
    paragraphs =
      (words.record.isEmpty ? [] : [words.record.joined(separator: " ")]) + texts.dropFirst()
      + (try words.closing())
    signOff = try wording.text("shared.sign-off")
    signers = words.signers
    let enclosed = wording.optionalTexts("\(stage).enclosures", words.values)
    enclosures =
      enclosed.isEmpty || !words.hasEnclosures
      ? [] : [try wording.text("shared.enclosures")] + enclosed
    annex = try words.annex()
    pageText = try wording.text("shared.page")
    logo = words.business.logo
  }

  /// Without the gaps that sentences leave which are not said.
  private static func closed(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }

  /// The text for the foot of a page.
  package func page(_ page: Int, of pages: Int) -> String {
    Pattern(pageText).filled { ["page": "\(page)", "pages": "\(pages)"][$0] }
  }
}
