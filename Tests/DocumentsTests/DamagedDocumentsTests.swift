import Domain
import Foundation
import Support
import Testing

@testable import Documents

/// Documents of the sample book with bytes changed, cut and doubled at random.
@Suite("damaged documents")
struct DamagedDocumentsTests {
  private static let samples = [
    "Samples/Bad/doc-precision.xml", "Samples/Bad/bank-date.xml", "Samples/Bad/csv-date.csv",
    "Samples/register-2026.csv", "Samples/Invoices/2026/GU-2026-03.xml",
    "Samples/Invoices/2026/RE_8265.xml", "Samples/Bank/2026-05 EUR.xml",
    "Tests/Fuzz/Seeds/batch.camt", "Tests/Fuzz/Seeds/bookings.csv",
    "Tests/Fuzz/Seeds/statement.ofx",
  ]

  private static func bytes(_ sample: String) throws -> [UInt8] {
    try SourceFile(reading: packageFolder + "/" + sample).bytes
  }

  @Test("every sample is sound before it is damaged", arguments: samples)
  func sound(sample: String) throws {
    let file = SourceFile(path: sample, bytes: try Self.bytes(sample))
    let contents = DocumentReader(business: .unnamed).read(file)
    let isMeantToBeBad = sample.hasPrefix("Samples/Bad/")
    #expect(contents.flaws == [])
    #expect(isMeantToBeBad || contents.faults.map(\.message) == [])
    #expect(isMeantToBeBad || !contents.records.isEmpty || !contents.statements.isEmpty)
  }

  @Test(
    "whatever happens to a file, it is read in bounds or refused with a reason",
    arguments: samples, [91, 92] as [UInt64])
  func damaged(sample: String, seed: UInt64) throws {
    let whole = try Self.bytes(sample)
    let reader = DocumentReader(business: .unnamed)
    var random = Seeded(seed)
    for round in 0..<150 {
      var bytes = whole
      let other = try Self.bytes(Self.samples.randomElement(using: &random) ?? sample)
      damage(&bytes, with: other, &random)
      let contents = reader.read(SourceFile(path: sample, bytes: bytes))
      // A register that lost all its rows is an empty one.
      #expect(!contents.isSilent || sample.hasSuffix(".csv"), "seed \(seed), round \(round)")
      #expect(contents.flaws == [], "seed \(seed), round \(round)")
    }
  }

  /// One or two rows of each dialect that has rules of its own, and OFX.
  private static let texts = [
    """
    ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,Type
    Tern,INV-1,13/04/2026,20/04/2026,230.00,30.00,200.00,Sales invoice
    Tern,INV-1,13/04/2026,20/04/2026,230.00,30.00,200.00,Sales invoice
    """,
    """
    *ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,Total,*Quantity,*UnitAmount,Discount,\
    *AccountCode,*TaxType,TaxAmount,Currency
    Tern,A,25/04/2026,30/04/2026,,3,10.00,10,200,No Tax,0,GBP
    Tern,A,25/04/2026,30/04/2026,,3,10.00,10,200,No Tax,,GBP
    """,
    """
    InvoiceNo,Customer,InvoiceDate,DueDate,ItemAmount,TaxRate,TaxAmount,Currency
    1,Tern,06/13/2026,07/13/2026,100.00,20%,20.00,USD
    1,Tern,06/13/2026,07/13/2026,10.00,0%,,USD
    """,
    """
    ,Date,Transaction type,Num,Due date,Open balance
    Tern Lane,,,,,
    ,06/13/2026,Invoice,1001,07/13/2026,"$4,250.00"
    Total for Tern Lane,,,,,"$4,250.00"
    """,
    """
    "EXTF";700;21;"Buchungsstapel";13;;;"";"";"";1001;1;20260101;4;20260101;20260630;"";"";1;0;0;"EUR"
    Umsatz;Soll/Haben;WKZ Umsatz;Konto;Gegenkonto;BU;Belegdatum;Belegfeld 1;Fälligkeit
    1190,00;"S";"";10001;8400;;3105;"R-1";30062026
    """,
    """
    Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,\
    Debit Amount,Credit Amount,Balance
    04/06/2026,FPI,'30-99-50,12345678,TERN,,119.00,169.00
    03/06/2026,DD,'30-99-50,12345678,RENT,50.00,,50.00
    """,
    """
    Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
    TOPUP,C,2026-06-01 23:59:59,2026-06-02 00:00:01,Tern,119.00,0.00,EUR,COMPLETED,119.00
    """,
    """
    OFXHEADER:100
    <OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM><BANKTRANLIST>
    <STMTTRN><DTPOSTED>20260603<TRNAMT>119.00<NAME>Tern &amp; Lane</STMTTRN></BANKTRANLIST>
    <LEDGERBAL><BALAMT>1,5<DTASOF>20260630</LEDGERBAL></STMTRS></OFX>
    """,
  ]

  @Test(
    "damaged exports and statements are read in bounds, and never trap",
    arguments: texts.indices, [93, 94] as [UInt64])
  func damagedTexts(index: Int, seed: UInt64) {
    var business = UBL.business
    business.accounts = [BankAccount(iban: "DE1", currency: .euro)]
    let reader = DocumentReader(business: business)
    let whole = Array(Self.texts[index].utf8)
    let sound = reader.read(SourceFile(path: "a.csv", bytes: whole))
    #expect(sound.faults.map(\.message) == [])
    #expect(sound.records.count + sound.statements.count == 1)
    var random = Seeded(seed)
    for round in 0..<150 {
      var bytes = whole
      damage(&bytes, &random)
      let contents = reader.read(SourceFile(path: "a.csv", bytes: bytes))
      #expect(contents.flaws == [], "seed \(seed), round \(round)")
      _ = CSVProposal(bytes, name: "a")?.yaml
    }
  }
}
