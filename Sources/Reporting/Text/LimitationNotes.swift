import Domain

/// Sentences about claims that are or will soon be barred by time.
struct LimitationNotes {
  private let receivables: Receivables
  /// Every claim is named, however far its day is.
  private let isEvery: Bool

  /// So many days ahead a claim is named.
  private static let nearDays = 184
  /// Of a claim older than this the reader should know that its law is not known.
  private static let oldDays = 730
  private static let listedMax = 10

  init(_ receivables: Receivables, isEvery: Bool = false) {
    self.receivables = receivables
    self.isEvery = isEvery
  }

  var text: String {
    let day = receivables.asOf
    let dated = receivables.items.compactMap { item in item.limitation.map { (item, $0) } }
      .filter { isEvery || $0.1.last - day <= Self.nearDays }
      .sorted { ($0.1.last, $0.0.number.text) < ($1.1.last, $1.0.number.text) }
    var sentences = dated.prefix(Self.listedMax).map { item, limitation in
      let claim = "\(item.number.text.printable) (\(item.open.withCode))"
      return limitation.last < day
        ? "\(claim) may be barred by time since \(limitation.last + 1) (\(limitation.citation))."
        : "\(claim) can be enforced until \(limitation.last) (\(limitation.citation))."
    }
    if dated.count > Self.listedMax {
      sentences.append("… and \(counted(dated.count - Self.listedMax, "claim")) more.")
    }
    let unknown = receivables.items.count {
      $0.limitation == nil && (isEvery || $0.daysOverdue(on: day) > Self.oldDays)
    }
    if unknown > 0 {
      sentences.append(
        "Until when \(counted(unknown, "claim")) can be enforced is not known here: their law is "
          + "not among those of the program.")
    }
    guard !sentences.isEmpty else { return "" }
    return "\n" + sentences.map { wrapped($0) }.joined()
  }
}
