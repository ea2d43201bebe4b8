package import Domain

/// Everything one run found, in the order in which a bookkeeper asks.
package struct BatchReport {
  private let business: Business
  private let isInMemory: Bool
  private let imported: ImportReport
  private let counts: Counts
  private let unmatched: UnmatchedReport
  private let chase: ChaseReport
  private let ageing: AgeingReport
  private let forecast: ForecastReport
  private let finance: FinanceReport
  private let clients: ClientsReport

  package init(
    business: Business, isInMemory: Bool, imported: ImportReport, counts: Counts,
    unmatched: UnmatchedReport, chase: ChaseReport, ageing: AgeingReport,
    forecast: ForecastReport, finance: FinanceReport, clients: ClientsReport
  ) {
    self.business = business
    self.isInMemory = isInMemory
    self.imported = imported
    self.counts = counts
    self.unmatched = unmatched
    self.chase = chase
    self.ageing = ageing
    self.forecast = forecast
    self.finance = finance
    self.clients = clients
  }

  /// Where every document of the ledger is: nothing is left out of the account.
  package struct Counts: Sendable {
    package var invoices: Int
    package var open: Int
    package var nothingAsked: Int
    package var creditNotes: Int
    package var bills: Int
    package var later: Int

    package init(
      invoices: Int, open: Int, nothingAsked: Int, creditNotes: Int, bills: Int, later: Int
    ) {
      self.invoices = invoices
      self.open = open
      self.nothingAsked = nothingAsked
      self.creditNotes = creditNotes
      self.bills = bills
      self.later = later
    }
  }

  package var text: String {
    var text = heading("\(title), \(chase.day)") + chase.waitingText + imported.text + countText
    if isInMemory { text += memoryText }
    text += "\n" + heading("Notices") + chase.text
    text += "\n" + heading("What is owed to us") + ageing.text
    text += "\n" + heading("How clients pay") + clients.text
    text += "\n" + heading("Cash to come") + forecast.text
    text += "\n" + heading("Invoice finance") + finance.text
    text += "\n" + heading("Money in that names no invoice") + unmatched.text + "\n"
    return text
  }

  private var title: String { business.name.isEmpty ? "The book" : business.name.printable }

  private var countText: String {
    let settled = counts.invoices - counts.open - counts.nothingAsked
    let parts = [
      "\(counted(counts.invoices, "invoice")): \(counts.open) open, \(settled) settled"
        + (counts.nothingAsked > 0 ? ", \(counts.nothingAsked) for nothing or less" : ""),
      counted(counts.creditNotes, "credit note"), counted(counts.bills, "bill"),
    ]
    let later = counts.later > 0 ? ["\(counted(counts.later, "document")) of later days"] : []
    return wrapped("In the ledger: " + (parts + later).joined(separator: "; ") + ".")
  }

  private var memoryText: String {
    business.isUnnamed
      ? wrapped(
        "No book and no dunlin.yaml: this run is kept in memory, takes every document for an "
          + "invoice of ours, \(business.termDays) days for terms where none are stated, and "
          + "reminds in \(business.language).")
      : wrapped("No book: this run is kept in memory; only letters and reports stay.")
  }

  /// Machine-readable files of the run: each name, and what hands over the text piece by piece, as
  /// it may be large.
  package var files: [(name: String, write: ((String) -> Void) -> Void)] {
    [
      ("ageing.csv", { ageing.csv.map($0) }), ("clients.csv", { clients.csv.map($0) }),
      ("forecast.csv", { forecast.csv.map($0) }),
      ("forecast-per-invoice.csv", { forecast.writeInvoices(to: $0) }),
      ("chase.json", { chase.json?.write(to: $0) }),
      ("finance.json", { finance.json?.write(to: $0) }),
      ("unmatched.csv", { unmatched.csv.map($0) }),
    ]
  }
}
