import Bookkeeping
import Chasing
import Domain
import Foundation
import Letters
import Settings
import Support

/// The book of the walk, and what happens in it day by day; each thing is put on record beside.
final class WalkTown {
  static let business = "Marshside Timber"
  static let email = "office@marshside.example"
  private static let currencies = ["EUR", "GBP", "CHF", "USD", "SEK"]
  private static let start = day("2026-03-02")

  private let folder: TemporaryFolder
  private let book: Book
  let wordings: [String: Wording]
  var record = WalkRecord()
  /// How often each claim was made.
  var claimed: [String: Int] = [:]

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.path + "/book"
    _ = try Book.make(in: path)
    try folder.write(Self.settings, to: "book/dunlin.yaml")
    book = try Book(folder: path)
    let templates = TemplateFolder(folders: []) { try wordingEntries(yaml: $0) }
    wordings = try Dictionary(
      uniqueKeysWithValues: TemplateFolder.builtInLanguages.map {
        ($0, try templates.wording(for: [$0]))
      })
    try importRegister()
  }

  private static var settings: String {
    let accounts = currencies.map { "  - {iban: DE21900000170041220700, currency: \($0)}" }
    let clients = WalkClient.all.map { client in
      "  - {match: \(client.name), language: \(client.language), email: \(client.kind)"
        + "@\(client.language).example, individual: \(client.isPerson)}"
    }
    return """
      house: {name: \(business), country: DE, email: \(email)}
      bank:
      \(accounts.joined(separator: "\n"))
      chase: {after_final: [credit-stop]}
      clients:
      \(clients.joined(separator: "\n"))

      """
  }

  static func read(_ file: String) throws -> String {
    try String(contentsOfFile: file, encoding: .utf8)
  }

  private func importRegister() throws {
    var rows = ["number,client,date,due,amount,currency,type"]
    for (place, client) in WalkClient.all.enumerated() {
      for (number, (issued, due)) in [
        (day("2026-02-02"), day("2026-03-04")), (day("2026-02-27"), day("2026-04-01")),
      ].enumerated() {
        let codes = client.kind == .currencies ? Self.currencies : ["EUR"]
        for (index, code) in codes.enumerated() where client.kind != .currencies || number == 0 {
          guard let currency = Currency(code: code) else { continue }
          let name = client.invoice(number * 10 + index + 1)
          let amount = Money(
            minorUnits: Int64(30_000 + place * 1_117 + number * 2_503 + index), currency: currency)
          record.invoices[name] = WalkRecord.Invoice(
            number: name, client: client.name, amount: amount, issued: issued, due: due)
          rows.append("\(name),\(client.name),\(issued),\(due),\(amount.plain),\(code),invoice")
        }
      }
      if client.kind == .credited {
        rows.append("\(client.invoice(99)),\(client.name),2026-02-10,,5000.00,EUR,credit note")
      }
    }
    try take(rows, "register.csv", on: Self.start)
  }

  private func take(_ rows: [String], _ name: String, on day: Day) throws {
    try folder.write(rows.joined(separator: "\n") + "\n", to: "files/\(name)")
    var request = ImportRequest([folder.path + "/files/\(name)"], asOf: day)
    request.isValidating = false
    let imported = try book.importFiles(request)
    precondition(imported.faults.filter(\.code.wantsPerson).isEmpty, "\(imported.faults)")
  }

  func chase(_ today: Day) throws -> Chased { try book.chase(ChaseRequest(asOf: today)) }

  /// What the clients do on a day, and what the bank reports of it.
  func live(_ today: Day) throws {
    var receipts: [(WalkClient, String, Money)] = []
    for client in WalkClient.all {
      let number = client.invoice(1)
      guard let invoice = record.invoices[number] else { continue }
      switch (client.kind, today.description) {
      case (.partly, "2026-03-12"):
        receipts.append((client, number, Money(minorUnits: 12_345, currency: .euro)))
      case (.keeps, "2026-03-10"), (.breaks, "2026-03-10"):
        record.promises[number] = (today, today + 7)
        var request = EventRequest(.promise, about: number, asOf: today)
        request.by = today + 7
        _ = try book.record(request)
      case (.keeps, "2026-03-17"): receipts.append((client, number, invoice.amount))
      case (.plan, "2026-03-11"): try agree(number, invoice.amount, today)
      case (.plan, "2026-03-18"):
        if let first = record.plans[number]?.parts.first {
          receipts.append((client, number, first.amount))
        }
      case (.dispute, "2026-03-10"):
        record.disputes[number] = (today, today + 14)
        _ = try book.record(EventRequest(.dispute, about: number, asOf: today))
      case (.dispute, "2026-03-24"):
        _ = try book.record(EventRequest(.release, about: number, asOf: today))
      case (.insolvent, "2026-03-16"):
        record.insolvencies[client.name] = today
        _ = try book.record(EventRequest(.insolvent, about: client.name, asOf: today))
      default: break
      }
    }
    try bank(receipts, today)
  }

  private func agree(_ number: String, _ amount: Money, _ today: Day) throws {
    let half = Money(minorUnits: amount.minorUnits / 2, currency: amount.currency)
    let parts = [(day: today + 7, amount: half), (day: today + 20, amount: amount - half)]
    record.plans[number] = (today, parts)
    var request = EventRequest(.plan, about: number, asOf: today)
    request.instalments = parts.map { ($0.day, $0.amount.plain) }
    _ = try book.record(request)
  }

  /// The bank file of a working day: what came in, and a fee, so that the file reaches the day.
  private func bank(_ receipts: [(WalkClient, String, Money)], _ today: Day) throws {
    guard !today.isWeekend else { return }
    var rows = [
      "\"Booking Date\",\"Value Date\",\"Partner Name\",\"Partner Iban\",Type,"
        + "\"Payment Reference\",\"Account Name\",\"Amount (EUR)\",\"Original Amount\","
        + "\"Original Currency\",\"Exchange Rate\"",
      "\(today),\(today),\"Bank\",,Fee,account,Main,-1.00,,,",
    ]
    for (client, number, amount) in receipts {
      record.paid.append((number, today, amount))
      rows.append(
        "\(today),\(today),\"\(client.name)\",,Credit Transfer,\(number),Main,\(amount.plain),,,")
    }
    record.bankThrough[.euro] = today
    try take(rows, "bank-\(today).csv", on: today)
  }
}
