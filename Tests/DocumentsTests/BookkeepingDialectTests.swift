import Domain
import Testing

@testable import Documents

/// Exports of bookkeeping, which hold more than invoices: Sage 50 and DATEV.
@Suite("Bookkeeping dialects")
struct BookkeepingDialectTests {
  @Test("Sage 50: net and tax of invoices and credits; receipts and other types passed over")
  func sage() {
    let contents = read(
      """
      Type,Account Reference,Nominal A/C Ref,Department Code,Date,Reference,Details,Net Amount,\
      Tax Code,Tax Amount,Exchange Rate,Extra Reference,User Name
      SI,TERN001,4000,0,02/03/2026,1001,Work,100.00,T1,20.00,1.000000,,ADMIN
      SI,TERN001,4001,0,02/03/2026,1001,Print,10.00,T0,0.00,1.000000,,ADMIN
      SC,TERN001,4000,0,03/03/2026,1001,Back,10.00,T1,2.00,0,,ADMIN
      SR,TERN001,1200,0,04/03/2026,BACS,,120.00,T9,0.00,1,,ADMIN
      PI,SUPP,5000,0,04/03/2026,77,,120.00,T1,24.00,1,,ADMIN
      SI,EURO,4000,0,05/03/2026,1002,Work,100.00,T1,20.00,1.170000,,ADMIN
      """, order: .dayFirst)
    #expect(
      contents.digest == [
        "1001 | invoice | 2026-03-02 | - | 130.00 | EUR | TERN001 | -",
        "1001 | credit-note | 2026-03-03 | - | 12.00 | EUR | TERN001 | -",
      ])
    #expect(contents.faults.map(\.code) == [.csvPassed, .csvCurrency])
    #expect(contents.faults.first?.message.contains("1 SR") == true)
    #expect(contents.faults.first?.message.contains("1 PI") == true)
    #expect(contents.faults.first?.line == 5)
    let foreign = contents.faults.last
    #expect(foreign?.message.contains("names none") == true)
    #expect(foreign?.excerpt == "1.170000")
  }

  private static func datev(_ rows: String, chart: String = "03") -> [UInt8] {
    let meta =
      "\"EXTF\";700;21;\"Buchungsstapel\";13;20260701120000000;;\"RE\";\"\";\"\";1001;1;20260101;"
      + "4;20260101;20260630;\"\";\"\";1;0;0;\"EUR\";;\"\";;;\"\(chart)\";;;\"\";\"\"\r\n"
    let header =
      "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;"
      + "WKZ Basis-Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;"
      + "Belegfeld 1;Belegfeld 2;Skonto;Buchungstext\r\n"
    // As DATEV writes it: Windows-1252, here only ü.
    return Array((meta + header + rows).unicodeScalars.map { UInt8($0.value & 0xFF) })
  }

  @Test("DATEV: year from the header, debtors against revenue, money with an invoice's number")
  func datev() {
    let bytes = Self.datev(
      """
      1190,00;"S";"";;;"";10001;8400;;3105;"R-1";;;"Müller"\r
      59,50;"H";"EUR";;;"";8400;10001;;3105;"R-1";;;"Müller, Rest"\r
      119,00;"H";"";;;"";10001;8400;;106;"G-1";;;"Gutschrift"\r
      1190,00;"S";"";;;"";1200;10001;;1506;"R-1";;;"Zahlung"\r
      50,00;"S";"";;;"";4930;70001;;1506;"L-1";;;"Lieferant"\r
      80,00;"S";"";;;"";10002;8400;;3206;"R-2";;;"kein Tag"\r
      1.190,00;"S";"";;;"";10003;8400;;0101;"R-3";;;"Punkt"\r
      1,00;"S";"";;;"";10004;8400;;0101;"\u{0C}";;;"leere Nummer"\r

      """)
    let contents = CSVReader(business: UBL.business).read(bytes)
    #expect(
      contents.digest == [
        "R-1 | invoice | 2026-05-31 | - | 1249.50 | EUR | 10001 | 1190.00 2026-06-15",
        "G-1 | credit-note | 2026-06-01 | - | 119.00 | EUR | 10001 | -",
        "R-3 | invoice | 2026-01-01 | - | 1190.00 | EUR | 10003 | -",
      ])
    #expect(contents.faults.map(\.code) == [.csvDate, .csvMissing])
    #expect(contents.faults.map(\.line) == [8, 10])
  }

  @Test("DATEV: money that names no invoice of the batch is told of; what went back is not paid")
  func datevMoney() {
    let contents = CSVReader(business: UBL.business).read(
      Self.datev(
        """
        100,00;"S";"";;;"";10001;8400;;3105;"R-1";;;\r
        100,00;"S";"";;;"";10002;8400;;3105;"R-2";;;\r
        100,00;"S";"";;;"";1200;10001;;1506;"R-1";;;\r
        100,00;"H";"";;;"";1200;10001;;1606;"R-1";;;\r
        30,00;"H";"";;;"";10002;1200;;1606;"R-2";;;\r
        20,00;"H";"";;;"";10002;1210;;1706;"R-2";;;\r
        50,00;"S";"";;;"";1200;10001;;1506;"";;;\r
        50,00;"S";"";;;"";1200;10002;;1506;"R-1";;;\r
        5,00;"S";"";;;"";1590;10002;;1506;"R-1";;;\r
        50,00;"S";"";;;"";4930;1200;;1506;"X";;;\r

        """))
    #expect(
      contents.records.map { $0.settlement.map { "\($0.paid.plain) \($0.day?.description ?? "")" } }
        == ["0.00 2026-06-16", "50.00 2026-06-17"])
    #expect(contents.faults.map(\.code) == [.csvPassed])
    #expect(contents.faults.first?.line == 9)
    #expect(contents.faults.first?.message.contains("2 payment") == true)
    #expect(contents.faults.first?.message.contains("1 other booking") == true)
  }

  @Test("Sage 50: a receipt with an invoice's number is what was paid of it")
  func sageReceipts() {
    let contents = read(
      """
      Type,Account Reference,Nominal A/C Ref,Date,Reference,Details,Net Amount,Tax Code,Tax Amount
      SI,ABC001,4000,13/01/2026,1001,Work,100.00,T1,20.00
      SA,ABC001,1200,20/01/2026,BACS,On account,50.00,T9,0.00
      SR,ABC001,1200,20/01/2026,1001,Sales receipt,80.00,T9,0.00
      SR,ABC001,1200,21/01/2026,1001,Sales receipt,10.00,T9,0.00
      SR,XYZ,1200,21/01/2026,1001,Of another,10.00,T9,0.00
      """)
    #expect(
      contents.digest == [
        "1001 | invoice | 2026-01-13 | - | 120.00 | EUR | ABC001 | 90.00 2026-01-21"
      ])
    #expect(contents.faults.map(\.code) == [.csvPassed])
    #expect(contents.faults.first?.line == 3)
    #expect(contents.faults.first?.message.contains("2 rows") == true)
  }

  @Test("a DATEV file of another kind is refused")
  func datevOther() {
    let text = "\"EXTF\";700;16;\"Debitoren/Kreditoren\";5\r\nKonto;Name\r\n10001;Tern\r\n"
    #expect(read(text).faults.map(\.code) == [.csvHeader])
  }
}
