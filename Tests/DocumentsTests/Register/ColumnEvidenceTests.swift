import Domain
import Testing

@testable import Documents

@Suite("Columns by their values")
struct ColumnEvidenceTests {
  /// `number open` of each document that is owed, in the file's order.
  private func open(_ text: String) -> [String] {
    let contents = read(text)
    #expect(contents.faults.filter { $0.code != .csvPassed }.map(\.message) == [])
    return contents.records.compactMap { record in
      let left =
        record.invoice.payable - (record.settlement?.paid ?? .zero(record.invoice.currency))
      return left.isZero ? nil : "\(record.invoice.number.text) \(left.plain)"
    }
  }

  @Test(
    "a column of yes and no says whether it is paid, in whichever words",
    arguments: [
      ("1", "0"), ("yes", "no"), ("TRUE", "FALSE"), ("ja", "nein"), ("x", ""), ("oui", "non"),
      ("sí", "no"), ("tak", "nie"), ("Y", "N"), ("paid", "unpaid"), ("bezahlt", "offen"),
    ])
  func paidFlag(yes: String, no: String) {
    let rows =
      "A1,Tern,2026-03-01,2026-03-31,310.00,\(yes)\nA2,Tern,2026-03-02,2026-04-01,455.50,\(no)\n"
    #expect(open("number,client,date,due,amount,Paid?\n" + rows) == ["A2 455.50"])
  }

  @Test(
    "marks for yes and no are read as such",
    arguments: [("✓", "✗"), ("✔", "✘"), ("☑", "☐"), ("✅", "❌"), ("✓", ""), ("x", "-")])
  func marks(yes: String, no: String) {
    let rows =
      "A1,Tern,2026-03-01,2026-03-31,310.00,\(yes)\nA2,Tern,2026-03-02,2026-04-01,455.50,\(no)\n"
    #expect(open("number,client,date,due,amount,Paid?\n" + rows) == ["A2 455.50"])
    #expect(open("number,client,date,due,amount,is open\n" + rows) == ["A1 310.00"])
  }

  @Test("an unknown mark is reported and neither yes nor no")
  func unknownMark() {
    let contents = read(
      "number,client,date,amount,is paid\nA1,Tern,2026-03-01,5.00,yes\n"
        + "A2,Tern,2026-03-01,6.00,◆\n")
    #expect(contents.records.map { $0.settlement?.paid.plain } == ["5.00", nil])
    #expect(contents.faults.map(\.code) == [.csvWord])
  }

  @Test(
    "yes, no and a state may stand in one column",
    arguments: [("yes", "no", "partial"), ("ja", "nein", "teilweise"), ("oui", "non", "partiel")])
  func flagsAndStates(yes: String, no: String, part: String) {
    let contents = read(
      "number,client,date,amount,Paid\nA1,Tern,2026-03-01,5.00,\(yes)\n"
        + "A2,Tern,2026-03-01,6.00,\(no)\nA3,Tern,2026-03-01,7.00,\(part)\n")
    #expect(contents.records.map { $0.settlement?.paid.plain } == ["5.00", nil, nil])
    #expect(contents.faults.map { "\($0.code.rawValue) \($0.line)" } == ["CSV-OPEN 4"])
  }

  @Test("a column of states and void is heard under a title of yes and no")
  func stateUnderFlag() {
    let text =
      "number,client,date,amount,is open\nA1,Tern,2026-03-01,5.00,yes\n"
      + "A2,Tern,2026-03-01,6.00,no\nA3,Tern,2026-03-01,7.00,cancelled\n"
    #expect(open(text) == ["A1 5.00"])
  }

