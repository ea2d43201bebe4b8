import Domain
import Testing

@testable import Documents

@Suite("RunningBalance")
struct RunningBalanceTests {
  private static let iban = "DE89370400440532013000"

  /// Rows `day amount balance`, read as a bank's file. `-` is no balance.
  private func faults(_ rows: [String], currency: String = "EUR") -> [Fault] {
    let header =
      "IBAN Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;"
      + "IBAN Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;Saldo nach Buchung\n"
    let text = rows.map { row in
      let parts = row.split(separator: " ").map(String.init)
      let balance = parts[2] == "-" ? "" : parts[2]
      return "\(Self.iban);\(parts[0]).05.2026;\(parts[0]).05.2026;Tern;GB1;X;RE;"
        + "\(parts[1]);\(parts.count > 3 ? parts[3] : currency);\(balance)\n"
    }
    let contents = CSVReader(business: UBL.business).read(Array((header + text.joined()).utf8))
    #expect(contents.statements.flatMap(\.lines).count == rows.count)
    #expect(contents.statements.allSatisfy { $0.format == .csv })
    return contents.faults
  }

  @Test(
    "balances in order, whichever way the rows are sorted",
    arguments: [
      ["04 10,00 110,00", "05 -20,00 90,00", "06 5,00 95,00"],
      // One day's rows in another order than the balances, days rising.
      ["04 10,00 110,00", "05 5,00 95,00", "05 -20,00 90,00", "06 1,00 96,00"],
      // A day that ends as it began.
      ["04 10,00 110,00", "05 -7,00 103,00", "05 7,00 110,00", "06 1,00 111,00"],
      // On some rows only: the last of each day.
      ["04 10,00 -", "04 5,00 115,00", "05 -20,00 -", "05 1,00 96,00", "06 4,00 100,00"],
      // None, one, and one that is the same on every row.
      ["04 10,00 -", "05 5,00 -"], ["04 10,00 7,00", "05 5,00 -"],
      ["04 10,00 95,00", "05 5,00 95,00", "06 1,00 95,00"],
      // No running balance of these movements at all.
      ["04 10,00 1,00", "05 5,00 2,00", "06 1,00 3,00", "07 8,00 1,00"],
    ])
  func inOrder(rows: [String]) {
    #expect(faults(rows).map(\.message) == [])
    #expect(faults(rows.reversed()).map(\.message) == [])
  }

  @Test(
    "a jump between two rows is reported once, with their lines, days and the amount",
    arguments: [
      (["04 10,00 110,00", "06 5,00 152,50"], "37.50"),
      (["04 10,00 110,00", "05 -20,00 90,00", "06 5,00 132,50", "07 1,00 133,50"], "37.50"),
      (["04 10,00 110,00", "05 -20,00 90,00", "05 5,00 94,00", "06 1,00 95,00"], "1.00"),
      (["04 10,00 -", "04 5,00 115,00", "05 -20,00 95,00", "06 4,00 -", "06 1,00 88,00"], "12.00"),
      // The same row twice.
      (["04 10,00 110,00", "05 5,00 115,00", "05 5,00 115,00", "06 1,00 116,00"], "5.00"),
    ])
  func jumps(rows: [String], gap: String) {
    for rows in [rows, rows.reversed()] {
      let faults = faults(rows)
      #expect(faults.map(\.code) == [.bankBalance], "\(rows)")
      #expect(faults.first?.gravity == .warning)
      #expect(faults.first?.message.contains("\(gap) EUR") == true, "\(faults.map(\.message))")
      #expect(faults.first?.message.contains("2026-05-0") == true)
      #expect(faults.first?.line ?? 0 > 2)
    }
  }

  @Test("each currency of an account has a balance of its own; a refused row is reported once")
  func apart() {
    #expect(
      faults([
        "04 10,00 110,00 EUR", "04 7,00 7,00 USD", "05 5,00 115,00 EUR", "06 1,00 8,00 USD",
      ]).isEmpty)
    let text = """
      Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes
      13/05/2026,Tern,INV,FP,1.00,101.00,,
      14/05/2026,Tern,INV,FP,x,111.00,,
      15/05/2026,Tern,INV,FP,1.00,112.00,,
      """
    var business = UBL.business
    business.accounts = [BankAccount(iban: "GB1", currency: .pound)]
    let contents = CSVReader(business: business).read(Array(text.utf8))
    #expect(contents.faults.map(\.code) == [.bankAmount])
  }

  @Test("a statement whose rows follow from one another has its opening balance too")
  func opening() {
    let text = """
      Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes
      15/05/2026,Tern,INV,FP,-4.00,97.00,,
      13/05/2026,Tern,INV,FP,1.00,101.00,,
      """
    var business = UBL.business
    business.accounts = [BankAccount(iban: "GB1", currency: .pound)]
    let contents = CSVReader(business: business).read(Array(text.utf8))
    #expect(contents.faults.isEmpty)
    #expect(contents.statements.first?.opening?.plain == "100.00")
    #expect(contents.statements.first?.closing?.plain == "97.00")
  }
}
