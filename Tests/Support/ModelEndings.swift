import Domain

/// What ends a claim, and what people decide anew about money.
extension LedgerModel {
  /// Returns the invoices that the line had paid.
  mutating func withdraw(_ line: Int) -> [String] {
    var reopened: [String] = []
    guesses[line] = nil
    for number in charged.keys.sorted(by: { places[$0] ?? 0 < places[$1] ?? 0 })
    where charged[number]?.contains(where: { $0.kind == .bank(line) }) == true {
      freeCharges(number)
    }
    for number in claims.keys.sorted(by: { places[$0] ?? 0 < places[$1] ?? 0 }) {
      guard remove(.bank(line), upTo: .max, from: number) > 0 else { continue }
      reopened.append(number)
      remove(.discount(number), upTo: .max, from: number)
      believe(number)
      for lost in cameAfterAll[number] ?? [] where lost.kind == .bank(line) {
        give(Entry(kind: .writeOff, cents: lost.cents), to: number)
      }
      cameAfterAll[number]?.removeAll { $0.kind == .bank(line) }
    }
    for client in waiting.keys { waiting[client]?.removeAll { $0.kind == .bank(line) } }
    return reopened
  }

  /// Money that was kept, and was for an invoice that is open again, pays it: guesses come last.
  mutating func payAgain(_ numbers: [String]) {
    for number in numbers {
      let client = claims[number]?.client ?? ""
      for isGuess in [false, true] {
        for index in (waiting[client] ?? []).indices {
          guard let entry = waiting[client]?[index], entry.isKept, entry.pays.contains(number)
          else { continue }
          var wasGuessed = false
          if case .bank(let line) = entry.kind {
            wasGuessed = guesses[line]?.contains(number) ?? false
          }
          guard wasGuessed == isGuess else { continue }
          let used = give(entry, to: number)
          waiting[client]?[index].cents -= used
        }
      }
      waiting[client]?.removeAll { $0.cents == 0 }
    }
  }

  /// Puts what an invoice received on account; what was waived of it is no credit.
  mutating func empty(_ number: String) {
    freeCharges(number)
    asked[number] = nil
    guard let claim = claims[number] else { return }
    claims[number]?.received = []
    for entry in claim.received where !entry.isRelief {
      keep(Entry(kind: entry.kind, cents: entry.cents, names: [number]), of: claim.client)
    }
  }

  mutating func correct(
    _ old: String, with number: String, _ due: Day, _ cents: Int64, _ day: Day
  ) {
    let charges = charged.removeValue(forKey: old) ?? []
    asked[old] = nil
    guard let before = claims[old] else { return }
    claims[number] = Claim(client: before.client, issued: day, due: due, cents: cents)
    claims[old]?.received = []
    claims[old]?.isClosed = true
    replacedBy[old] = number
    let moved = charges + (before.isClosed ? [] : before.received)
    for entry in moved {
      let used = give(entry, to: number)
      keep(
        Entry(kind: entry.kind, cents: entry.cents - used, names: [old, number], pays: [number]),
        of: before.client)
    }
    useCredits(for: number)
  }
}
