import Domain

/// What rows share, by the bytes of their fields: a table from those bytes to a pattern.
struct RowPatterns {
  /// Places in `entries`, by hash, with gaps of -1; at most half full.
  private var slots = [Int32](repeating: -1, count: 1 << 10)
  private var entries: [Entry] = []
  /// The fields of all entries, one behind the other, each ended by a byte that UTF-8 lacks.
  private var keys: [UInt8] = []
  /// The fields of the row that is being read, `count` of them.
  private var fields: [(start: Int, end: Int)] = []
  private var count = 0
  private var hash: UInt64 = 0
  /// The fields of a row for which there is no entry, as in `keys`; empty where none was asked for.
  private var pending: [UInt8] = []

  private struct Entry {
    var hash: UInt64
    var key: Int
    var pattern: Pattern
  }

  /// What rows share: the place of the record they are otherwise equal to, and what of it bears on
  /// their figures.
  struct Pattern {
    var place: Int32
    /// Of the currency.
    var decimals: Int8
    /// A word says that such rows are paid, whatever their figures say.
    var isPaid: Bool

    init(place: Int, currency: Currency, isPaid: Bool) {
      self.place = Int32(place)
      decimals = Int8(currency.decimals)
      self.isPaid = isPaid
    }
  }

  /// A file with more of them has a client a row, and gains nothing.
  private static let entriesMax = 1 << 18
  private static let fieldEnd: UInt8 = 0xFF
  /// An odd number with its bits well spread: 2^64 by the golden ratio.
  private static let hashFactor: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Begins a row.
  mutating func begin() {
    count = 0
    hash = 0
  }

  /// Adds a field to the row.
  mutating func add(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
    var hash = hash
    var index = start
    while index + 8 <= end {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = Self.mixed(hash, word)
      index += 8
    }
    var rest = UInt64(Self.fieldEnd)
    while index < end {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    self.hash = Self.mixed(hash, rest)
    if count == fields.count { fields.append((start, end)) } else { fields[count] = (start, end) }
    count += 1
  }

  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* hashFactor
    return product ^ product >> 29
  }

  /// The pattern of the rows with these fields. If there is no pattern, the fields are kept for
  /// `learn`.
  mutating func find(_ bytes: Span<UInt8>) -> Pattern? {
    var slot = start(of: hash)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, isKey(entry.key, bytes) { return entry.pattern }
      slot = (slot + 1) & (slots.count - 1)
    }
    pending.removeAll(keepingCapacity: true)
    for field in fields[..<count] {
      for index in field.start..<field.end { pending.append(bytes[index]) }
      pending.append(Self.fieldEnd)
    }
    return nil
  }

  private func isKey(_ key: Int, _ bytes: Span<UInt8>) -> Bool {
    let keys = keys.span
    var place = key
    for rank in 0..<count {
      let (start, end) = fields[rank]
      guard keys.hasEqual(at: place, bytes, start, end) else { return false }
      place += end - start
      if keys[place] != Self.fieldEnd { return false }
      place += 1
    }
    return true
  }

  private func start(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
  }

  /// Gives the row that was last looked for in vain its pattern, if it has become a record.
  mutating func learn(_ pattern: Pattern?) {
    defer { pending.removeAll(keepingCapacity: true) }
    guard let pattern, !pending.isEmpty, entries.count < Self.entriesMax else { return }
    if entries.count * 2 >= slots.count { grow() }
    entries.append(Entry(hash: hash, key: keys.count, pattern: pattern))
    keys += pending
    occupy(entries.count - 1)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for place in entries.indices { occupy(place) }
  }

  private mutating func occupy(_ place: Int) {
    var slot = start(of: entries[place].hash)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(place)
  }
}

extension Span<UInt8> {
  /// Whether the bytes from `place` on are those of `other` from `start` to before `end`.
  fileprivate func hasEqual(
    at place: Int, _ other: Span<UInt8>, _ start: Int, _ end: Int
  ) -> Bool {
    guard place + (end - start) <= count else { return false }
    var (mine, index) = (place, start)
    while index + 8 <= end {
      let (a, b) = unsafe (
        bytes.unsafeLoadUnaligned(fromByteOffset: mine, as: UInt64.self),
        other.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      )
      if a != b { return false }
      mine += 8
      index += 8
    }
    while index < end {
      if self[mine] != other[index] { return false }
      mine += 1
      index += 1
    }
    return true
  }
}
