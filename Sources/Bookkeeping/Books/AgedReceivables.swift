package import Domain
package import Reporting

extension Book {
  /// What is open by how long it is overdue.
  package func ageing(asOf day: Day) throws -> AgeingReport {
    let receivables = try receivables(asOf: day)
    return AgeingReport(Ageing(of: receivables), of: receivables)
  }
}
