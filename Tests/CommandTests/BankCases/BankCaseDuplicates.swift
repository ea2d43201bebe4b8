import Testing

@Suite("BankCaseDuplicates")
struct BankCaseDuplicates {
  private static let twins = ["NT-2026-1", "NT-2026-2"].map { "\($0),Ostermoor Bau GmbH,610.00" }
  private static let payerAccount = "DE27100500000190057100"

  private func rent(
    _ reference: String, text: String = "NT-2026-1", endToEnd: String = ""
  ) -> Movement {
    Movement(
      day: "2026-03-04", amount: "610.00", payer: "Ostermoor Bau GmbH", text: text,
      account: Self.payerAccount, reference: reference, endToEnd: endToEnd)
  }

  private static let post = Movement(
    day: "2026-03-09", amount: "-9.00", payer: "POST", text: "stamps", reference: "201")
  private static let postAgain = Movement(
    day: "2026-03-09", amount: "-9.00", payer: "POST", text: "stamps", reference: "301")

  @Test("a movement that a later OFX file repeats under another FITID counts once, in any order")
  func otherReferenceOFX() throws {
    for files in [["a.ofx", "b.ofx", "c.ofx"], ["c.ofx", "a.ofx", "b.ofx", "a.ofx"]] {
      let book = try BankBook(Self.twins)
      defer { book.remove() }
      try book.program.write(book.ofx([rent("100")]), to: "a.ofx")
      try book.program.write(book.ofx([rent("200"), Self.post]), to: "b.ofx")
      try book.program.write(book.ofx([rent("300"), Self.postAgain], isXML: true), to: "c.ofx")
      for file in files {
        try book.load(file)
        #expect(try book.open() == ["NT-2026-2 610.00"], "after \(file)")
      }
      #expect(try book.onAccount() == [])
      #expect(try book.asked() == ["NT-2026-2"])
      try book.expectSound()
    }
  }

  @Test("a payment in a notification and, under another reference, in the statement counts once")
  func noticeAndStatement() throws {
    for kind in ["052", "054"] {
      let book = try BankBook(Self.twins)
      defer { book.remove() }
      try book.load(
        book.camt([rent("N77", endToEnd: "E1")], version: "02", kind: kind), as: "n.xml")
      let statement = book.camt(
        [rent("S0001", endToEnd: "E1")], version: "02", opening: "10.00", closing: "620.00")
      try book.load(statement, as: "s.xml")
      #expect(try book.open() == ["NT-2026-2 610.00"])
      #expect(try book.onAccount() == [])
      try book.expectSound()
    }
  }

  @Test("a later export of a CSV file with more text repeats its payments")
  func moreText() throws {
    let book = try BankBook(Self.twins)
    defer { book.remove() }
    try book.load(book.savingsBank([rent("")]), as: "a.csv")
    try book.load(
      book.savingsBank([Self.post, rent("", text: "NT-2026-1 of 20 January, thanks")]), as: "b.csv")
    #expect(try book.open() == ["NT-2026-2 610.00"])
    #expect(try book.onAccount() == [])
  }

  @Test("a payment in a CSV file and in a statement is one payment")
  func twoFormats() throws {
    let book = try BankBook(Self.twins)
    defer { book.remove() }
    try book.load(book.cooperativeBank([rent("")]), as: "a.csv")
    try book.load(book.camt([rent("S1")]), as: "b.xml")
    #expect(try book.open() == ["NT-2026-2 610.00"])
    #expect(try book.onAccount() == [])
  }

  @Test("two equal payments of one file are two, also when another file repeats both")
  func twoInOneFile() throws {
    let book = try BankBook(Self.twins)
    defer { book.remove() }
    let (first, second) = (["a1", "a2"], ["b1", "b2"])
    for (place, references) in [first, second].enumerated() {
      let file = book.camt(
        references.map { rent($0, text: "instalment") },
        opening: "100.00", closing: "1320.00")
      try book.load(file, as: "\(place).xml")
      #expect(try book.open() == [])
    }
    #expect(try book.onAccount() == [])
  }

