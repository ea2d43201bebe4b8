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
      var lastPack = 0
      /// How many files were looked at.
      var turns = 0
      var pack: PackWriter?
      var failure: String?
    }

    /// With a day, files go into a pack.
    init(_ originals: Originals, packsAs day: Day?) {
      self.originals = originals
      self.day = day
    }

    /// Leaves a file that is there as it is. It is in its place, or with what `check` puts there,
    /// when this returns: where two threads have the same file, both make what is kept of it.
    func keep(_ file: FileContents, _ bytes: [UInt8]) {
      let name = Originals.name(file.digest, of: file.path)
      let turn = state.withLock { state -> Int? in
        guard state.failure == nil, !isTaken(name, &state) else { return nil }
        state.turns += 1
        return state.turns
      }
      guard let turn else { return }
      if let day, let frame = PackFrame.make(name, bytes, day: day) {
        state.withLock { state in
          guard state.taken?.insert(name).inserted == true else { return }
          do throws(PackWriter.Failure) {
            try add(frame, &state)
          } catch {
            state.failure = Self.reason(error)
          }
        }
      } else {
        let failure = write(bytes, name, turn: turn)
        state.withLock { state in
          state.taken?.insert(name)
          state.failure = state.failure ?? failure
        }
      }
    }

    /// Whether somebody has kept it.
    private func isTaken(_ name: String, _ state: inout State) -> Bool {
      if let taken = state.taken { return taken.contains(name) }
      removeLeftovers()
      let kept = originals.kept()
      state.taken = Set(kept.places.keys)
      state.lastPack = kept.lastPack
      return kept.places[name] != nil
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

    private func add(_ frame: [UInt8], _ state: inout State) throws(PackWriter.Failure) {
      while state.pack == nil {
        state.lastPack += 1
        let name = Originals.Kept.pack(state.lastPack)
        do {
          state.pack = try PackWriter(new: Book.path(originals.folder, name))
        } catch .exists {
          // Another program just made it.
        }
      }
      try state.pack?.add(frame)
    }

    private static func reason(_ failure: PackWriter.Failure) -> String {
      switch failure {
      case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
      case .exists: "the file is there already"
      }
    }

    /// Writes a file under another name first; nil, or why it failed.
    private func write(_ bytes: [UInt8], _ name: String, turn: Int) -> String? {
      let path = Book.path(originals.folder, name)
      let partial = Book.path(
        originals.folder, ".\(name).\(turn).\(getpid())\(Self.partialEnding)")
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
        do throws(PackWriter.Failure) {
          try state.pack?.flush()
        } catch {
          state.failure = state.failure ?? Self.reason(error)
        }
        return state.failure
      }
      if let failure { throw Ledger.Problem.failed(failure) }
    }
  }
}
