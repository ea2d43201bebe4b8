import Foundation
import Testing

@Suite("Invoices on paper")
struct PaperInvoiceTests {
  private func book() throws -> Program {
    let program = try Program()
    _ = try program("init", "book")
    try program.write(
      "house: {name: Our Business, country: NL, terms_days: 30}\n"
        + "bank: [{iban: NL91ABNA0417164300, currency: EUR}]\n", to: "book/dunlin.yaml")
    try program.write(
      "number,client,date,due,amount,currency\nN-1,Wulp BV,2026-02-01,2026-03-03,500.00,EUR\n",
      to: "ours.csv")
    #expect(try run(program, "import", "ours.csv").status == 0)
    return program
  }

  @discardableResult
  private func run(_ program: Program, _ words: String...) throws -> Program.Result {
    try program.run(words + ["--book", "book"] + ["--as-of", "2026-03-10"])
  }

  /// `P-1 Wulp BV 120.00 2026-03-05`, one for each open invoice.
  private func open(_ program: Program) throws -> [String] {
    try run(program, "forecast", "--per-invoice", "--format", "csv").out
      .split(separator: "\n").dropFirst().map { line in
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        return [fields[0], fields[1], fields[3], fields[4]].joined(separator: " ")
      }.sorted()
  }

  private func ubl(_ number: String, _ amount: String, issued: String, due: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
      xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
      xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
      <cbc:ID>\(number)</cbc:ID><cbc:IssueDate>\(issued)</cbc:IssueDate>
      <cbc:DueDate>\(due)</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
      <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
      <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Our Business</cbc:Name>
      </cac:PartyName></cac:Party></cac:AccountingSupplierParty>
      <cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Wulp BV</cbc:Name>
      </cac:PartyName></cac:Party></cac:AccountingCustomerParty>
      <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
      <cbc:PaymentID>RF18539007547034</cbc:PaymentID></cac:PaymentMeans>
      <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">\(amount)</cbc:PayableAmount>
      </cac:LegalMonetaryTotal>
    </Invoice>
    """
  }

  @Test("it is owed, chased and paid as any other, and can be taken back")
  func entered() throws {
    let program = try book()
    defer { program.remove() }
    let dry = try run(
      program, "record", "invoice", "P-1", "wulp bv", "120.00", "--due", "2026-03-05", "--date",
      "2026-02-20", "--dry-run")
    #expect(dry.status == 0, "\(dry.err)")
    #expect(try open(program) == ["N-1 Wulp BV 500.00 2026-03-03"])
    let entered = try run(
      program, "record", "invoice", "P-1", "Wulp BV", "120.00", "--date", "2026-02-20", "--due",
      "2026-03-05")
    #expect(entered.status == 0 && entered.out.contains("`dunlin undo 2`"), "\(entered.err)")
    // Without a due date the terms say when; a name that nobody has is a new client.
    let new = try run(
      program, "record", "invoice", "P-2", "Kluut, \"de\" BV", "80.00", "--date", "2026-02-20")
    #expect(new.out.contains("is a new client"), "\(new.out) \(new.err)")
    let forecast = try run(program, "forecast", "--per-invoice", "--format", "csv").out
    #expect(forecast.contains("P-2,\"Kluut, \"\"de\"\" BV\",EUR,80.00,2026-03-22,"), "\(forecast)")
    #expect(try run(program, "chase", "--anyway").out.contains("Wulp BV"))
    #expect(try run(program, "check").status == 0)
    let again = try run(program, "record", "invoice", "P-1", "Wulp BV", "120.00")
    #expect(again.status == 2 && again.err.contains("the book has an invoice P-1"))
    #expect(try run(program, "record", "payment", "P-1", "--amount", "20.00").status == 0)
    #expect(try open(program).contains("P-1 Wulp BV 100.00 2026-03-05"))
    #expect(try run(program, "undo", "2").status == 2, "a payment stands on it")
    #expect(try run(program, "undo", "3").status == 0)
    #expect(try run(program, "check").status == 0)
  }

  @Test("its own file takes its place: days, and what a payer is to quote")
  func takenOver() throws {
    let program = try book()
    defer { program.remove() }
    _ = try run(program, "record", "invoice", "P-1", "Wulp BV", "120.00", "--due", "2026-03-12")
    try program.write(
      ubl("P-1", "120.00", issued: "2026-02-18", due: "2026-03-04"), to: "p1.xml")
    let imported = try run(program, "import", "p1.xml", "--no-validate", "--format", "json")
    #expect(imported.status == 0 && imported.out.contains("\"already_known\": 1"), "\(imported)")
    #expect(try open(program).last == "P-1 Wulp BV 120.00 2026-03-04")
    try program.write(
      """
      "Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",\
      "Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
      2026-03-09,2026-03-09,Somebody,,Credit Transfer,RF18539007547034,Main,120.00,,,
      """, to: "bank.csv")
    let bank = try run(program, "import", "bank.csv")
    #expect(bank.status == 0, "\(bank)")
    #expect(try open(program) == ["N-1 Wulp BV 500.00 2026-03-03"])
    #expect(try run(program, "check").status == 0)
  }

  @Test("a file with another sum contradicts it, and a person decides")
  func contradicted() throws {
    let program = try book()
    defer { program.remove() }
    _ = try run(program, "record", "invoice", "P-1", "Wulp BV", "120.00", "--due", "2026-03-12")
    try program.write(
      ubl("P-1", "125.00", issued: "2026-03-10", due: "2026-03-12"), to: "p1.xml")
    let imported = try run(program, "import", "p1.xml", "--no-validate")
    #expect(imported.status == 1 && imported.err.contains("DOC-CONFLICT"), "\(imported.err)")
    #expect(try open(program).last == "P-1 Wulp BV 120.00 2026-03-12")
    #expect(try run(program, "record", "void", "P-1").status == 0)
    #expect(try run(program, "import", "p1.xml", "--no-validate").status == 0)
    #expect(try open(program).last == "P-1 Wulp BV 125.00 2026-03-12")
  }

  @Test(
    "what is missing or wrong is refused, and nothing is entered",
    arguments: [
      "invoice P-1", "invoice P-1 Wulp", "invoice P-1 Wulp 0", "invoice P-1 Wulp 1.2.3",
      "invoice P-1 Wulp 10 --due 2026-03-01", "payment N-1 10.00", "void N-1 --due 2026-03-01",
    ])
  func refused(words: String) throws {
    let program = try book()
    defer { program.remove() }
    let result = try program.run(
      ["record"] + words.split(separator: " ").map(String.init)
        + ["--book", "book", "--as-of", "2026-03-10"])
    #expect([2, 64].contains(result.status), "\(result)")
    #expect(try open(program) == ["N-1 Wulp BV 500.00 2026-03-03"])
  }

  @Test("a due date may stand behind the number, and reverse is reinstate")
  func shortForms() throws {
    let program = try book()
    defer { program.remove() }
    #expect(try run(program, "record", "due", "N-1", "2026-04-01").status == 0)
    #expect(try open(program) == ["N-1 Wulp BV 500.00 2026-04-01"])
    #expect(try run(program, "record", "void", "N-1").status == 0)
    #expect(try open(program).isEmpty)
    #expect(try run(program, "record", "reverse", "N-1").status == 0)
    #expect(try open(program) == ["N-1 Wulp BV 500.00 2026-04-01"])
  }
}
