import Domain
import Synchronization

/// A cache of terms in words: most documents of a firm use one of a few.
final class KnownTerms: Sendable {
  private let known = Mutex<[String: PrintedTerms]>([:])

  private static let countMax = 64
  private static let bytesMax = 400

  /// What the text says.
  func terms(_ text: String) -> PrintedTerms {
    if let known = known.withLock({ $0[text] }) { return known }
    let terms = PrintedTerms(text)
    guard text.utf8.count <= Self.bytesMax else { return terms }
    known.withLock { known in
      if known.count == Self.countMax { known.removeAll(keepingCapacity: true) }
      known[text] = terms
    }
    return terms
  }
}

/// Terms of payment in free text: `Zahlbar bis 25.02.2026`, `2% 10 days, net 30`, `à 30 jours`.
///
/// A term is only believed where every word of its clause is one that terms of payment are made of,
/// and where the text holds no second term: a wrong day would have somebody reminded too early.
struct PrintedTerms {
  /// When something is to be paid, counted from the issue date where it is no date itself.
  enum Term: Hashable {
    case days(Int)
    case months(Int)
    case date(Day)
    /// The end of a month: 0 that of the issue date, 1 the next.
    case monthEnd(Int)
    /// A day of the month after the issue date.
    case dayOfNextMonth(Int)

    /// Nil where the calendar has no such day.
    func day(_ issued: Day) -> Day? {
      switch self {
      case .days(let days): return issued + days
      case .date(let day): return day
      case .months(let count): return (Month(issued) + count).day(issued.dayOfMonth)
      case .monthEnd(let count): return (Month(issued) + count).last
      case .dayOfNextMonth(let day):
        let month = Month(issued) + 1
        return day <= month.length ? month.first + day - 1 : nil
      }
    }
  }

  /// So much less is to be paid by then.
  struct Discount: Hashable {
    /// In hundredths of a per cent, greater than zero.
    var rate: Int
    var term: Term
  }

  private var terms: Set<Term> = []
  private var isImmediate = false
  /// A clause has a term, or something like one, that is not understood.
  private var isOpen = false
  /// Those that are offered for paying early.
  private(set) var discounts: [Discount] = []
  /// The text offers a discount that is not understood.
  private(set) var hasUnclearDiscount = false
  /// The text wants the money in parts.
  private(set) var hasInstalments = false

  init(_ text: String) {
    var lines: [Substring] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let lowered = line.lowercased()
      if lowered.contains("#skonto#") {
        // No discount by then: the whole is due.
        if let days = EarlyPaymentDiscount.netDays(skonto: String(line)) {
          terms.insert(.days(days))
        }
      } else if !lowered.contains("#verzug#") {
        lines.append(line)
      }
    }
    for sentence in TermClause.sentences(of: TermTokens(lines.joined(separator: "\n"))) {
      read(sentence)
    }
    readInstalments()
    if !discounts.isEmpty, terms.isEmpty, !isImmediate { isOpen = true }
  }

  /// The one day that the text means, for a document of `issued`; nil where it means none or
  /// several.
  func due(_ issued: Day) -> Day? {
    guard !isOpen else { return nil }
    let days = Set(terms.compactMap { $0.day(issued) })
    guard let day = days.first else { return isImmediate ? issued : nil }
    guard days.count == 1, day >= issued, day <= issued + Self.daysMax else { return nil }
    let isOnlyDate = terms.allSatisfy { if case .date = $0 { true } else { false } }
    return isImmediate && isOnlyDate ? nil : day
  }

  /// Whether the text says anything of when to pay.
  var saysAnything: Bool { isOpen || isImmediate || !terms.isEmpty }

  /// Several days that cannot all be the due date.
  func hasSeveralDays(_ issued: Day) -> Bool {
    Set(terms.compactMap { $0.day(issued) }).count > 1
  }

  static let daysMax = 366

  private mutating func read(_ sentence: [TermClause]) {
    let clauses = TermClause.joined(sentence.filter { !$0.has(.penalty) })
    for clause in clauses {
      hasInstalments = hasInstalments || clause.isInParts
      let pairs = clause.discounts
      discounts += pairs.discounts.filter { !discounts.contains($0) }
      let isDiscount = clause.offersDiscount
      if isDiscount, pairs.discounts.isEmpty, !clause.isNegated { hasUnclearDiscount = true }
      if pairs.rest.isEmpty {
        let isOfDiscount = clause.has([.discount, .rebate])
        if isDiscount || isOfDiscount || !clause.mayHaveTerm { continue }
        if clause.isOnReceipt { isImmediate = true } else { isOpen = true }
        continue
      }
      guard clause.isUnderstood else {
        if !isDiscount || clause.has(.net) { isOpen = true }
        continue
      }
      // What stands beside a discount without a word for the rest is the discount's own.
      if isDiscount, pairs.discounts.isEmpty, !clause.isNegated { continue }
      for piece in pairs.rest {
        switch piece {
        case .term(let term): terms.insert(term)
        case .now: isImmediate = true
        case .open: isOpen = true
        }
      }
    }
  }

  /// Parts that make up the whole are no discounts.
  private mutating func readInstalments() {
    let rates = discounts.map(\.rate)
    let isWhole = rates.count > 1 && rates.reduce(0, +) == 100_00
    if isWhole || rates.contains(where: { $0 > 20_00 }) {
      hasInstalments = true
      discounts = []
    }
    if hasInstalments { isOpen = true }
  }
}
