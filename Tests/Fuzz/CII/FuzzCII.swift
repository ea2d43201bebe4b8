import Documents
import Domain
import Support
import Validation

private nonisolated(unsafe) let reader = DocumentReader(business: .unnamed) { tree in
  let opinion = Profile.peppol.judge(tree)
  for finding in opinion.findings { precondition(tree.line(finding.node) >= 0) }
  for finding in Profile.xrechnung.judge(tree).findings {
    precondition(tree.line(finding.node) >= 0)
  }
  let verdict = Profile.en16931.judge(tree).verdict
  precondition(verdict == .clean || opinion.verdict != .clean, "more rules, fewer findings")
  return verdict
}

/// A CII document: bytes to facts, and the verdict.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzCII(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let contents = reader.read(SourceFile(path: "a.xml", bytes: bytes))
  precondition(contents.flaws.isEmpty, "\(contents.flaws)")
  precondition(!contents.isSilent, "neither a document nor a fault")
  return 0
}
