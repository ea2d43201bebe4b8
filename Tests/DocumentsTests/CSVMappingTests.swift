import Domain
import Settings
import Testing

@testable import Documents

@Suite("CSV mapping")
struct CSVMappingTests {
  private static let file = """
    Rechnungsausgangsbuch;;;;
    Rg.-Nr.;Mandant;Rechnungsdatum;Zahlbar bis;Endbetrag
    R-1;Tern;03.04.2026;03.05.2026;1.190,50
    R-2;Grebe;04.04.2026;04.05.2026;5,00
    """

  private func mappings(_ yaml: String) throws -> [CSVMapping] {
    let (settings, faults) = BookSettings.read(yaml, file: "dunlin.yaml")
    #expect(faults.map(\.message) == [])
    return settings.mappings
  }

  @Test("columns are what the settings say, below a title too")
  func mapped() throws {
    let mappings = try mappings(
      """
      csv:
        - name: Outgoing
          columns: {number: Rg.-Nr., client: Mandant, date: Rechnungsdatum, due: Zahlbar bis,
                    amount: Endbetrag}
          date_order: dmy
          decimal: comma
      """)
    let contents = CSVReader(business: UBL.business, mappings: mappings).read(Array(Self.file.utf8))
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.records.map(\.invoice.payable.plain) == ["1190.50", "5.00"])
    #expect(contents.records.first?.invoice.due?.day.description == "2026-05-03")
    #expect(contents.records.first?.invoice.buyer.name == "Tern")
    #expect(
      CSVReader(business: UBL.business).read(Array(Self.file.utf8)).faults.map(\.code) == [
        .csvHeader
      ])
  }

  @Test("a bank's file is mapped by its booking day")
  func bank() throws {
    let mappings = try mappings(
      "csv: [{columns: {booked: Tag, amount: Wert, text: Zweck, account: Konto}, decimal: dot}]")
    let contents = CSVReader(business: UBL.business, mappings: mappings).read(
      Array("Tag,Zweck,Wert,Konto\n2026-06-03,RE 7,1.000,DE1\n".utf8))
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.statements.first?.account == "DE1")
    #expect(contents.statements.first?.lines.map(\.amount.plain) == ["1.00"])
  }

  @Test(
    "a mapping that cannot work is a fault of the settings",
    arguments: [
      ("{name: A, columns: {number: N, date: D}}", Fault.Code.settingsKey),
      ("{name: A}", .settingsKey), ("{columns: {number: N, date: D, amount: A}}", .settingsKey),
      ("{columns: {booked: B}}", .settingsKey),
      ("{columns: {number: N, date: D, amount: A, colour: C}}", .settingsKey),
      ("{columns: {number: N, client: K, date: D, amount: A}, decimal: point}", .settingsValue),
      ("{columns: {number: N, client: K, date: D, amount: A}, date_order: us}", .settingsValue),
    ])
  func bad(entry: String, code: Fault.Code) {
    let faults = BookSettings.read("csv: [\(entry)]", file: "dunlin.yaml").faults
    #expect(Set(faults.map(\.code)) == [code])
  }

  @Test("a proposal reads back as the mapping it is, and then reads the file")
  func proposal() throws {
    let text = Self.file.replacing("Rg.-Nr.", with: "Rechnungs-Nr.")
    let proposal = try #require(CSVProposal(Array(text.utf8), name: "book.csv"))
    #expect(
      proposal.mapping.columns == [
        .number: "Rechnungs-Nr.", .client: "Mandant", .date: "Rechnungsdatum",
        .due: "Zahlbar bis", .amount: "Endbetrag",
      ])
    #expect(proposal.unused == [])
    #expect(proposal.isComplete)
    #expect(proposal.mapping.dateOrder == .dayFirst)
    #expect(proposal.mapping.decimalMark == .comma)
    #expect(try mappings(proposal.yaml) == [proposal.mapping])
    let contents = CSVReader(business: UBL.business, mappings: [proposal.mapping])
      .read(Array(text.utf8))
    #expect(contents.records.count == 2)
  }

  @Test("a proposal leaves open what the rows do not settle, and says both readings")
  func openProposal() throws {
    let proposal = try #require(
      CSVProposal(
        Array("Facture,Client,Date de facture,Montant TTC\nF1,A,03/04/2026,\"1,234\"\n".utf8),
        name: "a\"b"))
    #expect(proposal.mapping.missing == [])
    #expect(proposal.mapping.dateOrder == nil)
    #expect(proposal.yaml.contains("2026-04-03, day first, or as 2026-03-04"))
    #expect(proposal.yaml.contains("1.234, decimal comma"))
    #expect(try mappings(proposal.yaml) == [proposal.mapping])
  }

  @Test("what may say what is owed or paid is asked for where nothing else says it")
  func questions() throws {
    let amounts = try #require(
      CSVProposal(
        Array(
          ("Nr;Kunde;Datum;Brutto;Wert X\n1;Tern;13.04.2026;100,00;0,00\n"
            + "2;Grebe;14.04.2026;50,00;20,00\n").utf8), name: "x"))
    #expect(amounts.yaml.contains("# open: does \"Wert X\" say what is still owed?"))
    #expect(amounts.yaml.contains("# paid_amount: does \"Wert X\" say what was paid?"))
    #expect(!amounts.isComplete)
    #expect(try mappings(amounts.yaml) == [amounts.mapping])
    let words = try #require(
      CSVProposal(
        Array("Nr;Kunde;Datum;Brutto;Status\n1;Tern;13.04.2026;100,00;blau\n".utf8), name: "x"))
    #expect(words.yaml.contains("# status: does \"Status\" say what is paid"))
    let taxes = try #require(
      CSVProposal(
        Array("Nr;Kunde;Datum;Brutto;USt\n1;Tern;13.04.2026;100,00;0,00\n".utf8), name: "x"))
    #expect(taxes.isComplete)
  }

  @Test(
    "a bank's file is proposed as one, whatever it calls the day",
    arguments: ["Posted", "Jour", "When"])
  func bankDay(title: String) throws {
    let proposal = try #require(
      CSVProposal(
        Array(
          ("\(title),Narrative,Money In,Money Out,Running balance\n"
            + "14/04/2026,TERN LTD,238.00,,1238.00\n15/04/2026,TELECOM,,12.50,1225.50\n"
            + "16/04/2026,GREBE,100.00,,1325.50\n").utf8), name: "bank"))
    #expect(proposal.mapping.columns[.booked] == title)
    #expect(proposal.isComplete)
    #expect(try mappings(proposal.yaml) == [proposal.mapping])
  }

  @Test("a bank's file without a day is asked for its day, not for an invoice's number")
  func bankWithoutDay() throws {
    let proposal = try #require(
      CSVProposal(
        Array(
          ("Narrative,Money In,Money Out,Running balance\nTERN LTD,238.00,,1238.00\n"
            + "TELECOM,,12.50,1225.50\nGREBE,100.00,,1325.50\n").utf8), name: "bank"))
    #expect(proposal.yaml.contains("# booked: which column? It is needed."))
    #expect(!proposal.yaml.contains("number:"))
    #expect(!proposal.isComplete)
  }

  @Test("numbers one apart beside one rate are no running balance")
  func runningNumbers() throws {
    let rows = (1...9).map { "100\($0),Tern Ltd,2026-03-0\($0),238.00,1.00\n" }.joined()
    let contents = read("number,client,date,amount,rate\n" + rows)
    #expect(contents.records.count == 9)
    #expect(contents.faults.map(\.message) == [])
  }

  @Test("a mapping without a client says how to name one for all")
  func clientless() throws {
    let yaml = "csv:\n  - columns: {number: No, date: Day, amount: Sum}\n"
    let faults = BookSettings.read(yaml, file: "dunlin.yaml").1
    #expect(faults.map(\.message) == ["an entry of csv: `columns: client` is missing"])
    #expect(faults.first?.remedy.contains("client: NAME") == true)
  }

  @Test("a column whose values are no days is not proposed as one")
  func misleading() throws {
    let proposal = try #require(
      CSVProposal(
        Array("Number,Date,Issued,Total\n1,Monday,2026-03-04,5.00\n".utf8), name: "x"))
    #expect(proposal.mapping.columns[.date] == "Issued")
    #expect(CSVProposal(Array("a,b\n1,2\n".utf8), name: "x") == nil)
  }
}
