import Testing

@Suite("BankCaseReturns")
struct BankCaseReturns {
  /// What a bank writes about money that went back.
  struct Word: Sendable, CustomTestStringConvertible {
    var form: Form
    var type = ""
    var text = "RT-2026-31"
    var amount = "-214.20"
    var payer = "Ostermoor Bau GmbH"

    enum Form: Sendable { case cooperative, savings, dutch, starling, chase, ofx, ofxXML }

    var testDescription: String { "\(type) \(text)" }
    var firm: BankBook.Firm {
      switch form {
      case .dutch: .dutch
      case .starling: .british
      case .chase: .american
      default: .german
      }
    }
  }

  private func book(_ word: Word) throws -> BankBook {
    let book = try BankBook(
      word.firm, ["RT-2026-31,Ostermoor Bau GmbH,214.20", "RT-2026-77,Other Client KG,999.00"])
    let isOFX = word.form == .ofx || word.form == .ofxXML
    let paid = Movement(
      day: "2026-03-03", amount: "214.20", payer: "Ostermoor Bau GmbH",
      text: word.form == .chase ? "Ostermoor Bau GmbH RT-2026-31" : "RT-2026-31",
      reference: isOFX ? "A1" : "")
    let back = Movement(
      day: "2026-03-09", amount: word.amount, payer: word.payer, text: word.text,
      type: isOFX ? "DEBIT" : word.type, reference: isOFX ? "A2" : "")
    switch word.form {
    case .cooperative: try book.load(book.cooperativeBank([back, paid]), as: "b.csv")
    case .savings: try book.load(book.savingsBank([back, paid]), as: "b.csv")
    case .dutch: try book.load(book.dutchBank([back, paid]), as: "b.csv")
    case .starling: try book.load(book.starling([paid, back]), as: "b.csv")
    case .chase: try book.load(book.chase([paid, back]), as: "b.csv")
    case .ofx: try book.load(book.ofx([paid, back]), as: "b.ofx")
    case .ofxXML: try book.load(book.ofx([paid, back], isXML: true), as: "b.ofx")
    }
    return book
  }

  @Test(
    "an invoice is open again where the bank's own words say that the payment went back",
    arguments: [
      Word(form: .cooperative, type: "Lastschrift Rückgabe"),
      Word(form: .cooperative, type: "RÜCKLASTSCHR. AC06"),
      Word(form: .cooperative, type: "Scheckrückgabe"),
      Word(form: .savings, type: "SEPA-LASTSCHRIFT-RUECKGABE"),
      Word(form: .savings, type: "RUECKLASTSCHRIFT", payer: ""),
      Word(form: .dutch, type: "Storno", text: "Storno incasso RT-2026-31 reden MD06"),
      Word(form: .dutch, type: "Diversen", text: "Terugboeking incasso-opdracht RT-2026-31"),
      Word(form: .starling, type: "DIRECT DEBIT", text: "UNPAID DIRECT DEBIT RT-2026-31"),
      Word(form: .starling, type: "CHEQUE", text: "UNPAID CHEQUE RT-2026-31 REFER TO DRAWER"),
      Word(
        form: .chase, type: "DEPOSIT_RETURN",
        text: "RETURNED DEPOSITED ITEM Ostermoor Bau GmbH RT-2026-31"),
      Word(
        form: .chase, type: "ACH_DEBIT",
        text: "ACH RETURN R01 INSUFFICIENT FUNDS Ostermoor Bau GmbH RT-2026-31"),
      Word(form: .ofx, text: "NSF RETURNED CHECK RT-2026-31"),
      Word(form: .ofxXML, text: "RETURNED ITEM CHARGEBACK RT-2026-31"),
      Word(form: .ofx, text: "PRELEVEMENT IMPAYE RT-2026-31", payer: "PRLV IMPAYE"),
      Word(form: .ofx, text: "REJET PRLV SEPA PROVISION INSUFFISANTE RT-2026-31"),
      Word(form: .ofx, text: "DEVOLUCION ADEUDO RECIBO RT-2026-31"),
      Word(form: .ofx, text: "INSOLUTO SDD RT-2026-31"),
      Word(form: .ofx, text: "ASSEGNO IMPAGATO RT-2026-31"),
      Word(form: .ofx, text: "DEVOLUÇÃO DÉBITO DIRETO RT-2026-31"),
      Word(form: .ofx, text: "ZWROT POLECENIA ZAPŁATY RT-2026-31"),
      Word(form: .ofx, text: "ÅTERFÖRD AUTOGIRO RT-2026-31"),
      Word(form: .ofx, text: "Tilbageført Betalingsservice RT-2026-31"),
      Word(form: .ofx, text: "Returnert AvtaleGiro RT-2026-31"),
      Word(form: .ofx, text: "Palautettu suoraveloitus RT-2026-31"),
      Word(form: .ofx, text: "Vrácené inkaso RT-2026-31"),
      // The bank's fee is in the amount, and the text states both parts.
      Word(
        form: .cooperative, type: "Rücklastschrift",
        text: "RT-2026-31 URSPR 214.20 ENTGELT 5.00", amount: "-219.20"),
      Word(
        form: .ofx, text: "PRLV IMPAYE RT-2026-31 MONTANT 214.20 FRAIS 15.00", amount: "-229.20"),
    ])
  func returned(word: Word) throws {
    let book = try book(word)
    defer { book.remove() }
    #expect(try book.open() == ["RT-2026-31 214.20", "RT-2026-77 999.00"])
    #expect(try book.onAccount() == [])
    #expect(try book.asked() == ["RT-2026-31", "RT-2026-77"])
    try book.expectSound()
  }

