import Testing

/// One overdue invoice, and money of the same amount from a payer that nobody knows.
private func book(_ amount: String = "660.00") throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  try program.write(
    "number,client,date,due,amount,currency\nA-1,Alder,2026-05-01,2026-05-31,660.00,EUR\n",
    to: "register.csv")
  try program.write(
    """
    "Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",\
    "Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
    2026-06-05,2026-06-05,"M. Unknown",DE02120300000000202051,Credit Transfer,thank you,\
    Main,\(amount),,,
    """, to: "bank.csv")
  try program.write(
    """
    house: {name: Our House, country: DE}
    bank: [{iban: DE21900000170041220700, currency: EUR}]
    chase: {bank_days: 400}
    """, to: "book/dunlin.yaml")
  let files = ["import", "register.csv", "bank.csv", "--book", "book", "--as-of", "2026-06-06"]
  let result = try program.run(files)
  #expect(result.status == 0, "\(result.err)")
  return program
}

private func chase(_ program: Program, on day: String) throws -> String {
  try program.run(["chase", "--dry-run", "--format", "json", "--book", "book", "--as-of", day]).out
}

@Test("money of the exact amount keeps the reminder away until a person settles it")
func waitingMoney() throws {
  let program = try book()
  defer { program.remove() }
  #expect(try chase(program, on: "2026-06-09").contains("\"reason\": \"money-waits\""))
  #expect(try chase(program, on: "2026-07-03").contains("\"reason\": \"money-waits\""))
  #expect(try chase(program, on: "2026-08-06").contains("\"reason\": \"money-waits\""))
  let why = try program.run(["chase", "--why", "A-1", "--book", "book", "--as-of", "2026-06-09"])
  #expect(why.out.contains("660.00 EUR that came on 2026-06-05 may be for it"))
  _ = try program.run(["match", "1", "A-1", "--book", "book", "--as-of", "2026-06-10"])
  #expect(try chase(program, on: "2026-06-10").contains("\"skipped\": []"))
}

@Test("money of another amount from nobody known keeps no reminder away")
func otherMoney() throws {
  let program = try book("661.00")
  defer { program.remove() }
  #expect(try chase(program, on: "2026-06-09").contains("\"total\": \"660.00\""))
}

@Test("a broken promise is not written of while money that may keep it waits")
func promiseWithWaitingMoney() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program("init", "book")
  try program.write(
    "house: {name: Our Business, country: DE}\nbank: [{iban: DE89370400440532013000}]\n",
    to: "book/dunlin.yaml")
  try program.write(
    "number,client,date,due,amount\nBP-1,Kiebitz Gartenbau GmbH,2026-03-01,2026-03-31,640.00\n",
    to: "rows.csv")
  let ours = "DE89370400440532013000"
  try program.write(
    "IBAN Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;"
      + "IBAN Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;"
      + "Saldo nach Buchung\n"
      + "\(ours);04.05.2026;04.05.2026;Jens Kiebitz;DE17761203490007316428;GUTSCHRIFT;Rate;"
      + "640,00;EUR;640,00\n"
      + "\(ours);11.05.2026;11.05.2026;Telekom;DE27761203490007316428;LASTSCHRIFT;Mai;"
      + "-1,00;EUR;639,00\n", to: "bank.csv")
  func on(_ day: String, _ words: String...) throws -> Program.Result {
    try program.run(words + ["--book", "book", "--as-of", day])
  }
  #expect(try on("2026-04-02", "import", "rows.csv").status == 0)
  #expect(try on("2026-04-20", "record", "promise", "BP-1", "--by", "2026-05-04").status == 0)
  #expect(try on("2026-05-12", "import", "bank.csv").status == 0)
  let refused = try on("2026-05-12", "letter", "broken-promise", "BP-1")
  #expect(refused.status == 2 && refused.err.contains("640.00 EUR that came on 2026-05-04"))
  #expect(try on("2026-05-12", "match", "1", "--not-ours").status == 0)
  let written = try on("2026-05-12", "letter", "broken-promise", "BP-1")
  #expect(written.status == 0, "\(written)")
}
