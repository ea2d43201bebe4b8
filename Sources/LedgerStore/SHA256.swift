internal import CLibMD

/// A SHA-256 of what is fed to it, as 64 hexadecimal digits. The only caller of libmd here; the one
/// of Documents serves whole files.
struct SHA256 {
  private var context = SHA2_CTX()

  init() {
    unsafe SHA256Init(&context)
  }

  mutating func feed(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      unsafe SHA256Update(&context, bytes.baseAddress, bytes.count)
    }
  }

  mutating func digest() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe SHA256Final(&digest, &context)
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
