internal import Documents
internal import Domain

/// Gathers what fires while a document is judged.
struct Record {
  private var findings: [Finding] = []
  private var undecidable: [Finding] = []
  /// How often each rule has fired, up to the number of places kept.
  private var places: [UInt8]

  init(ruleCount: Int) {
    places = [UInt8](repeating: 0, count: ruleCount)
  }

  /// Notes a rule by its place in the book; −1 means no rule.
  @inline(__always)
  mutating func fire(_ rule: Int32, _ element: Int) {
    guard rule >= 0 else { return }
    note(Int(rule), element)
  }

  private mutating func note(_ rule: Int, _ element: Int) {
    guard places[rule] < Judgement.placesMax else { return }
    places[rule] += 1
    findings.append(Finding(rule: rule, node: XMLTree.Node(element)))
  }

  mutating func leaveUndecided(_ rule: Int32, _ element: Int) {
    guard undecidable.count < Judgement.placesMax else { return }
    undecidable.append(Finding(rule: Int(rule), node: XMLTree.Node(element)))
  }

  func judgement(by book: RuleBook) -> Judgement {
    var fatal: [String] = []
    var warning: [String] = []
    for rule in places.indices where places[rule] > 0 {
      let rule = book.rules[rule]
      switch rule.flag {
      case .fatal: fatal.append(rule.id)
      case .warning: warning.append(rule.id)
      case .information: break
      }
    }
    let verdict: Verdict =
      if !undecidable.isEmpty { .unreadable } else if !fatal.isEmpty {
        .fatal
      } else if !warning
        .isEmpty
      { .warning } else { .clean }
    return Judgement(
      verdict: verdict, findings: findings.sorted { ($0.rule, $0.node) < ($1.rule, $1.node) },
      undecidable: undecidable, fatalRules: fatal, warningRules: warning)
  }
}
