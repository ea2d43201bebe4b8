internal import CSQLiteSetup
package import Domain
import Foundation
import GRDB
import Synchronization

/// The ledger of one book: one SQLite file, or memory for a run without a book.
///
/// It stores facts (documents, bank movements, events, notices) with their own days and derives
/// from them what is paid and what is open at the end of any day. No type of the database engine
/// shows in its interface.
package final class Ledger: Sendable {
  let database: DatabaseQueue
  /// What payments may lack.
  let policy: MatchPolicy
  /// What writes the log back, while many files are imported.
  let writeBack = Mutex<WriteBack?>(nil)
  /// What was read last of all that is owed: see `readingOwed`.
  let owed = Mutex<(version: OwedVersion, table: OwedTable)?>(nil)

  /// What can go wrong with the file, apart from the data in it.
  package enum Problem: Error, Equatable {
    case cannotOpen(path: String, reason: String)
    /// Another program is writing.
    case busy
    /// The book was made by a newer program.
    case newer(path: String)
    case failed(String)
    /// A row holds a text that no version of the program writes: what it should be, and the text.
    case damaged(String, found: String)
    /// What was asked for is not possible; nothing was changed.
    case refused(String, remedy: String)
  }

  /// Opens the book at `path`, bringing an older one forward, or makes it.
  package convenience init(
    path: String, policy: MatchPolicy = .usual
  ) throws(Problem) {
    try self.init(path: path, migrator: Migrations.migrator, policy: policy)
  }

  /// Gives back to the system what was read from the file and may be needed again: between the
  /// steps of a large run, of which each takes much memory for something else.
  package func releaseMemory() {
    owed.withLock { $0 = nil }
    _ = try? database.unsafeReentrantRead { try $0.execute(sql: "PRAGMA shrink_memory") }
    return_free_memory()
  }

  /// Before an older book is brought forward, it is copied beside itself.
  init(
    path: String, migrator: DatabaseMigrator, policy: MatchPolicy = .usual
  ) throws(Problem) {
    self.policy = policy
    do {
      var configuration = Self.configuration
      configuration.journalMode = .wal
      database = try DatabaseQueue(path: path, configuration: configuration)
      let database = database
      let (isNewer, done) = try database.read { db in
        (try migrator.hasBeenSuperseded(db), try migrator.appliedMigrations(db).count)
      }
      if isNewer { throw Problem.newer(path: path) }
      if done > 0, done < migrator.migrations.count {
        try database.copy(to: Self.backupPath(of: path, step: done))
      }
      try migrator.migrate(database)
    } catch let problem as Problem {
      throw problem
    } catch {
      if case .busy = Self.problem(error) { throw .busy }
      throw .cannotOpen(path: path, reason: Self.reason(error))
    }
    try self.derivePending()
  }

  /// `book.sqlite` of a schema of one step becomes `book.sqlite.step-1`.
  static func backupPath(of path: String, step: Int) -> String { "\(path).step-\(step)" }

  /// A ledger that lives as long as the process.
  package init(policy: MatchPolicy = .usual) throws(Problem) {
    self.policy = policy
    do {
      database = try DatabaseQueue(configuration: Self.configuration)
      try Migrations.migrator.migrate(database)
    } catch {
      throw .failed(Self.reason(error))
    }
  }

  /// An account of its memory costs SQLite a tenth of its time, and nobody asks for it. Set before
  /// the first book of the process is opened; without effect it is no harm.
  private static let hasSetUp = sqlite3_keep_no_memory_account() == 0

  private static var configuration: Configuration {
    _ = hasSetUp
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
      try db.execute(sql: "PRAGMA cache_size = -40000")
      try db.execute(sql: "PRAGMA wal_autocheckpoint = \(logPages)")
    }
    return configuration
  }

  /// 64 MB: each time the log is written back waits for the disk twice.
  static let logPages = 16_000

  static func reason(_ error: any Error) -> String {
    (error as? DatabaseError)?.message ?? "\(error)"
  }

  func reading<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      return try database.unsafeReentrantRead { db in
        guard !db.isInsideTransaction else { return try body(db) }
        // All queries of one answer see the same state, whatever another program writes.
        var value: Value?
        try db.inTransaction(.deferred) {
          value = try body(db)
          return .commit
        }
        guard let value else { preconditionFailure("the transaction ran no body") }
        return value
      }
    } catch {
      throw Self.problem(error)
    }
  }

  /// Whether the caller stands in a transaction.
  var isInsideTransaction: Bool { database.unsafeReentrantRead { $0.isInsideTransaction } }

  /// All of `body` or nothing: one transaction, or a part of the one it stands in.
  func writing<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      return try database.atomically(body)
    } catch {
      throw Self.problem(error)
    }
  }

  static func problem(_ error: any Error) -> Problem {
    if let problem = error as? Problem { return problem }
    if case Damage.value(let column, let text) = error { return .damaged(column, found: text) }
    if let error = error as? DatabaseError, error.resultCode == .SQLITE_BUSY { return .busy }
    return .failed(reason(error))
  }

  /// Runs `body` as one transaction: nobody else writes meanwhile, and nothing of it stays if it
  /// throws.
  package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try database.atomically { _ in try body() }
    } catch let error as DatabaseError {
      throw Self.problem(error)
    }
  }

  /// Runs `body` and takes back whatever it wrote.
  package func withoutEffect<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try database.unsafeReentrantWrite { db in
        var value: Value?
        try db.inSavepoint {
          value = try body()
          return .rollback
        }
        guard let value else { preconditionFailure("the savepoint ran no body") }
        return value
      }
    } catch let error as DatabaseError {
      throw Self.problem(error)
    }
  }

  /// Makes every commit survive a failing machine, not only a failing program.
  package func commitSafely() throws(Problem) {
    do {
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    } catch {
      throw .failed(Self.reason(error))
    }
  }

  /// Copies the book to a file that is not there yet, while others may read and write it.
  package func backup(to path: String) throws(Problem) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw .refused(
        "\(path) is there already", remedy: "Name a new file; nothing was overwritten.")
    }
    do {
      try database.copy(to: path)
    } catch {
      throw .refused(
        "\(path) cannot be written: \(Self.reason(error))",
        remedy: "Check the folder, its permissions and the space left; the book is as it was.")
    }
  }
}

extension DatabaseQueue {
  /// A whole copy or none: it is made under another name and renamed.
  fileprivate func copy(to path: String) throws {
    let partial = path + ".partial"
    try? FileManager.default.removeItem(atPath: partial)
    do {
      let target = try DatabaseQueue(path: partial)
      try backup(to: target)
      // The copy is one file, without a log beside it.
      try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try target.close()
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      try FileManager.default.moveItem(atPath: partial, toPath: path)
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw error
    }
  }

  /// A transaction, or a savepoint inside the one that is open.
  func atomically<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try unsafeReentrantWrite { db in
      var value: Value?
      try db.inSavepoint {
        value = try body(db)
        return .commit
      }
      guard let value else { preconditionFailure("the savepoint ran no body") }
      return value
    }
  }
}
