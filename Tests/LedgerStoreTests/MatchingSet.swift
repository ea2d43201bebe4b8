import Documents
import Domain
import Foundation
import LedgerStore
import Support

/// The labelled bank lines of `Fixtures/matching-lines.tsv`, in books of their own over the sample
/// book's invoices and those of `Fixtures/matching-documents.tsv`.
struct MatchingSet {
  struct Line {
    /// Lines of one book are in one ledger.
    var book: String
    var trap: String
    /// Whose money it is; empty for nobody's.
    var client: String
    var movement: BankLine
    var answer: Answer

    /// The country whose banks write so, where the trap names one: `SE` of `SE: OCR number, right`.
    var country: String? {
      let parts = trap.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].count == 2, parts[0].allSatisfy(\.isUppercase) else {
        return nil
      }
      return String(parts[0])
    }
  }

  /// What is right for a line.
  enum Answer: Equatable {
    /// Nobody's, or a person has to say: nothing may be booked.
    case nothing
    /// Amounts in minor units by invoice number, or by `account:` and the client's name.
    case booked([String: Int64])
  }

  var lines: [Line] = []
  private var documents: [FileContents.Record] = []

  static let business: Business = {
    var business = Business(name: "Brachvogel Studio GmbH")
    business.identifiers = [Party.Identifier(.vat, "DE099412207")]
    for (iban, currency) in [
      ("DE21900000170041220700", Currency.euro), ("DE81900000170041220784", .dollar),
      ("GB43TDSB99990012207417", .pound),
    ] {
      business.accounts.append(BankAccount(iban: iban, currency: currency))
    }
    return business
  }()

  init() throws {
    for row in try Self.rows("matching-documents.tsv") { documents.append(try Self.record(row)) }
    for row in try Self.rows("matching-lines.tsv") { lines.append(try Self.line(row)) }
  }

  private static func rows(_ name: String) throws -> [[String: String]] {
    let path = packageFolder + "/Tests/LedgerStoreTests/Fixtures/" + name
    let rows = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    guard let header = rows.first else { return [] }
    return rows.dropFirst().map { row in
      precondition(row.count == header.count, "\(name): \(row)")
      return Dictionary(uniqueKeysWithValues: zip(header, row))
    }
  }

  private static func money(_ text: String, _ code: String) -> Money {
    guard let currency = Currency(code: code), let printed = try? ExactDecimal(text),
      let money = Money(printed, currency)
    else { preconditionFailure("no amount: \(text) \(code)") }
    return money
  }

  private static func record(_ row: [String: String]) throws -> FileContents.Record {
    let text = { row[$0] ?? "" }
    var buyer = Party(name: text("client"))
    buyer.identifiers = [Party.Identifier(.account, text("client"))]
    guard let kind = Invoice.Kind(rawValue: text("kind")) else { preconditionFailure("\(row)") }
    var invoice = Invoice(
      kind: kind, number: InvoiceNumber(text("number")), issueDate: day(text("issued")),
      due: DueDate(day(text("due")), .document), payable: money(text("amount"), text("currency")),
      seller: Party(name: business.name), buyer: buyer)
    invoice.typeCode = text("type")
    invoice.paymentReference = text("reference")
    if !text("credits").isEmpty { invoice.creditedInvoice = InvoiceNumber(text("credits")) }
    let discount = text("discount").split(separator: "/").compactMap { Int($0) }
    if discount.count == 2 {
      invoice.discounts = [EarlyPaymentDiscount(days: discount[0], rate: BasisPoints(discount[1]))]
    }
    return FileContents.Record(invoice: invoice, line: 1, source: .ubl)
  }

  private static func line(_ row: [String: String]) throws -> Line {
    let text = { row[$0] ?? "" }
    let amount = money(text("amount"), text("currency"))
    let own = business.account(in: amount.currency)?.iban ?? business.accounts[0].iban
    var movement = BankLine(account: own, booked: day(text("booked")), amount: amount)
    movement.counterparty = text("payer")
    movement.counterpartyAccount = text("account")
    movement.references = text("references").isEmpty ? [] : [text("references")]
    movement.text = text("text")
    movement.isReversal = text("reversal") == "yes"
    return Line(
      book: text("book"), trap: text("trap"), client: text("client"), movement: movement,
      answer: answer(text("answer"), amount.currency.code))
  }

  private static func answer(_ text: String, _ currency: String) -> Answer {
    guard text != "nobody" && text != "ask" else { return .nothing }
    var booked: [String: Int64] = [:]
    for part in text.split(separator: ";") {
      guard let mark = part.lastIndex(of: "=") else { preconditionFailure("no answer: \(text)") }
      let name = part[..<mark].trimmingCharacters(in: .whitespaces)
      booked[name] = money(String(part[part.index(after: mark)...]), currency).minorUnits
    }
    return .booked(booked)
  }
}

extension MatchingSet {
  /// What the ledger books for each line of a book, in their order.
  func booked(_ book: String, samples: [FileContents]) throws -> [(line: Line, was: Answer)] {
    let lines = lines.filter { $0.book == book }
    var policy = MatchPolicy.usual
    policy.ownNames = [Self.business.name]
    let ledger = try Ledger(policy: policy)
    var contents = file("documents-\(book)", documents)
    let byAccount = Dictionary(grouping: lines, by: \.movement.account)
    contents.statements = byAccount.keys.sorted().map { account in
      BankStatement(
        id: account, account: account, lines: (byAccount[account] ?? []).map(\.movement))
    }
    let rules = Import(day: day("2026-12-31"), business: Self.business)
    _ = try ledger.add(samples + [contents], by: rules)
    let last = day("2026-12-31")
    let clients = try ledger.receivables(asOf: last).clients
    var found: [ID<BankLine>: [String: Int64]] = [:]
    for booking in try ledger.bookings(asOf: last) {
      let name = booking.invoice?.text ?? "account:\(clients[booking.client]?.name ?? "?")"
      found[booking.line, default: [:]][name, default: 0] += booking.amount.minorUnits
    }
    // Equal lines come out in the order in which they went in.
    var ids = Dictionary(grouping: try ledger.bankLines(asOf: last).reversed(), by: Self.identity)
    return lines.map { line in
      let id = ids[Self.identity(line.movement)]?.popLast()?.id
      return (line, id.flatMap { found[$0] }.map { Answer.booked($0) } ?? .nothing)
    }
  }

  private static func identity(_ line: BankLine) -> String {
    "\(line.booked) \(line.amount) \(line.counterparty) \(line.counterpartyAccount) \(line.text) "
      + line.references.joined(separator: " ")
  }

  /// The sample book's own invoices and register.
  static func samples() -> [FileContents] {
    let reader = DocumentReader(business: business)
    let folder = packageFolder + "/Samples"
    return SourceFolder([folder + "/Invoices", folder + "/register-2026.csv"]).files
      .flatMap { reader.readAll(path: $0) }
  }
}
