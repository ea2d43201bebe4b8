import Testing

@Suite("BankCaseHands")
struct BankCaseHands {
  private static let clients = [
    "SV-301,Ostermoor Bau GmbH,1210.00", "SV-302,Birkmoor Optik,515.00",
    "SV-303,Cornelius Praxis,733.00", "SV-304,Ostermoor Bau GmbH,77.00",
  ]

  /// A book with one entry of several payments and no details.
  private func collected(_ amount: String, _ version: String = "08") throws -> BankBook {
    let book = try BankBook(Self.clients)
    let file = book.camt([Movement(day: "2026-03-03", amount: amount)], version: version)
      .replacing("<TxDtls><Refs></Refs></TxDtls>", with: "<Btch><NbOfTxs>2</NbOfTxs></Btch>")
    try book.load(file, as: "s.xml")
    return book
  }

  @Test("an entry that is the sum of two or three clients' invoices holds these and no other")
  func sums() throws {
    for (amount, asked) in [("1725.00", ["SV-303", "SV-304"]), ("2458.00", ["SV-304"])] {
      for version in ["02", "08"] {
        let book = try collected(amount, version)
        defer { book.remove() }
        #expect(try book.asked() == asked)
        #expect(try book.open().count == 4)
        #expect(try book.waiting() == ["in \(amount)"])
      }
    }
  }

  @Test("a deposit or a payment service's transfer without payers holds those whose sum it is")
  func deposits() throws {
    for isChase in [true, false] {
      let book = try BankBook(.american, Self.clients)
      defer { book.remove() }
      let move = Movement(
        day: "2026-03-03", amount: "1725.00", payer: "STRIPE",
        text: isChase ? "REMOTE ONLINE DEPOSIT # 1" : "TRANSFER ST-X1",
        type: isChase ? "CHECK_DEPOSIT" : "")
      if isChase {
        try book.load(book.chase([move]), as: "b.csv")
      } else {
        try book.load(book.ofx([move]), as: "b.ofx")
      }
      #expect(try book.asked() == ["SV-303", "SV-304"])
    }
  }

  @Test("a sum that two pairs of invoices make is booked on none")
  func twoWays() throws {
    let book = try BankBook([
      "S-1001,Alpha KG,100.00", "S-1002,Bravo KG,200.00", "S-1003,Carlo KG,120.00",
      "S-1004,Delta KG,180.00",
    ])
    defer { book.remove() }
    try book.load(book.camt([Movement(day: "2026-03-03", amount: "300.00")]), as: "s.xml")
    #expect(try book.open().count == 4)
    #expect(try book.onAccount() == [])
  }

  @Test("a person settles a line over several clients, takes it back, and no import undoes it")
  func severalClients() throws {
    for command in ["match 1 SV-301 SV-302", "match 1 SV-301=1210.00 SV-302=515.00"] {
      let book = try collected("1725.00")
      defer { book.remove() }
      #expect(try book.run(command).status == 0)
      try book.load("s.xml")
      #expect(try book.open() == ["SV-303 733.00", "SV-304 77.00"])
      #expect(try book.onAccount() == [])
      #expect(try book.waiting() == [])
      #expect(try book.run("match 1 --undo").status == 0)
      #expect(try book.open().count == 4)
      #expect(try book.waiting() == ["in 1725.00"])
      try book.expectSound()
    }
  }

  @Test(
    "what a line cannot pay is refused and changes nothing",
    arguments: [
      "SV-301=1210.00 SV-302=600.00", "SV-301=-5.00", "SV-301=0", "SV-999", "SV-301=12,34",
      "SV-301=99999999999999999999",
    ])
  func refused(parts: String) throws {
    let book = try collected("1725.00")
    defer { book.remove() }
    let before = try book.open()
    #expect(try book.run("match 1 \(parts)").status != 0)
    #expect(try book.run("match 9 SV-301").status != 0)
    #expect(try book.open() == before)
    #expect(try book.waiting() == ["in 1725.00"])
  }

  @Test("accepting books lines that one candidate fits by name and sum, and by sum alone none")
  func accept() throws {
    let book = try BankBook(
      .british, ["INV-501,Norbury Glass Ltd,300.00", "INV-502,Selby Inks Ltd,410.00"])
    defer { book.remove() }
    let file = book.starling([
      Movement(
        day: "2026-03-02", amount: "300.00", payer: "MRS NORBURY", text: "for Norbury Glass Ltd"),
      Movement(day: "2026-03-03", amount: "410.00", payer: "Somebody", text: "thanks"),
    ])
    try book.load(file, as: "b.csv")
    try book.run("match --accept --dry-run")
    for _ in 1...2 {
      #expect(try book.run("match --accept").status == 0)
      #expect(try book.open() == ["INV-502 410.00"])
      #expect(try book.waiting() == ["in 410.00"])
    }
    try book.expectSound()
  }

