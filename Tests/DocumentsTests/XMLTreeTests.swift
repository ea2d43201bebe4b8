import Testing

@testable import Documents

@Suite("XMLTree")
struct XMLTreeTests {
  private let b = XMLName("b"), c = XMLName("c"), d = XMLName("d")

  private func tree(_ text: String) throws -> XMLTree {
    try XMLParser().parse(Array(text.utf8))
  }

  @Test("children come in order, without what is inside them")
  func children() throws {
    let tree = try tree("<a><b><c/></b><d/><b/></a>")
    #expect(tree.children(.root).map { tree.name($0).text } == ["b", "d", "b"])
    #expect(tree.child(.root, c) == nil)
    #expect(tree.descendant(.root, b, c) != nil)
    #expect(tree.descendant(.root, d, c) == nil)
    #expect(tree.subtree(.root) == 0..<5)
  }

  @Test("the parent of a child is where it was found")
  func parents() throws {
    let tree = try tree("<a><b><c/></b><d/></a>")
    #expect(tree.parent(.root) == nil)
    for index in 0..<tree.count {
      let node = XMLTree.Node(index)
      for child in tree.children(node) { #expect(tree.parent(child) == node) }
      #expect(tree.hasChildren(node) == !Array(tree.children(node)).isEmpty)
    }
  }

  @Test("an element's line is the one on which its start tag ends")
  func lines() throws {
    let tree = try tree("<a\n>\n<b/>\n\n<b\nx='1'/></a>")
    #expect((0..<3).map { tree.line(XMLTree.Node($0)) } == [2, 3, 6])
  }

  @Test("the white space of the layout is no text")
  func layout() throws {
    let tree = try tree("<a>\n  <b> x </b>\n  <b>y</b>\n</a>")
    #expect(tree.children(.root).map { tree.text($0) } == ["x", "y"])
    #expect(
      tree.children(.root).map { String(decoding: tree.rawText($0), as: UTF8.self) } == [
        " x ", "y",
      ])
    #expect(String(decoding: tree.rawText(.root), as: UTF8.self) == " x y")
  }
}