  @Test("equal payments in two statements are two where the second begins where the first ends")
  func consecutive() throws {
    let book = try BankBook(Self.twins)
    defer { book.remove() }
    try book.load(
      book.camt([rent("a1", text: "rate")], opening: "100.00", closing: "710.00"), as: "a.xml")
    try book.load(
      book.camt([rent("a2", text: "rate")], opening: "710.00", closing: "1320.00"), as: "b.xml")
    #expect(try book.open() == [])
    #expect(try book.onAccount() == [])
  }

  @Test("equal payments are two where their EndToEndIds differ")
  func otherEndToEnd() throws {
    let book = try BankBook(Self.twins)
    defer { book.remove() }
    try book.load(book.camt([rent("1", text: "rate", endToEnd: "A1")]), as: "a.xml")
    try book.load(book.camt([rent("2", text: "rate", endToEnd: "A2")]), as: "b.xml")
    #expect(try book.open() == [])
  }

  @Test("a second equal payment counts where the later file keeps the first one's reference")
  func stableReferences() throws {
    let book = try BankBook(Self.twins)
    defer { book.remove() }
    try book.load(book.ofx([rent("F100", text: "deposit")]), as: "a.ofx")
    try book.load(
      book.ofx([rent("F100", text: "deposit"), rent("F101", text: "deposit")]), as: "b.ofx")
    #expect(try book.open() == [])
    #expect(try book.onAccount() == [])
  }

  @Test("a later file with one payment more than the earlier brings that one")
  func oneMoreInCSV() throws {
    let book = try BankBook(
      .british, ["NT-2026-1,Fenwick Arts Ltd,75.00", "NT-2026-2,Fenwick Arts Ltd,75.00"])
    defer { book.remove() }
    let lesson = Movement(
      day: "2026-03-04", amount: "75.00", payer: "FENWICK ARTS LTD", text: "lesson")
    try book.load(book.starling([lesson]), as: "a.csv")
    try book.load(book.starling([lesson, lesson]), as: "b.csv")
    #expect(try book.open() == [])
    #expect(try book.onAccount() == [])
  }

  @Test("a repeated payment still counts after the import that brought it first is undone")
  func undone() throws {
    let book = try BankBook(["NT-2026-1,Ostermoor Bau GmbH,610.00"])
    defer { book.remove() }
    try book.load(book.ofx([rent("100")]), as: "a.ofx")
    try book.load(book.ofx([rent("200"), Self.post]), as: "b.ofx")
    #expect(try book.run("undo 2").status == 0)
    #expect(try book.open() == [])
    #expect(try book.onAccount() == [])
    try book.expectSound()
  }

  @Test("a mixed set of files gives the same book in any order, imported once or twice")
  func anyOrder() throws {
    let orders = [
      ["a.xml", "b.csv", "c.xml"], ["c.xml", "b.csv", "a.xml"], ["b.csv", "a.xml", "c.xml"],
    ]
    for order in orders {
      let book = try BankBook(
        Self.twins + [
          "NT-2026-3,Birkmoor Optik,450.00", "NT-2026-4,Cornelius Praxis,91.00",
          "NT-2026-5,Cornelius Praxis,33.00",
        ])
      defer { book.remove() }
      let glasses = Movement(
        day: "2026-03-04", amount: "450.00", payer: "Birkmoor Optik",
        account: "DE44500105175407324931", reference: "a2")
      let back = Movement(
        day: "2026-03-09", amount: "-610.00", payer: "Ostermoor Bau GmbH", text: "NT-2026-1",
        account: Self.payerAccount, type: "Rücklastschrift")
      let doctor = ["91.00", "40.00"].map {
        Movement(
          day: "2026-03-10", amount: $0, payer: "Cornelius Praxis",
          text: $0 == "91.00" ? "NT-2026-4" : "rest", reference: "c\($0)")
      }
      try book.program.write(book.camt([rent("a1", endToEnd: "E1"), glasses]), to: "a.xml")
      try book.program.write(book.cooperativeBank([back, glasses, rent("")]), to: "b.csv")
      try book.program.write(book.camt(doctor, version: "02"), to: "c.xml")
      for file in order + order { try book.load(file) }
      #expect(try book.open() == ["NT-2026-1 610.00", "NT-2026-2 610.00", "NT-2026-5 33.00"])
      #expect(try book.onAccount() == ["EUR 40.00"])
      try book.expectSound()
    }
  }
}
