import Documents
import Domain
import Foundation
import LedgerStore
import Synchronization

/// Every imported file as it was, by its digest, in the book's folder `Originals`.
struct Originals {
  let folder: String

  static func name(_ digest: String, of path: String) -> String {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    let isPlain =
      !ending.isEmpty && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isPlain ? "\(digest).\(ending)" : digest
  }

  /// Makes the folder, and what keeps files in it while they are read.
  func keeper() throws -> Keeper {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Ledger.Problem.failed(
        "\(folder) cannot be made: \((error as NSError).localizedDescription)")
    }
    return Keeper(folder: folder)
  }

  /// Keeps the file of a list of clients.
  func keep(_ list: ClientList, _ file: SourceFile) throws {
    let keeper = try keeper()
    keeper.keep(FileContents(path: list.path, digest: list.digest), file.bytes)
    try keeper.check()
  }

  /// Keeps files on several threads. What goes wrong is told by `check`, before the ledger takes
  /// what was in the files.
  final class Keeper: Sendable {
    private let folder: String
    private let state = Mutex(State())

    private struct State {
      /// Files on their way, by digest: two equal ones are kept once.
      var taken: Set<String> = []
      var failure: String?
    }

    fileprivate init(folder: String) {
      self.folder = folder
    }

    /// Writes a file under another name first. One that is there is left as it is.
    func keep(_ file: FileContents, _ bytes: [UInt8]) {
      let name = Originals.name(file.digest, of: file.path)
      let path = Book.path(folder, name)
      guard access(path, F_OK) != 0, state.withLock({ $0.taken.insert(file.digest).inserted })
      else { return }
      defer { state.withLock { _ = $0.taken.remove(file.digest) } }
      let partial = Book.path(folder, ".\(name).partial")
      guard write(bytes, to: partial), rename(partial, path) == 0 else {
        let reason = String(cString: strerror(errno))
        state.withLock { $0.failure = "\(path) cannot be written: \(reason)" }
        return
      }
    }

    private func write(_ bytes: [UInt8], to path: String) -> Bool {
      let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      guard file >= 0 else { return false }
      defer { close(file) }
      var done = 0
      while done < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
          Foundation.write(file, buffer.baseAddress?.advanced(by: done), bytes.count - done)
        }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }

    /// What a reader calls for each file.
    var asClosure: @Sendable (FileContents, [UInt8]) -> Void {
      { [self] contents, bytes in keep(contents, bytes) }
    }

    func check() throws {
      if let failure = state.withLock({ $0.failure }) { throw Ledger.Problem.failed(failure) }
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
