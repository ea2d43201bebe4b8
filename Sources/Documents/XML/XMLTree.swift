/// A parsed XML document as flat arrays: elements in document order, their text in one buffer.
///
/// One tree serves reading and validation. It is made by `XMLParser`, which bounds its depth and
/// its attributes; walking it needs no recursion.
///
/// ```swift
/// if let number = tree.child(.root, cbcID) { print(tree.text(number), tree.line(number)) }
/// ```
package struct XMLTree: Equatable, Sendable {
  /// An element, by its place in document order.
  package struct Node: Hashable, Sendable, Comparable {
    package let index: Int32

    package init(_ index: Int) {
      self.index = Int32(truncatingIfNeeded: index)
    }

    package static let root = Node(0)

    package static func < (a: Node, b: Node) -> Bool { a.index < b.index }
  }

  struct Element: Equatable, Sendable {
    var name: XMLName
    var attributeCount: UInt8 = 0
    /// There was text other than white space that is not kept.
    var hasDroppedText = false
    var attributeStart: Int32
    var line: Int32
    var parent: Int32
    /// The element after the last one inside this one.
    var end: Int32 = 0
    var textStart: Int32
    var textEnd: Int32 = 0
  }

  struct Attribute: Equatable, Sendable {
    var name: XMLName
    var start: Int32
    var end: Int32
  }

  var elements: [Element] = []
  var attributes: [Attribute] = []
  var bytes: [UInt8] = []
  var attributeBytes: [UInt8] = []

  /// The number of elements; a parsed tree has at least one.
  package var count: Int { elements.count }

  package func name(_ node: Node) -> XMLName { elements[Int(node.index)].name }

  /// The 1-based line on which the element's start tag ends.
  package func line(_ node: Node) -> Int { Int(elements[Int(node.index)].line) }

  /// Nil for the root.
  package func parent(_ node: Node) -> Node? {
    let parent = elements[Int(node.index)].parent
    return parent < 0 ? nil : Node(Int(parent))
  }

  /// The children, in document order.
  package func children(_ node: Node) -> Children {
    Children(tree: self, position: node.index + 1, end: elements[Int(node.index)].end)
  }

  /// Elements of one parent, in document order.
  package struct Children: Sequence, IteratorProtocol {
    let tree: XMLTree
    var position: Int32
    let end: Int32

    package mutating func next() -> Node? {
      guard position < end else { return nil }
      defer { position = tree.elements[Int(position)].end }
      return Node(Int(position))
    }
  }

  /// The element and everything inside it, in document order, as a range of indices.
  package func subtree(_ node: Node) -> Range<Int> {
    Int(node.index)..<Int(elements[Int(node.index)].end)
  }

  /// The first child of a name.
  package func child(_ node: Node, _ name: XMLName) -> Node? {
    var next = Int(node.index) + 1
    let end = Int(elements[Int(node.index)].end)
    while next < end {
      if elements[next].name == name { return Node(next) }
      next = Int(elements[next].end)
    }
    return nil
  }

  /// The first element at the end of a path of names; steps without a match end the search.
  package func descendant(_ node: Node, _ path: XMLName...) -> Node? {
    var current = node
    for name in path {
      guard let next = child(current, name) else { return nil }
      current = next
    }
    return current
  }

  /// Whether it has an element inside; text does not count.
  package func hasChildren(_ node: Node) -> Bool {
    elements[Int(node.index)].end > node.index + 1
  }

  /// The bytes of all text inside the element, UTF-8, as printed.
  package func rawText(_ node: Node) -> ArraySlice<UInt8> {
    let element = elements[Int(node.index)]
    return bytes[Int(element.textStart)..<Int(element.textEnd)]
  }

  /// `rawText` without white space at its ends.
  package func trimmed(_ node: Node) -> ArraySlice<UInt8> {
    var slice = rawText(node)
    while let first = slice.first, Self.isSpace(first) { slice = slice.dropFirst() }
    while let last = slice.last, Self.isSpace(last) { slice = slice.dropLast() }
    return slice
  }

  /// The text without white space at its ends.
  package func text(_ node: Node) -> String {
    String(decoding: trimmed(node), as: UTF8.self)
  }

  /// The value of an attribute, as the parser normalised it.
  package func attribute(_ node: Node, _ name: XMLName) -> String? {
    let element = elements[Int(node.index)]
    let start = Int(element.attributeStart)
    for attribute in attributes[start..<start + Int(element.attributeCount)]
    where attribute.name == name {
      return String(
        decoding: attributeBytes[Int(attribute.start)..<Int(attribute.end)], as: UTF8.self)
    }
    return nil
  }

  /// Names and values of all attributes, in document order, namespace declarations left out.
  package func attributes(_ node: Node) -> [(name: XMLName, value: String)] {
    let element = elements[Int(node.index)]
    let start = Int(element.attributeStart)
    return attributes[start..<start + Int(element.attributeCount)].map {
      ($0.name, String(decoding: attributeBytes[Int($0.start)..<Int($0.end)], as: UTF8.self))
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    attributeBytes.removeAll(keepingCapacity: true)
  }
}
