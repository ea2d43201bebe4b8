import Documents
package import Domain
import LedgerStore
import Reporting
import Settings

/// What a list of clients brought.
package struct ClientListImport: Sendable {
  /// Rows that were refused, and why.
  package let faults: [Fault]
  /// Columns of which nothing is kept.
  package let ignoredColumns: [String]
  /// New entries, and how many clients they are about.
  package let entries: Int
  package let clients: Int
  /// The number of the import; nil where nothing is new.
  package let number: Int64?
  /// Nothing was taken in.
  package let isDryRun: Bool

  /// One line for people.
  package var text: String {
    let number = number.map { isDryRun ? "" : "; import \($0)" } ?? ""
    return "\(isDryRun ? "Would take in" : "Took in") "
      + "\(counted(entries, "new entry", "new entries")) "
      + "about \(counted(clients, "client"))\(number).\n"
  }
}

extension Book {
  /// Reads from a CSV file what invoices do not say of clients.
  package func importClients(
    _ path: String, asOf day: Day, isDryRun: Bool = false
  ) throws -> ClientListImport {
    let file: SourceFile
    do {
      file = try SourceFile(reading: path)
    } catch {
      throw Failure("\(path) cannot be read", "Check its name and permissions.")
    }
    let list = ClientsCSV(policies: Set(settings.groups.keys)).read(file)
    if !isDryRun && !list.rows.isEmpty { try originals.keep(list, file, day: day) }
    func add() throws -> Ledger.ClientListSummary { try ledger.add(list, on: day) }
    let done = isDryRun ? try ledger.withoutEffect(add) : try add()
    return ClientListImport(
      faults: done.faults, ignoredColumns: list.ignored, entries: done.facts,
      clients: done.clients, number: done.number, isDryRun: isDryRun)
  }
}
