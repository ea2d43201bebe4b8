import Testing

@Suite("BankCaseNames")
struct BankCaseNames {
  /// A client, the payer as its bank prints it, and the text.
  struct Payer: Sendable, CustomTestStringConvertible {
    var client: String
    var number: String
    var payer: String
    var text = ""
    var firm = BankBook.Firm.german
    var day = "2026-03-20"

    var testDescription: String { "\(payer): \(text)" }
  }

  private func book(_ payer: Payer, amount: String = "842.10") throws -> BankBook {
    let book = try BankBook(
      payer.firm, ["\(payer.number),\(payer.client),842.10", "ZZ-9001,Quince Bakery,321.09"])
    let move = Movement(
      day: "2026-03-03", amount: amount, payer: payer.payer, text: payer.text, type: "CREDIT")
    switch payer.firm.country {
    case "GB": try book.load(book.starling([move]), as: "b.csv", on: payer.day)
    case "US": try book.load(book.ofx([move]), as: "b.ofx", on: payer.day)
    case "NL": try book.load(book.dutchBank([move]), as: "b.csv", on: payer.day)
    default: try book.load(book.cooperativeBank([move]), as: "b.csv", on: payer.day)
    }
    return book
  }

  private static let cut = [
    Payer(
      client: "Northwind Ceramics Ltd", number: "INV-30417", payer: "NORTHWIND CERAMI",
      text: "30417", firm: .british),
    Payer(
      client: "Northwind Ceramics Ltd", number: "INV-30417", payer: "NORTHWIND CERAMICS",
      firm: .british),
    Payer(
      client: "Grünwaldner Möbelmanufaktur GmbH", number: "GW-2026-0417",
      payer: "GRUENWALDNER MOEBELM", text: "417"),
    Payer(
      client: "Grünwaldner Möbelmanufaktur GmbH", number: "GW-2026-0417",
      payer: "Grünwaldner Möbelman", text: "0417"),
    Payer(
      client: "Stadtwerke Oberhausen-Sterkrade Versorgungs GmbH", number: "GW-2026-0418",
      payer: "STADTWERKE OBERHAUSEN-STERK"),
    Payer(
      client: "Gesellschaft fuer Anlagenbau und Energietechnik Nord mbH", number: "GW-2026-0419",
      payer: "Gesellschaft fuer Anlagenbau und En"),
    Payer(
      client: "Van der Meulen Installatietechniek B.V.", number: "F2026-0088",
      payer: "VAN DER MEULEN INSTALLAT", text: "88", firm: .dutch),
    Payer(
      client: "Harrington & Beaumont Architectural Lighting Inc", number: "HB-7719",
      payer: "HARRINGTON & BEAUMONT ARCHITECTU", text: "7719", firm: .american),
  ]

  private static let written = [
    Payer(
      client: "Pelican Bay Holdings LLC DBA Salty Dog Grill", number: "PB-5510",
      payer: "SALTY DOG GRILL", firm: .american),
    Payer(
      client: "R Hughes t/a Hughes Plumbing", number: "PB-5510", payer: "HUGHES PLUMBING",
      firm: .british),
    Payer(
      client: "Dr. Margaret Okafor", number: "LS-118", payer: "M OKAFOR", text: "lesson",
      firm: .british),
    Payer(client: "Annegret Süßmilch", number: "LS-2026-118", payer: "SUESSMILCH, ANNEGRET"),
    Payer(client: "Thomas Feldhaus", number: "LS-2026-118", payer: "Thomas und Petra Feldhaus"),
    Payer(
      client: "Weißenborn Straßenbau GmbH", number: "LS-2026-118",
      payer: "WEISSENBORN STRASSENBAU"),
    Payer(
      client: "Żółkiewski Przedsiębiorstwo Sp. z o.o.", number: "FV/12/2026",
      payer: "ZOLKIEWSKI PRZEDSIEBIORSTWO"),
    Payer(
      client: "Société Générale d'Élagage", number: "F2026-0088",
      payer: "VIR SEPA SOCIETE GENERALE D ELAG"),
  ]

