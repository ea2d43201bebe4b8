import Domain

/// What an original is called: its digest, and the ending of the file it was, where that is plain.
struct KeptName: Hashable, CustomStringConvertible {
  let digest: Digest
  /// In small letters, without the dot; or empty.
  private let ending: String

  init(_ digest: Digest, of path: String) {
    self.digest = digest
    ending = Self.ending(of: path)
  }

  /// Nil for what is no such name.
  init?(_ name: String) {
    guard let digest = Digest(hex: name.utf8.prefix(Digest.byteCount * 2)) else { return nil }
    self.init(digest, of: name)
    if description != name { return nil }
  }

  var description: String { ending.isEmpty ? "\(digest)" : "\(digest).\(ending)" }

  private static func ending(of path: String) -> String {
    let bytes = path.utf8
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > bytes.startIndex,
      bytes[bytes.index(before: dot)] != UInt8(ascii: "/")
    else { return "" }
    let ending = bytes[dot...].dropFirst()
    let isPlain =
      (1...30).contains(ending.count)
      && ending.allSatisfy { (0x30...0x39).contains($0) || ($0 | 0x20) &- 0x61 < 26 }
    return isPlain ? Substring(ending).lowercased() : ""
  }
}
