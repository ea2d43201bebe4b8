import Documents
import Domain
import Support

private nonisolated(unsafe) let reader = DocumentReader(business: .unnamed)

/// Statements and notifications of banks, camt and OFX, also packed in a ZIP.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzCamt(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for contents in reader.readAll(SourceFile(path: "a.053", bytes: bytes)) {
    precondition(contents.flaws.isEmpty, "\(contents.flaws)")
  }
  return 0
}
