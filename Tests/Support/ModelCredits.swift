import Domain

/// What a register says of invoices, and of the credit notes that it calls used or not.
extension LedgerModel {
  /// The register says what came in all; only what is missing is added.
  mutating func believe(_ number: String) {
    guard let all = told[number], let claim = claims[number] else { return }
    var missing = all - (claim.cents - claim.open)
    // Credits that a register calls used, and that were set against another invoice.
    for note in notes.keys.sorted(by: { places[$0] ?? 0 < places[$1] ?? 0 })
    where notes[note]?.client == claim.client {
      for other in claims.keys.sorted(by: { places[$0] ?? 0 < places[$1] ?? 0 })
      where missing > 0 && other != number && other != notes[note]?.target {
        guard let known = notes[note], known.told > known.moved else { continue }
        let moved = remove(
          .credit(note), upTo: min(missing, known.told - known.moved), from: other)
        missing -= give(Entry(kind: .credit(note), cents: moved), to: number)
        notes[note]?.moved += moved
      }
    }
    // What the register does not call used cannot have paid what it calls paid.
    var freed: [(note: String, cents: Int64)] = []
    for note in notes.keys.sorted(by: { places[$0] ?? 0 < places[$1] ?? 0 })
    where statedNotes.contains(note) && notes[note]?.client == claim.client
      && notes[note]?.target != number
    {
      let over = given(note) - (notes[note]?.told ?? 0)
      let taken = remove(.credit(note), upTo: max(0, over), from: number)
      missing += taken
      freed.append((note, taken))
    }
    give(Entry(kind: .register, cents: missing), to: number)
    for (note, cents) in freed where cents > 0 {
      var left = cents
      for other in oldest(of: claim.client) {
        left -= give(Entry(kind: .credit(note), cents: left), to: other)
      }
      keep(Entry(kind: .credit(note), cents: left), of: claim.client)
    }
  }

  /// What of a credit note is set against invoices.
  private func given(_ note: String) -> Int64 {
    claims.values.flatMap(\.received).filter { $0.kind == .credit(note) }.map(\.cents).reduce(0, +)
  }

  func oldest(of client: String) -> [String] {
    claims.filter { $0.value.client == client }
      .sorted { ($0.value.due, places[$0.key] ?? 0) < ($1.value.due, places[$1.key] ?? 0) }
      .map(\.key)
  }
}
