import Domain
import Testing

@testable import Documents

/// What files say is open or paid, above all where they do not agree with themselves.
@Suite("StatedPayment")
struct StatedPaymentTests {
  /// `number open` of each document, as its settlement leaves it.
  private func open(_ contents: CSVReader.Contents) -> [String] {
    contents.records.map { record in
      let payable = record.invoice.payable
      let settled = record.settlement?.paid ?? .zero(payable.currency)
      let rest = payable.isNegative ? payable + settled : payable - settled
      return "\(record.invoice.number.text) \(rest.plain)"
    }
  }

  @Test("where open and paid do not add up, what is open counts, and the row is told of")
  func disagreeing() {
    // The same client in all rows, so that those without doubt are read as plain ones.
    let header = "number,client,date,amount,paid_amount,open,type\n"
    let rows = [
      "R-1,A,2026-06-01,100.00,40.00,60.00,", "R-2,A,2026-06-01,100.00,0.00,75.00,",
      "R-3,A,2026-06-01,100.00,0.00,0.00,", "R-4,A,2026-06-01,100.00,150.00,0.00,",
      "R-5,A,2026-06-01,100.00,150.00,-50.00,", "R-6,A,2026-06-01,100.00,30.00,120.00,",
      "R-7,A,2026-06-01,100.00,,120.00,", "R-8,A,2026-06-01,100.00,30.00,-20.00,",
      "R-9,A,2026-06-01,-50.00,,-20.00,", "C-1,A,2026-06-01,-46.00,0.00,-40.00,credit note",
    ]
    for isPlain in [true, false] {
      var reader = CSVReader(business: UBL.business)
      reader.hasPlainRows = isPlain
      let contents = reader.read(Array((header + rows.joined(separator: "\n")).utf8))
      #expect(
        open(contents) == [
          "R-1 60.00", "R-2 75.00", "R-3 0.00", "R-4 0.00", "R-5 -50.00", "R-6 70.00",
          "R-7 100.00", "R-8 70.00", "R-9 -20.00", "C-1 40.00",
        ])
      #expect(contents.faults.allSatisfy { $0.code == .csvOpen && $0.gravity == .warning })
      #expect(contents.faults.map(\.line) == [3, 4, 5, 7, 8, 9])
      #expect(contents.refusals.isEmpty)
    }
  }

  @Test("Stripe: open is the amount due less what is paid, and nothing where the status is paid")
  func stripe() {
    let contents = read(
      """
      id,Amount Due,Amount Paid,Currency,Customer,Customer Name,Date (UTC),Due Date (UTC),Number,\
      Paid At (UTC),Total,Status
      in_1,70.00,70.00,usd,cus_1,Alder,2026-02-01 23:30:00,,S-1,2026-02-10 10:00:00,100.00,paid
      in_2,100.00,0.00,usd,cus_1,Alder,2026-02-02 23:30:00,,S-2,,100.00,open
      in_3,100.00,0.00,usd,cus_1,Alder,2026-02-02 23:30:00,,S-3,,100.00,paid
      in_4,100.00,0.00,usd,cus_1,Alder,2026-02-02 23:30:00,,S-4,,100.00,uncollectible
      in_5,100.00,0.00,usd,cus_1,Alder,2026-02-02 23:30:00,,S-5,,100.00,void
      in_6,0.00,0.00,usd,cus_1,Alder,2026-02-02 23:30:00,,S-6,2026-02-02 23:40:00,30.00,paid
      in_7,60.00,0.00,usd,cus_1,Alder,2026-02-02 23:30:00,,S-7,,100.00,open
      in_8,60.00,20.00,usd,cus_1,Alder,2026-02-02 23:30:00,,S-8,,100.00,open
      in_9,,20.00,usd,cus_1,Alder,2026-02-02 23:30:00,,S-9,,100.00,open
      """)
    // An uncollectible one is not paid, but given up.
    #expect(contents.faults.map(\.code) == [.csvPassed])
    #expect(contents.records.filter(\.isLost).map(\.invoice.number.text) == ["S-4"])
    #expect(
      open(contents) == [
        "S-1 0.00", "S-2 100.00", "S-3 0.00", "S-4 100.00", "S-6 0.00", "S-7 60.00", "S-8 40.00",
        "S-9 80.00",
      ])
    #expect(contents.records.first?.settlement?.day?.description == "2026-02-10")
  }

  @Test("that nothing is open of what was given up is no payment; what is called paid is")
  func givenUp() {
    let contents = read(
      """
      number,client,date,amount,open,paid_amount,status
      1,A,2026-01-13,100.00,0.00,,written off
      2,A,2026-01-13,100.00,0.00,30.00,written off
      3,A,2026-01-13,100.00,70.00,,written off
      4,A,2026-01-13,100.00,0.00,,
      """)
    #expect(contents.faults.map(\.message) == [])
    #expect(open(contents) == ["1 100.00", "2 70.00", "3 70.00", "4 0.00"])
    #expect(contents.records.map(\.isLost) == [true, true, true, false])
  }

  @Test("FreshBooks: paid without a day is paid; of a part it is told that nobody knows how much")
  func freshBooks() {
    let header =
      "Client Name,Invoice #,Date Issued,Date Due,Invoice Status,Date Paid,Item Name,Line Total,"
      + "Currency\n"
    func row(_ number: Int, _ status: String, _ day: String = "") -> String {
      "Alder,\(number),01/13/2026,02/12/2026,\(status),\(day),A,60.00,GBP\n"
    }
    let contents = read(
      header + row(1, "paid", "02/20/2026") + row(1, "paid", "02/20/2026") + row(2, "overdue")
        + row(3, "draft") + row(4, "Paid") + row(5, "partial") + row(5, "partial")
        + row(6, "partial", "02/20/2026") + row(7, "paid") + row(7, "sent"))
    #expect(open(contents) == ["1 0.00", "2 60.00", "4 0.00", "5 120.00", "6 60.00"])
    #expect(
      contents.records.map { $0.settlement?.day?.description }
        == ["2026-02-20", nil, nil, nil, nil])
    #expect(contents.faults.map(\.code) == [.csvPassed, .csvRows, .csvOpen, .csvOpen])
    #expect(contents.faults.map(\.line) == [5, 11, 7, 9])
    #expect(contents.refusals.map(\.number) == ["7"])
  }

  @Test("what a credit note has settled is not open: Xero's amount due counts, once an invoice")
  func creditedInvoice() {
    let header =
      "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,"
      + "Currency,Type,Status\n"
    let contents = read(
      header + "Kea,D-1,13/02/2026,05/03/2026,100.00,0.00,75.00,EUR,Sales invoice,Awaiting\n"
        + "Kea,D-1,13/02/2026,05/03/2026,100.00,0.00,75.00,EUR,Sales invoice,Awaiting\n"
        + "Kea,D-2,14/02/2026,06/03/2026,100.00,0.00,0.00,EUR,Sales invoice,Paid\n")
    #expect(open(contents) == ["D-1 75.00", "D-2 0.00"])
    #expect(contents.faults.map(\.code) == [.csvOpen, .csvOpen])
    #expect(contents.faults.map(\.line) == [2, 4])
    #expect(contents.refusals.isEmpty)
  }
}
