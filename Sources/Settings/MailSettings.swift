import Domain
package import Mailing

/// How a book's letters are mailed. The password is never in it.
package struct MailSettings: Hashable, Sendable {
  package var from: MailAddress
  package var replyTo: MailAddress?
  package var way: Way

  /// Who takes the mails.
  package enum Way: Hashable, Sendable {
    case server(SMTPServer)
    /// `.eml` files are left in this folder of the book.
    case folder(String)
    /// A program such as sendmail, which takes a message and finds its recipients there.
    case program([String])
  }

  /// A file with the password and nothing else, readable by its owner alone; or empty.
  package var passwordFile = ""
}

extension BookSettings {
  mutating func fillMail(from section: YAMLReader.Section) {
    let sender = section.text("from") ?? business.email
    let reply = section.text("reply_to")
    let host = section.text("server")
    let security: SMTPServer.Security = section.choice("security") ?? .starttls
    let port = section.integer("port", 1...65_535) ?? (security == .tls ? 465 : 587)
    let user = section.text("user") ?? ""
    let authority = section.text("authority") ?? ""
    let folder = section.text("folder")
    let program = section.texts("program")
    let passwordFile = section.text("password_file") ?? ""
    section.close()
    guard let from = MailAddress(sender) else {
      return section.refuse("from", "an address such as accounts@my-firm.example")
    }
    if let reply, MailAddress(reply) == nil {
      section.refuse("reply_to", "an address such as accounts@my-firm.example")
    }
    var ways: [MailSettings.Way] = []
    if let host {
      var server = SMTPServer(host: host, port: port, security: security)
      server.user = user
      server.authority = authority
      ways.append(.server(server))
    }
    if let folder { ways.append(.folder(folder)) }
    if !program.isEmpty { ways.append(.program(program)) }
    guard ways.count == 1, let way = ways.first else { return section.missing("server") }
    mail = MailSettings(
      from: from, replyTo: reply.flatMap { MailAddress($0) }, way: way, passwordFile: passwordFile)
  }
}
