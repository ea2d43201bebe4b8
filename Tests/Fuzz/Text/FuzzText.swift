import Documents
import Domain
import Support

/// One that knows no account and no order of dates, one that knows both.
private nonisolated(unsafe) let readers = [
  DocumentReader(business: .unnamed),
  DocumentReader(business: business, dateOrder: .dayFirst, decimalMark: .comma),
]

private let business: Business = {
  var business = Business.unnamed
  business.accounts = ["EUR", "SEK", "NOK", "DKK", "USD"].compactMap { Currency(code: $0) }
    .enumerated().map { BankAccount(iban: "DE4320030500000047110\($0)", currency: $1) }
  return business
}()

/// MT940, MT942, CODA, CFONB, Norma 43, BAI2, QIF and the giro files of the north.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzText(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for reader in readers {
    let contents = reader.read(SourceFile(path: "a.sta", bytes: bytes))
    precondition(contents.flaws.isEmpty, "\(contents.flaws)")
  }
  return 0
}
