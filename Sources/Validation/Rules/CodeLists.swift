internal import Documents

/// One list of codes, asked for by its packed codes with a probe or two.
struct CodeList: Sendable {
  /// The codes in the order of the list, one space around each.
  private let running: [UInt8]
  private let slots: [UInt64]
  private let mask: UInt64
  private let long: Set<String>

  init(_ codes: [Substring]) {
    running = Array((" " + codes.joined(separator: " ") + " ").utf8)
    long = codes.contains { $0.utf8.count > 8 } ? Set(codes.map(String.init)) : []
    var size: UInt64 = 8
    while size < codes.count * 2 { size *= 2 }
    mask = size - 1
    var slots = [UInt64](repeating: 0, count: Int(size))
    for code in codes.map({ Code($0) }) where code != .tooLong {
      var slot = Self.hash(code) & mask
      while slots[Int(slot)] != 0 { slot = (slot + 1) & mask }
      slots[Int(slot)] = code.packed
    }
    self.slots = slots
  }

  private static func hash(_ code: Code) -> UInt64 {
    (code.packed &* 0x9E37_79B9_7F4A_7C15) >> 40
  }

  func contains(_ code: Code) -> Bool {
    guard code != .empty, code != .tooLong else { return false }
    var slot = Self.hash(code) & mask
    while slots[Int(slot)] != 0 {
      if slots[Int(slot)] == code.packed { return true }
      slot = (slot + 1) & mask
    }
    return false
  }

  /// Whether the bytes occur in the running text of the list, be it across two codes.
  func isInRunningText(_ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first else { return true }
    guard part.count <= running.count else { return false }
    for start in 0...(running.count - part.count) where running[start] == first {
      if running[start..<(start + part.count)].elementsEqual(part) { return true }
    }
    return false
  }

  /// For lists with codes longer than a packed one holds.
  func contains(_ code: String) -> Bool { long.contains(code) }
}

/// The lists of the release, by the names of `code-lists.tsv`.
struct CodeLists: Sendable {
  private let lists: [String: CodeList]

  init(table: String) {
    var lists: [String: CodeList] = [:]
    for line in tableRows(table) {
      let fields = tableFields(line)
      precondition(fields.count == 3, "a code list has a name, a publisher and codes: \(line)")
      lists[fields[0]] = CodeList(
        fields[2].utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) })
    }
    self.lists = lists
  }

  subscript(name: String) -> CodeList {
    guard let list = lists[name] else { preconditionFailure("no code list \(name)") }
    return list
  }
}
