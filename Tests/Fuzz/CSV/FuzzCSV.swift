import Documents
import Domain
import Support

/// One that decides for itself, one that is told: files that leave it open go further there.
private nonisolated(unsafe) let readers = [
  DocumentReader(business: .unnamed),
  DocumentReader(business: business, dateOrder: .dayFirst, decimalMark: .comma),
]

private let business: Business = {
  var business = Business.unnamed
  business.accounts = [BankAccount(iban: "DE02120300000000202051", currency: .euro)]
  return business
}()

/// Registers, exports of programs, statements of banks; and the mapping proposed for them.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for reader in readers {
    let contents = reader.read(SourceFile(path: "a.csv", bytes: bytes))
    precondition(contents.flaws.isEmpty, "\(contents.flaws)")
  }
  _ = CSVProposal(bytes, name: "a")?.yaml
  return 0
}
