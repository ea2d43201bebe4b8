import Domain

/// What clients were told before, as far as the ladder needs it.
struct NoticeHistory {
  /// Of one invoice.
  struct Entry {
    /// The highest level it was named at; 0 if it was only listed beside others.
    var level: Int
    /// The day of the last notice that named it.
    var last: Day
    /// The level that led that notice, of which the date to pay by was given.
    var lead: Int
  }

  private(set) var invoices: [ID<Invoice>: Entry] = [:]
  /// The last notices to each client, as far as an invoice they named is still open.
  private(set) var clients: [ID<Client>: LastNotices] = [:]

  struct LastNotices {
    /// The last of any kind.
    var any: Day
    /// The last that spoke of something overdue.
    var reminder: Day?
  }

  private struct Group: Hashable {
    let client: ID<Client>
    let currency: Currency
  }

  /// Records later than the day of the plan count too: whoever looks back must not send twice.
  /// `firstOverdueLevel` tells reminders from notes before the due date.
  init(_ records: [NoticeRecord], of items: [OpenItem], firstOverdueLevel: Int) {
    var levels: [ID<Invoice>: (level: Int, last: Day, lead: Int)] = [:]
    for record in records {
      guard let known = levels[record.invoice] else {
        levels[record.invoice] = (record.level, record.day, record.level)
        continue
      }
      let lead =
        record.day > known.last
        ? record.level : record.day == known.last ? max(known.lead, record.level) : known.lead
      levels[record.invoice] = (
        max(known.level, record.level), max(known.last, record.day), lead
      )
    }
    // An invoice that was only listed takes the date to pay by from the one that led.
    var leads: [Group: [Day: Int]] = [:]
    for item in items {
      guard let (_, last, lead) = levels[item.id] else { continue }
      let group = Group(client: item.client, currency: item.open.currency)
      leads[group, default: [:]][last, default: 0] = max(leads[group]?[last] ?? 0, lead)
    }
    for item in items {
      guard let (level, last, lead) = levels[item.id] else { continue }
      let group = Group(client: item.client, currency: item.open.currency)
      let entry = Entry(level: level, last: last, lead: leads[group]?[last] ?? lead)
      invoices[item.id] = entry
      var notices = clients[item.client] ?? LastNotices(any: last)
      notices.any = max(notices.any, last)
      // Only reminders list invoices without raising any of them that is still open.
      if entry.lead == 0 || entry.lead >= firstOverdueLevel {
        notices.reminder = max(notices.reminder ?? last, last)
      }
      clients[item.client] = notices
    }
  }
}
