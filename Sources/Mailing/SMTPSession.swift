internal import CCurl

/// A connection to a server, kept from message to message.
@safe package final class SMTPSession {
  private let session: OpaquePointer
  private let server: SMTPServer

  /// What became of a message.
  package enum Outcome: Hashable, Sendable {
    case sent
    /// The server could not be reached or trusted, or did not let us in: no word on the message.
    case unreachable(String)
    /// The server did not take it; it may later.
    case postponed(String)
    /// The server will never take it.
    case refused(String)
    /// All of it went out and no answer came: it may have arrived.
    case uncertain(String)
  }

  /// Nil where the library cannot be had.
  package init?(_ server: SMTPServer) {
    guard let session = unsafe ccurl_open() else { return nil }
    unsafe self.session = session
    self.server = server
  }

  deinit { unsafe ccurl_close(session) }

  package func send(_ bytes: [UInt8], from: MailAddress, to: [MailAddress]) -> Outcome {
    var result = ccurl_result()
    unsafe Self.withStrings([server.url, server.user, server.password, server.authority]) {
      strings in
      var configured = unsafe ccurl_server()
      unsafe configured.url = strings[0]
      unsafe configured.user = strings[1]
      unsafe configured.password = strings[2]
      unsafe configured.authority = strings[3]
      unsafe configured.requires_tls = server.security == .none ? 0 : 1
      unsafe configured.timeout_seconds = server.timeoutSeconds
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe ccurl_send(
          session, &configured, "<\(from.address)>",
          to.map { "<\($0.address)>" }.joined(separator: "\n"),
          buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, &result)
      }
    }
    return Self.outcome(result)
  }

  private static func outcome(_ result: ccurl_result) -> Outcome {
    if result.code == 0 { return .sent }
    let reason = unsafe withUnsafeBytes(of: result.reason) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if result.is_met == 0 { return .unreachable(reason) }
    let response = Int(result.response)
    let isAnswered = (400...599).contains(response)
    if result.is_handed_over != 0, !isAnswered { return .uncertain(reason) }
    return (500...599).contains(response)
      ? .refused("\(response): \(reason)") : .postponed(reason)
  }

  /// C strings of the texts, an absent one for an empty text.
  private static func withStrings(
    _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Void
  ) {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []
    for text in texts {
      guard !text.isEmpty else {
        unsafe pointers.append(nil)
        continue
      }
      let bytes = text.utf8CString
      let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
      unsafe _ = copy.initialize(from: bytes)
      unsafe pointers.append(copy.baseAddress)
    }
    unsafe body(pointers.map { unsafe UnsafePointer($0) })
    for place in unsafe pointers.indices { unsafe pointers[place]?.deallocate() }
  }
}
