import Foundation
import Testing

/// The lists that invoicing programs export, from the file to the ageing in at most two commands
/// and without an editor. Each has an invoice of 238.00 that is open, one of 100.00 that is paid,
/// and where its program tells it one of 500.00 of which 300.00 are open.
@Suite("Exports of invoicing programs")
struct ListExportTests {
  struct Export: CustomTestStringConvertible, Sendable {
    var name: String
    var currency = "EUR"
    /// Number and what is open.
    var open: [String: String] = ["N1": "238.00", "N3": "300.00"]
    var testDescription: String { name }
  }

  static let exports: [Export] = [
    Export(name: "Harvest"),
    Export(name: "Harvest report"),
    Export(name: "German outgoing-invoices book", open: ["N1": "238.00"]),
    Export(name: "German shop", open: ["N1": "238.00"]),
    Export(name: "Business Central"),
    Export(name: "QuickBooks Online ageing"),
    Export(name: "QuickBooks Online list"),
    Export(name: "Invoice Ninja 4 payments"),
    Export(name: "Invoice Ninja 5"),
    Export(name: "faktu"),
    Export(name: "Dutch list"),
    Export(name: "ERPNext"),
    Export(name: "Redmine", open: ["N1": "238.00"]),
    Export(name: "hitobito", open: [:]),
    Export(name: "members' list"),
    Export(name: "Stripe invoices", currency: "EUR", open: ["N1": "238.00"]),
    Export(name: "Odoo"),
    Export(name: "Navision"),
  ]

  @Test("from file to ageing in at most two commands", arguments: exports)
  func export(_ export: Export) throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program("init", "book")
    try program.write(
      "house: {name: Sandhafen Works, country: IE, currency: \(export.currency)}\n",
      to: "book/dunlin.yaml")
    try program.write(try exportFile(export.name), to: "export.csv")
    var imported = try program(
      "import", "--book", "book", "--as-of", "2026-05-31", "export.csv")
    if imported.status != 0, imported.err.contains("--map") {
      let mapped = try program("import", "--map", "--yes", "--book", "book", "export.csv")
      guard mapped.status == 0 else {
        // A question is an answer, too, where nothing says what is asked.
        #expect(mapped.out.contains("which column?"), "\(mapped.out) \(mapped.err)")
        #expect(export.open.isEmpty, "\(export.name): \(mapped.out) \(mapped.err)")
        return
      }
      imported = try program("import", "--book", "book", "--as-of", "2026-05-31", "export.csv")
    }
    #expect(imported.status == 0, "\(export.name): \(imported.err)")
    #expect(!imported.err.contains("says that"), "\(imported.err)")
    let rows = try program(
      "forecast", "--per-invoice", "--format", "csv", "--book", "book", "--as-of", "2026-05-31"
    ).out.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let open = Dictionary(uniqueKeysWithValues: rows.map { (String($0[0]), String($0[3])) })
    #expect(open == export.open, "\(export.name): \(imported.out) \(imported.err)")
    let ageing = try program("ageing", "--format", "csv", "--book", "book", "--as-of", "2026-05-31")
    #expect(ageing.status == 0 && ageing.out.contains(export.currency))
  }
}
