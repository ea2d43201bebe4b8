import Documents
import Domain
import Foundation
import Originals
import Synchronization

/// Every imported file as it was, by its digest, in the book's folder `Originals`: as a file of its
/// own, or, of an import of many files, in a pack with the others: a tar file, compressed some
/// files at a time, as `tar -I lz4 -xf` unpacks it. Older books have plain tars.
package struct Originals {
  let folder: String

  /// A file of the folder cannot be written; `reason` names it and says why.
  package struct Unwritable: Error {
    package let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// An import of more files than this keeps them in one pack: making a file of its own for each
  /// took a quarter of an import, and most of it where the file system is slow to make files.
  static let looseMax = 1000

  /// Makes the folder, and what keeps files in it while `fileCount` of them are read; a pack dates
  /// them `day`.
  func keeper(fileCount: Int, day: Day) throws -> Keeper {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Unwritable(
        "\(folder) cannot be made: \((error as NSError).localizedDescription)")
    }
    return Keeper(
      self, fileCount: fileCount, packsAs: fileCount > Self.looseMax ? day : nil)
  }

  /// Keeps the file of a list of clients.
  func keep(_ list: ClientList, _ file: SourceFile, day: Day) throws {
    let keeper = try keeper(fileCount: 1, day: day)
    let basket = keeper.basket()
    basket.put(FileContents(path: list.path, digest: list.digest), file.bytes)
    basket.empty()
    try keeper.check()
  }

  /// What is in the folder, by name.
  func kept() -> Kept { Kept(folder) }

  /// Sentences about originals that are gone or not what was read.
  func violations(_ files: [(path: String, digest: Digest)]) -> [String] {
    let kept = kept()
    return files.compactMap { file in
      let name = KeptName(file.digest, of: file.path)
      let path = Book.path(folder, "\(name)")
      guard let source = kept.original(file.digest, of: file.path) else {
        return kept.places[name] == nil
          ? "the original of \(file.path) is gone: \(path)"
          : "the original of \(file.path) cannot be read, or was changed: \(path)"
      }
      return source.digest == file.digest
        ? nil : "the original of \(file.path) was changed: \(source.path)"
    }
  }
}

extension Originals {
  /// The files of the folder and where each is.
  struct Kept {
    enum Place {
      case loose
      case packed(PackIndex.Entry, PackIndex)
      case inTar(TarIndex.Entry, tar: String)
    }

    private static let packEnding = ".tar.lz4"
    private static let tarEnding = ".tar"

    static func pack(_ number: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits + packEnding
    }

    let folder: String
    private(set) var places: [KeptName: Place] = [:]
    /// The number of the newest pack.
    private(set) var lastPack = 0

    fileprivate init(_ folder: String) {
      self.folder = folder
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let packs = names.filter { $0.hasSuffix(Self.packEnding) }
      let tars = names.filter { $0.hasSuffix(Self.tarEnding) }
      for tar in tars {
        for entry in TarIndex(path: Book.path(folder, tar)).entries {
          if let name = KeptName(entry.name) { places[name] = .inTar(entry, tar: tar) }
        }
      }
      for pack in packs {
        let index = PackIndex(path: Book.path(folder, pack))
        for entry in index.entries {
          if let name = KeptName(entry.name) { places[name] = .packed(entry, index) }
        }
        lastPack = max(lastPack, Int(pack.dropLast(Self.packEnding.count)) ?? 0)
      }
      // A file of its own goes before the same in a pack.
      for name in names { if let name = KeptName(name) { places[name] = .loose } }
    }

    /// The file that was read from `path` with this digest, if it is there.
    func original(_ digest: Digest, of path: String) -> SourceFile? {
      let name = KeptName(digest, of: path)
      switch places[name] {
      case .loose: return try? SourceFile(reading: Book.path(folder, "\(name)"))
      case .packed(let entry, let pack): return try? pack.file(entry)
      case .inTar(let entry, let tar):
        return try? SourceFile(reading: entry, ofTar: Book.path(folder, tar))
      case nil: return nil
      }
    }
  }
}
