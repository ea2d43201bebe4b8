internal import CNettle
import Domain

/// A SHA-256 of what is fed to it. The only caller of nettle here; the one of Documents serves
/// whole files.
struct SHA256 {
  private var context = sha256_ctx()

  init() {
    unsafe nettle_sha256_init(&context)
  }

  mutating func feed(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      unsafe nettle_sha256_update(&context, bytes.count, bytes.baseAddress)
    }
  }

  /// Its hexadecimal digits.
  mutating func feed(_ digest: Digest) { feed(digest.description) }

  mutating func feed(_ text: SealedText) {
    unsafe text.bytes.withUnsafeBufferPointer { bytes in
      unsafe nettle_sha256_update(&context, bytes.count, bytes.baseAddress)
    }
  }

  mutating func digest() -> Digest {
    unsafe Digest { digest in
      unsafe nettle_sha256_digest(&context, digest.count, digest.baseAddress)
    }
  }
}
