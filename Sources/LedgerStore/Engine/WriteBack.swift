import Dispatch
import Foundation
import GRDB
import Synchronization

/// Copies what stands in a book's log into the book, on a thread of its own: that waits for the
/// disk twice, and the import goes on meanwhile.
final class WriteBack: Sendable {
  private let path: String
  private let logBytesMin: Int
  private let group = DispatchGroup()
  private let isAtWork = Atomic<Bool>(false)

  /// Not before the log has so many bytes.
  static let logBytesMin = 16 << 20

  init(path: String, logBytesMin: Int) {
    self.path = path
    self.logBytesMin = logBytesMin
  }

  /// Begins, unless it is at work still. Who writes or reads meanwhile is not kept from it, and
  /// what cannot be copied now, for whatever reason, stays in the log, where it is safe.
  func begin() {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path + "-wal"),
      let size = attributes[.size] as? Int, size >= logBytesMin,
      isAtWork.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged
    else { return }
    DispatchQueue.global().async(group: group) { [self] in
      defer { isAtWork.store(false, ordering: .relaxed) }
      let connection = try? DatabaseQueue(path: path)
      try? connection?.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
      try? connection?.close()
    }
  }

  func wait() { group.wait() }
}

extension Ledger {
  /// Runs `body`, an import of many files by `taking`. It must not remove what others refer to, as
  /// references are not looked at for each row, which takes a tenth of an import; `violations`
  /// looks at them all. Its log is written back beside it.
  package func withoutForeignKeyChecks<Value>(_ body: () throws -> Value) throws -> Value {
    try withoutForeignKeyChecks(logBytesMin: WriteBack.logBytesMin, body)
  }

  func withoutForeignKeyChecks<Value>(logBytesMin: Int, _ body: () throws -> Value) throws -> Value
  {
    try withoutReferenceChecks {
      guard database.path != ":memory:" else { return try body() }
      let writeBack = WriteBack(path: database.path, logBytesMin: logBytesMin)
      self.writeBack.withLock { $0 = writeBack }
      setLogPages(0)
      defer {
        self.writeBack.withLock { $0 = nil }
        writeBack.wait()
        setLogPages(Self.logPages)
      }
      return try body()
    }
  }

  /// How many pages the log may have before the next writer writes it back; 0: any number.
  private func setLogPages(_ count: Int) {
    try? database.unsafeReentrantWrite { db in
      try db.execute(sql: "PRAGMA wal_autocheckpoint = \(count)")
    }
  }

  /// Inside of a transaction references are looked at all the same.
  func withoutReferenceChecks<Value>(_ body: () throws -> Value) throws -> Value {
    func check(_ isOn: Bool) {
      try? database.unsafeReentrantWrite { db in
        try db.execute(sql: "PRAGMA foreign_keys = \(isOn ? "ON" : "OFF")")
      }
    }
    check(false)
    defer { check(true) }
    return try body()
  }
}
