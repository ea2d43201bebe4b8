import Testing

/// A German firm that claims interest by law, with what is written into its register and its bank.
private func book(register: String, bank: String = "") throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  try program.write(
    """
    house: {name: Our House, country: DE}
    chase:
      bank_days: 400
      interest: {law: DE, debtor: business, from_stage: reminder}
    """, to: "book/dunlin.yaml")
  try program.write(
    "number,client,date,due,amount,currency,country,email\n\(register)\n", to: "register.csv")
  _ = try program.run(["import", "register.csv", "--book", "book", "--as-of", "2026-01-10"])
  guard !bank.isEmpty else { return program }
  try importBank(bank, on: "2026-03-01", program)
  return program
}

@discardableResult
private func importBank(
  _ entries: String, on day: String, _ program: Program
) throws -> Program.Result {
  try program.write(
    """
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>\
    <Id>1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>\(entries)</Stmt>\
    </BkToCstmrStmt></Document>
    """, to: "bank.xml")
  return try program.run(["import", "bank.xml", "--book", "book", "--as-of", day])
}

private func pay(
  _ target: String, _ amount: String, on day: String, _ program: Program
) throws {
  let result = try program.run([
    "record", "payment", target, "--amount", amount, "--book", "book", "--as-of", day,
  ])
  #expect(result.status == 0, "\(result.err)")
}

private func credit(
  _ amount: String, on day: String, from payer: String, _ text: String
) -> String {
  """
  <Ntry><Amt Ccy="EUR">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
  <BookgDt><Dt>\(day)</Dt></BookgDt><NtryDtls><TxDtls><RltdPties>\
  <Dbtr><Pty><Nm>\(payer)</Nm></Pty></Dbtr></RltdPties>\
  <RmtInf><Ustrd>\(text)</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
  """
}

/// The figures of the only notice of a day: the total, and each line's interest and fee.
private func notice(_ program: Program, on day: String) throws -> (String, [[String]]) {
  let csv = try program.run(["chase", "--book", "book", "--as-of", day, "--format", "csv"]).out
  let rows = csv.split(separator: "\n").dropFirst().map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
  let total = try #require(rows.first)[9]
  return (total, rows.map { Array($0[7...8]) })
}

@Test("interest and fixed sums are claimed on what was late, not on what was on account by then")
func onAccountInTime() throws {
  let program = try book(
    register: """
      Q-1,Nadel GmbH,2026-01-05,2026-02-04,1000.00,EUR,DE,a@nadel.example
      Q-2,Nadel GmbH,2026-01-06,2026-02-04,500.00,EUR,DE,a@nadel.example
      """)
  defer { program.remove() }
  try pay("Nadel GmbH", "1450", on: "2026-02-03", program)
  // 50.00 late for 33 days at 1.27 + 9 % is 0.46, with one fixed sum of 40.00.
  let (total, lines) = try notice(program, on: "2026-03-09")
  #expect(lines == [["0.00", "0.00"], ["0.46", "40.00"]])
  #expect(total == "90.46")
}

@Test("money on account stops interest on its part from the day it came")
func onAccountLate() throws {
  let program = try book(
    register: "Q-1,Nadel GmbH,2026-01-05,2026-02-04,1000.00,EUR,DE,a@nadel.example")
  defer { program.remove() }
  try pay("Nadel GmbH", "400", on: "2026-02-14", program)
  // 10 days on 1,000.00 are 2.81, 23 days on 600.00 are 3.88.
  let (total, lines) = try notice(program, on: "2026-03-09")
  #expect(lines == [["6.69", "40.00"]])
  #expect(total == "646.69")
}

@Test("money whose invoice a person names later counts from the day it came")
func toldApartLater() throws {
  let program = try book(
    register: "RG-1,Alder GmbH,2025-05-01,2025-05-30,10000.00,EUR,DE,a@alder.example",
    bank: credit("9950.00", on: "2025-05-28", from: "A. Holding", "Rechnung Mai"))
  defer { program.remove() }
  _ = try program.run(["match", "1", "RG-1", "--book", "book", "--as-of", "2025-09-01"])
  // 50.00: 31 days at 2.27 + 9 % are 0.48, 63 days at 1.27 + 9 % are 0.89.
  let (total, lines) = try notice(program, on: "2025-09-01")
  #expect(lines == [["1.37", "40.00"]])
  #expect(total == "91.37")
}

@Test("money for what was written off takes the write-off back, and is no credit for others")
func writtenOffAndPaid() throws {
  let program = try book(
    register: """
      W-1,Alder GmbH,2026-01-05,2026-01-15,300.00,EUR,DE,a@alder.example
      W-2,Alder GmbH,2026-01-06,2026-02-04,200.00,EUR,DE,a@alder.example
      """)
  defer { program.remove() }
  let book = ["--book", "book", "--as-of"]
  _ = try program.run(["record", "write-off", "W-1"] + book + ["2026-02-20"])
  try pay("W-1", "300", on: "2026-03-05", program)
  let ageing = try program.run(["ageing", "--format", "csv"] + book + ["2026-03-06"]).out
  #expect(ageing.contains("200.00") && !ageing.contains("300.00") && !ageing.contains("-"))
  let why = try program.run(["chase", "--why", "W-2"] + book + ["2026-03-06"]).out
  #expect(!why.contains("credit"), "\(why)")
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("a payment recorded by hand and told by the bank again counts once, and that is said")
func recordedAndTold() throws {
  let program = try book(
    register: "DD-1,Dog GmbH,2026-01-05,2026-02-04,1000.00,EUR,DE,a@dog.example")
  defer { program.remove() }
  try pay("DD-1", "1000", on: "2026-02-02", program)
  let again = credit("1000.00", on: "2026-02-03", from: "Dog GmbH", "DD-1")
  let imported = try importBank(again, on: "2026-02-09", program)
  #expect(imported.err.contains("1000.00 EUR of 2026-02-03 for DD-1 is the payment that was"))
  #expect(imported.err.contains("counts once"))
  let book = ["--book", "book", "--as-of", "2026-02-09"]
  let match = try program.run(["match"] + book).out
  #expect(!match.contains("Dog GmbH"), "\(match)")
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("who records a payment that the bank brought is told that it counts once")
func toldAndRecorded() throws {
  let program = try book(
    register: """
      DD-1,Dog GmbH,2026-01-05,2026-02-04,1000.00,EUR,DE,a@dog.example
      DD-2,Dog GmbH,2026-01-06,2026-02-05,70.00,EUR,DE,a@dog.example
      """, bank: credit("1000.00", on: "2026-02-03", from: "Dog GmbH", "DD-1"))
  defer { program.remove() }
  let record = ["record", "payment", "DD-1", "--amount", "1000", "--book", "book", "--as-of"]
  let result = try program.run(record + ["2026-03-01", "--on", "2026-02-04"])
  #expect(result.status == 0)
  #expect(result.out.contains("The bank brought as much on 2026-02-03: it counts once."))
  let ageing = try program.run(
    ["ageing", "--format", "csv", "--book", "book", "--as-of", "2026-03-01"]
  ).out
  #expect(ageing.contains("70.00") && !ageing.contains("1000.00"), "\(ageing)")
}
