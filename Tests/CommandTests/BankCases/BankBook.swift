import Foundation
import Testing

/// A firm's book for one situation: a register, bank files, and what comes of them.
struct BankBook {
  let program: Program
  let firm: Firm

  /// A firm that is owed money, and its account.
  struct Firm: Sendable {
    var country = "DE"
    var currency = "EUR"
    var account = "DE89370400440532013000"

    static let german = Firm()
    static let british = Firm(country: "GB", currency: "GBP", account: "20914761830254")
    static let american = Firm(country: "US", currency: "USD", account: "021000917004100917355")
    static let dutch = Firm(country: "NL", account: "NL20INGB0001234567")

    var ofxAccount: (bank: String, number: String) {
      country == "US" ? ("021000917", "004100917355") : ("37040044", "0532013000")
    }
  }

  static let day = "2026-03-20"

  /// A German firm's book.
  init(_ invoices: [String], on day: String = day) throws {
    try self.init(.german, invoices, on: day)
  }

  /// Each invoice is `number,client,amount`, or that with `,currency,date,due` behind it.
  init(_ firm: Firm, _ invoices: [String], on day: String = day) throws {
    program = try Program()
    self.firm = firm
    _ = try program("init", "book")
    let key = firm.account.first?.isLetter == true ? "iban" : "account"
    try program.write(
      """
      house: {name: Sandhafen Works, country: \(firm.country), currency: \(firm.currency)}
      bank: [{\(key): "\(firm.account)", currency: \(firm.currency)}]
      """, to: "book/dunlin.yaml")
    var register = "number,client,amount,currency,date,due,email\n"
    for invoice in invoices {
      let isLong = invoice.split(separator: ",").count > 3
      register += invoice
      register += isLong ? "" : ",\(firm.currency),2026-01-20,2026-02-19"
      register += ",accounts@client.example\n"
    }
    try program.write(register, to: "register.csv")
    try load("register.csv", on: day)
  }

  func remove() { program.remove() }

  @discardableResult
  func run(_ command: String, on day: String = day) throws -> Program.Result {
    let words = command.split(separator: " ").map(String.init)
    let asOf = words[0] == "check" ? [] : ["--as-of", day]
    return try program.run(words + ["--book", "book"] + asOf)
  }

  /// Imports a file of the folder, which must be in order.
  func load(_ file: String, on day: String = day) throws {
    let result = try run("import \(file)", on: day)
    #expect(result.status == 0, "\(result.err)")
  }

  /// Writes a bank file and imports it.
  func load(_ text: String, as file: String, on day: String = day) throws {
    try program.write(text, to: file)
    try load(file, on: day)
  }

  /// What is open, by number, as `number amount`.
  func open(on day: String = day) throws -> [String] {
    try rows("forecast --per-invoice --format csv", on: day).map {
      "\($0["invoice_id"] ?? "") \($0["open"] ?? "")"
    }.sorted()
  }

  /// What is on the clients' accounts, as `currency amount`.
  func onAccount(on day: String = day) throws -> [String] {
    try rows("ageing --format csv", on: day).filter { $0["on_account"] != "0.00" }.map {
      "\($0["currency"] ?? "") \($0["on_account"] ?? "")"
    }.sorted()
  }

  /// The invoices that today's notices would ask for.
  func asked(on day: String = day) throws -> [String] {
    let plan = try json("chase --dry-run --format json", on: day)
    let notices = plan["notices"] as? [[String: Any]] ?? []
    return notices.flatMap { $0["invoices"] as? [[String: Any]] ?? [] }
      .compactMap { $0["number"] as? String }.sorted()
  }

  /// The lines that wait for a person, as `in 12.00` or `out -12.00`.
  func waiting(on day: String = day) throws -> [String] {
    let lines = try json("match --format json", on: day)["lines"] as? [[String: Any]] ?? []
    return lines.map { "\($0["direction"] ?? "") \($0["amount"] ?? "")" }.sorted()
  }

  /// The book's own check finds nothing.
  func expectSound() throws {
    let result = try run("check")
    #expect(result.status == 0, "\(result.out)\(result.err)")
  }

  private func json(_ command: String, on day: String) throws -> [String: Any] {
    let result = try run(command, on: day)
    let value = try JSONSerialization.jsonObject(with: Data(result.out.utf8))
    return try #require(value as? [String: Any])
  }

  /// Rows of a CSV result by column; no cell of ours has a comma that matters here.
  private func rows(_ command: String, on day: String) throws -> [[String: String]] {
    let lines = try run(command, on: day).out.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }
}
