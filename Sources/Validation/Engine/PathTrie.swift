internal import Documents

/// Paths from the root element, each with the rule that warns of it, followed along with the walk.
struct PathTrie: Sendable {
  /// Nothing below leads anywhere.
  static let nowhere: UInt16 = 0
  static let root: UInt16 = 1

  /// The rule of a state, by its place in the book, or −1.
  private(set) var rules: [Int32] = [-1, -1]
  private var edges: [UInt32: UInt16] = [:]
  private var keys: [UInt32] = []
  private var targets: [UInt16] = []
  private var mask = 0

  /// One path of the table: its steps, and the number of its rule.
  struct Entry: Equatable {
    let steps: [String]
    let number: Int

    var rule: String {
      let digits = String(number)
      return "UBL-CR-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
  }

  /// Reads `outside-the-model.tsv`: a step a line, indented by its depth.
  static func entries(table: String) -> [Entry] {
    var open: [String] = []
    var entries: [Entry] = []
    for line in tableRows(table) {
      let fields = tableFields(line)
      let step = Substring(fields[0].utf8.drop { $0 == UInt8(ascii: " ") })
      let depth = fields[0].utf8.count - step.utf8.count
      precondition(depth <= open.count, "a step without the one before it: \(line)")
      open.removeSubrange(depth...)
      open.append(String(step))
      guard fields.count > 1 else { continue }
      for number in fields[1].split(separator: " ") {
        guard let number = Int(number) else { preconditionFailure("no rule number: \(line)") }
        entries.append(Entry(steps: open, number: number))
      }
    }
    return entries
  }

  init(_ entries: [Entry], place: (String) -> Int) {
    for entry in entries {
      var states = [Self.root]
      for step in entry.steps {
        let names = step.utf8.split(separator: UInt8(ascii: "|")).map { name in
          name.first == UInt8(ascii: "@")
            ? Self.attributeName(XMLName(String(Substring(name.dropFirst()))))
            : XMLName(String(Substring(name))).rawValue
        }
        states = states.flatMap { state in names.map { target(state, $0) } }
      }
      for state in states { rules[Int(state)] = Int32(place(entry.rule)) }
    }
    freeze()
  }

  /// Attributes share the table; no name is interned so high.
  private static func attributeName(_ name: XMLName) -> UInt16 { name.rawValue | 0x8000 }

  private mutating func target(_ state: UInt16, _ name: UInt16) -> UInt16 {
    let key = UInt32(state) << 16 | UInt32(name)
    if let known = edges[key] { return known }
    let new = UInt16(rules.count)
    rules.append(-1)
    edges[key] = new
    return new
  }

  private mutating func freeze() {
    var size = 16
    while size < edges.count * 2 { size *= 2 }
    mask = size - 1
    keys = [UInt32](repeating: 0, count: size)
    targets = [UInt16](repeating: Self.nowhere, count: size)
    for (key, target) in edges {
      var slot = Self.hash(key) & mask
      while keys[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = key
      targets[slot] = target
    }
    edges = [:]
  }

  private static func hash(_ key: UInt32) -> Int { Int((key &* 0x9E37_79B1) >> 12) }

  /// Where a child element leads.
  func next(_ state: UInt16, _ name: XMLName) -> UInt16 {
    lookup(UInt32(state) << 16 | UInt32(name.rawValue))
  }

  /// Where an attribute leads.
  func nextAttribute(_ state: UInt16, _ name: XMLName) -> UInt16 {
    lookup(UInt32(state) << 16 | UInt32(Self.attributeName(name)))
  }

  private func lookup(_ key: UInt32) -> UInt16 {
    var slot = Self.hash(key) & mask
    while keys[slot] != 0 {
      if keys[slot] == key { return targets[slot] }
      slot = (slot + 1) & mask
    }
    return Self.nowhere
  }
}
