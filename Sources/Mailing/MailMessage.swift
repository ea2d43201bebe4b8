import Domain
import Foundation

/// One e-mail: text and HTML of a letter, and files attached to it.
package struct MailMessage: Sendable {
  package var from: MailAddress
  package var to: MailAddress
  /// Further recipients, named in the same header.
  package var others: [MailAddress] = []
  package var replyTo: MailAddress?
  package var subject: String
  /// Without the angle brackets. The same message sent again has the same one.
  package var id: String
  /// Seconds since 1970, UTC.
  package var seconds: Int64
  package var text: String
  package var html: String
  package var attachments: [Attachment] = []
  /// Of a trial that goes to oneself: whom it was meant for.
  package var meantFor: MailAddress?

  /// A file of the letter; `type` is its media type.
  package struct Attachment: Sendable {
    package var name: String
    package var type: String
    package var bytes: [UInt8]

    package init(name: String, type: String, bytes: [UInt8]) {
      self.name = name
      self.type = type
      self.bytes = bytes
    }
  }

  package init(
    from: MailAddress, to: MailAddress, subject: String, id: String, seconds: Int64, text: String,
    html: String
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.id = id
    self.seconds = seconds
    self.text = text
    self.html = html
  }

  /// RFC 5322 and MIME, with lines that end in CR LF and nothing but ASCII in them.
  package var bytes: [UInt8] {
    let outer = "mixed-\(boundary)"
    let inner = "alternative-\(boundary)"
    var lines =
      headers + [
        "Content-Type: multipart/mixed; boundary=\"\(outer)\"", "", "--\(outer)",
        "Content-Type: multipart/alternative; boundary=\"\(inner)\"", "",
      ]
    for (type, body) in [("text/plain", text), ("text/html", html)] {
      lines += [
        "--\(inner)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64",
        "",
      ]
      lines += Self.base64(Array(body.utf8)) + [""]
    }
    lines += ["--\(inner)--", ""]
    for attachment in attachments {
      let name = Self.encoded(attachment.name.filter { $0 != "\"" })
      lines += [
        "--\(outer)", "Content-Type: \(attachment.type); name=\"\(name)\"",
        "Content-Disposition: attachment; filename=\"\(name)\"",
        "Content-Transfer-Encoding: base64", "",
      ]
      lines += Self.base64(attachment.bytes) + [""]
    }
    lines += ["--\(outer)--", ""]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  private var headers: [String] {
    [
      "Date: \(Self.date(seconds))", "From: \(from.header)",
      "To: " + ([to] + others).map(\.header).joined(separator: ", "),
      replyTo.map { "Reply-To: \($0.header)" }, "Subject: \(Self.encoded(subject))",
      "Message-ID: <\(id)>", meantFor.map { "X-Meant-For: \($0.address)" }, "MIME-Version: 1.0",
    ].compactMap { $0 }
  }

  /// Derived from the identifier, so that the same message has the same bytes. Base64 has no
  /// hyphen, so no body can hold it.
  private var boundary: String {
    "part-" + id.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(40)
  }

  /// Lines of 76 signs.
  private static func base64(_ bytes: [UInt8]) -> [String] {
    Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn])
      .split(separator: "\r").map(String.init)
  }

  /// A header's text by RFC 2047: words of 45 bytes at most, cut between characters.
  static func encoded(_ text: String) -> String {
    let clean = text.filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
    if clean.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), clean.utf8.count <= 60 { return clean }
    var words: [String] = []
    var word = ""
    for character in clean {
      if word.utf8.count + String(character).utf8.count > 39 {
        words.append(word)
        word = ""
      }
      word.append(character)
    }
    return (words + [word]).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }
      .joined(separator: "\r\n ")
  }

  /// `Tue, 30 Jun 2026 08:05:00 +0000`.
  static func date(_ seconds: Int64) -> String {
    let days = Int(seconds / 86_400)
    let (year, month, day) = Day(number: Int32(days)).civil
    let clock = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7]
    let name = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][month - 1]
    return "\(weekday), \(day < 10 ? "0" : "")\(day) \(name) \(year) \(clock) +0000"
  }
}
