import Testing

@Suite("BankCaseAgreements")
struct BankCaseAgreements {
  private static let day = "2026-05-12"
  private static let client = "KIEBITZ GARTENBAU GMBH"
  private static let other = Movement(
    day: "2026-05-11", amount: "-10.00", payer: "Power Company", text: "May", type: "LASTSCHRIFT",
    reference: "out")

  /// A reminded invoice of 1,200.00 and what was agreed about it.
  private func book(_ agreement: String) throws -> BankBook {
    let book = try BankBook(
      ["PL-21,Kiebitz Gartenbau GmbH,1200.00,EUR,2026-03-02,2026-04-01"], on: "2026-04-01")
    try book.run("chase --anyway", on: "2026-04-09")
    #expect(try book.run("record \(agreement)", on: "2026-04-15").status == 0)
    return book
  }

  private static let plan = """
    plan PL-21 --instalment 2026-05-04=400.00 --instalment 2026-06-04=400.00 \
    --instalment 2026-07-06=400.00
    """

  @Test(
    "an instalment from the client, under its name or nearly so, keeps the plan",
    arguments: [
      Movement(day: "2026-05-04", amount: "400.00", payer: client, text: "1st instalment"),
      Movement(day: "2026-04-30", amount: "400.00", payer: client, text: "instalment"),
      Movement(day: "2026-05-05", amount: "400.00", payer: client),
      Movement(day: "2026-05-04", amount: "400.00", payer: "Kiebitz Gartenb"),
      Movement(day: "2026-05-04", amount: "400.00", payer: "Adviser Holm", text: "PL-21"),
      Movement(day: "2026-05-04", amount: "1200.00", payer: client, text: "all at once"),
    ])
  func kept(move: Movement) throws {
    let book = try book(Self.plan)
    defer { book.remove() }
    try book.load(book.cooperativeBank([Self.other, move]), as: "b.csv", on: Self.day)
    #expect(try book.asked(on: Self.day) == [])
    try book.expectSound()
  }

  @Test(
    "a plan is broken where nothing came, or too little",
    arguments: ["0.00", "100.00"])
  func broken(amount: String) throws {
    let book = try book(Self.plan)
    defer { book.remove() }
    let paid = Movement(day: "2026-05-04", amount: amount, payer: Self.client, text: "rate")
    let moves = amount == "0.00" ? [Self.other] : [Self.other, paid]
    try book.load(book.savingsBank(moves), as: "b.csv", on: Self.day)
    #expect(try book.asked(on: Self.day) == ["PL-21"])
  }

  @Test("a stranger's money of an instalment's amount keeps no plan")
  func stranger() throws {
    let book = try book(Self.plan)
    defer { book.remove() }
    let move = Movement(day: "2026-05-04", amount: "400.00", payer: "Some Stranger", text: "rent")
    try book.load(book.cooperativeBank([Self.other, move]), as: "b.csv", on: Self.day)
    #expect(try book.asked(on: Self.day) == ["PL-21"])
  }

  @Test("instalments count from later files, and the last one that fails is asked for")
  func laterFiles() throws {
    let book = try book(Self.plan)
    defer { book.remove() }
    for (place, paid, until, now) in [
      (1, "2026-05-04", "2026-05-11", "2026-05-12"), (2, "2026-06-03", "2026-06-11", "2026-06-12"),
      (3, "", "2026-07-13", "2026-07-15"),
    ] {
      var moves = [Self.other]
      moves[0].day = until
      moves[0].reference = "o\(place)"
      if !paid.isEmpty {
        moves.insert(
          Movement(
            day: paid, amount: "400.00", payer: Self.client, text: "instalment",
            reference: "p\(place)"), at: 0)
      }
      try book.load(book.camt(moves, version: "02"), as: "\(place).xml", on: now)
      #expect(try book.asked(on: now) == (place == 3 ? ["PL-21"] : []))
    }
    #expect(try book.open(on: "2026-07-15") == ["PL-21 400.00"])
  }

  @Test("a plan or promise is not judged for a day that the bank data do not reach")
  func beyondBankData() throws {
    for agreement in [Self.plan, "promise PL-21 --by 2026-05-08"] {
      let book = try book(agreement)
      defer { book.remove() }
      var move = Self.other
      move.day = "2026-05-01"
      try book.load(book.cooperativeBank([move]), as: "b.csv", on: "2026-05-02")
      #expect(try book.asked(on: Self.day) == [])
    }
  }

  @Test("a promise that was not kept by the end of the bank data is over")
  func promiseBroken() throws {
    let book = try book("promise PL-21 --by 2026-05-04")
    defer { book.remove() }
    try book.load(book.cooperativeBank([Self.other]), as: "b.csv", on: Self.day)
    #expect(try book.asked(on: Self.day) == ["PL-21"])
  }

  @Test("an instalment that the bank takes back makes the plan a broken one")
  func instalmentReturned() throws {
    let book = try book(Self.plan)
    defer { book.remove() }
    let paid = Movement(
      day: "2026-05-04", amount: "400.00", payer: Self.client, text: "PL-21", type: "GUTSCHRIFT")
    try book.load(book.cooperativeBank([Self.other, paid]), as: "a.csv", on: Self.day)
    #expect(try book.asked(on: Self.day) == [])
    let back = Movement(
      day: "2026-05-13", amount: "-400.00", payer: Self.client, text: "PL-21",
      type: "Rücklastschrift")
    try book.load(book.cooperativeBank([back]), as: "b.csv", on: "2026-05-19")
    #expect(try book.asked(on: "2026-05-19") == ["PL-21"])
    #expect(try book.open(on: "2026-05-19") == ["PL-21 1200.00"])
  }

  @Test(
    "the exact amount pays the twin of an invoice that is void, written off or paid by hand",
    arguments: ["void DE-71", "write-off DE-71", "payment DE-71 --amount 640.00"])
  func twin(record: String) throws {
    let book = try BankBook(
      ["DE-71", "DE-72"].map { "\($0),Kiebitz Gartenbau GmbH,640.00" }
        + ["DE-73,Kiebitz Gartenbau GmbH,810.00"])
    defer { book.remove() }
    #expect(try book.run("record \(record)", on: "2026-03-02").status == 0)
    let move = Movement(
      day: "2026-03-05", amount: "640.00", payer: Self.client, text: "thanks")
    for file in ["b.csv", "b.csv"] { try book.load(book.cooperativeBank([move]), as: file) }
    #expect(try book.open() == ["DE-73 810.00"])
    try book.expectSound()
  }

  @Test("a letter accuses nobody of a promise that was released, or that a plan replaced")
  func noAccusation() throws {
    let plan = "record plan PL-21 --instalment 2026-06-01=600.00 --instalment 2026-07-01=600.00"
    for next in ["record release PL-21", plan] {
      let book = try book("promise PL-21 --by 2026-05-04")
      defer { book.remove() }
      #expect(try book.run(next, on: "2026-04-20").status == 0)
      #expect(try book.run("letter broken-promise PL-21", on: Self.day).status != 0)
    }
  }
}
