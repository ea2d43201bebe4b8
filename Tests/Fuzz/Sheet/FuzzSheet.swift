import Documents
import Domain
import Support

/// Reads every sheet and every header, whatever the fuzzer makes of them.
private nonisolated(unsafe) let readers = [
  DocumentReader(business: .unnamed),
  DocumentReader(business: .unnamed, dateOrder: .dayFirst, decimalMark: .comma),
]

/// Spreadsheets of all kinds. Parts of an archive are guarded by checksums, which a fuzzer cannot
/// guess: an input that begins with a letter is the content of one part, and is packed here.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzSheet(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let bytes = packed(input) ?? input
  for reader in readers {
    for contents in reader.readAll(SourceFile(path: "a.xls", bytes: bytes)) {
      precondition(contents.flaws.isEmpty, "\(contents.flaws)")
    }
  }
  _ = try? SourceFile(path: "a.xlsx", bytes: bytes).tableText()
  return 0
}

private func packed(_ input: [UInt8]) -> [UInt8]? {
  let rest = Array(input.dropFirst())
  switch input.first {
  case UInt8(ascii: "s"): return StoredZip.xlsx(sheet: rest)
  case UInt8(ascii: "t"): return StoredZip.xlsx(strings: rest)
  case UInt8(ascii: "f"): return StoredZip.xlsx(styles: rest)
  case UInt8(ascii: "w"): return StoredZip.xlsx(workbook: rest)
  case UInt8(ascii: "o"):
    return StoredZip.bytes([
      ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
      ("content.xml", rest),
    ])
  default: return nil
  }
}