  @Test("a column Settled may hold days or amounts")
  func settled() {
    let days = read(
      "number,client,date,amount,settled\nA1,Tern,2026-03-01,310.00,2026-03-20\n"
        + "A2,Tern,2026-03-02,5.00,\n")
    #expect(days.records.map { $0.settlement?.day?.description } == ["2026-03-20", nil])
    #expect(
      open(
        "number,client,date,amount,settled\nA1,Tern,2026-03-01,310.00,200.00\n"
          + "A2,Tern,2026-03-02,5.00,0.00\n") == ["A1 110.00", "A2 5.00"])
  }

  @Test("a column State of an address says nothing of the invoice, and nothing is said of it")
  func stateOfAddress() {
    let text =
      "number,client,date,amount,city,state\nA1,Tern,2026-03-01,310.00,Austin,TX\n"
      + "A2,Grebe,2026-03-02,5.00,Portland,OR\n"
    #expect(open(text) == ["A1 310.00", "A2 5.00"])
    let paid =
      "number,client,date,amount,city,state\nA1,Tern,2026-03-01,310.00,Austin,paid\n"
      + "A2,Grebe,2026-03-02,5.00,Portland,open\n"
    #expect(open(paid) == ["A2 5.00"])
  }

  @Test(
    "words under Paid that nobody knows are a question, not an invoice to ask for",
    arguments: ["bank transfer", "by cheque", "Herr Krause"])
  func riddle(word: String) {
    let contents = read(
      "number,client,date,amount,paid\nA1,Tern,2026-03-01,310.00,\(word)\n"
        + "A2,Tern,2026-03-02,5.00,\n")
    #expect(contents.faults.map(\.code) == [.csvHeader])
    #expect(contents.records.isEmpty)
  }

  @Test("a column of yes and no says whether it is open", arguments: [("1", "0"), ("Yes", "No")])
  func openFlag(yes: String, no: String) {
    let rows = "A1,Tern,2026-03-01,310.00,\(yes)\nA2,Tern,2026-03-02,455.50,\(no)\n"
    #expect(open("number,client,date,amount,open\n" + rows) == ["A1 310.00"])
  }

  @Test("an amount far down makes amounts of all zeros and ones")
  func amounts() {
    let flags = (1...400).map { "B\($0),Tern,2026-03-01,20.00,\($0 % 2)\n" }.joined()
    let text = "number,client,date,amount,paid\n" + flags + "C1,Tern,2026-03-01,20.00,12.50\n"
    let found = open(text)
    #expect(found.count == 401)
    #expect(found.prefix(2) == ["B1 19.00", "B2 20.00"])
  }

  @Test("under a title that says amount, zeros and ones are a question")
  func doubt() {
    let contents = read(
      "number,client,date,amount,balance\nA1,Tern,2026-03-01,310.00,1\nA2,Tern,2026-03-01,5.00,0\n")
    #expect(contents.faults.map(\.code) == [.csvHeader])
    #expect(contents.faults.first?.message.contains("only 0 and 1") == true)
    #expect(contents.records.isEmpty)
  }

  @Test("a column Paid of days is the day of payment")
  func days() {
    let contents = read(
      "number,client,date,amount,paid\nA1,Tern,2026-03-01,310.00,2026-03-20\n"
        + "A2,Tern,2026-03-02,5.00,\n"
    )
    #expect(contents.records[0].settlement?.day?.description == "2026-03-20")
    #expect(contents.records[1].settlement == nil)
  }

  @Test("all columns of states are heard, and what one calls paid is paid")
  func twoStates() {
    let text = """
      number,client,date,amount,status,payment status
      A1,Tern,2026-03-01,10.00,Posted,Paid
      A2,Tern,2026-03-01,20.00,Posted,Not paid
      A3,Tern,2026-03-01,30.00,Cancelled,Not paid
      A4,Tern,2026-03-01,40.00,Draft,Not paid
      A5,Tern,2026-03-01,50.00,Paid,In payment
      """
    #expect(open(text) == ["A2 20.00"])
  }

  @Test("the day beside the word is the day of payment")
  func dayBesideWord() {
    let text = """
      number,client,date,amount,status
      A1,Tern,13/01/2026,10.00,paid 05/03/2026
      A2,Tern,13/01/2026,20.00,not paid
      """
    let records = read(text).records
    #expect(records[0].settlement?.day?.description == "2026-03-05")
    #expect(records[1].settlement == nil)
  }

  @Test("an account of the books is no client's number; a client's account is")
  func account() {
    let books = read(
      """
      number,customer,date,account,total
      1,Tern Ltd,2026-03-01,1100 Receivables,5.00
      2,Grebe Ltd,2026-03-01,1100 Receivables,6.00
      """)
    #expect(books.records.map(\.invoice.buyer.identifiers) == [[], []])
    let clients = read(
      """
      number,account,name,date,total
      1,K7,Tern Ltd,2026-03-01,5.00
      2,K7,TERN LIMITED,2026-03-01,6.00
      3,K8,Grebe,2026-03-01,7.00
      """)
    #expect(
      clients.records.map { $0.invoice.buyer.identifiers.first?.value } == ["K7", "K7", "K8"])
  }

  @Test("what says customer goes before a bare name, and codes are numbers of clients")
  func names() {
    let job = read(
      "number,name,customer,date,total\n1,Website,Tern Ltd,2026-03-01,5.00\n"
        + "2,Website,Grebe,2026-03-01,6.00\n"
    )
    #expect(job.records.map(\.invoice.buyer.name) == ["Tern Ltd", "Grebe"])
    let codes = read(
      "number,customer,name,date,total\n1,10001,Tern Ltd,2026-03-01,5.00\n"
        + "2,10002,Grebe,2026-03-01,6.00\n"
    )
    #expect(codes.records.map(\.invoice.buyer.name) == ["Tern Ltd", "Grebe"])
    #expect(codes.records.first?.invoice.buyer.identifiers.first?.value == "10001")
  }
}
