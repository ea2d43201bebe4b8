internal import CGMime
import Domain
import Synchronization

/// The files attached to an e-mail (MIME), decoded into memory within bounds.
///
/// Names are labels: nothing is written, opened or fetched.
struct MailFile {
  enum Problem: Error, Equatable {
    case malformed, tooLarge
  }

  private static let bytesMax = 100_000_000
  private static let partsMax = 1_000

  /// GMime keeps tables of its own that are set up once.
  private static let isReady = Mutex(false)

  /// Whether the bytes begin with the header of a mail.
  static func accepts(_ bytes: [UInt8]) -> Bool {
    let top = String(decoding: bytes.prefix(16_384), as: UTF8.self)
    guard let first = top.first, first.isLetter, first.isASCII else { return false }
    var fields: Set<Substring> = []
    var place = top.startIndex
    while place < top.endIndex {
      let end = top[place...].firstIndex(where: \.isNewline) ?? top.endIndex
      let line = top[place..<end]
      if line.isEmpty { break }
      if let first = line.first, first != " ", first != "\t" {
        guard let colon = line.firstIndex(of: ":"),
          line[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return line.hasPrefix("From ") && place == top.startIndex && fields.isEmpty }
        fields.insert(Substring(line[..<colon].lowercased()))
      }
      place = end < top.endIndex ? top.index(after: end) : end
    }
    let known: Set<Substring> = [
      "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "received",
      "return-path", "delivered-to",
    ]
    return fields.intersection(known).count >= 2
  }

  /// The attached files that may be documents, in the mail's order; those of mails that it forwards
  /// with them.
  static func parts(of bytes: [UInt8]) throws(Problem) -> [Container.Part] {
    guard bytes.count <= bytesMax else { throw .tooLarge }
    isReady.withLock { isReady in
      guard !isReady else { return }
      g_mime_init()
      isReady = true
    }
    var parts: [Container.Part] = []
    var isMail = false
    unsafe bytes.withUnsafeBytes { buffer in
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      guard let message = unsafe dunlin_mime_parse(start, buffer.count) else { return }
      defer { unsafe g_object_unref(message) }
      isMail = true
      guard let iterator = unsafe g_mime_part_iter_new(dunlin_mime_object(message)) else { return }
      defer { unsafe g_mime_part_iter_free(iterator) }
      var count = 0
      repeat {
        count += 1
        guard let object = unsafe g_mime_part_iter_get_current(iterator),
          let part = unsafe dunlin_mime_part(object)
        else { continue }
        if let found = unsafe Self.file(part) { parts.append(found) }
      } while unsafe g_mime_part_iter_next(iterator) != 0 && count < partsMax
    }
    guard isMail else { throw .malformed }
    return parts
  }

  /// The file in a part; nil where it is text to read, or a picture.
  private static func file(_ part: UnsafeMutablePointer<GMimePart>) -> Container.Part? {
    let name =
      unsafe g_mime_part_get_filename(part).map { unsafe String(cString: $0) } ?? ""
    guard let array = unsafe dunlin_mime_content(part) else { return nil }
    defer { unsafe g_byte_array_unref(array) }
    let bytes = unsafe Array(
      UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
    let isCandidate = DocumentReader.isCandidate(name)
    // Some programs attach XML without a name.
    let first = bytes.first { !XMLTree.isSpace($0) }
    let isXML = name.isEmpty && first == 0x3C && bytes.starts(with: Array("<?xml".utf8))
    guard isCandidate || isXML else { return nil }
    return Container.Part(name: name.isEmpty ? "unnamed.xml" : name, bytes: bytes)
  }
}

extension Fault {
  init(_ problem: MailFile.Problem, file: String) {
    let what =
      problem == .tooLarge ? "the e-mail is larger than is read" : "the e-mail cannot be read"
    self.init(
      .fileMail, file: file, what,
      remedy: "Save its attachments and import them; nothing was imported from this file.")
  }
}
