/// The server that takes our mail, and who we are there.
package struct SMTPServer: Hashable, Sendable {
  package var host: String
  package var port: Int
  package var security: Security
  /// Or empty: the server asks for no name.
  package var user = ""
  package var password = ""
  /// A file of certificates to trust instead of the system's, or empty.
  package var authority = ""
  package var timeoutSeconds = 120

  /// When the line is encrypted.
  package enum Security: String, Sendable, CaseIterable {
    /// The line is made secret before anything is said, or nothing is sent.
    case starttls
    /// The line is secret from its first byte.
    case tls
    /// Only for a server on the same machine.
    case none
  }

  package init(host: String, port: Int, security: Security) {
    self.host = host
    self.port = port
    self.security = security
  }

  var url: String { "\(security == .tls ? "smtps" : "smtp")://\(host):\(port)" }
}
