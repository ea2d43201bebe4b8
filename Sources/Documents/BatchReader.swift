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

  /// With more than one job, the next batch is read while `batch` works on the one before.
  package func read(_ paths: [String], batch: ([Output]) throws -> Void) rethrows {
    let starts = Array(stride(from: 0, to: paths.count, by: Self.batchFiles))
    func slice(_ start: Int) -> [String] {
      Array(paths[start..<min(start + Self.batchFiles, paths.count)])
    }
    guard jobs > 1, let first = starts.first else {
      for start in starts { try batch(readBatch(slice(start))) }
      return
    }
    var ahead = ReadAhead { [self, names = slice(first)] in readBatch(names) }
    for start in starts.dropFirst() {
      let ready = ahead.wait()
      ahead = ReadAhead { [self, names = slice(start)] in readBatch(names) }
      do {
        try batch(ready)
      } catch {
        _ = ahead.wait()
        throw error
      }
    }
    try batch(ahead.wait())
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

/// A batch that is read in the background.
private final class ReadAhead<Output: Sendable>: Sendable {
  private let result = Mutex<[Output]>([])
  private let isDone = DispatchSemaphore(value: 0)

  init(_ read: @escaping @Sendable () -> [Output]) {
    DispatchQueue.global().async { [self] in
      let batch = read()
      result.withLock { $0 = batch }
      isDone.signal()
    }
  }

  func wait() -> [Output] {
    isDone.wait()
    return result.withLock { batch in
      defer { batch = [] }
      return batch
    }
  }
}
