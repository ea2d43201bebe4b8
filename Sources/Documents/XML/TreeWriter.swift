/// Builds a tree from what a parser meets, in document order.
///
/// White space between an element's start and its first child, and between children, is layout and
/// left out; the text of an attached file is left out too, only that there was some is kept.
struct TreeWriter {
  private(set) var tree = XMLTree()
  private var open: [Int32] = []
  private var skipsText = false

  private let binaryObject = XMLName("cbc:EmbeddedDocumentBinaryObject")

  /// Elements of these names are left out, with all that is in them; the root never is.
  private let leftOut: [XMLName]
  /// How many elements are open from the one on that is left out; 0 outside of such.
  private var leftOutDepth = 0

  init(leavingOut leftOut: [XMLName] = []) { self.leftOut = leftOut }

  var depth: Int { open.count + leftOutDepth }

  /// Whether the element started last is the one that is open, and has no text yet.
  private(set) var isBare = false

  /// Whether white space says nothing here: outside of the root element, and between children.
  var dropsSpace: Bool {
    guard leftOutDepth == 0, let current = open.last else { return true }
    return tree.elements.count > Int(current) + 1
  }

  mutating func begin() {
    tree.removeAll()
    open.removeAll(keepingCapacity: true)
    skipsText = false
    isBare = false
    leftOutDepth = 0
  }

  /// `line` is 1-based, that of the end of the start tag.
  mutating func start(_ name: XMLName, line: Int32) {
    if leftOutDepth > 0 || !open.isEmpty && leftOut.contains(name) {
      leftOutDepth += 1
      isBare = true
      return
    }
    if !isBare, let parent = open.last, tree.elements.count == Int(parent) + 1 {
      dropLeadingSpace(of: Int(parent))
    }
    isBare = true
    skipsText = name == binaryObject
    let index = Int32(truncatingIfNeeded: tree.elements.count)
    tree.elements.append(
      XMLTree.Element(
        name: name, attributeStart: Int32(truncatingIfNeeded: tree.attributes.count), line: line,
        parent: open.last ?? -1, textStart: Int32(truncatingIfNeeded: tree.bytes.count)))
    open.append(index)
  }

  /// Adds an attribute to the element that was started last.
  mutating func attribute(_ name: XMLName, _ value: Span<UInt8>) {
    guard leftOutDepth == 0 else { return }
    let start = Int32(truncatingIfNeeded: tree.attributeBytes.count)
    unsafe value.withUnsafeBufferPointer { unsafe tree.attributeBytes.append(contentsOf: $0) }
    tree.attributes.append(
      XMLTree.Attribute(
        name: name, start: start, end: Int32(truncatingIfNeeded: tree.attributeBytes.count)))
    tree.elements[tree.elements.count - 1].attributeCount += 1
  }

  /// Adds a run of text between two pieces of markup or references.
  mutating func text(_ run: Span<UInt8>, isSpace: Bool) {
    guard leftOutDepth == 0 else {
      if run.count > 0 && !isSpace { isBare = false }
      return
    }
    guard let current = open.last else { return }
    if isSpace && dropsSpace { return }
    if skipsText {
      if !isSpace { tree.elements[Int(current)].hasDroppedText = true }
      return
    }
    if run.count > 0 { isBare = false }
    unsafe run.withUnsafeBufferPointer { unsafe tree.bytes.append(contentsOf: $0) }
  }

  mutating func end() {
    isBare = false
    guard leftOutDepth == 0 else {
      leftOutDepth -= 1
      return
    }
    guard let last = open.popLast() else { return }
    let index = Int(last)
    tree.elements[index].end = Int32(truncatingIfNeeded: tree.elements.count)
    tree.elements[index].textEnd = Int32(truncatingIfNeeded: tree.bytes.count)
    skipsText = false
  }

  private mutating func dropLeadingSpace(of parent: Int) {
    let start = Int(tree.elements[parent].textStart)
    if tree.bytes[start...].allSatisfy(XMLTree.isSpace) {
      tree.bytes.removeLast(tree.bytes.count - start)
    }
  }
}
