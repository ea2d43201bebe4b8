import Documents
import Domain
import Foundation
import Originals
import Synchronization

extension Originals {
  /// Keeps files on several threads, of which each has a basket. What goes wrong is told by
  /// `check`, before the ledger takes what was in the files.
  final class Keeper: Sendable {
    private let originals: Originals
    /// How many files are read, and the day of a pack.
    private let fileCount: Int
    private let day: Day?
    private let state = Mutex(State())

    private struct State {
      /// The names of what is there or on its way; nil until somebody asks.
      var taken: Set<KeptName>?
      var lastPack = 0
      /// How many files were new to it: those written by themselves are told apart by that.
      var turns = 0
      var pack: PackWriter?
      var failure: String?
    }

    /// With a day, files go into a pack.
    init(_ originals: Originals, fileCount: Int, packsAs day: Day?) {
      (self.originals, self.fileCount, self.day) = (originals, fileCount, day)
    }

    func basket() -> Basket { Basket(self, day.map { PackFramer(day: $0) }) }

    /// Leaves files that are there as they are. All are in their place, or with what `check` puts
    /// there, when this returns: where two threads have the same file, both may keep it.
    fileprivate func keep(_ files: [Basket.File], _ framer: inout PackFramer?) {
      let (new, turn) = state.withLock { state in
        guard state.failure == nil else { return ([Basket.File](), 0) }
        var names: Set<KeptName> = []
        let new = files.filter { !isTaken($0.name, &state) && names.insert($0.name).inserted }
        state.turns += new.count
        return (new, state.turns)
      }
      guard !new.isEmpty else { return }
      let named = new.map { (name: "\($0.name)", bytes: $0.bytes) }
      if let frame = framer?.frame(of: named) {
        state.withLock { state in
          state.taken?.formUnion(new.lazy.map(\.name))
          do throws(PackWriter.Failure) {
            try add(frame, &state)
          } catch {
            state.failure = Self.reason(error)
          }
        }
      } else {
        for (place, file) in new.enumerated() {
          let failure = write(file.bytes, "\(file.name)", turn: turn - place)
          state.withLock { state in
            state.taken?.insert(file.name)
            state.failure = state.failure ?? failure
          }
        }
      }
    }

    /// Whether somebody has kept it.
    private func isTaken(_ name: KeptName, _ state: inout State) -> Bool {
      if let taken = state.taken { return taken.contains(name) }
      removeLeftovers()
      let kept = originals.kept()
      var taken = Set<KeptName>(minimumCapacity: kept.places.count + fileCount)
      taken.formUnion(kept.places.keys)
      state.taken = taken
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
      if let failure { throw Unwritable(failure) }
    }
  }

  /// What one thread has of files that are to be kept together.
  final class Basket {
    typealias File = (name: KeptName, bytes: [UInt8])

    private let keeper: Keeper
    private var framer: PackFramer?
    private var files: [File] = []
    private var byteCount = 0

    /// Without a framer, each file is kept by itself.
    fileprivate init(_ keeper: Keeper, _ framer: PackFramer?) {
      (self.keeper, self.framer) = (keeper, framer)
    }

    /// Puts a file in, which is kept when there are enough of them, or by `empty`.
    func put(_ file: FileContents, _ bytes: [UInt8]) {
      files.append((KeptName(file.digest, of: file.path), bytes))
      byteCount += bytes.count
      if framer == nil || byteCount >= PackFrame.bestBytes { empty() }
    }

    /// Keeps what is in it.
    func empty() {
      guard !files.isEmpty else { return }
      keeper.keep(files, &framer)
      files.removeAll(keepingCapacity: true)
      byteCount = 0
    }
  }
}
