import Documents
import Domain
import Support

private nonisolated(unsafe) let reader = DocumentReader(business: .unnamed)

/// A PDF, an e-mail or an archive: bytes to the documents inside.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzPDF(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for contents in reader.readAll(SourceFile(path: "a.pdf", bytes: bytes)) {
    precondition(contents.flaws.isEmpty, "\(contents.flaws)")
  }
  return 0
}
