/// The lines of an embedded table but the empty ones and those that begin with `#`. Tables are read
/// at every start, so they are cut by bytes.
func tableRows(_ table: String) -> [Substring] {
  table.utf8.split(separator: UInt8(ascii: "\n"))
    .filter { $0.first != UInt8(ascii: "#") }.map { Substring($0) }
}

/// The fields of a line, between tabs.
func tableFields(_ line: Substring) -> [String] {
  line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    .map { String(Substring($0)) }
}
