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
  /// Phone, e-mail and VAT number of the house, with their labels.
  package let senderDetails: [String]
  package let recipient: [String]
  package let greeting: String
  /// Above the table.
  package let opening: String
  /// Below the table and the payment box; whom to call and what was considered come last.
  package let paragraphs: [String]
  package let table: Table
  package let payment: PaymentBox
  package let signOff: String
  /// Who signs: the contact person, if there is one, and the house.
  package let signers: [String]

  package struct Table: Hashable, Sendable {
    /// Invoice, issued, due, days late, open.
    package let headings: [String]
    package let rows: [Row]
    /// Credits, interest and fees, as far as there are any.
    package let extras: [Sum]
    package let total: Sum
  }

  package struct Row: Hashable, Sendable {
    package let number: String
    package let issued: String
    package let due: String
    /// Empty where nothing is late.
    package let days: String
    package let open: String
  }

  package struct Sum: Hashable, Sendable {
    package let label: String
    package let amount: String
  }

  /// How to pay: labels and values, in the order in which a bank asks for them.
  package struct PaymentBox: Hashable, Sendable {
    package let title: String
    package let fields: [Field]
    /// Says where the account is found, if the house has none in the currency.
    package let note: String?

    package struct Field: Hashable, Sendable {
      package let label: String
      package let value: String
    }
  }

  /// Writes the letter of a notice.
  package init(
    _ notice: Notice, from house: House, in wording: Wording
  ) throws(Wording.Missing) {
    let words = LetterWords(notice: notice, house: house, wording: wording)
    let stage = notice.stage
    let texts = try wording.texts("\(stage).paragraphs", words.values)
    let considered = words.isEarly ? "shared.considered-early" : "shared.considered"
    language = wording.language
    subject = try wording.text("\(stage).subject", words.values)
    title = try wording.text("\(stage).title", words.values)
    date = wording.date(notice.day)
    sender = words.sender
    senderDetails = try words.senderDetails()
    recipient = words.recipient
    greeting = try words.greeting()
    opening = texts.first ?? ""
    paragraphs =
      texts.dropFirst() + [try wording.text(considered, words.values), try words.contactLine()]
    table = try words.table()
    payment = try words.paymentBox()
    signOff = try wording.text("shared.sign-off")
    signers = [house.contact, house.name].map(\.printable.collapsed).filter { !$0.isEmpty }
  }
}
