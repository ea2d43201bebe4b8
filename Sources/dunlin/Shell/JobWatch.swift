import Bookkeeping
import Synchronization

/// Shows how far work on files is, and has Ctrl-C stop it in good order.
final class JobWatch: Sendable {
  private let label: String
  private let isStoppable: Bool
  private let running = Mutex<(progress: Progress, interruption: Interruption?)?>(nil)

  /// Follows `work`, which hands the progress on. `label` says what is done with the files; work
  /// that is not stoppable simply ends with the program.
  static func following<Value>(
    _ label: String, isStoppable: Bool = true, _ work: (JobProgress) throws -> Value
  ) rethrows -> Value {
    let watch = JobWatch(label, isStoppable)
    defer { watch.end() }
    return try work(
      JobProgress(
        begin: { watch.begin($0) }, step: { watch.step($0) },
        isStopped: { isStoppable && Interruption.isRaised }))
  }

  private init(_ label: String, _ isStoppable: Bool) {
    (self.label, self.isStoppable) = (label, isStoppable)
  }

  private func begin(_ files: Int) {
    let interruption = isStoppable ? Interruption() : nil
    let progress = Progress(label, of: files)
    running.withLock { $0 = (progress, interruption) }
  }

  private func step(_ files: Int) { running.withLock(\.self)?.progress.step(files) }

  private func end() {
    guard let (progress, interruption) = running.withLock(\.self) else { return }
    progress.end()
    interruption?.end()
  }
}
