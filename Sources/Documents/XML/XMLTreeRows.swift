/// The tree as plain columns, for code that walks all of it: no element costs a call or a String.
extension XMLTree {
  /// One element. Ranges are positions in `attributeRows` and `textBytes`, their ends exclusive.
  package struct Row: Sendable {
    package let name: XMLName
    /// −1 for the root.
    package let parent: Int32
    /// The element after the last one inside this one.
    package let end: Int32
    package let textStart: Int32
    package let textEnd: Int32
    /// It holds an attached file, whose text is not kept.
    package let hasDroppedText: Bool
    package let attributeStart: Int32
    package let attributeEnd: Int32
  }

  /// One attribute; its value lies in `attributeTextBytes`.
  package struct AttributeRow: Sendable {
    package let name: XMLName
    package let start: Int32
    package let end: Int32
  }

  /// All elements in document order.
  package func rows() -> [Row] {
    elements.map { element in
      Row(
        name: element.name, parent: element.parent, end: element.end,
        textStart: element.textStart, textEnd: element.textEnd,
        hasDroppedText: element.hasDroppedText,
        attributeStart: element.attributeStart,
        attributeEnd: element.attributeStart + Int32(element.attributeCount))
    }
  }

  /// All attributes in document order.
  package func attributeRows() -> [AttributeRow] {
    attributes.map { AttributeRow(name: $0.name, start: $0.start, end: $0.end) }
  }

  package var textBytes: [UInt8] { bytes }
  package var attributeTextBytes: [UInt8] { attributeBytes }
}
