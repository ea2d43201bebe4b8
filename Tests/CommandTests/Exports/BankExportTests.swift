import Foundation
import Testing

/// The files of banks and payment services, from the file to the ageing in at most two commands and
/// without an editor. Each brings 238.00 for invoice N-1001 of Tern Ltd, and money that goes out.
@Suite("Exports of banks and payment services")
struct BankExportTests {
  struct Export: CustomTestStringConvertible, Sendable {
    var name: String
    var currency = "EUR"
    var testDescription: String { name }
  }

  static let exports: [Export] = [
    Export(name: "ANZ without header", currency: "AUD"),
    Export(name: "Bank of America", currency: "USD"),
    Export(name: "bunq"),
    Export(name: "Caisse d'Epargne"),
    Export(name: "comdirect"),
    Export(name: "DKB until 2023"),
    Export(name: "ELBA without header"),
    Export(name: "GoCardless"),
    Export(name: "Barclays", currency: "GBP"),
    Export(name: "HypoVereinsbank"),
    Export(name: "Mollie"),
    Export(name: "Monzo", currency: "GBP"),
    Export(name: "N26 until 2023, German"),
    Export(name: "N26 until 2023, English"),
    Export(name: "NatWest", currency: "GBP"),
    Export(name: "PayPal, German"),
    Export(name: "PayPal, English", currency: "USD"),
    Export(name: "PostFinance", currency: "CHF"),
    Export(name: "Qonto"),
    Export(name: "Rabobank"),
    Export(name: "Revolut Business"),
    Export(name: "Sparkasse CSV-MT940"),
    Export(name: "Stripe balance"),
    Export(name: "Swedbank", currency: "SEK"),
    Export(name: "Wise history"),
    Export(name: "Wise statement"),
  ]

  @Test("from file to ageing in at most two commands", arguments: exports)
  func export(_ export: Export) throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program("init", "book")
    let account =
      export.currency == "GBP" ? "account: \"20914761830254\"" : "iban: DE89370400440532013000"
    try program.write(
      """
      house: {name: Sandhafen Works, country: IE, currency: EUR}
      bank: [{\(account), currency: \(export.currency)}]

      """, to: "book/dunlin.yaml")
    try program.write(
      "number,client,date,due,amount,currency\nN-1001,Tern Ltd,2026-03-01,2026-03-31,238.00,"
        + "\(export.currency)\n", to: "register.csv")
    try program.write(try exportFile(export.name), to: "bank.csv")
    let register = try program(
      "import", "--book", "book", "--as-of", "2026-03-01", "register.csv")
    #expect(register.status == 0)
    func importBank() throws -> Program.Result {
      try program("import", "--book", "book", "--as-of", "2026-05-31", "bank.csv")
    }
    var imported = try importBank()
    if imported.status != 0, imported.err.contains("--map") {
      let mapped = try program("import", "--map", "--yes", "--book", "book", "bank.csv")
      #expect(mapped.status == 0, "\(export.name): \(mapped.out) \(mapped.err)")
      imported = try importBank()
    }
    #expect(imported.status == 0, "\(export.name): \(imported.err)")
    let ageing = try program("ageing", "--format", "csv", "--book", "book", "--as-of", "2026-05-31")
    #expect(!ageing.out.contains("Tern"), "\(export.name): \(ageing.out) \(imported.err)")
    #expect(try program("check", "--book", "book").status == 0)
    // A second import brings nothing.
    let again = try program(
      "import", "--format", "json", "--book", "book", "--as-of", "2026-05-31", "bank.csv")
    #expect(again.out.contains("\"payments\": 0"), "\(export.name): \(again.out)")
  }
}