  @Test(
    "refunds, goods sent back and the bank's fees reopen nothing",
    arguments: [
      Word(
        form: .dutch, type: "Overschrijving", text: "Terugbetaling RT-2026-31", amount: "-14.20"),
      Word(
        form: .chase, type: "ACH_DEBIT", text: "REFUND Ostermoor Bau GmbH RT-2026-31",
        amount: "-50.00"),
      Word(
        form: .chase, type: "FEE_TRANSACTION", text: "DEPOSITED ITEM RETURNED FEE RT-2026-31",
        amount: "-12.00"),
      Word(
        form: .savings, type: "ENTGELT", text: "Entgelt Ruecklastschrift RT-2026-31",
        amount: "-5.90", payer: ""),
      Word(form: .ofx, text: "FRAIS IMPAYE RT-2026-31", amount: "-15.00", payer: "FRAIS BANCAIRES"),
      Word(
        form: .ofx, text: "OPŁATA ZWROT POLECENIA ZAPŁATY RT-2026-31", amount: "-3.50",
        payer: "BANK"),
      Word(form: .starling, type: "FASTER PAYMENT", text: "refund goods returned RT-2026-31"),
    ])
  func refunded(word: Word) throws {
    let book = try book(word)
    defer { book.remove() }
    #expect(try book.open() == ["RT-2026-77 999.00"])
    #expect(try book.onAccount() == [])
    try book.expectSound()
  }

  @Test(
    "a camt return without a number reopens what its EndToEndId had paid",
    arguments: ["02", "08"])
  func byEndToEnd(version: String) throws {
    let book = try BankBook(["RT-9,Ostermoor Bau GmbH,88.40", "RT-10,Second AG,88.40"])
    defer { book.remove() }
    let name = "Ostermoor Bau GmbH"
    let file = book.camt(
      [
        Movement(
          day: "2026-03-02", amount: "88.40", payer: name, text: "RT-9", reference: "a",
          endToEnd: "E9"),
        Movement(
          day: "2026-03-07", amount: "-88.40", payer: name, text: "account closed", type: "UPDD",
          reference: "b", endToEnd: "E9"),
      ], version: version)
    try book.load(file, as: "s.xml")
    #expect(try book.open() == ["RT-10 88.40", "RT-9 88.40"])
    try book.expectSound()
  }

  @Test("of three equal debits those that the returns name are open again")
  func twoOfThree() throws {
    let book = try BankBook(["RT-1", "RT-2", "RT-3"].map { "\($0),Ostermoor Bau GmbH,50.00" })
    defer { book.remove() }
    func move(_ day: String, _ amount: String, _ text: String, _ type: String) -> Movement {
      Movement(day: day, amount: amount, payer: "Ostermoor Bau GmbH", text: text, type: type)
    }
    let file = book.cooperativeBank([
      move("2026-03-08", "-50.00", "RT-3 MS03", "Rücklastschrift"),
      move("2026-03-07", "-50.00", "RT-1 MS03", "Rücklastschrift"),
      move("2026-03-02", "50.00", "RT-3", "Basislastschrift"),
      move("2026-03-02", "50.00", "RT-2", "Basislastschrift"),
      move("2026-03-02", "50.00", "RT-1", "Basislastschrift"),
    ])
    try book.load(file, as: "s.csv")
    #expect(try book.open() == ["RT-1 50.00", "RT-3 50.00"])
    #expect(try book.onAccount() == [])
  }

  @Test("a return in a later file reopens the invoice once, in whatever order the files come")
  func anyOrder() throws {
    let name = "MARLOW SIGNS LLC"
    for isReversed in [false, true] {
      let book = try BankBook(.american, ["QS-88,Marlow Signs LLC,312.00"])
      defer { book.remove() }
      let paid = Movement(
        day: "2026-03-02", amount: "312.00", payer: name, text: "QS-88", reference: "F1")
      let back = Movement(
        day: "2026-03-18", amount: "-312.00", payer: name,
        text: "RETURNED CHECK QS-88 STOP PAYMENT", type: "DEBIT", reference: "F2")
      try book.program.write(book.ofx([paid]), to: "a.ofx")
      try book.program.write(book.ofx([back]), to: "b.ofx")
      for file in isReversed ? ["b.ofx", "a.ofx", "b.ofx"] : ["a.ofx", "b.ofx", "a.ofx"] {
        try book.load(file)
      }
      #expect(try book.open() == ["QS-88 312.00"])
      #expect(try book.onAccount() == [])
      try book.expectSound()
    }
  }
}
