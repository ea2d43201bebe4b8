import Documents
import Domain
package import Reporting
package import Settings

extension Book {
  /// What each file is taken for, and why; nothing is imported.
  package static func explained(
    _ paths: [String], _ settings: BookSettings
  ) -> ExplainReport {
    let reader = DocumentReader(business: settings.business, mappings: settings.mappings)
    let found = SourceFolder(paths, mappings: settings.mappings)
    var lines = found.files.flatMap { reader.explain(path: $0) }.map { file in
      ExplainReport.Line(
        file: file.path, what: file.what, why: file.why, documents: file.documents,
        movements: file.movements, faults: file.faults.map { "\($0.code.rawValue): \($0.message)" })
    }
    lines += found.unread.map { path in
      let (kind, remedy) = DocumentReader.unreadKind(path)
      return ExplainReport.Line(
        file: path, what: "not read", why: ["it is \(kind)", remedy], documents: 0, movements: 0,
        faults: [])
    }
    return ExplainReport(lines)
  }
}
