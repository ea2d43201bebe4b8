internal import Documents

/// A question put to one element of a document. True is well.
typealias Test = @Sendable (Survey, Int) -> Bool

/// The predicate of a rule: what must hold of each element of its context.
struct Check: Sendable {
  let rule: String
  let holds: Test

  init(_ rule: String, _ holds: @escaping Test) {
    self.rule = rule
    self.holds = holds
  }
}

/// The elements a group of rules is about.
struct Context: Sendable {
  /// Of the contexts of one pattern, in the order of the book, only the first that applies to an
  /// element counts. Those of `anywhere` do not compete.
  enum Pattern: Int, Sendable, CaseIterable {
    case model, syntax, codes, anywhere
    // Of the Peppol book.
    case peppol, norway, denmark, italy, sweden, greece, greekBuyer, iceland, netherlands, germany
    case peppolCodes
    // Of the XRechnung book: its own rules, those of its extension and those for vehicles.
    case prices, xrechnung, xrechnungExtension, xrechnungVehicles
  }

  enum Names: Sendable {
    case these([XMLName])
    /// Every element whose name ends so, of whatever namespace.
    case ending(String)
  }

  let pattern: Pattern
  let names: Names
  /// Nil where every element of these names is meant.
  let applies: Test?
  /// Judged when the whole document has been gathered.
  let isLate: Bool
  let checks: [Check]

  init(
    _ pattern: Pattern, _ names: XMLName..., late isLate: Bool = false,
    where applies: Test? = nil, checks: [Check]
  ) {
    self.pattern = pattern
    self.names = .these(names)
    self.applies = applies
    self.isLate = isLate
    self.checks = checks
  }

  /// The elements at a path from the root.
  init(
    _ pattern: Pattern, at path: [XMLName], where applies: Test? = nil, checks: [Check]
  ) {
    let above = path.dropLast()
    self.init(
      pattern, names: path.suffix(1),
      where: { s, e in s.isAt(e, below: above) && (applies.map { $0(s, e) } ?? true) },
      checks: checks)
  }

  init(
    _ pattern: Pattern, names: some Collection<XMLName>, where applies: Test? = nil,
    checks: [Check]
  ) {
    self.pattern = pattern
    self.names = .these(Array(names))
    self.applies = applies
    isLate = false
    self.checks = checks
  }

  /// The context with those of its checks whose rules are among some; nil without any.
  func only(_ rules: Set<String>) -> Context? {
    let kept = checks.filter { rules.contains($0.rule) }
    return kept.isEmpty ? nil : Context(self, checks: kept)
  }

  private init(_ other: Context, checks: [Check]) {
    pattern = other.pattern
    names = other.names
    applies = other.applies
    isLate = other.isLate
    self.checks = checks
  }

  init(
    _ pattern: Pattern, ending suffix: String, where applies: @escaping Test, checks: [Check]
  ) {
    self.pattern = pattern
    names = .ending(suffix)
    self.applies = applies
    isLate = false
    self.checks = checks
  }
}
