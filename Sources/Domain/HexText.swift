extension String {
  /// Two small hexadecimal digits for each byte, as digests are written.
  package init(hex bytes: [UInt8]) {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
    self = unsafe String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      for (place, byte) in bytes.enumerated() {
        unsafe text[place * 2] = digit(byte >> 4)
        unsafe text[place * 2 + 1] = digit(byte & 15)
      }
      return bytes.count * 2
    }
  }
}
