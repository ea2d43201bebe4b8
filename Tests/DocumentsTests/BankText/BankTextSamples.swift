import Domain
import Support

@testable import Documents

/// A file of `Samples/Formats` and what a person reads in it.
struct BankTextSample: CustomStringConvertible, Sendable {
  var file: String
  var format: BankStatement.Format
  /// Of each statement: account, opening and closing balance, or none.
  var statements: [String]
  /// Of each movement: day, amount, other party, its account, references, text; `back` where it
  /// came back, `notice` where a statement brings it again.
  var movements: [String]
  /// Sums or balances in the file prove its amounts.
  var isProven = true

  var description: String { file }

  static let business: Business = {
    var business = Business(name: "Kokmeeuw Drukkerij")
    let accounts = [
      ("DE43200305000000471100", "EUR"), ("NL86TERN0123456789", "EUR"),
      ("PL22109024020000000614268801", "PLN"), ("BE68539007547034", "EUR"),
      ("FR7630999012340001234567868", "EUR"), ("ES2329990418450200051332", "EUR"),
      ("NO1060110512345", "NOK"), ("SE9450000005839825746610", "SEK"),
      ("FI4950009420028730", "EUR"), ("DK5000400440116243", "DKK"),
      ("GB29TERN60161355501234567", "USD"),
    ]
    business.accounts = accounts.map {
      BankAccount(iban: $0.0, currency: Currency(code: $0.1) ?? .euro)
    }
    return business
  }()

  var bytes: [UInt8] {
    get throws { try SourceFile(reading: "\(packageFolder)/Samples/Formats/\(file)").bytes }
  }

  /// Of the business with all accounts; QIF, which names none, of one with a single account.
  static func read(_ file: String, _ bytes: [UInt8]) -> FileContents {
    var business = business
    if file.hasSuffix(".qif") { business.accounts.removeAll { $0.currency != .dollar } }
    return DocumentReader(business: business).read(SourceFile(path: file, bytes: bytes))
  }

  static func row(_ line: BankLine) -> String {
    let marks = (line.isReversal ? ["back"] : []) + (line.isNotice ? ["notice"] : [])
    return
      ([
        "\(line.booked)", line.amount.description, line.counterparty, line.counterpartyAccount,
        line.references.joined(separator: " + "), line.text,
      ] + marks).joined(separator: " | ")
  }

  static func row(_ statement: BankStatement) -> String {
    let balances = [statement.opening, statement.closing].map { $0?.plain ?? "none" }
    return ([statement.account] + balances).joined(separator: " | ")
  }
}
