package import Domain

/// The EN 16931 verdicts on some files.
package struct ValidationReport: Report {
  private let files: [File]

  package struct File: Sendable {
    package var path: String
    package var verdict: Verdict
    /// Distinct ids, sorted.
    package var fatalRules: [String]
    package var warningRules: [String]
    /// What the text shows.
    package var findings: [Finding]
    /// What to think of the verdict: other rules that the document follows, or the profile it is
    /// judged as; or empty.
    package var note: String

    package init(
      path: String, verdict: Verdict, fatalRules: [String], warningRules: [String],
      findings: [Finding], note: String = ""
    ) {
      self.note = note
      self.path = path
      self.verdict = verdict
      self.fatalRules = fatalRules
      self.warningRules = warningRules
      self.findings = findings
    }
  }

  /// One rule at one place.
  package struct Finding: Sendable {
    /// What is for information leaves the verdict as it is.
    package enum Flag: String, Sendable {
      case fatal, warning, information
    }

    package var rule: String
    package var flag: Flag
    package var line: Int
    /// Business terms such as `BT-106`, or empty.
    package var terms: String
    package var problem: String
    /// The text found at the place, shortened, or empty.
    package var found: String
    /// What an amount should be by the document's other figures, or empty.
    package var expected: String
    package var remedy: String

    package init(
      rule: String, flag: Flag, line: Int, terms: String, problem: String, found: String,
      expected: String = "", remedy: String
    ) {
      self.rule = rule
      self.flag = flag
      self.line = line
      self.terms = terms
      self.problem = problem
      self.found = found
      self.expected = expected
      self.remedy = remedy
    }
  }

  package init(_ files: [File]) {
    self.files = files
  }

  /// Whether nothing was judged.
  package var isEmpty: Bool { files.isEmpty }

  /// Whether every file is clean or only warned about.
  package var isWell: Bool {
    files.allSatisfy { [.clean, .warning, .notApplicable].contains($0.verdict) }
  }

  package var text: String {
    var text = ""
    for file in files {
      text += "\(file.path.printable): \(file.verdict.rawValue)\n"
      if !file.note.isEmpty { text += Self.indented(file.note, 2) }
      for finding in file.findings { text += Self.text(finding) }
    }
    let counts = Verdict.allCases.map { verdict in
      (verdict, files.count { $0.verdict == verdict })
    }.filter { $0.1 > 0 }
    return text + counted(files.count, "file") + ": "
      + counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ") + ".\n"
  }

  private static func text(_ finding: Finding) -> String {
    let terms = finding.terms.isEmpty ? "" : " (\(finding.terms))"
    let found = finding.found.isEmpty ? "" : "; found: \(finding.found.printable)"
    let expected = finding.expected.isEmpty ? "" : "; expected: \(finding.expected)"
    return indented(
      "line \(finding.line): \(finding.rule) \(finding.flag.rawValue): \(finding.problem)\(terms)\(found)\(expected)",
      2)
      + indented(finding.remedy, 6)
  }

  private static func indented(_ text: String, _ columns: Int) -> String {
    let space = String(repeating: " ", count: columns)
    return wrapped(text, columns: TextTable.widthMax - columns)
      .split(separator: "\n").map { space + $0 + "\n" }.joined()
  }

  package var json: JSONValue? {
    .array(
      files.map { file in
        .object([
          ("file", .text(file.path)), ("verdict", .text(file.verdict.rawValue)),
          ("note", .text(file.note)),
          ("fatal_rules", .array(file.fatalRules.map { .text($0) })),
          ("warning_rules", .array(file.warningRules.map { .text($0) })),
          (
            "findings",
            .array(
              file.findings.map { finding in
                .object([
                  ("rule", .text(finding.rule)),
                  ("flag", .text(finding.flag.rawValue)),
                  ("line", .integer(finding.line)), ("terms", .text(finding.terms)),
                  ("message", .text(finding.problem)), ("found", .text(finding.found)),
                  ("expected", .text(finding.expected)),
                  ("remedy", .text(finding.remedy)),
                ])
              })
          ),
        ])
      })
  }

  /// The header, then a line a file.
  package var tsv: String? {
    (["file\tverdict\tfatal_rules\twarning_rules\n"]
      + files.map { file in
        [
          file.path.printable, file.verdict.rawValue,
          file.fatalRules.joined(separator: " "), file.warningRules.joined(separator: " "),
        ].joined(separator: "\t") + "\n"
      }).joined()
  }
}
