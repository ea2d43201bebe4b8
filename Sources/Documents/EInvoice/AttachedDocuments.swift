import Domain

/// Documents that a UBL AttachedDocument carries as text or as base64.
extension EInvoiceReader {
  /// The bytes of what an AttachedDocument carries; nil for any other document.
  func attachedDocuments(_ tree: XMLTree) -> [[UInt8]]? {
    guard tree.name(.root) == ubl.attachedDocument else { return nil }
    return tree.subtree(.root).compactMap { index -> [UInt8]? in
      let node = XMLTree.Node(index)
      guard tree.name(node) == ubl.attachment else { return nil }
      if let text = tree.descendant(node, ubl.externalReference, ubl.description) {
        let bytes = Array(tree.trimmed(text))
        return bytes.first == 0x3C ? bytes : nil
      }
      return tree.child(node, ubl.embeddedObject).flatMap { Self.decoded(tree.trimmed($0)) }
    }
  }

  /// The bytes that base64 text encodes; nil for any other text.
  static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var (word, count) = (0, 0)
    for byte in text where !XMLTree.isSpace(byte) {
      if byte == UInt8(ascii: "=") { break }
      let value: Int
      switch byte {
      case 0x41...0x5A: value = Int(byte) - 0x41
      case 0x61...0x7A: value = Int(byte) - 0x61 + 26
      case 0x30...0x39: value = Int(byte) - 0x30 + 52
      case 0x2B: value = 62
      case 0x2F: value = 63
      default: return nil
      }
      word = word << 6 | value
      count += 1
      if count == 4 {
        bytes += [UInt8(word >> 16 & 0xFF), UInt8(word >> 8 & 0xFF), UInt8(word & 0xFF)]
        (word, count) = (0, 0)
      }
    }
    if count == 3 { bytes += [UInt8(word >> 10 & 0xFF), UInt8(word >> 2 & 0xFF)] }
    if count == 2 { bytes.append(UInt8(word >> 4 & 0xFF)) }
    return bytes
  }
}
