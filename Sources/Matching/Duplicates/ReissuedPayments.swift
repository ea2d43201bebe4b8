package import Domain

/// Movements that two statements of one format both report, the later one under another reference
/// of the bank or with more of its text.
extension SamePayments {
  /// What a statement of a file says of its balances.
  package struct Balances: Sendable {
    package var opening: Money?
    package var closing: Money?

    package init(opening: Money?, closing: Money?) {
      self.opening = opening
      self.closing = closing
    }

    /// Whether the other statement goes on where this one ends, so that both have movements of
    /// their own.
    func isContinued(by other: Balances) -> Bool {
      guard let closing, let next = other.opening else { return false }
      return closing == next && opening != next
    }
  }

  /// Two files of which the later reported movements of the earlier under the same references of
  /// the bank: other references there are other movements.
  package struct FilePair: Hashable, Sendable {
    var earlier, later: Int64

    package init(_ a: Int64, _ b: Int64) {
      (earlier, later) = (min(a, b), max(a, b))
    }
  }

  private struct Kind: Hashable {
    var booked: Day
    var amount: Money
    var isNotice: Bool
    var format: BankStatement.Format
  }

  /// Movements of one day, amount, payer and text in different files, each of the later file with
  /// one of an earlier, unless the balances prove two: the later statement begins where the earlier
  /// one ends.
  mutating func pairReissued() {
    let groups = Dictionary(grouping: lines) {
      Kind(
        booked: $0.booked, amount: $0.amount, isNotice: $0.isNotice, format: $0.format)
    }
    for group in groups.values.sorted(by: { $0[0].id < $1[0].id })
    where group.contains(where: { $0.file != group[0].file }) {
      // Which files reported a line that counts.
      var files: [Int64: Set<Int64>] = [:]
      for line in group.sorted(by: { $0.id < $1.id }) {
        let known = group.first { other in
          other.id < line.id && other.file != line.file && !isDropped(other.id)
            && files[other.id]?.contains(line.file) != true && Self.isSame(other, line)
            && !areConsecutive(other.file, line.file) && other.identity != line.identity
            && !stableReferences.contains(FilePair(other.file, line.file))
        }
        if let known {
          files[known.id, default: []].insert(line.file)
          dropReissued(line, or: known)
        }
      }
    }
  }

  private func areConsecutive(_ a: Int64, _ b: Int64) -> Bool {
    guard let first = balances[a], let second = balances[b] else { return false }
    return first.isContinued(by: second) || second.isContinued(by: first)
  }

  /// Whether nothing that both tell of the payer and the purpose differs; one may tell more.
  private static func isSame(_ a: Line, _ b: Line) -> Bool {
    if let first = a.endToEndID, let second = b.endToEndID, first != second { return false }
    return (a.payerAccount.isEmpty || b.payerAccount.isEmpty || a.payerAccount == b.payerAccount)
      && agree(Matching.key(a.payer), Matching.key(b.payer))
      && agree(Matching.key(a.text), Matching.key(b.text))
  }

  /// Whether the longer of two texts has the shorter one, which may be empty.
  static func agree(_ a: String, _ b: String) -> Bool {
    let (short, long) = a.utf8.count < b.utf8.count ? (a, b) : (b, a)
    return short.isEmpty || long.contains(short)
  }
}
