package import Domain
import Foundation
import LedgerStore
import Settings

/// An invoice of ours that exists only on paper, as a person enters it.
package struct InvoiceRequest: Sendable {
  package var number: String
  /// A client's id or exact name; a name that nobody has is that of a new client.
  package var client: String
  /// How much, such as 120.00.
  package var amount: String
  /// The day whose end is now.
  package var asOf: Day
  /// The day of the invoice; nil: as-of.
  package var date: Day?
  /// Nil: as the client's terms say, else those of the business.
  package var due: Day?
  /// Nil: the business's.
  package var currency: Currency?
  /// Shows what would be entered.
  package var isDryRun = false

  package init(number: String, client: String, amount: String, asOf: Day) {
    self.number = number
    self.client = client
    self.amount = amount
    self.asOf = asOf
  }
}

/// An invoice that was entered, or in a dry run would be.
package struct EnteredInvoice: Sendable {
  package let number: String
  package let client: String
  package let amount: Money
  /// The number of the import that `undo` takes back.
  package let importNumber: Int64?
  package let isNewClient: Bool
  /// Clients with a name like that of a new one.
  package let similar: [String]
  package let isDryRun: Bool

  /// One or more lines for people.
  package var text: String {
    let verb = isDryRun ? "Would enter" : "Entered"
    var text = "\(verb): invoice \(number.printable) of \(amount) to \(client.printable).\n"
    if isNewClient {
      text += "\(client.printable) \(isDryRun ? "would be" : "is") a new client."
      text +=
        similar.isEmpty
        ? "\n"
        : " There is \(similar.map { "\"\($0.printable)\"" }.joined(separator: ", ")): if that is meant, "
          + "`dunlin clients merge` puts them together.\n"
    }
    if let importNumber, !isDryRun {
      text +=
        "`dunlin undo \(importNumber)` takes it back; the invoice's own file, once it is imported, "
        + "takes its place.\n"
    }
    return text
  }
}

extension Book {
  /// Enters an invoice of which there is no file. It is kept as a list of one row, so that it is
  /// read, exported and taken back as any other.
  package func enter(_ request: InvoiceRequest) throws -> EnteredInvoice {
    let number = request.number.trimmingCharacters(in: .whitespaces)
    let (client, name, similar) = try self.client(named: request.client, asOf: request.asOf)
    guard !number.isEmpty, !name.isEmpty else {
      throw InvalidRequest("An invoice needs its number and its client.")
    }
    let currency = request.currency ?? settings.business.currency
    let amount = try Money(
      typed: request.amount, currency, expected: "'\(request.amount)' is no amount such as 120.00.")
    let date = request.date ?? request.asOf
    if let due = request.due, due < date {
      throw InvalidRequest("--due \(due) is before \(date), the day of the invoice itself.")
    }
    let known = try ledger.targets(named: number).contains {
      if case .invoice = $0 { true } else { false }
    }
    if known {
      throw Failure(
        "the book has an invoice \(number.printable)",
        "`dunlin history` shows it; `dunlin record due` changes its due date. Nothing was entered.")
    }
    let row = [
      number, name, "\(date)", request.due?.description ?? "", amount.plain, currency.code,
    ]
    let text =
      "number,client,date,due,amount,currency\n" + row.map(Self.quoted).joined(separator: ",")
      + "\n"
    let imported = try take(text, of: number, client, request)
    guard imported.summary.invoices == 1 else {
      throw Failure(
        "the invoice \(number.printable) cannot be entered", "Nothing was entered.",
        faults: imported.faults)
    }
    return EnteredInvoice(
      number: number, client: name, amount: amount, importNumber: imported.number,
      isNewClient: client == nil, similar: similar, isDryRun: request.isDryRun)
  }

  private func take(
    _ text: String, of number: String, _ client: ID<Client>?, _ request: InvoiceRequest
  ) throws -> Imported {
    let word = String(number.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    let place = request.isDryRun ? FileManager.default.temporaryDirectory.path : folder ?? "."
    let folder = Self.path(place, request.isDryRun ? UUID().uuidString : "Entered")
    let path = Self.path(folder, "\(request.asOf) \(word).csv")
    defer {
      if request.isDryRun { try? FileManager.default.removeItem(atPath: folder) }
    }
    try writeFile(text, to: path)
    var reading = ImportRequest([path], asOf: request.asOf)
    reading.dateOrder = .iso
    reading.decimalMark = .dot
    reading.isByHand = true
    reading.client = client
    reading.isDryRun = request.isDryRun
    return try importFiles(reading)
  }

  /// The client of a name, or nil for a new one, with those that have a similar name.
  private func client(
    named text: String, asOf: Day
  ) throws -> (id: ID<Client>?, name: String, similar: [String]) {
    let name = text.trimmingCharacters(in: .whitespaces)
    let found = try ledger.targets(named: name).compactMap { target in
      if case .client(let id) = target { id } else { nil }
    }
    guard found.count < 2 else {
      throw Failure(
        "\(name.printable) may mean \(found.count) clients", "Name its id; nothing was entered.")
    }
    if let id = found.first {
      return (id, try receivables(asOf: asOf).clients[id]?.name ?? name, [])
    }
    return (nil, name, try ledger.similar(to: name).prefix(3).map(\.shown))
  }

  private static func quoted(_ field: String) -> String {
    "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
