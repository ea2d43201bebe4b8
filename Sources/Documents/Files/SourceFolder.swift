package import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files below the paths a user names.
package struct SourceFolder: Sendable {
  /// Files to read, those of a folder sorted by path, in the order the paths were named.
  package private(set) var files: [String] = []
  /// Files in folders whose names say that they hold no invoice, payment or statement; hidden ones
  /// and what a book keeps beside them are not counted.
  package private(set) var passedOver = 0
  /// Those of them that may hold invoices or payments all the same, in the order they were met.
  package private(set) var unread: [String] = []

  /// A folder that holds this file is passed over, unless it is named itself.
  package static let ignoreMark = ".dunlinignore"

  /// The folders a book keeps its own files in, below the book.
  package static let bookFolders: Set<String> = ["Originals", "Letters", "Reports", "Templates"]

  private static func isOwnFile(_ name: String) -> Bool {
    name.hasPrefix("book.sqlite") || name == "dunlin.yaml" || name == "outbox.lock"
  }

  /// The mappings by which a file whose name says nothing may prove to be one to read; nil where
  /// such files are not looked into.
  private let mappings: [CSVMapping]?

  /// Walks `paths`. A path that is no folder is taken as a file, whatever its name, so that its
  /// reader can say what is wrong with it. Where `mappings` are given, files in folders whose names
  /// leave open what they are are looked into: all but pictures, programs and the like.
  package init(_ paths: [String], mappings: [CSVMapping]? = nil) {
    self.mappings = mappings
    for path in paths {
      if let entries = Self.entries(of: path, followingLink: true) {
        files += Self.inOrder(walk(path, entries))
      } else {
        files.append(path)
      }
    }
  }

  /// A name in a folder. `isFile`: the system says that it is a plain file, no folder and no link.
  private struct Entry {
    var name: String
    var isFile: Bool
  }

  private mutating func walk(_ root: String, _ entries: [Entry]) -> [String] {
    var found: [String] = []
    var waiting = [(path: root, entries: entries)]
    while let folder = waiting.popLast() {
      let isBook = folder.entries.contains { $0.name == "book.sqlite" }
      let base = folder.path.hasSuffix("/") ? folder.path : folder.path + "/"
      for entry in folder.entries where entry.name.utf8.first != UInt8(ascii: ".") {
        let name = entry.name
        let path = base + name
        if !entry.isFile, let inner = Self.entries(of: path) {
          let isOwn = isBook && Self.bookFolders.contains(name)
          let isIgnored = inner.contains { $0.name == Self.ignoreMark }
          if !isOwn && !isIgnored { waiting.append((path, inner)) }
        } else if DocumentReader.isCandidate(name) {
          found.append(path)
        } else if isBook && Self.isOwnFile(name) {
          continue
        } else if isKnown(path) {
          found.append(path)
        } else {
          passedOver += 1
          if mappings != nil, DocumentReader.mayBeCandidate(name) { unread.append(path) }
        }
      }
    }
    return found
  }

  /// By their bytes.
  private static func inOrder(_ paths: [String]) -> [String] {
    guard var first = paths.first else { return [] }
    // What they all begin with says nothing, and of the rest the first bytes mostly all.
    var shared = first.utf8.count
    first.withUTF8 { first in
      for var path in paths {
        path.withUTF8 { path in
          shared = min(shared, path.count)
          var place = 0
          while place < shared, unsafe first[place] == path[place] { place += 1 }
          shared = place
        }
      }
    }
    let keyed = paths.indices.map { index in
      var path = paths[index]
      return (key: path.withUTF8 { unsafe key($0, from: shared) }, index: index)
    }
    return keyed.sorted { a, b in
      a.key == b.key ? isBefore(paths[a.index], paths[b.index]) : a.key < b.key
    }.map { paths[$0.index] }
  }

  /// Eight bytes as a number that is in order as they are.
  private static func key(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt64 {
    let end = min(bytes.count, start + 8)
    var key: UInt64 = 0
    for place in start..<end { key = unsafe key << 8 | UInt64(bytes[place]) }
    return key << (UInt64(start + 8 - end) * 8)
  }

  private func isKnown(_ path: String) -> Bool {
    guard let mappings, DocumentReader.mayBeCandidate(path) else { return false }
    return DocumentReader.proves(path: path, mappings: mappings)
  }

  /// The names in a folder, `.` and `..` left out; nil where the path is no readable folder. A
  /// link to a folder is followed where a user names it, but not inside a folder, so that no walk
  /// can run in a circle.
  private static func entries(of path: String, followingLink: Bool = false) -> [Entry]? {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLink ? 0 : O_NOFOLLOW)
    let descriptor = unsafe open(path, flags)
    guard descriptor >= 0 else { return nil }
    guard let stream = unsafe fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    defer { unsafe _ = closedir(stream) }
    var entries: [Entry] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      guard name != "." && name != ".." else { continue }
      let isFile = unsafe entry.pointee.d_type == UInt8(DT_REG)
      entries.append(Entry(name: name, isFile: isFile))
    }
    return entries
  }
}

/// Whether a path comes first by its bytes.
private func isBefore(_ a: String, _ b: String) -> Bool {
  let isLess = unsafe a.utf8.withContiguousStorageIfAvailable { a in
    unsafe b.utf8.withContiguousStorageIfAvailable { b in
      guard let a0 = a.baseAddress, let b0 = b.baseAddress else {
        return a.count < b.count
      }
      let order = unsafe memcmp(a0, b0, min(a.count, b.count))
      return order == 0 ? a.count < b.count : order < 0
    }
  }
  return (isLess ?? nil) ?? a.utf8.lexicographicallyPrecedes(b.utf8)
}
