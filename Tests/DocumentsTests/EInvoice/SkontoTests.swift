import Domain
import Testing

@testable import Documents

@Suite("Skonto")
struct SkontoTests {
  private func read(_ note: String) -> [EarlyPaymentDiscount] {
    EarlyPaymentDiscount.skonto(in: note, .euro)
  }

  @Test("each line of a note is one discount, in order")
  func lines() {
    let note = """
      Payable within 30 days.
      #SKONTO#TAGE=7#PROZENT=3.00#
      #SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=90.00#
      """
    let base = Money(minorUnits: 90_00, currency: .euro)
    #expect(
      read(note) == [
        EarlyPaymentDiscount(days: 7, rate: .percent(3)),
        EarlyPaymentDiscount(days: 14, rate: BasisPoints(225), base: base),
      ])
  }

  @Test(
    "what does not follow the grammar is text",
    arguments: [
      "", "2 % Skonto in 14 days", "#VERZUG#TAGE=14#PROZENT=9.00#", "#SKONTO#TAGE=14#",
      "#SKONTO#PROZENT=2.00#", "#SKONTO#TAGE=x#PROZENT=2.00#", "#SKONTO#TAGE=-1#PROZENT=2.00#",
      "#SKONTO#TAGE=366#PROZENT=2.00#", "#SKONTO#TAGE=14#PROZENT=2,00#",
      "#SKONTO#TAGE=14#PROZENT=101.00#", "#SKONTO#TAGE=14#PROZENT=-2.00#",
      "#SKONTO#TAGE=14#PROZENT=2.005#", "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=-5.53#",
      "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=0#", "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=x#",
      "#SKONTO#TAGE=14#P ROZENT=2.00#",
    ])
  func text(note: String) {
    #expect(read(note).isEmpty)
  }

  @Test("an invoice keeps its terms as text and reads the discounts of all its notes")
  func invoice() throws {
    let note = { (text: String) in
      "<cac:PaymentTerms><cbc:Note>\(text)</cbc:Note></cac:PaymentTerms>"
    }
    let invoice = try UBL(
      terms: note("#SKONTO#TAGE=14#PROZENT=2.00#\n") + note("Thank you.")
    ).invoice()
    #expect(invoice.discounts.map(\.days) == [14])
    #expect(invoice.termsNote == "#SKONTO#TAGE=14#PROZENT=2.00#\nThank you.")
  }
}
