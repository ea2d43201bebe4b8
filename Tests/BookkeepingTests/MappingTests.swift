import Domain
import Settings
import Support
import Testing

@testable import Bookkeeping

@Suite("Noting a mapping")
struct MappingTests {
  private static let entry = "  - name: \"a.csv\"\n    columns:\n      number: \"Nr\"\n"

  @Test("it goes below the entries that are there, with their indent, or behind the settings")
  func noted() {
    #expect(Book.noted(Self.entry, in: "") == "csv:\n" + Self.entry)
    #expect(Book.noted(Self.entry, in: "house: {}") == "house: {}\ncsv:\n" + Self.entry)
    #expect(
      Book.noted(Self.entry, in: "csv: # ours\n- name: b\n  columns: {}\nchase: {}\n")
        == "csv: # ours\n- name: \"a.csv\"\n  columns:\n    number: \"Nr\"\n- name: b\n"
        + "  columns: {}\nchase: {}\n")
    #expect(Book.noted(Self.entry, in: "csv: [{name: b}]\n") == nil)
    #expect(Book.noted(Self.entry, in: "csv: {name: b}\n") == nil)
  }

  private func mapping(_ text: String) throws -> ProposedMapping {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "list.csv")
    return try Book.proposedMapping(of: folder.path + "/list.csv")
  }

  @Test("a proposal says what it would read, and is noted only where nothing is open")
  func proposed() throws {
    let folder = try TemporaryFolder()
    let whole = try mapping(
      "Rechnungsnummer;Kunde;Datum;Brutto;Status\nR-1;Tern;13.04.2026;238,00;Bezahlt\n"
        + "R-2;Grebe;14.04.2026;1.190,00;Offen\nR-3;Grebe;14.04.2026;5,00;Storniert\n")
    #expect(whole.isComplete)
    #expect(
      whole.preview.first
        == "It would read 2 documents of 2 clients: 1 open, 1 paid; open in all 1190.00 EUR")
    try folder.write("house: {name: Us}\n", to: "dunlin.yaml")
    try Book.note(whole, in: folder.path)
    #expect(try Book.settingsOrDefaults(in: folder.path).mappings.map(\.name) == ["list.csv"])

    let open = try mapping(
      "Nr;Wer;Datum;Brutto\nR-1;Tern;13.04.2026;238,00\nR-2;T;14.04.2026;5,00\n")
    #expect(!open.isComplete && open.preview.isEmpty)
    #expect(open.yaml.contains("# client: which column?"))
    #expect(throws: Failure.self) { try Book.note(open, in: folder.path) }
    #expect(try Book.settingsOrDefaults(in: folder.path).mappings.count == 1)
  }

  @Test("what may be a bank's file or a list of invoices is a question")
  func either() throws {
    let both = try mapping(
      "Number,Date,Customer,Amount,Memo\n1,2026-04-13,Tern,5.00,Site\n"
        + "2,2026-04-14,Grebe,-6.50,Box\n")
    #expect(!both.isComplete)
    #expect(both.yaml.contains("Is this a list of invoices or a bank's file?"))
  }
}