  @Test(
    "the exact amount from a payer whose name the bank cuts or rewrites is not asked for",
    arguments: cut + written)
  func likePayer(payer: Payer) throws {
    let book = try book(payer)
    defer { book.remove() }
    #expect(try book.asked(on: payer.day) == ["ZZ-9001"])
    try book.expectSound()
  }

  @Test("a cut name that is that of two clients who owe the same books neither and asks neither")
  func twoOfOneName() throws {
    let book = try BankBook(
      .british,
      ["INV-1001,Northwind Ceramics Ltd,842.10", "INV-1002,Northwind Ceramic Arts Ltd,842.10"])
    defer { book.remove() }
    let move = Movement(day: "2026-03-03", amount: "842.10", payer: "NORTHWIND CERAMI")
    try book.load(book.starling([move]), as: "b.csv")
    #expect(try book.open() == ["INV-1001 842.10", "INV-1002 842.10"])
    #expect(try book.asked() == [])
    #expect(try book.waiting() == ["in 842.10"])
  }

  @Test(
    "the exact amount beside a name or digits waits for a person, however long",
    arguments: [
      ("Marek Nowicki", "fuer Ewa Nowicka"), ("Hausverwaltung Kern", "Nr. 55 Schlussrate"),
      ("Jan Nowicka", ""), ("Betreuungsverein", "Nowicka E"),
    ])
  func waits(payer: String, text: String) throws {
    let book = try BankBook(["LA-55,Ewa Nowicka,2172.48", "LA-56,Bernd Quandt,310.00"])
    defer { book.remove() }
    let moves = [
      Movement(day: "2026-05-28", amount: "-1.00", text: "fee", type: "ENTGELT"),
      Movement(day: "2026-03-20", amount: "2172.48", payer: payer, text: text, type: "GUTSCHRIFT"),
    ]
    try book.load(book.savingsBank(moves), as: "b.csv", on: "2026-06-01")
    #expect(try book.asked(on: "2026-06-01") == ["LA-56"])
  }

  @Test(
    "money that fits no invoice keeps no reminder away", arguments: ["2026-03-20", "2026-05-12"])
  func fitsNothing(day: String) throws {
    let payer = Payer(
      client: "Northwind Ceramics Ltd", number: "INV-30417", payer: "Revenue Office",
      text: "tax refund", firm: .british)
    let book = try book(payer, amount: "61.15")
    defer { book.remove() }
    try book.run("import b.csv", on: day)
    let asked = try book.run("chase --dry-run --anyway --format json", on: day).out
    #expect(asked.contains("INV-30417") && asked.contains("\"total\": \"842.10\""))
  }

  @Test("the client that the text names goes before the one whose account paid last")
  func namedInText() throws {
    let book = try BankBook([
      "TN-1001,Bezirksamt West,450.00,EUR,2025-12-01,2025-12-31", "TN-1002,Jugendamt Ost,450.00",
    ])
    defer { book.remove() }
    let moves = ["2026-03-04", "2026-02-02"].map {
      Movement(
        day: $0, amount: "450.00", payer: "Landeshauptkasse",
        text: $0 == "2026-02-02" ? "TN-1001" : "Az 9/22 Jugendamt Ost",
        account: "DE44500105175407324931", type: "GUTSCHRIFT")
    }
    try book.load(book.savingsBank(moves), as: "b.csv")
    #expect(try book.asked() == [])
  }

  @Test("the ultimate debtor of a transfer is the payer", arguments: ["02", "08"])
  func ultimateDebtor(version: String) throws {
    let book = try BankBook(["UD-101,Birkmoor Optik,450.00", "UD-102,Cornelius Praxis,450.00"])
    defer { book.remove() }
    let name = "<Nm>Birkmoor Optik</Nm>"
    let party = version == "02" ? name : "<Pty>\(name)</Pty>"
    let file = book.camt(
      [Movement(day: "2026-03-03", amount: "450.00", payer: "Abrechnungsstelle", text: "March")],
      version: version
    ).replacing("</RltdPties>", with: "<UltmtDbtr>\(party)</UltmtDbtr></RltdPties>")
    try book.load(file, as: "s.xml")
    #expect(try book.open() == ["UD-102 450.00"])
    #expect(try book.asked() == ["UD-102"])
  }
}
