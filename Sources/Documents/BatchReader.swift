import Dispatch
import Synchronization

/// Reads many files on several threads and hands on what they gave in batches, in the order of the
/// files.
package struct BatchReader<Output: Sendable>: Sendable {
  private let jobs: Int
  private let makeReader: @Sendable () -> DocumentReader
  private let read: @Sendable (DocumentReader, String) -> Output

  /// Files of one batch: memory stays bounded whatever a folder holds.
  package static var batchFiles: Int { 320 }

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

  /// Reads the files while `body` works on the batches.
  ///
  /// ```swift
  /// reader.read(paths) { batches in
  ///   while let batch = batches.next() { take(batch) }
  /// }
  /// ```
  ///
  /// With more than one job, others read ahead while the caller works on a batch, by some batches
  /// at most. The thread of the caller is one of the jobs: it reads while its next batch is not
  /// whole. So there are never more threads at work than jobs, and whoever works on the batches is
  /// not slowed by readers that are far ahead.
  package func read<Result>(
    _ paths: [String], _ body: (inout Batches) throws -> Result
  ) rethrows -> Result {
    let queue = ReadingQueue<Output>(count: paths.count, batch: Self.batchFiles)
    let helpers = DispatchGroup()
    defer {
      queue.stop()
      helpers.wait()
    }
    for _ in 0..<min(jobs - 1, max(0, paths.count - 1)) {
      DispatchQueue.global().async(group: helpers) { [self] in
        let reader = makeReader()
        while let index = queue.next() { queue.put(read(reader, paths[index]), at: index) }
      }
    }
    var batches = Batches(paths: paths, queue: queue, reader: makeReader(), read: read)
    return try body(&batches)
  }

  /// What files gave, batch by batch in their order.
  package struct Batches {
    fileprivate let paths: [String]
    fileprivate let queue: ReadingQueue<Output>
    fileprivate let reader: DocumentReader
    fileprivate let read: @Sendable (DocumentReader, String) -> Output
    private var start = 0

    fileprivate init(
      paths: [String], queue: ReadingQueue<Output>, reader: DocumentReader,
      read: @escaping @Sendable (DocumentReader, String) -> Output
    ) {
      (self.paths, self.queue, self.reader, self.read) = (paths, queue, reader, read)
    }

    /// Nil when all files are done, or, after a file, when `isLate` says that the next batch is not
    /// to be waited for: what was read of it is not lost.
    package mutating func next(unless isLate: () -> Bool = { false }) -> [Output]? {
      guard start < paths.count else { return nil }
      while let index = queue.nextOfBatch(at: start) {
        queue.put(read(reader, paths[index]), at: index)
        if isLate() { return nil }
      }
      defer { start += batchFiles }
      return queue.takeBatch(at: start)
    }
  }
}

/// Which file is read next, and what was read so far: a ring of some batches.
private final class ReadingQueue<Output: Sendable>: Sendable {
  private let count: Int
  private let batch: Int
  private let state: Mutex<State>
  /// Signalled for each helper that waits for room.
  private let hasRoom = DispatchSemaphore(value: 0)
  /// Signalled when the batch that is waited for is whole.
  private let isWhole = DispatchSemaphore(value: 0)

  private struct State {
    /// The first file that nobody reads yet.
    var next = 0
    /// Files from here on are not read yet, for want of room.
    var limit: Int
    var ring: [Output?]
    /// Of each of the batches in the ring, how many files are not read yet.
    var missing: [Int]
    var waitingHelpers = 0
    /// The start of the batch that is waited for.
    var awaited: Int?
  }

  /// Enough for the others to go on reading while the caller writes a transaction to the disk.
  private static var batchesAhead: Int { 6 }

  init(count: Int, batch: Int) {
    self.count = count
    self.batch = batch
    let room = min(count, Self.batchesAhead * batch)
    state = Mutex(
      State(
        limit: room, ring: Array(repeating: nil, count: room),
        missing: (0..<Self.batchesAhead).map { min(batch, max(0, count - $0 * batch)) }))
  }

  /// The place in `missing` of the batch that a file is of.
  private func place(of index: Int) -> Int { index / batch % Self.batchesAhead }

  /// The next file for a helper, which waits for it if need be; nil when there are no more.
  func next() -> Int? {
    while true {
      let found: (index: Int?, mustWait: Bool) = state.withLock { state in
        if state.next < state.limit {
          state.next += 1
          return (state.next - 1, false)
        }
        guard state.limit < count else { return (nil, false) }
        state.waitingHelpers += 1
        return (nil, true)
      }
      guard found.mustWait else { return found.index }
      hasRoom.wait()
    }
  }

  /// A file for whoever needs the batch at `start`; nil when the batch is whole.
  func nextOfBatch(at start: Int) -> Int? {
    let found: (index: Int?, mustWait: Bool) = state.withLock { state in
      guard state.missing[place(of: start)] > 0 else { return (nil, false) }
      if state.next < min(start + batch, state.limit) {
        state.next += 1
        return (state.next - 1, false)
      }
      state.awaited = start
      return (nil, true)
    }
    if found.mustWait { isWhole.wait() }
    return found.index
  }

  func put(_ output: Output, at index: Int) {
    let isAwaited = state.withLock { state in
      state.ring[index % state.ring.count] = output
      state.missing[place(of: index)] -= 1
      guard state.missing[place(of: index)] == 0, state.awaited == index / batch * batch else {
        return false
      }
      state.awaited = nil
      return true
    }
    if isAwaited { isWhole.signal() }
  }

  /// Takes the whole batch out, which makes room for another.
  func takeBatch(at start: Int) -> [Output] {
    let (outputs, helpers) = state.withLock { state in
      let outputs = (start..<min(start + batch, count)).compactMap { index in
        let place = index % state.ring.count
        defer { state.ring[place] = nil }
        return state.ring[place]
      }
      let opened = min(count, start + (Self.batchesAhead + 1) * batch) - state.limit
      state.missing[place(of: start)] = max(0, opened)
      state.limit += max(0, opened)
      defer { state.waitingHelpers = 0 }
      return (outputs, state.waitingHelpers)
    }
    for _ in 0..<helpers { hasRoom.signal() }
    return outputs
  }

  /// Sends the helpers away.
  func stop() {
    let helpers = state.withLock { state in
      (state.next, state.limit) = (count, count)
      defer { state.waitingHelpers = 0 }
      return state.waitingHelpers
    }
    for _ in 0..<helpers { hasRoom.signal() }
  }
}
