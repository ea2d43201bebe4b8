import Domain
import Synchronization

/// A cache of parties by their exact text: the business itself is in every document, and clients
/// recur.
final class KnownParties: Sendable {
  private let state = Mutex(State())

  private struct State {
    /// Hashes of what was met, each in the place its bits say.
    var met = [UInt64](repeating: 0, count: slots)
    var known: [UInt64: (tree: XMLTree, party: Party)] = [:]
  }

  private static let slots = 4096
  /// More are forgotten together.
  private static let countMax = 512
  /// Elements of a party that is remembered. Most have some thirty.
  private static let elementsMax = 100

  /// What `read` makes of an element, which is read at its first two times only.
  func party(_ side: XMLTree.Node, of tree: XMLTree, _ read: () -> Party) -> Party {
    guard tree.subtree(side).count <= Self.elementsMax else { return read() }
    let hash = tree.textHash(side)
    let known = state.withLock { $0.known[hash] }
    if let known, known.tree.isSame(as: side, of: tree) { return known.party }
    let party = read()
    state.withLock { state in
      let slot = Int(truncatingIfNeeded: hash >> 32) & (Self.slots - 1)
      guard state.met[slot] == hash else {
        state.met[slot] = hash
        return
      }
      if state.known.count == Self.countMax { state.known.removeAll(keepingCapacity: true) }
      state.known[hash] = (tree.part(side), party)
    }
    return party
  }
}

extension XMLTree {
  /// Of the text inside an element.
  fileprivate func textHash(_ node: Node) -> UInt64 {
    let element = elements[Int(node.index)]
    var hash = UInt64(element.textEnd - element.textStart)
    var place = Int(element.textStart)
    let end = Int(element.textEnd)
    func add(_ word: UInt64) {
      hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    while place + 8 <= end {
      add(EightBytes(at: place, bytes.span).bits)
      place += 8
    }
    while place < end {
      add(UInt64(bytes[place]))
      place += 1
    }
    return hash
  }

  private func attributes(in range: Range<Int>) -> Range<Int> {
    let (first, last) = (elements[range.lowerBound], elements[range.upperBound - 1])
    return Int(first.attributeStart)..<Int(last.attributeStart) + Int(last.attributeCount)
  }

  /// Nothing but the element and what is in it.
  fileprivate func part(_ node: Node) -> XMLTree {
    let range = subtree(node)
    let own = attributes(in: range)
    let textStart = elements[range.lowerBound].textStart
    let valueStart = own.isEmpty ? 0 : attributes[own.lowerBound].start
    var part = XMLTree()
    part.elements = elements[range].map { element in
      var element = element
      element.attributeStart -= Int32(own.lowerBound)
      element.parent -= Int32(range.lowerBound)
      element.end -= Int32(range.lowerBound)
      element.textStart -= textStart
      element.textEnd -= textStart
      return element
    }
    part.attributes = attributes[own].map {
      Attribute(name: $0.name, start: $0.start - valueStart, end: $0.end - valueStart)
    }
    part.bytes = Array(rawText(node))
    if let last = part.attributes.last {
      part.attributeBytes = Array(attributeBytes[Int(valueStart)...].prefix(Int(last.end)))
    }
    return part
  }

  /// Whether an element of another tree says what this one says, wherever it stands.
  fileprivate func isSame(as node: Node, of other: XMLTree) -> Bool {
    let range = other.subtree(node)
    guard range.count == elements.count else { return false }
    let (first, own) = (other.elements[range.lowerBound], other.attributes(in: range))
    guard own.count == attributes.count,
      Int(first.textEnd - first.textStart) == bytes.count
    else { return false }
    for place in elements.indices {
      let (mine, theirs) = (elements[place], other.elements[range.lowerBound + place])
      guard mine.name == theirs.name, mine.attributeCount == theirs.attributeCount,
        mine.end == theirs.end - Int32(range.lowerBound),
        mine.textStart == theirs.textStart - first.textStart,
        mine.textEnd == theirs.textEnd - first.textStart
      else { return false }
    }
    let valueStart = own.isEmpty ? 0 : other.attributes[own.lowerBound].start
    for place in attributes.indices {
      let (mine, theirs) = (attributes[place], other.attributes[own.lowerBound + place])
      guard mine.name == theirs.name, mine.start == theirs.start - valueStart,
        mine.end == theirs.end - valueStart
      else { return false }
    }
    let values = Int(valueStart)..<Int(valueStart) + attributeBytes.count
    let text = Int(first.textStart)..<Int(first.textEnd)
    return isEqual(bytes.span, other.bytes.span.extracting(text))
      && isEqual(attributeBytes.span, other.attributeBytes.span.extracting(values))
  }
}
