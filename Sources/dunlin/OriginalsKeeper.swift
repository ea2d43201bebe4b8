import Documents
import Domain
import Foundation
import LedgerStore
import Synchronization

extension Originals {
  /// Keeps files on several threads. What goes wrong is told by `check`, before the ledger takes
  /// what was in the files.
  final class Keeper: Sendable {
    private let originals: Originals
    private let day: Day?
    private let state = Mutex(State())

    private struct State {
      /// The names of what is there or on its way; nil until somebody asks.
      var taken: Set<String>?
      var lastTar = 0
      var tar: ArchiveWriter?
      var failure: String?
    }

    /// With a day, files go into a tar.
    init(_ originals: Originals, packsAs day: Day?) {
      self.originals = originals
      self.day = day
    }

    /// Leaves a file that is there as it is.
    func keep(_ file: FileContents, _ bytes: [UInt8]) {
      let name = Originals.name(file.digest, of: file.path)
      let isLoose = state.withLock { state in
        guard state.failure == nil, take(name, &state) else { return false }
        guard let day else { return true }
        do throws(ArchiveWriter.Failure) {
          try pack(name, bytes, day, &state)
        } catch {
          state.failure = Self.reason(error)
        }
        return false
      }
      guard isLoose, let reason = write(bytes, name) else { return }
      state.withLock { $0.failure = reason }
    }

    /// Whether nobody has kept it yet.
    private func take(_ name: String, _ state: inout State) -> Bool {
      if state.taken == nil {
        removeLeftovers()
        let kept = originals.kept()
        state.taken = Set(kept.places.keys)
        state.lastTar = kept.lastTar
      }
      return state.taken?.insert(name).inserted == true
    }

    /// Removes what programs that are gone had not finished.
    private func removeLeftovers() {
      let names = try? FileManager.default.contentsOfDirectory(atPath: originals.folder)
      for name in names ?? [] where name.hasPrefix(".") && name.hasSuffix(Self.partialEnding) {
        let owner = name.dropLast(Self.partialEnding.count).split(separator: ".").last
        let process = owner.flatMap { Int32($0) } ?? 0
        // That of another user is there, too, but may not be asked.
        let isRunning = process > 0 && (kill(process, 0) == 0 || errno == EPERM)
        if !isRunning { unlink(Book.path(originals.folder, name)) }
      }
    }

    private static let partialEnding = ".partial"

    private func pack(
      _ name: String, _ bytes: [UInt8], _ day: Day, _ state: inout State
    ) throws(ArchiveWriter.Failure) {
      while state.tar == nil {
        state.lastTar += 1
        let number = String(format: "%05d", state.lastTar)
        do {
          state.tar = try ArchiveWriter(
            newTar: Book.path(originals.folder, number + Kept.tarEnding))
        } catch .exists {
          // Another program just made it.
        }
      }
      try state.tar?.add(name, bytes, day: day)
    }

    private static func reason(_ failure: ArchiveWriter.Failure) -> String {
      switch failure {
      case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
      case .exists: "the file is there already"
      }
    }

    /// Writes a file under another name first; nil, or why it failed.
    private func write(_ bytes: [UInt8], _ name: String) -> String? {
      let path = Book.path(originals.folder, name)
      let partial = Book.path(
        originals.folder, ".\(name).\(getpid())\(Self.partialEnding)")
      guard write(bytes, to: partial), rename(partial, path) == 0 else {
        return "\(path) cannot be written: \(String(cString: strerror(errno)))"
      }
      return nil
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

    /// Puts into its place what was kept so far, or tells why that failed.
    func check() throws {
      let failure = state.withLock { state in
        do throws(ArchiveWriter.Failure) {
          try state.tar?.flush()
        } catch {
          state.failure = state.failure ?? Self.reason(error)
        }
        return state.failure
      }
      if let failure { throw Ledger.Problem.failed(failure) }
    }
  }
}
