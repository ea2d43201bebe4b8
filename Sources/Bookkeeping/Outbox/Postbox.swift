import Domain
import Foundation
import LedgerStore
import Mailing
import Settings

/// Hands messages over, in the way the settings say.
struct Postbox {
  private let settings: MailSettings
  private let session: SMTPSession?
  /// Of the book, for relative paths.
  private let folder: String

  init(_ settings: MailSettings, in folder: String, password: String?) throws {
    self.settings = settings
    self.folder = folder
    guard case .server(var server) = settings.way else {
      session = nil
      return
    }
    if !server.user.isEmpty {
      server.password = try password ?? Self.password(settings.passwordFile, folder)
    }
    if !server.authority.isEmpty {
      server.authority = Book.path(folder, server.authority)
    }
    guard let session = SMTPSession(server) else {
      throw Failure("mail cannot be sent: libcurl is out of memory", "Try again later.")
    }
    self.session = session
  }

  func deliver(_ message: MailMessage) -> SMTPSession.Outcome {
    if let session {
      return session.send(
        message.bytes, from: message.from, to: [message.to] + message.others)
    }
    switch settings.way {
    case .folder(let name):
      do {
        try writeFile(
          Data(message.bytes), to: Book.path(Book.path(folder, name), "\(message.id).eml"))
        return .sent
      } catch {
        return .postponed((error as NSError).localizedDescription)
      }
    case .program(let command): return Self.run(command, with: message.bytes)
    case .server: return .postponed("no session")
    }
  }

  private static func password(_ file: String, _ folder: String) throws -> String {
    guard !file.isEmpty else {
      throw Failure(
        "the mail server's password is not known",
        "Set DUNLIN_SMTP_PASSWORD, or name a file in dunlin.yaml (mail.password_file).")
    }
    let path = Book.path(folder, file)
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let mode = attributes?[.posixPermissions] as? Int, mode & 0o077 == 0 else {
      throw Failure(
        "\(path) is missing, or others than you can read it", "Make it and run chmod 600 on it.")
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return String(text.prefix { $0 != "\n" })
  }

  /// A program that ends with anything but 0 did not take the message.
  private static func run(_ command: [String], with bytes: [UInt8]) -> SMTPSession.Outcome {
    let process = Process()
    let input = Pipe()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return .postponed((error as NSError).localizedDescription)
    }
    let isRead = write(bytes, to: input.fileHandleForWriting)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      return .postponed("\(command[0]) ended with \(process.terminationStatus)")
    }
    return isRead ? .sent : .uncertain("\(command[0]) did not read the whole letter")
  }

  /// Whether all of it could be written: a program that ends early must not end this one.
  private static func write(_ bytes: [UInt8], to input: FileHandle) -> Bool {
    // This thread alone does not hear of a closed pipe; writing fails instead.
    var closedPipe = sigset_t()
    sigemptyset(&closedPipe)
    sigaddset(&closedPipe, SIGPIPE)
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &closedPipe, &before)
    defer {
      var now = timespec()
      while sigtimedwait(&closedPipe, nil, &now) > 0 {}
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    defer { try? input.close() }
    // Programs of this kind want the line ends of the system.
    return (try? input.write(contentsOf: Data(bytes.filter { $0 != 0x0D }))) != nil
  }
}
