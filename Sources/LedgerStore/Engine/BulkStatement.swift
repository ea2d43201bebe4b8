import Domain
import GRDB
import GRDBSQLite

/// A statement for rows by the hundred thousand: values are bound and read by their place, without
/// an object of the engine for each.
@safe
struct BulkStatement {
  private let statement: Statement
  private let handle: SQLiteStatement

  init(_ db: Database, _ sql: String) throws {
    statement = try db.cachedStatement(sql: sql)
    unsafe handle = statement.sqliteStatement
    // Who ran it before by the engine's own means left it at its end, where nothing can be bound.
    unsafe sqlite3_reset(handle)
  }

  /// A statement that nobody else binds to, so that what was bound stays from run to run.
  init(_ db: Database, ownCopyOf sql: String) throws {
    statement = try db.makeStatement(sql: sql)
    unsafe handle = statement.sqliteStatement
  }

  /// Binds a value to a parameter, the first being 1.
  func set(_ place: Int32, _ value: Int64?) {
    if let value {
      unsafe sqlite3_bind_int64(handle, place, value)
    } else {
      unsafe sqlite3_bind_null(handle, place)
    }
  }

  func set(_ place: Int32, _ text: String?) {
    guard let text else {
      unsafe sqlite3_bind_null(handle, place)
      return
    }
    // The engine makes its own copy: the text does not outlive this call.
    let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let count = Int32(text.utf8.count)
    unsafe text.withCString { start in
      _ = unsafe sqlite3_bind_text(handle, place, start, count, copies)
    }
  }

  func set(_ place: Int32, _ text: Span<UInt8>) {
    let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    unsafe text.withUnsafeBufferPointer { bytes in
      // An empty text has no address, and no address would mean NULL.
      guard let start = bytes.baseAddress else { return set(place, "") }
      let characters = unsafe UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
      _ = unsafe sqlite3_bind_text(handle, place, characters, Int32(bytes.count), copies)
    }
  }

  func set(_ place: Int32, _ digest: Digest) {
    let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    unsafe digest.withBytes { bytes in
      _ = unsafe sqlite3_bind_blob(
        handle, place, bytes.baseAddress, Int32(bytes.count), copies)
    }
  }

  func set(_ place: Int32, _ day: Day) { set(place, day.description) }

  /// Runs a statement that gives no rows.
  func run() throws {
    defer { unsafe sqlite3_reset(handle) }
    let code = unsafe sqlite3_step(handle)
    guard code == SQLITE_DONE else { throw error(code) }
  }

  /// Runs a statement that adds a row, and gives its number; nil where there was one like it.
  func insert() throws -> Int64? {
    try run()
    let database = unsafe sqlite3_db_handle(handle)
    return unsafe sqlite3_changes(database) > 0 ? sqlite3_last_insert_rowid(database) : nil
  }

  /// Calls `body` for each row, until it says that this is enough.
  func rows(_ body: (BulkRow) throws -> Bool) throws {
    defer { unsafe sqlite3_reset(handle) }
    while true {
      let code = unsafe sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw error(code) }
      let row = unsafe BulkRow(handle: handle)
      if try !body(row) { return }
    }
  }

  /// Calls `body` for every row.
  func each(_ body: (BulkRow) throws -> Void) throws {
    try rows {
      try body($0)
      return true
    }
  }

  /// What `body` makes of the first row; nil where there is none.
  func first<Value>(_ body: (BulkRow) throws -> Value) throws -> Value? {
    var value: Value?
    try rows {
      value = try body($0)
      return false
    }
    return value
  }

  private func error(_ code: Int32) -> DatabaseError {
    let message = unsafe sqlite3_errmsg(sqlite3_db_handle(handle))
    return DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: unsafe message.map { unsafe String(cString: $0) },
      sql: statement.sql)
  }
}

/// A row of a `BulkStatement`, read by the places of its columns, the first being 0. It holds only
/// until the next row is asked for.
@safe
struct BulkRow {
  fileprivate let handle: SQLiteStatement

  enum Kind {
    case null, integer, text, bytes
  }

  func kind(_ place: Int32) -> Kind {
    switch unsafe sqlite3_column_type(handle, place) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .integer
    case SQLITE_BLOB: .bytes
    default: .text
    }
  }

  func isNull(_ place: Int32) -> Bool { unsafe sqlite3_column_type(handle, place) == SQLITE_NULL }

  func integer(_ place: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, place) }

  func text(_ place: Int32) -> String {
    unsafe String(decoding: bytes(place), as: UTF8.self)
  }

  /// Lends the bytes of a text.
  @unsafe
  func withText(_ place: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    unsafe body(bytes(place))
  }

  private func bytes(_ place: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = unsafe sqlite3_column_text(handle, place)
    return unsafe UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, place)))
  }

  func digest(_ place: Int32) throws -> Digest {
    let bytes = unsafe UnsafeRawBufferPointer(
      start: sqlite3_column_blob(handle, place), count: Int(sqlite3_column_bytes(handle, place)))
    guard let digest = unsafe Digest(bytes) else { throw Damage.value("digest", text(place)) }
    return digest
  }

  func day(_ place: Int32) throws -> Day {
    guard let day = unsafe Day(iso: bytes(place).span) else {
      throw Damage.value("a day", text(place))
    }
    return day
  }

  func optionalInteger(_ place: Int32) -> Int64? { isNull(place) ? nil : integer(place) }

  func optionalText(_ place: Int32) -> String? { isNull(place) ? nil : text(place) }

  func currency(_ place: Int32) throws -> Currency {
    guard let currency = Currency(code: text(place)) else {
      throw Damage.value("currency", text(place))
    }
    return currency
  }

  func value<Value: RawRepresentable<String>>(
    _ place: Int32, as type: Value.Type = Value.self
  ) throws -> Value {
    guard let value = Value(rawValue: text(place)) else {
      throw Damage.value("\(type)", text(place))
    }
    return value
  }
}
