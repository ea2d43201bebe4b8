import Bookkeeping
import Synchronization

/// Shows how far an import is, and has Ctrl-C stop it in good order.
final class ImportWatch: Sendable {
  private let running = Mutex<(progress: Progress, interruption: Interruption)?>(nil)

  /// Follows `work`, which hands the progress on to an import.
  static func following<Value>(_ work: (ImportProgress) throws -> Value) rethrows -> Value {
    let watch = ImportWatch()
    defer { watch.end() }
    return try work(
      ImportProgress(
        begin: { watch.begin($0) }, step: { watch.step($0) },
        isStopped: { Interruption.isRaised }))
  }

  private func begin(_ files: Int) {
    let interruption = Interruption()
    let progress = Progress("Reading", of: files)
    running.withLock { $0 = (progress, interruption) }
  }

  private func step(_ files: Int) { running.withLock(\.self)?.progress.step(files) }

  private func end() {
    guard let (progress, interruption) = running.withLock(\.self) else { return }
    progress.end()
    interruption.end()
  }
}
