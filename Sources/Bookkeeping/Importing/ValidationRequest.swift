import Documents
package import Domain
package import Reporting
package import Validation

/// Documents to judge by the rules of a profile; it needs no book.
package struct ValidationRequest: Sendable {
  /// Files and folders.
  package var paths: [String]
  package var profile: Profile
  package var threads = 1
  /// Lists each rule that fired with its place; verdicts alone are faster.
  package var needsFindings = true
  /// Leaves out rules that only warn.
  package var fatalOnly = false

  package init(_ paths: [String], _ profile: Profile) {
    self.paths = paths
    self.profile = profile
  }

  /// The verdict on each document. Files in folders that are no documents of this kind are
  /// skipped; those that are named are not.
  package func judged(
    _ progress: JobProgress = JobProgress()
  ) -> (report: ValidationReport, faults: [Fault]) {
    let named = Set(paths)
    var files: [ValidationReport.File] = []
    var faults: [Fault] = []
    let all = SourceFolder(paths).files
    progress.begin(all.count)
    let reader = BatchReader(
      jobs: threads, makeReader: { JudgedDocumentReader() },
      read: { reader, paths in
        defer { progress.step(paths.count) }
        return paths.flatMap { path in
          reader.documents(path: path).map {
            Judged($0, of: path, profile, needsFindings: needsFindings)
          }
        }
      })
    reader.read(all) { batches in
      while let outcomes = batches.next() {
        for outcome in outcomes.joined() {
          if outcome.isNoInvoice && !named.contains(outcome.source) { continue }
          faults += outcome.faults
          var file = outcome.file
          if fatalOnly { file.findings.removeAll { $0.flag != .fatal } }
          files.append(file)
        }
      }
    }
    return (ValidationReport(files), faults)
  }
}

/// What became of one document.
private struct Judged: Sendable {
  let file: ValidationReport.File
  let faults: [Fault]
  /// The file that was named or found.
  let source: String
  let isNoInvoice: Bool

  init(
    _ document: JudgedDocumentReader.Document, of source: String, _ profile: Profile,
    needsFindings: Bool
  ) {
    (faults, isNoInvoice) = (document.faults, document.isNoInvoice)
    self.source = source
    let path = document.path
    var note = document.specification?.note ?? ""
    guard let tree = document.tree else {
      file = ValidationReport.File(
        path: path, verdict: .unreadable, fatalRules: [], warningRules: [], findings: [])
      return
    }
    if document.specification?.isAccountingAid == true {
      file = ValidationReport.File(
        path: path, verdict: .notApplicable, fatalRules: [], warningRules: [], findings: [],
        note: note)
      return
    }
    let judgement = profile.judge(tree)
    if note.isEmpty { note = judgement.note }
    guard needsFindings else {
      file = ValidationReport.File(
        path: path, verdict: judgement.verdict, fatalRules: judgement.fatalRules,
        warningRules: judgement.warningRules, findings: [], note: note)
      return
    }
    let reckoner = Reckoner(tree)
    file = ValidationReport.File(
      path: path, verdict: judgement.verdict, fatalRules: judgement.fatalRules,
      warningRules: judgement.warningRules,
      findings: judgement.findings.map { finding in
        ValidationReport.Finding(
          finding.node, finding.rule, in: tree,
          reckoner.reckoning(of: finding.rule.id, at: finding.node))
      }, note: note)
  }
}

extension ValidationReport.Finding {
  fileprivate init(
    _ node: XMLTree.Node, _ rule: Rule, in tree: XMLTree, _ reckoning: Reckoning?
  ) {
    let text = tree.hasChildren(node) ? "" : tree.text(node).collapsed
    let found = reckoning?.stated ?? text
    self.init(
      rule: rule.id, flag: Flag(rule.flag), line: tree.line(node),
      terms: rule.terms, problem: rule.problem,
      found: found.count > 60 ? String(found.prefix(57)) + "..." : found,
      expected: reckoning?.expected ?? "", remedy: rule.remedy)
  }
}

extension ValidationReport.Finding.Flag {
  fileprivate init(_ flag: Rule.Flag) {
    switch flag {
    case .fatal: self = .fatal
    case .warning: self = .warning
    case .information: self = .information
    }
  }
}
