package import Domain

/// What holds for one chase, whatever the settings say.
package struct ChaseRequest: Sendable {
  /// Cut-over from an older system: what fell due before this day is not chased.
  package var start: Day?
  /// Chases even where the bank data are too old to know who has paid.
  package var anyway: Bool

  package init(start: Day? = nil, anyway: Bool = false) {
    self.start = start
    self.anyway = anyway
  }
}
