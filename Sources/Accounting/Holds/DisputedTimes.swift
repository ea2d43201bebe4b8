package import Domain

/// The periods in which invoices were disputed, by recorded events.
package struct DisputedTimes: Sendable {
  private var byInvoice: [ID<Invoice>: [(from: Day, until: Day?)]] = [:]

  /// `events` in the order of their days. A release ends the running dispute, and so does a list
  /// that no longer reports it.
  package init(_ events: [RecordedEvent] = []) {
    for event in events {
      guard let invoice = event.invoice else { continue }
      if event.endsDispute || event.kind == .release {
        let last = byInvoice[invoice]?.indices.last
        if let last, byInvoice[invoice]?[last].until == nil {
          byInvoice[invoice]?[last].until = event.day
        }
      } else if event.kind == .dispute {
        byInvoice[invoice, default: []].append((event.day, nil))
      }
    }
  }

  /// Whether the invoice is disputed at the end of `day`: from the first day of a dispute to the
  /// day before its end, both included.
  package func isDisputed(_ invoice: ID<Invoice>, on day: Day) -> Bool {
    (byInvoice[invoice] ?? []).contains { time in
      time.from <= day && time.until.map { day < $0 } ?? true
    }
  }
}
