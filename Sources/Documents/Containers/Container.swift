import Domain

/// A file that carries others: an archive, an e-mail or a PDF.
enum Container: Equatable {
  case archive, mail, pdf

  struct Part {
    var name: String
    var bytes: [UInt8]
  }

  /// How many containers may stand inside one another.
  static let depthMax = 4

  /// Nil for a file that carries none.
  init?(_ bytes: [UInt8]) {
    if ArchiveFile.accepts(bytes) {
      self = .archive
    } else if PDFFile.accepts(bytes) {
      self = .pdf
    } else if MailFile.accepts(bytes) {
      self = .mail
    } else {
      return nil
    }
  }

  struct Problem: Error {
    var make: @Sendable (String) -> Fault
  }

  /// What may be a document in it.
  func parts(of bytes: [UInt8]) throws(Problem) -> [Part] {
    switch self {
    case .archive:
      do {
        return try ArchiveFile.entries(of: bytes).map { Part(name: $0.name, bytes: $0.bytes) }
      } catch {
        throw Problem { Fault(error, file: $0) }
      }
    case .mail:
      do {
        return try MailFile.parts(of: bytes)
      } catch {
        throw Problem { Fault(error, file: $0) }
      }
    case .pdf:
      do {
        return try PDFFile.parts(of: bytes)
      } catch {
        throw Problem { Fault(error, file: $0) }
      }
    }
  }

  /// What is said of a container in which nothing may be a document; nothing of an archive.
  func nothingFound(in file: String) -> Fault? {
    switch self {
    case .archive: nil
    case .mail:
      Fault(
        .fileMail, file: file, "the e-mail has no invoice or statement attached",
        remedy: "If it should have one, ask the sender; nothing was imported from this file.")
    case .pdf:
      Fault(
        .filePDF, file: file, "the PDF has no e-invoice inside",
        remedy: "Ask the sender for the XML (UBL or CII) or a Factur-X PDF; nothing was imported "
          + "from this file.")
    }
  }
}

extension Fault {
  init(_ problem: Container.Problem, file: String) { self = problem.make(file) }

  static func containersTooDeep(_ file: String) -> Fault {
    Fault(
      .fileArchive, file: file, "archives and mails stand too deep inside one another",
      remedy: "Unpack it yourself; nothing was imported from this file.")
  }
}

extension FileContents {
  /// A document was found in it, even if it was refused.
  var holdsAnything: Bool { holdsFacts || !refusals.isEmpty }
}
