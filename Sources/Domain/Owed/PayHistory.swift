/// Who paid what when, as far as it was known at the end of a day: what forecasts learn from.
package struct PayHistory: Sendable {
  package let asOf: Day
  /// A client's together, clients ascending.
  package var entries: [Entry]

  /// The entries of a client stay in their order.
  package init(asOf: Day, entries: [Entry]) {
    self.asOf = asOf
    self.entries = Self.byClient(entries)
  }

  /// The places of each client's entries, clients ascending.
  package var clients: [(client: ID<Client>, places: Range<Int>)] {
    entries.runs(of: \.client).map { (client: $0.key, places: $0.places) }
  }

  /// A counting sort: there may be a million.
  private static func byClient(_ entries: [Entry]) -> [Entry] {
    guard zip(entries, entries.dropFirst()).contains(where: { $0.client > $1.client }) else {
      return entries
    }
    var (found, clients): ([ID<Client>: Int32], [ID<Client>]) = ([:], [])
    var client: ID<Client>?
    var met: Int32 = 0
    var places: [Int32] = []
    places.reserveCapacity(entries.count)
    for entry in entries {
      if entry.client != client {
        client = entry.client
        met = found[entry.client] ?? Int32(clients.count)
        if Int(met) == clients.count {
          found[entry.client] = met
          clients.append(entry.client)
        }
      }
      places.append(met)
    }
    var next = [Int](repeating: 0, count: clients.count)
    for place in places { next[Int(place)] += 1 }
    var start = 0
    for place in clients.indices.sorted(by: { clients[$0] < clients[$1] }) {
      (next[place], start) = (start, start + next[place])
    }
    var order = [Int32](repeating: 0, count: entries.count)
    for (index, place) in places.enumerated() {
      order[next[Int(place)]] = Int32(truncatingIfNeeded: index)
      next[Int(place)] += 1
    }
    return order.map { entries[Int($0)] }
  }

  /// One invoice that was paid with money, or is still open. Invoices that a credit note settled
  /// are no entries: nobody paid them.
  package struct Entry: Hashable, Sendable {
    package var client: ID<Client>
    package var issueDate: Day
    package var dueDate: Day
    package var total: Money
    /// The day the last of it was paid; nil while something is open at the end of `asOf`.
    package var settled: Day?

    package init(client: ID<Client>, issueDate: Day, dueDate: Day, total: Money, settled: Day?) {
      self.client = client
      self.issueDate = issueDate
      self.dueDate = dueDate
      self.total = total
      self.settled = settled
    }
  }
}

extension Array {
  /// The places of elements that follow one another with the same key.
  package func runs<Key: Equatable>(
    of key: (Element) -> Key
  ) -> [(key: Key, places: Range<Int>)] {
    var runs: [(key: Key, places: Range<Int>)] = []
    var start = 0
    while start < count {
      let first = key(self[start])
      var end = start + 1
      while end < count, key(self[end]) == first { end += 1 }
      runs.append((key: first, places: start..<end))
      start = end
    }
    return runs
  }
}
