package import Domain
import LedgerStore
import Settings

/// When, why and by whom clients are merged or separated.
package struct ClientChange: Sendable {
  /// The day whose end is now.
  package var asOf: Day
  /// Why, in the person's words.
  package var note: String
  /// Who says so.
  package var who: String
  /// Whether it can be is found out, and nothing is changed.
  package var isDryRun: Bool

  package init(asOf: Day, note: String = "", who: String = "", isDryRun: Bool = false) {
    self.asOf = asOf
    self.note = note
    self.who = who
    self.isDryRun = isDryRun
  }
}

extension Book {
  /// Makes everything of one client that of another, which stays.
  package func mergeClient(
    _ other: String, into client: String, _ change: ClientChange
  ) throws {
    let kept = try ledger.onlyClient(named: client)
    let gone = try ledger.onlyClient(named: other)
    func merge() throws {
      try ledger.merge(gone, into: kept, on: change.asOf, note: change.note, who: change.who)
    }
    if change.isDryRun { try ledger.withoutEffect(merge) } else { try merge() }
  }

  /// Makes documents those of a client of another name or, without a name, takes back the last
  /// merge into the client; returns the name of the client that is separated.
  package func splitClient(
    _ client: String, documents: [String], named name: String?, _ change: ClientChange
  ) throws -> String {
    let id = try ledger.onlyClient(named: client)
    let told = try party(toldBy: documents, of: id)
    func split() throws -> String {
      guard let name else { return try ledger.unmerge(id, on: change.asOf) }
      try ledger.split(
        documents, from: id, named: name, told: told, on: change.asOf, note: change.note,
        who: change.who)
      return name
    }
    return change.isDryRun ? try ledger.withoutEffect(split) : try split()
  }
}
