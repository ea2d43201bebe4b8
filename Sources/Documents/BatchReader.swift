import Dispatch
package import Domain
import Synchronization

/// Reads many files on several threads and hands them on in batches, in the order they were given.
package struct BatchReader: Sendable {
  private let jobs: Int
  private let makeReader: @Sendable () -> DocumentReader

  /// Files of one batch: memory stays bounded whatever a folder holds.
  package static let batchFiles = 512

  /// `jobs` threads, each with a reader of its own.
  package init(jobs: Int, makeReader: @escaping @Sendable () -> DocumentReader) {
    precondition(jobs > 0, "\(jobs) jobs")
    self.jobs = jobs
    self.makeReader = makeReader
  }

  package func read(_ paths: [String], batch: ([FileContents]) throws -> Void) rethrows {
    for start in stride(from: 0, to: paths.count, by: Self.batchFiles) {
      let slice = Array(paths[start..<min(start + Self.batchFiles, paths.count)])
      try batch(readBatch(slice))
    }
  }

  private func readBatch(_ paths: [String]) -> [FileContents] {
    let done = Mutex<[(index: Int, contents: [FileContents])]>([])
    let next = Atomic<Int>(0)
    let threads = min(jobs, paths.count)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let reader = makeReader()
      var mine: [(index: Int, contents: [FileContents])] = []
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < paths.count else { break }
        mine.append((index, reader.read(path: paths[index])))
      }
      done.withLock { $0 += mine }
    }
    return done.withLock { $0.sorted { $0.index < $1.index }.flatMap(\.contents) }
  }
}
