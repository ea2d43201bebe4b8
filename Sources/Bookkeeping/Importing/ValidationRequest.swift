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
      jobs: threads, makeReader: { UBLTreeReader() },
      read: { reader, paths in
        defer { progress.step(paths.count) }
        return paths.map { Judged(reader, $0, profile, needsFindings: needsFindings) }
      })
    reader.read(all) { batches in
      while let outcomes = batches.next() {
        for outcome in outcomes.joined() {
          if outcome.isNoUBL && !named.contains(outcome.file.path) { continue }
          faults += outcome.faults
          var file = outcome.file
          if fatalOnly { file.findings.removeAll { !$0.isFatal } }
          files.append(file)
        }
      }
    }
    return (ValidationReport(files), faults)
  }
}

/// What became of one file.
private struct Judged: Sendable {
  let file: ValidationReport.File
  let faults: [Fault]

  /// It is something else, such as a register or a bank file, not a document that is damaged.
  var isNoUBL: Bool { faults.contains { $0.code == .ublRoot || $0.code == .fileKind } }

  init(_ reader: UBLTreeReader, _ path: String, _ profile: Profile, needsFindings: Bool) {
    let (tree, faults) = reader.tree(path: path)
    self.faults = faults
    guard let tree else {
      file = ValidationReport.File(
        path: path, verdict: .unreadable, fatalRules: [], warningRules: [], findings: [])
      return
    }
    let judgement = profile.judge(tree)
    guard needsFindings else {
      file = ValidationReport.File(
        path: path, verdict: judgement.verdict, fatalRules: judgement.fatalRules,
        warningRules: judgement.warningRules, findings: [])
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
      })
  }
}

extension ValidationReport.Finding {
  fileprivate init(
    _ node: XMLTree.Node, _ rule: Rule, in tree: XMLTree, _ reckoning: Reckoning?
  ) {
    let text = tree.hasChildren(node) ? "" : tree.text(node).collapsed
    let found = reckoning?.stated ?? text
    self.init(
      rule: rule.id, isFatal: rule.flag == .fatal, line: tree.line(node),
      terms: rule.terms, problem: rule.problem,
      found: found.count > 60 ? String(found.prefix(57)) + "..." : found,
      expected: reckoning?.expected ?? "", remedy: rule.remedy)
  }
}
