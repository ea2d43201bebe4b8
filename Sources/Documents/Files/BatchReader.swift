import Dispatch
import Synchronization

/// Reads many files on several threads and hands on what they gave in batches, in the order of the
/// files.
///
/// A thread takes some files at a time, a share, and gives one output for them: threads that met at
/// every file would stand in each other's way.
package struct BatchReader<Reader, Output: Sendable>: Sendable {
  private let jobs: Int
  private let makeReader: @Sendable () -> Reader
  private let read: @Sendable (Reader, ArraySlice<String>) -> Output

  /// `jobs` threads, each with a reader of its own, which gives an output for each share.
  package init(
    jobs: Int, makeReader: @escaping @Sendable () -> Reader,
    read: @escaping @Sendable (Reader, ArraySlice<String>) -> Output
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
  /// complete. So there are never more threads than jobs, and readers that are far ahead do not
  /// slow the caller down.
  package func read<Result>(
    _ paths: [String], _ body: (inout Batches) throws -> Result
  ) rethrows -> Result {
    let shares = Shares(paths: paths, jobs: jobs)
    let count = min(jobs - 1, max(0, shares.count - 1))
    let queue = ReadingQueue<Output>(count: shares.count, helpers: count)
    let helpers = DispatchGroup()
    defer {
      queue.stop()
      helpers.wait()
    }
    for helper in 0..<count {
      DispatchQueue.global().async(group: helpers) { [self] in
        let reader = makeReader()
        while let index = queue.next(for: helper) {
          queue.put(read(reader, shares[index]), at: index, by: helper)
        }
      }
    }
    var batches = Batches(shares: shares, queue: queue, reader: makeReader(), read: read)
    return try body(&batches)
  }

  /// What shares of files gave, batch by batch in their order.
  package struct Batches {
    fileprivate let shares: Shares
    fileprivate let queue: ReadingQueue<Output>
    fileprivate let reader: Reader
    fileprivate let read: @Sendable (Reader, ArraySlice<String>) -> Output
    private var start = 0
    /// The last batches, of which the caller may have something in hand.
    private var recent: [[ReadingQueue<Output>.Made]] = []

    fileprivate init(
      shares: Shares, queue: ReadingQueue<Output>, reader: Reader,
      read: @escaping @Sendable (Reader, ArraySlice<String>) -> Output
    ) {
      (self.shares, self.queue, self.reader, self.read) = (shares, queue, reader, read)
    }

    /// What the next shares gave. Nil when all files are done, or, after a share, when `isLate`
    /// says that the next batch is not to be waited for: what was read of it is not lost.
    package mutating func next(unless isLate: () -> Bool = { false }) -> [Output]? {
      guard start < shares.count else { return nil }
      while let index = queue.nextOfBatch(at: start) {
        queue.put(read(reader, shares[index]), at: index, by: nil)
        if isLate() { return nil }
      }
      defer { start += ReadingQueue<Output>.batch }
      if recent.count == 2 { queue.giveBack(recent.removeFirst()) }
      let batch = queue.takeBatch(at: start)
      recent.append(batch)
      return batch.map(\.output)
    }
  }
}

/// The files in the parts that a thread takes at a time.
struct Shares: Sendable {
  private let paths: [String]
  /// Files of one share; the last may have fewer.
  let files: Int

  /// Files of a share at most.
  static let filesMax = 20
  /// Shares of one batch: memory stays bounded whatever a folder holds.
  static let ofBatch = 16

  /// Of few files each thread takes one at a time: they may be large.
  init(paths: [String], jobs: Int) {
    self.paths = paths
    files = max(1, min(Self.filesMax, paths.count / (jobs * Self.ofBatch)))
  }

  var count: Int { (paths.count + files - 1) / files }

  subscript(_ index: Int) -> ArraySlice<String> {
    paths[(index * files)..<min(paths.count, (index + 1) * files)]
  }
}

/// Which share is read next, and what was read so far: a ring of some batches.
private final class ReadingQueue<Output: Sendable>: Sendable {
  private let count: Int
  private let state: Mutex<State>
  /// Signalled for each helper that waits for room.
  private let hasRoom = DispatchSemaphore(value: 0)
  /// Signalled when the batch that is waited for is whole.
  private let isWhole = DispatchSemaphore(value: 0)

  /// An output, and which helper made it; nil: the caller.
  struct Made {
    var output: Output
    var helper: Int?
  }

  private struct State {
    /// The first share that nobody reads yet.
    var next = 0
    /// Shares from here on are not read yet, because the ring is full.
    var limit: Int
    var ring: [Made?]
    /// Of each of the batches in the ring, how many shares are not read yet.
    var missing: [Int]
    var waitingHelpers = 0
    /// The start of the batch that is waited for.
    var awaited: Int?
    /// What each helper made and nobody needs any more. It lets go of that itself: for a thread to
    /// free what another got takes long, as each has memory of its own.
    var spent: [[Made]]
  }

  /// Shares of one batch.
  static var batch: Int { Shares.ofBatch }
  /// Enough for the others to go on reading while the caller writes a transaction to the disk.
  private static var batchesAhead: Int { 12 }

  init(count: Int, helpers: Int) {
    self.count = count
    let room = min(count, Self.batchesAhead * Self.batch)
    state = Mutex(
      State(
        limit: room, ring: Array(repeating: nil, count: room),
        missing: (0..<Self.batchesAhead).map { min(Self.batch, max(0, count - $0 * Self.batch)) },
        spent: Array(repeating: [], count: helpers)))
  }

  /// The place in `missing` of the batch that a share is of.
  private func place(of index: Int) -> Int { index / Self.batch % Self.batchesAhead }

  /// The next share for a helper, which waits for it if need be; nil when there are no more.
  func next(for helper: Int) -> Int? {
    while true {
      let spent = state.withLock { state in
        defer { state.spent[helper] = [] }
        return state.spent[helper]
      }
      _ = consume spent
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

  /// The next share to read for the batch at `start`; nil when the batch is complete.
  func nextOfBatch(at start: Int) -> Int? {
    let found: (index: Int?, mustWait: Bool) = state.withLock { state in
      guard state.missing[place(of: start)] > 0 else { return (nil, false) }
      if state.next < min(start + Self.batch, state.limit) {
        state.next += 1
        return (state.next - 1, false)
      }
      state.awaited = start
      return (nil, true)
    }
    if found.mustWait { isWhole.wait() }
    return found.index
  }

  func put(_ output: Output, at index: Int, by helper: Int?) {
    let isAwaited = state.withLock { state in
      state.ring[index % state.ring.count] = Made(output: output, helper: helper)
      state.missing[place(of: index)] -= 1
      guard state.missing[place(of: index)] == 0,
        state.awaited == index / Self.batch * Self.batch
      else { return false }
      state.awaited = nil
      return true
    }
    if isAwaited { isWhole.signal() }
  }

  /// Takes the whole batch out, which makes room for another.
  func takeBatch(at start: Int) -> [Made] {
    let (outputs, helpers) = state.withLock { state in
      let outputs = (start..<min(start + Self.batch, count)).compactMap { index in
        state.ring[index % state.ring.count].take()
      }
      let opened = min(count, start + (Self.batchesAhead + 1) * Self.batch) - state.limit
      state.missing[place(of: start)] = max(0, opened)
      state.limit += max(0, opened)
      defer { state.waitingHelpers = 0 }
      return (outputs, state.waitingHelpers)
    }
    for _ in 0..<helpers { hasRoom.signal() }
    return outputs
  }

  /// Takes outputs that nobody needs any more.
  func giveBack(_ batch: [Made]) {
    state.withLock { state in
      for made in batch { if let helper = made.helper { state.spent[helper].append(made) } }
    }
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
