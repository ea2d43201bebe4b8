import Domain

/// What clients were told before, as far as the ladder needs it.
struct NoticeHistory {
  /// Of one invoice.
  struct Entry {
    /// The highest level it was named at; 0 if it was only listed beside others.
    var level: Int
    /// The day of the last notice that named it.
    var last: Day
    /// The day of the first reminder that asked for it.
    var firstReminder: Day?
    /// The level that led that notice.
    var lead: Int
    /// The date to pay by that it gave, where that is on record.
    var payBy: Day?
    /// What the business charged for notices about it so far.
    var houseFee: Money?
    /// How many reminders named it, notes before the due date left out.
    var reminders = 0
  }

  struct LastNotices {
    /// The last of any kind.
    var any: Day
    /// The last that spoke of something overdue.
    var reminder: Day?
  }

  /// By the place of the item.
  private(set) var entries: [Entry?]
  /// The last notices to each client, whatever became of the invoices they named.
  private(set) var clients: [ID<Client>: LastNotices] = [:]

  /// Records later than the day of the plan count too, so that a run of a past day sends nothing
  /// twice. The policy of a client tells which of its stages a letter was.
  init(_ records: [NoticeRecord], of items: [OpenItem], policy: (ID<Client>) -> ChasePolicy) {
    entries = Array(repeating: nil, count: items.count)
    guard !records.isEmpty else { return }
    var places: [ID<Invoice>: Int] = [:]
    places.reserveCapacity(items.count)
    for (place, item) in items.enumerated() { places[item.id] = place }
    var policies: [ID<Client>: ChasePolicy] = [:]
    var names: [Int: String] = [:]
    for record in records { names[record.lead] = record.leadStage ?? names[record.lead] }
    for var record in records {
      let client = record.client
      var notices = clients[client] ?? LastNotices(any: record.day)
      notices.any = max(notices.any, record.day)
      let policy = policies[client] ?? policy(client)
      policies[client] = policy
      let firstLevel = policy.firstOverdueLevel
      record.level = policy.level(
        ofStage: record.stage ?? names[record.level], recorded: record.level)
      record.lead = policy.level(ofStage: record.leadStage, recorded: record.lead)
      if let place = places[record.invoice] {
        add(record, at: place)
        if record.lead >= firstLevel { entries[place]?.reminders += 1 }
        if record.level >= firstLevel {
          let first = entries[place]?.firstReminder ?? record.day
          entries[place]?.firstReminder = min(first, record.day)
        }
      }
      if record.lead >= firstLevel {
        notices.reminder = max(notices.reminder ?? record.day, record.day)
      }
      clients[client] = notices
    }
  }

  private mutating func add(_ record: NoticeRecord, at place: Int) {
    guard var entry = entries[place] else {
      entries[place] = Entry(
        level: record.level, last: record.day, lead: record.lead, payBy: record.payBy,
        houseFee: record.houseFee)
      return
    }
    if record.day > entry.last {
      (entry.lead, entry.payBy) = (record.lead, record.payBy)
    } else if record.day == entry.last, record.lead > entry.lead {
      (entry.lead, entry.payBy) = (record.lead, record.payBy)
    }
    if let fee = record.houseFee { entry.houseFee = max(entry.houseFee ?? fee, fee) }
    entry.level = max(entry.level, record.level)
    entry.last = max(entry.last, record.day)
    entries[place] = entry
  }
}