  @Test("money said to be not ours holds nothing, nor does its payer's later money, until undone")
  func notOurs() throws {
    let book = try BankBook(["NO-501,Ostermoor Bau GmbH,300.00", "NO-502,Birkmoor Optik,410.00"])
    defer { book.remove() }
    let later = "2026-04-08"
    func rent(_ day: String, _ amount: String) -> Movement {
      Movement(
        day: day, amount: amount, payer: "Untermieter Kurz", text: "Miete",
        account: "DE44500105175407324931", type: "GUTSCHRIFT")
    }
    try book.load(book.savingsBank([rent("2026-03-02", "300.00")]), as: "a.csv")
    #expect(try book.asked() == ["NO-502"])
    #expect(try book.run("match 1 --not-ours").status == 0)
    #expect(try book.asked() == ["NO-501", "NO-502"])
    #expect(try book.waiting() == [])
    try book.load(book.savingsBank([rent("2026-04-02", "410.00")]), as: "b.csv", on: later)
    #expect(try book.asked(on: later) == ["NO-501", "NO-502"])
    #expect(try book.run("match", on: later).out.contains("Untermieter Kurz"))
    #expect(try book.run("match 1 --undo", on: later).status == 0)
    #expect(try book.asked(on: later) == [])
    #expect(try book.waiting(on: later) == ["in 300.00", "in 410.00"])
    try book.expectSound()
  }

  @Test("a payer whose money was not ours still pays an invoice that it names")
  func notOursNames() throws {
    let book = try BankBook(["NO-501,Ostermoor Bau GmbH,300.00", "NO-502,Birkmoor Optik,410.00"])
    defer { book.remove() }
    func move(_ day: String, _ amount: String, _ text: String) -> Movement {
      Movement(day: day, amount: amount, payer: "Untermieter Kurz", text: text, type: "GUTSCHRIFT")
    }
    try book.load(book.savingsBank([move("2026-03-02", "300.00", "rent")]), as: "a.csv")
    try book.run("match 1 --not-ours")
    try book.load(
      book.savingsBank([move("2026-03-12", "410.00", "for NO-502")]), as: "b.csv")
    #expect(try book.open() == ["NO-501 300.00"])
  }

  @Test("the exact rest after a payment that was matched by hand is booked")
  func rest() throws {
    for payer in ["R FENNEL", "FENNEL AND RYE"] {
      let book = try BankBook(
        .british, ["INV-77,Fennel & Rye Ltd,900.00", "INV-78,Fennel & Rye Ltd,55.00"])
      defer { book.remove() }
      func move(_ day: String, _ amount: String) -> Movement {
        Movement(day: day, amount: amount, payer: payer, text: "thanks")
      }
      try book.load(book.starling([move("2026-03-02", "400.00")]), as: "a.csv")
      #expect(try book.run("match 1 INV-77").status == 0)
      try book.load(
        book.starling([move("2026-04-02", "500.00")]), as: "b.csv", on: "2026-04-08")
      #expect(try book.open(on: "2026-04-08") == ["INV-78 55.00"])
      #expect(try book.waiting(on: "2026-04-08") == [])
      #expect(try book.onAccount(on: "2026-04-08") == [])
      try book.expectSound()
    }
  }

  @Test("money out to a client that nothing explains is listed, and other money out is not")
  func sentBack() throws {
    let book = try BankBook(.british, ["INV-81,Norbury Glass Ltd,300.00"])
    defer { book.remove() }
    let file = book.starling([
      Movement(day: "2026-03-02", amount: "300.00", payer: "NORBURY GLASS LTD", text: "INV-81"),
      Movement(day: "2026-03-12", amount: "-300.00", payer: "NORBURY GLASS LTD", text: "sent back"),
      Movement(day: "2026-03-13", amount: "-900.00", payer: "Landlord", text: "rent"),
    ])
    try book.load(file, as: "b.csv")
    #expect(try book.open() == [])
    #expect(try book.waiting() == ["out -300.00"])
    #expect(try book.run("match 2 --not-ours").status == 0)
    #expect(try book.waiting() == [])
    #expect(try book.open() == [])
  }

  @Test("money out that names a paid invoice is listed, whoever got it")
  func sentElsewhere() throws {
    let book = try BankBook(["OU-2026-14,Ostermoor Bau GmbH,300.00"])
    defer { book.remove() }
    let file = book.camt(
      [
        Movement(
          day: "2026-03-02", amount: "300.00", payer: "Ostermoor Bau GmbH", text: "OU-2026-14"),
        Movement(
          day: "2026-03-10", amount: "-300.00", payer: "Lawyer Klug", text: "for OU-2026-14"),
      ], version: "02")
    try book.load(file, as: "s.xml")
    #expect(try book.open() == [])
    #expect(try book.waiting() == ["out -300.00"])
    #expect(try book.asked() == [])
  }
}
