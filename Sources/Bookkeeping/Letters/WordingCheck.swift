import Chasing
import Domain
import LedgerStore
import Letters
import Settings

extension Book {
  /// Sentences about words that letters will need and no wording has, and about fields that no
  /// letter fills in.
  func wordingFlaws(on day: Day) throws -> [String] {
    let policy = settings.policy(for: try ledger.receivables(asOf: day))
    let stages = ([policy.stages] + policy.clients.values.compactMap(\.stages)).joined()
      .map(\.name)
    let letters = stages + Occasion.Kind.allCases.map(\.rawValue)
    let asked = settings.clients.map(\.language) + policy.clients.values.compactMap(\.language)
    let spoken = try ledger.receivables(asOf: day).clients.values.map(\.language)
    let languages = Set(
      asked + spoken + [settings.business.language] + TemplateFolder.builtInLanguages
    )
    .filter { !$0.isEmpty }
    let templates = templates
    var flaws: [String] = []
    for language in languages.sorted() {
      let wording = try templates.wording(for: [language])
      guard wording.language == language.prefix(2).lowercased() else {
        flaws.append(
          "there is no wording.\(language.prefix(2)).yaml; letters to clients of that language are "
            + "in \(settings.business.language)")
        continue
      }
      let needed = Set(letters.flatMap(Wording.required(for:)) + Wording.occasional)
      let lacking = wording.lacks(needed.sorted())
      if !lacking.isEmpty {
        flaws.append("the wording for \"\(language)\" lacks \(lacking.joined(separator: ", "))")
      }
      let unused = wording.unusedKeys(
        stages: Set(letters + ChaseStage.standard.map(\.name) + ["claim", "call"]))
      if !unused.isEmpty {
        flaws.append(
          "the wording for \"\(language)\" has keys that no letter uses: "
            + unused.map(\.printable).joined(separator: ", "))
      }
      flaws += wording.unknownFields.map {
        "the wording for \"\(language)\": \($0.key) asks for {\($0.field)}, which no letter has"
      }
    }
    return flaws
  }
}
