import Documents
import Domain
import Foundation
import LedgerStore

/// Every imported file as it was, by its digest, in the book's folder `Originals`.
struct Originals {
  let folder: String

  static func name(_ digest: String, of path: String) -> String {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    let isPlain =
      !ending.isEmpty && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isPlain ? "\(digest).\(ending)" : digest
  }

  /// Copies a file that was read, under another name first. One that is there is left as it is.
  func keep(_ file: FileContents) throws {
    let path = Book.path(folder, Self.name(file.digest, of: file.path))
    guard !FileManager.default.fileExists(atPath: path) else { return }
    let source = try self.source(of: file)
    guard source.digest == file.digest else {
      throw Ledger.Problem.refused(
        "\(file.path) was changed while it was read", remedy: "Import it again when it is whole.")
    }
    do {
      try writeFile(Data(source.bytes), to: path)
    } catch {
      throw Ledger.Problem.failed(
        "\(path) cannot be written: \((error as NSError).localizedDescription)")
    }
  }

  private func source(of file: FileContents) throws -> SourceFile {
    if let bytes = file.archivedBytes { return SourceFile(path: file.path, bytes: bytes) }
    do {
      return try SourceFile(reading: file.path)
    } catch {
      throw Ledger.Problem.failed("\(file.path) cannot be read again: \(error)")
    }
  }

  /// Sentences about originals that are gone or not what was read.
  func violations(_ files: [(path: String, digest: String)]) -> [String] {
    files.compactMap { file in
      let path = Book.path(folder, Self.name(file.digest, of: file.path))
      guard let source = try? SourceFile(reading: path) else {
        return "the original of \(file.path) is gone: \(path)"
      }
      return source.digest == file.digest
        ? nil : "the original of \(file.path) was changed: \(path)"
    }
  }
}
