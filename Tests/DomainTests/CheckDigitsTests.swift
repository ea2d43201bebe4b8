import Domain
import Testing

@Suite("CheckDigits")
struct CheckDigitsTests {
  @Test(
    "an IBAN is known by its check digits",
    arguments: [
      ("DE89370400440532013000", true), ("NL91ABNA0417164300", true),
      ("DE89370400440532013001", false), ("de89370400440532013000", false),
      ("DE89 3704 0044 0532 0130 00", false), ("DE8937", false), ("", false),
    ])
  func ibans(text: String, isIBAN: Bool) {
    #expect(BankAccount.isIBAN(text) == isIBAN)
  }

  @Test("a creditor reference proves itself in the same way")
  func references() {
    #expect("RF18539007547034".utf8.remainderBy97 == 1)
    #expect("RF19539007547034".utf8.remainderBy97 != 1)
    #expect("".utf8.remainderBy97 == 0)
  }
}
