import Chasing
package import Domain
import Forecasting
import Letters
import Reporting
import Settings

extension Book {
  /// Writes the book on one HTML page into a file, by default one in its Reports; returns its path.
  package func writePage(
    asOf day: Day, months: Int, threads: Int = 1, to file: String? = nil
  ) throws -> String {
    let outlook = try outlook(asOf: day, threads: threads)
    let receivables = outlook.receivables
    let page = try page(
      receivables, clients: clientsReport(outlook), plan: plan(receivables),
      flow: outlook.flow(months: months))
    let path = file ?? Self.path(folder ?? ".", "Reports/\(day) report.html")
    try writeFile(page, to: path)
    return path
  }

  /// The book on one HTML page.
  func page(
    _ receivables: Receivables, clients: ClientsReport, plan: ChasePlan, flow: CashFlow
  ) throws -> String {
    let (text, path) = try templates.template(named: "report.html.mustache")
    let report = HTMLReport(
      business: settings.business, receivables: receivables, clients: clients, plan: plan,
      flow: flow)
    do {
      return try report.page(template: text)
    } catch {
      throw TemplateFolder.Failure.malformed(path: path, reason: "\(error)")
    }
  }
}
