package import Domain
import Foundation
package import LedgerStore
import Settings

extension Book {
  /// Removes the personal data of a client that no law asks to keep, its letters included.
  package func forget(
    _ client: String, on day: Day, isDryRun: Bool = false
  ) throws -> Forgotten {
    guard case .client(let id) = try ledger.onlyTarget(named: client) else {
      throw InvalidRequest("\(client) is an invoice; name its client.")
    }
    let retention = Retention(country: settings.business.country)
    func forget() throws -> Forgotten {
      try ledger.forget(id, on: day, retention: retention)
    }
    let done = try ledger.withoutEffect(forget)
    guard !isDryRun else { return done }
    // First, so that what a crash leaves is still known and removed the next time.
    try removeLetters(done.letters)
    return try forget()
  }

  /// Removes letters as the ledger noted them, those that are still there.
  private func removeLetters(_ names: [String]) throws {
    for path in names.map(place) {
      guard FileManager.default.fileExists(atPath: path) else { continue }
      try FileManager.default.removeItem(atPath: path)
    }
  }
}
