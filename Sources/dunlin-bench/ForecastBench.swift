import Domain
import Forecasting
import Support

/// The forecast of a large made-up book: the fit, the sums, and simulated futures.
struct ForecastBench {
  static let seed: UInt64 = 7
  private static let asOf = Day(iso: "2026-06-30")!

  private let history: PayHistory
  private let receivables: Receivables

  /// 48,000 paid invoices of 2,000 clients over two years, and `open` open ones.
  init(open: Int) {
    var random = Seeded(Self.seed)
    let terms = [0, 14, 30, 30, 30, 60]
    var entries: [PayHistory.Entry] = []
    var items: [OpenItem] = []
    for number in 0..<(48_000 + open) {
      let client = ID<Client>(Int64.random(in: 1...2_000, using: &random))
      let term = terms[Int(client.rawValue) % terms.count]
      let total = Money(minorUnits: .random(in: 1_000...2_000_000, using: &random), currency: .euro)
      let delay = Int(client.rawValue % 31) - 5 + Int.random(in: 0...12, using: &random)
      let isPaid = number < 48_000
      let issued =
        isPaid
        ? Self.asOf - term - delay - Int.random(in: 0...700, using: &random)
        : Self.asOf - Int.random(in: 0...(term + 40), using: &random)
      entries.append(
        PayHistory.Entry(
          client: client, issueDate: issued, dueDate: issued + term, total: total,
          settled: isPaid ? max(issued, issued + term + delay) : nil))
      guard !isPaid else { continue }
      items.append(
        OpenItem(
          id: ID(Int64(number)), number: InvoiceNumber("B-\(number)"), client: client,
          issueDate: issued, due: DueDate(issued + term, .document), total: total, open: total))
    }
    items.sort { ($0.client, $0.due.day, $0.id) < ($1.client, $1.due.day, $1.id) }
    history = PayHistory(asOf: Self.asOf, entries: entries)
    receivables = Receivables(asOf: Self.asOf, clients: [:], items: items, credits: [])
  }

  /// Seconds of the fit and the forecast of everything open, on one thread.
  func fitAndForecast(runs: Int) -> (wall: Double, processor: Double) {
    medianSeconds(runs: runs) {
      let flow = CashFlow(of: receivables, hazard: PaymentHazard(fitting: history))
      precondition(flow.invoices.count == receivables.items.count)
    }
  }

  func fit(runs: Int) -> (wall: Double, processor: Double) {
    medianSeconds(runs: runs) { _ = PaymentHazard(fitting: history) }
  }

  /// Seconds of a forecast, without the fit, with so many simulated futures.
  func simulate(
    _ count: Int, threads: Int, runs: Int
  ) -> (wall: Double, processor: Double) {
    let hazard = PaymentHazard(fitting: history)
    let options = CashPaths.Options(count: count, seed: Self.seed, threads: threads)
    return medianSeconds(runs: runs) {
      _ = CashFlow(of: receivables, hazard: hazard, paths: options)
    }
  }

  static func measure(runs: Int) -> [Measured] {
    let small = ForecastBench(open: 1_250)
    let large = ForecastBench(open: 100_000)
    let paid = "48,000 paid invoices"
    return [
      Measured(
        "fit on \(paid) and forecast 1,250 open, 1 thread", small.fitAndForecast(runs: runs),
        bar: 0.3),
      Measured(
        "fit on \(paid) and forecast 100,000 open, 1 thread", large.fitAndForecast(runs: runs),
        bar: 0.3),
      Measured("fit alone, on \(paid) and 100,000 open", large.fit(runs: runs), bar: 0.3),
      Measured(
        "2,000 simulated paths of 100,000 open invoices, 2 threads",
        large.simulate(2_000, threads: 2, runs: runs), bar: 1.5),
      Measured("peak memory of all this", megabytes: peakMegabytes(), bar: 300),
    ]
  }
}
