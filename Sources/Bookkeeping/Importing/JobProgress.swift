/// How work on many files is followed, and stopped, while it runs.
package struct JobProgress: Sendable {
  /// Called once with the number of files, before the first is read.
  package var begin: @Sendable (Int) -> Void
  /// Called by any thread with how many more files are read.
  package var step: @Sendable (Int) -> Void
  /// Whether to stop. An import keeps what it took in until then: whole files.
  package var isStopped: @Sendable () -> Bool

  package init(
    begin: @escaping @Sendable (Int) -> Void = { _ in },
    step: @escaping @Sendable (Int) -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.begin = begin
    self.step = step
    self.isStopped = isStopped
  }
}
