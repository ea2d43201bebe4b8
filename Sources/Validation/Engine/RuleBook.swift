package import Documents
internal import Domain

/// A set of rules and the tests that go with them, ready to judge any number of documents.
///
/// ```swift
/// let judgement = RuleBook.en16931.judge(tree)
/// print(judgement.verdict, judgement.fatalRules)
/// ```
///
/// One book serves all threads. A document takes one walk, in time proportional to its elements.
package struct RuleBook: Sendable {
  /// Sorted by id.
  package private(set) var rules: [Rule]
  let dispatch: Dispatch
  let paths: PathTrie
  /// Attributes no element may have: the rule, by the attribute's name.
  let attributeRules: [Int32]

  /// The rules of EN 16931 for UBL, release 1.3.16.
  package static let en16931 = RuleBook(
    wording: text(PackageResources.wording_tsv),
    contexts: contexts(codeLists),
    outside: PathTrie.entries(table: text(PackageResources.outside_the_model_tsv)),
    outsideAttributes: Validation.outsideAttributes)

  /// The code lists that the books share.
  static let codeLists = CodeLists(table: text(PackageResources.code_lists_tsv))

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  init(
    wording: String, contexts: [Context], outside: [PathTrie.Entry] = [],
    outsideAttributes: [(name: String, rule: String)] = []
  ) {
    let worded = Wording(table: wording)
    let ids =
      contexts.flatMap { $0.checks.map(\.rule) } + outside.map(\.rule)
      + outsideAttributes.map(\.rule)
    var rules: [Rule] = []
    let paths = Dictionary(outside.map { ($0.rule, $0.steps) }) { first, _ in first }
    for id in Set(ids) { rules.append(worded.rule(id, path: paths[id])) }
    rules.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    self.rules = rules
    let places = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    func place(_ id: String) -> Int {
      guard let place = places[id] else { preconditionFailure("no rule \(id)") }
      return place
    }
    self.paths = PathTrie(outside, place: place)
    dispatch = Dispatch(contexts, place: place)
    let names = outsideAttributes.map { (XMLName($0.name), Int32(place($0.rule))) }
    let top = names.map { Int($0.0.rawValue) }.max() ?? 0
    var table = [Int32](repeating: -1, count: top + 1)
    for (name, rule) in names { table[Int(name.rawValue)] = rule }
    attributeRules = table
  }

  /// All contexts, those of one pattern in the order in which they take precedence.
  private static func contexts(_ lists: CodeLists) -> [Context] {
    let families = VATCategory.allCases.map { VATRules(category: $0) }
    let root = Context(
      .model, .invoice, .creditNote, late: true, where: { _, e in e == 0 },
      checks: headerChecks + documentTotalChecks + families.flatMap(\.documentChecks)
        + splitPaymentChecks)
    let rootSyntax = Context(
      .syntax, .invoice, .creditNote, late: true, where: { _, e in e == 0 },
      checks: documentSyntaxChecks)
    return headerContexts + partyContexts + lineContexts + allowanceContexts + totalContexts
      + families.flatMap(\.contexts) + [root, rootSyntax] + typeContexts + syntaxContexts
      + codeListContexts(lists) + anywhereContexts
  }

  package func rule(of finding: Finding) -> Rule { rules[finding.rule] }

  /// The same rules, some of them graver or less grave, by their ids.
  func with(levels: [String: Rule.Flag]) -> RuleBook {
    var copy = self
    for place in rules.indices {
      if let flag = levels[rules[place].id] { copy.rules[place].flag = flag }
    }
    return copy
  }

  /// The verdict on a document, with every rule that fired.
  package func judge(_ tree: XMLTree) -> Judgement {
    let survey = Survey(tree)
    var record = Record(ruleCount: rules.count)
    let late = walk(survey, &record)
    for (entry, element) in late { judge(element, by: entry, survey, &record) }
    return record.judgement(by: self)
  }
}
