/// Where mail goes or comes from: `Name <person@example.com>` or the address alone.
package struct MailAddress: Hashable, Sendable {
  /// Or empty.
  package let name: String
  package let address: String

  /// Nil for what is no address: exactly one `@` between words of plain signs, so that nothing of
  /// it can end a line or a command.
  package init?(_ text: String) {
    var address = text[...]
    var name = ""
    if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
      name = String(text[..<open])
      guard name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x3C && $0 != 0x3E && $0 != 0x7F }) else {
        return nil
      }
      address = text[text.index(after: open)...].dropLast()
    }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), address.utf8.count <= 254,
      address.utf8.allSatisfy({ Self.isPlain($0) })
    else { return nil }
    self.address = String(address)
    self.name = name.trimmed
  }

  /// The addresses of a field that may list several, set apart by commas, semicolons or white
  /// space; nil where one of them is not an address, or the text is empty.
  package static func list(_ text: String) -> [MailAddress]? {
    if let one = MailAddress(text) { return [one] }
    var parts = text.split { $0 == "," || $0 == ";" || $0.isNewline }.map { String($0).trimmed }
    if !text.contains("<") { parts = parts.flatMap { $0.split(separator: " ").map(String.init) } }
    let addresses = parts.filter { !$0.isEmpty }.compactMap { MailAddress($0) }
    return addresses.isEmpty || addresses.count < parts.count(where: { !$0.isEmpty })
      ? nil : addresses
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !"<>()[],;:\\\"".utf8.contains(byte)
  }

  package var domain: String { String(address.split(separator: "@").last ?? "") }

  /// As a header field says it.
  var header: String {
    name.isEmpty ? address : "\(MailMessage.encoded(name.filter { $0 != "\"" })) <\(address)>"
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\"" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\"" { text.removeLast() }
    return String(text)
  }
}
