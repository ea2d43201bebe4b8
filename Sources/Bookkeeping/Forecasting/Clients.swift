package import Domain
import Forecasting
import LedgerStore
package import Reporting

extension Book {
  /// How each client pays, what it owes, and what to do about it.
  package func clients(asOf day: Day, threads: Int = 1) throws -> ClientsReport {
    try clientsReport(try outlook(asOf: day, threads: threads))
  }

  /// One client in full.
  package func client(named name: String, asOf day: Day, threads: Int = 1) throws -> ClientReport {
    let outlook = try outlook(asOf: day, threads: threads)
    let id = try ledger.likelyClient(named: name)
    guard let found = outlook.receivables.clients[id] else {
      throw Failure("\(name) is no client any more", "`dunlin clients` lists them.")
    }
    let known = try ledger.recognitions(of: id, asOf: day)
    let recognition = ClientReport.Recognition(
      documents: known.documents,
      keys: known.by.map { ClientReport.Key($0.identifier, documents: $0.documents) },
      moves: try ledger.moves(of: id).map(\.sentence))
    let behaviour = try behaviours(outlook).first { $0.client.id == id }
    return ClientReport(
      found, behaviour, waiting: waitingRate(on: day), known: recognition,
      charges: try ledger.unpaidCharges(of: id, asOf: day))
  }
}

extension ClientMove {
  fileprivate var sentence: String {
    let what =
      kind == "merge"
      ? "\(from) was merged into \(into)" : "\(into) was separated from \(from)"
    let why = note.isEmpty ? "" : ": \(note)"
    let back = undone.map { "; taken back on \($0)" } ?? ""
    return "\(what) on \(day) (\(counted(documents, "document")))\(why)"
      + (who.isEmpty ? "" : ", \(who)") + "\(back)."
  }
}
