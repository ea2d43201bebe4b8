/// What to say when a rule is broken. Rules that are alike share one sentence.
struct Wording {
  private struct Row {
    let flag: Rule.Flag
    let terms, problem, remedy: String
  }

  private var rows: [String: Row] = [:]

  /// Reads `wording.tsv`: rule, flag, terms, problem, remedy.
  init(table: String) {
    for line in tableRows(table) {
      let fields = tableFields(line)
      guard fields.count == 5, let flag = Rule.Flag(rawValue: fields[1]) else {
        preconditionFailure("a rule has five fields: \(line)")
      }
      rows[fields[0]] = Row(flag: flag, terms: fields[2], problem: fields[3], remedy: fields[4])
    }
  }

  /// The rule of an id; `path` is that of an element outside the model.
  func rule(_ id: String, path: [String]?) -> Rule {
    if let row = rows[id] {
      return Rule(
        id: id, flag: row.flag, terms: row.terms, problem: row.problem, remedy: row.remedy)
    }
    if let path { return Self.outside(id, path) }
    if let attribute = outsideAttributes.first(where: { $0.rule == id }) {
      return Rule(
        id: id, flag: .warning, terms: "",
        problem: "the attribute \(attribute.name) is outside the core invoice model",
        remedy: "Leave the attribute out")
    }
    guard let rule = VATWording(id: id)?.rule else { preconditionFailure("no wording for \(id)") }
    return rule
  }

  private static func outside(_ id: String, _ path: [String]) -> Rule {
    let steps = path.map { $0 == "cac:InvoiceLine|cac:CreditNoteLine" ? "line" : $0 }
    let last = steps.last ?? ""
    let kind = last.hasPrefix("@") ? "attribute" : "element"
    return Rule(
      id: id, flag: .warning, terms: "",
      problem: "\(steps.joined(separator: "/")) is outside the core invoice model",
      remedy: "Leave the \(kind) out, or agree with the buyer that it may stand")
  }
}
