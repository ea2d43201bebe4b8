import Dispatch
import Foundation
import Synchronization

/// How far a command is with its files: a bar on standard error, drawn where that is a terminal and
/// the work takes more than a second, and erased when it is done.
final class Progress: Sendable {
  private let label: String
  private let total: Int
  private let done = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)
  /// Draws; work that waits for it knows that nothing is drawn any more.
  private let queue = DispatchQueue(label: "progress")
  private static let firstDelay = 1.0
  private static let interval = 0.2

  /// `label` says what is done with the files: `Reading`.
  init(_ label: String, of total: Int) {
    self.label = label
    self.total = total
    if Self.isTerminal && total > 0 { schedule(after: Self.firstDelay) }
  }

  /// So many more files are done.
  func step(_ files: Int) { done.wrappingAdd(files, ordering: .relaxed) }

  func end() {
    isOver.store(true, ordering: .relaxed)
    guard Self.isTerminal else { return }
    queue.sync { if wasDrawn.load(ordering: .relaxed) { Console.draw("\r\u{1B}[K") } }
  }

  private let wasDrawn = Atomic<Bool>(false)

  private static let isTerminal =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  private func schedule(after seconds: Double) {
    queue.asyncAfter(deadline: .now() + seconds) { [weak self] in
      guard let self, !isOver.load(ordering: .relaxed) else { return }
      wasDrawn.store(true, ordering: .relaxed)
      Console.draw("\r" + line(done: done.load(ordering: .relaxed)))
      schedule(after: Self.interval)
    }
  }

  /// At most 79 columns: `Reading  [#########···········]  1,024 of 5,000 files`.
  func line(done: Int) -> String {
    let cells = 30
    let filled = min(cells, done * cells / max(1, total))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: cells - filled)
    return "\(label)  [\(bar)]  \(done) of \(total) \(total == 1 ? "file" : "files")"
  }
}
