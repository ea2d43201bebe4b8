package import Domain

/// Why a use case could not be done. Faults of a file that is read come back beside the result.
package struct Failure: Error {
  /// What stands in the way.
  package let message: String
  /// What to do about it, and what was not done.
  package let remedy: String
  /// The faults that are the cause, as of the settings.
  package let faults: [Fault]
  /// Whether the caller asked to stop.
  package let isInterruption: Bool

  package init(
    _ message: String, _ remedy: String, faults: [Fault] = [], isInterruption: Bool = false
  ) {
    self.message = message
    self.remedy = remedy
    self.faults = faults
    self.isInterruption = isInterruption
  }
}

/// A request that makes no sense as it is stated, whatever the book holds.
package struct InvalidRequest: Error {
  /// What is wrong with it and what is expected.
  package let message: String

  package init(_ message: String) { self.message = message }
}
