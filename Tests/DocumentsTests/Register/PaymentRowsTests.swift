import Domain
import Testing

@testable import Documents

@Suite("A row for each payment")
struct PaymentRowsTests {
  private static let header = "number,client,date,due,amount,paid_amount,paid_date\n"

  private func payments(_ rows: String) -> (CSVReader.Contents, [String]) {
    let contents = read(Self.header + rows)
    let told = contents.records.map { record in
      let all = [record.settlement].compactMap(\.self) + record.laterSettlements
      return record.invoice.number.text
        + all.map { " \($0.paid.plain)@\($0.day?.description ?? "-")" }
        .joined()
    }
    return (contents, told)
  }

  @Test("rows that differ in what was paid are payments of one invoice, wherever they stand")
  func several() {
    let (contents, told) = payments(
      """
      P1,Tern,2026-03-01,2026-03-31,1000.00,250.00,2026-04-02
      P2,Grebe,2026-03-01,2026-03-31,400.00,,
      P1,Tern,2026-03-01,2026-03-31,1000.00,300.00,2026-04-20
      P3,Grebe,2026-03-02,2026-04-01,90.00,90.00,2026-04-03
      """)
    #expect(contents.faults.isEmpty)
    #expect(
      told == ["P1 250.00@2026-04-02 550.00@2026-04-20", "P2", "P3 90.00@2026-04-03"])
  }

  @Test("a row may leave out the invoice's amount")
  func withoutAmount() {
    let (contents, told) = payments(
      """
      P1,Tern,2026-03-01,2026-03-31,1000.00,250.00,2026-04-02
      P1,Tern,2026-03-01,2026-03-31,,300.00,2026-04-20
      P9,Tern,2026-03-01,2026-03-31,,5.00,2026-04-20
      """)
    #expect(told == ["P1 250.00@2026-04-02 550.00@2026-04-20"])
    #expect(contents.faults.map(\.code) == [.csvAmount])
  }

  @Test("a row without the amount beside several with it counts once")
  func looseBesideSeveral() {
    let (contents, told) = payments(
      """
      P1,Tern,2026-03-01,2026-03-31,1000.00,250.00,2026-04-02
      P1,Tern,2026-03-01,2026-03-31,1000.00,300.00,2026-04-20
      P1,Tern,2026-03-01,2026-03-31,,100.00,2026-05-02
      """)
    #expect(told == ["P1 250.00@2026-04-02 550.00@2026-04-20 650.00@2026-05-02"])
    #expect(contents.faults.isEmpty)
  }

  @Test("payments without a day are added up, and that is told")
  func undated() {
    let (contents, told) = payments(
      """
      P1,Tern,2026-03-01,2026-03-31,1000.00,200.00,
      P1,Tern,2026-03-01,2026-03-31,1000.00,500.00,
      P2,Tern,2026-03-01,2026-03-31,1000.00,500.00,
      """)
    #expect(told == ["P1 200.00@- 700.00@-", "P2 500.00@-"])
    #expect(contents.faults.map { "\($0.code.rawValue) \($0.line)" } == ["CSV-OPEN 2"])
  }

  @Test("what may be one payment or two is left to a person, and so is more than the amount")
  func doubt() {
    let twice = "P1,Tern,2026-03-01,2026-03-31,1000.00,250.00,2026-04-02\n"
    let (same, told) = payments(
      twice + twice + "P1,Tern,2026-03-01,2026-03-31,1000.00,10.00,2026-04-05\n")
    #expect(same.faults.map(\.code) == [.csvRows])
    #expect(told.isEmpty && same.refusals.map(\.number) == ["P1"])
    let (more, none) = payments(
      "P1,Tern,2026-03-01,,500.00,250.00,2026-04-02\nP1,Tern,2026-03-01,,500.00,300.00,2026-04-03\n"
    )
    #expect(more.faults.map(\.code) == [.csvRows])
    #expect(none.isEmpty)
  }

  @Test("rows that say the same again are one invoice said again")
  func again() {
    let row = "P1,Tern,2026-03-01,2026-03-31,1000.00,250.00,2026-04-02\n"
    let (contents, told) = payments(row + row)
    #expect(contents.faults.isEmpty)
    #expect(told == ["P1 250.00@2026-04-02", "P1 250.00@2026-04-02"])
  }

  @Test("rows of several clients, and of other amounts, are invoices of their own")
  func others() {
    let (contents, told) = payments(
      """
      1,Tern,2026-03-01,2026-03-31,100.00,50.00,2026-04-02
      1,Grebe,2026-03-01,2026-03-31,100.00,60.00,2026-04-02
      """)
    #expect(contents.faults.isEmpty)
    #expect(told.count == 2)
  }
}
