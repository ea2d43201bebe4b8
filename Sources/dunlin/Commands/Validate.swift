import ArgumentParser
import Bookkeeping
import Documents
import Domain
import Reporting
import Validation

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge UBL documents by the rules of EN 16931 or Peppol.",
    discussion: """
      The profile peppol adds the rules of Peppol BIS Billing 3 and of single
      countries. Files in a folder that are no UBL documents are passed over. No
      book is needed.

      Example: dunlin validate Invoices --format tsv
      """)

  @OptionGroup var output: FormatOption
  @OptionGroup var style: ColorOption
  @Option(help: "Rules to judge by.") var profile: Profile = .en16931
  @Option(help: "Threads for reading files (default: all cores).") var jobs: Int?
  @Flag(help: "Leave out rules that only warn (text).") var fatalOnly = false
  @Argument(help: "Files and folders.") var paths: [String]

  mutating func validate() throws { try GlobalOptions.check(jobs: jobs) }

  func run() throws {
    let named = Set(paths)
    let profile = profile
    var files: [ValidationReport.File] = []
    var faults: [Fault] = []
    let needsFindings = output.format != .tsv
    let all = SourceFolder(paths).files
    let progress = Progress("Judging", of: all.count)
    let reader = BatchReader(
      jobs: jobs ?? GlobalOptions.cores, makeReader: { UBLTreeReader() },
      read: { [needsFindings] reader, paths in
        defer { progress.step(paths.count) }
        return paths.map { Outcome(reader, $0, profile, needsFindings: needsFindings) }
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
    progress.end()
    Console.faults(faults)
    let report = ValidationReport(files)
    try output.show(report)
    if !report.isWell { throw Failure.doneWithFaults }
  }
}

extension Profile: ExpressibleByArgument {}

/// What became of one file.
private struct Outcome: Sendable {
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
