import Domain
import Foundation
import GRDB

/// The ledger of one book: one SQLite file, or memory for a run without a book.
///
/// It stores facts (documents, bank movements, events, notices) with their own days and derives
/// from them what is paid and what is open at the end of any day. No type of the database engine
/// shows in its interface.
package final class Ledger: Sendable {
  let database: DatabaseQueue

  /// What can go wrong with the file, apart from the data in it.
  package enum Problem: Error, Equatable {
    case cannotOpen(path: String, reason: String)
    /// Another program is writing.
    case busy
    /// The book was made by a newer program.
    case newer(path: String)
    case failed(String)
  }

  /// Opens the book at `path`, bringing an older one forward, or makes it.
  package init(path: String) throws(Problem) {
    do {
      var configuration = Self.configuration
      configuration.journalMode = .wal
      database = try DatabaseQueue(path: path, configuration: configuration)
      if try database.read(Migrations.migrator.hasBeenSuperseded) {
        throw Problem.newer(path: path)
      }
      try Migrations.migrator.migrate(database)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw .cannotOpen(path: path, reason: Self.reason(error))
    }
  }

  /// A ledger that lives as long as the process.
  package init() throws(Problem) {
    do {
      database = try DatabaseQueue(configuration: Self.configuration)
      try Migrations.migrator.migrate(database)
    } catch {
      throw .failed(Self.reason(error))
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
      try db.execute(sql: "PRAGMA cache_size = -65536")
    }
    return configuration
  }

  static func reason(_ error: any Error) -> String {
    (error as? DatabaseError)?.message ?? "\(error)"
  }

  func reading<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      return try database.unsafeReentrantRead(body)
    } catch {
      throw Self.problem(error)
    }
  }

  /// All of `body` or nothing: one transaction, or a part of the one it stands in.
  func writing<Value>(_ body: (Database) throws -> Value) throws(Problem) -> Value {
    do {
      return try database.atomically(body)
    } catch {
      throw Self.problem(error)
    }
  }

  private static func problem(_ error: any Error) -> Problem {
    if let problem = error as? Problem { return problem }
    if let error = error as? DatabaseError, error.resultCode == .SQLITE_BUSY { return .busy }
    return .failed(reason(error))
  }

  /// Runs `body` and takes back whatever it wrote.
  package func withoutEffect<Value>(_ body: () throws -> Value) throws -> Value {
    try database.unsafeReentrantWrite { db in
      var value: Value?
      try db.inSavepoint {
        value = try body()
        return .rollback
      }
      guard let value else { preconditionFailure("the savepoint ran no body") }
      return value
    }
  }
}

extension DatabaseQueue {
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
