import Dispatch
import Synchronization

/// Reads many files on several threads and hands on what they gave in batches, in the order of the
/// files.
package struct BatchReader<Output: Sendable>: Sendable {
  private let jobs: Int
  private let makeReader: @Sendable () -> DocumentReader
  private let read: @Sendable (DocumentReader, String) -> Output

  /// Files of one batch: memory stays bounded whatever a folder holds.
  package static var batchFiles: Int { 512 }

  /// `jobs` threads, each with a reader of its own.
  package init(
    jobs: Int, makeReader: @escaping @Sendable () -> DocumentReader,
    read: @escaping @Sendable (DocumentReader, String) -> Output
  ) {
    precondition(jobs > 0, "\(jobs) jobs")
    self.jobs = jobs
    self.makeReader = makeReader
    self.read = read
  }

  package func read(_ paths: [String], batch: ([Output]) throws -> Void) rethrows {
    for start in stride(from: 0, to: paths.count, by: Self.batchFiles) {
      let slice = Array(paths[start..<min(start + Self.batchFiles, paths.count)])
      try batch(readBatch(slice))
    }
  }

  private func readBatch(_ paths: [String]) -> [Output] {
    let done = Mutex<[(index: Int, contents: Output)]>([])
    let next = Atomic<Int>(0)
    let threads = min(jobs, paths.count)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let reader = makeReader()
      var mine: [(index: Int, contents: Output)] = []
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < paths.count else { break }
        mine.append((index, read(reader, paths[index])))
      }
      done.withLock { $0 += mine }
    }
    return done.withLock { $0.sorted { $0.index < $1.index }.map(\.contents) }
  }
}
