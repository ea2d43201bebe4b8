import Foundation
import Mailing
import Testing

private func message(subject: String = "Friendly reminder") throws -> MailMessage {
  MailMessage(
    from: try #require(MailAddress("Übersee GmbH <accounts@example.com>")),
    to: try #require(MailAddress("client@example.org")), subject: subject,
    id: "abc123.7@example.com", seconds: 1_782_806_700, text: "Grüße\n.\nend\n",
    html: "<p>Grüße</p>")
}

@Suite("MailMessage")
struct MailMessageTests {
  @Test("every line ends in CR LF, is short, and holds nothing but ASCII")
  func lines() throws {
    var message = try message(subject: String(repeating: "Erinnerung über 1.234,50 € ", count: 6))
    message.attachments = [
      .init(name: "Müller.pdf", type: "application/pdf", bytes: Array(0...255))
    ]
    let text = String(decoding: message.bytes, as: UTF8.self)
    #expect(message.bytes.allSatisfy { $0 < 0x80 })
    for line in text.components(separatedBy: "\r\n") {
      #expect(line.utf8.count <= 200 && !line.contains("\n") && !line.contains("\r"))
    }
    #expect(text.contains("Date: Tue, 30 Jun 2026 08:05:00 +0000\r\n"))
    #expect(text.contains("Message-ID: <abc123.7@example.com>\r\n"))
  }

  @Test("the same message has the same bytes")
  func stable() throws {
    #expect(try message().bytes == message().bytes)
  }

  @Test("a subject cannot bring headers of its own")
  func noInjection() throws {
    let text = String(
      decoding: try message(subject: "Hello\r\nBcc: all@example.com").bytes, as: UTF8.self)
    #expect(!text.contains("\r\nBcc:"))
  }

  @Test(
    "what is no address is none",
    arguments: [
      ("a@b.example", "a@b.example"), ("A B <a@b.example>", "a@b.example"), ("a", nil),
      ("a@b@c", nil), ("a b@c.example", nil), ("<a@b>\r\nRCPT TO:<x@y>", nil), ("@b", nil),
      ("a@b\n", nil),
    ] as [(String, String?)])
  func addresses(text: String, address: String?) {
    #expect(MailAddress(text)?.address == address)
  }
}
