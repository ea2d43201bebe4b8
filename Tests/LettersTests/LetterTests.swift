import Chasing
import Domain
import Letters
import Testing

private let stages = ["upcoming", "reminder", "second", "third", "final", "claim", "call"]
private let cases = stages.flatMap { stage in
  TemplateFolder.builtInLanguages.map { (stage, $0) }
}

@Suite("Letter")
struct LetterTests {
  @Test("every stage reads as it was approved", arguments: cases)
  func golden(stage: String, language: String) throws {
    let stationery = try Sample.stationery()
    let letter = try stationery.letter(for: Sample.notice(stage: stage, language: language))
    let text = stationery.plainText(of: letter)
    #expect(try Golden("\(stage).\(language).txt").matches(text))
    if ["en", "de"].contains(language) {
      #expect(try Golden("\(stage).\(language).html").matches(stationery.page(of: letter)))
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= LetterText.columns })
    #expect(!text.contains("{"), "a placeholder was left")
  }

  @Test("no letter threatens with courts, lawyers, agencies or a stop", arguments: cases)
  func calm(stage: String, language: String) throws {
    let stationery = try Sample.stationery()
    let letter = try stationery.letter(for: Sample.notice(stage: stage, language: language))
    let text = stationery.plainText(of: letter).lowercased()
    for word in [
      "court", "lawyer", "solicitor", "agency", "legal", "gericht", "anwalt", "inkasso", "avocat",
      "tribunal", "huissier", "incasso", "rechter", "deurwaarder", "juzgado", "abogado", "judicial",
      "avvocato", "giudizio", "sąd", "windyk", "komorn",
    ] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(text.contains("aoife brennan") && text.contains("+353 21 555 0134"))
  }

  @Test("the last letter announces what the house has switched on, and nothing else")
  func consequences() throws {
    var notice = Sample.notice(stage: "final", language: "en")
    notice.consequences = [.creditStop]
    let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(letter.paragraphs.contains { $0.contains("only against payment in advance") })
    #expect(!letter.paragraphs.contains { $0.contains("court") || $0.contains("collection") })
  }

  @Test("what stands from an earlier last letter is named, and not asked for")
  func standing() throws {
    var notice = Sample.notice(stage: "reminder", language: "en")
    let old = Sample.line("2025-0900", late: 90, level: 5, 700_00, notice.day).item
    notice.standing = [.init(item: old, noticed: notice.day - 30)]
    let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(letter.paragraphs.contains { $0.contains("10 May 2026 about 2025-0900 (700.00 EUR)") })
    #expect(letter.table?.total.amount == "1,234.50 EUR")
  }

  @Test("a person or sole trader gets the papers of a letter of claim, a firm does not")
  func enclosures() throws {
    var notice = Sample.notice(stage: "claim", language: "en")
    #expect(try Letter(notice, from: Sample.business, in: Sample.wording("en")).enclosures.isEmpty)
    notice.isToIndividual = true
    let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(letter.enclosures.count == 5)
    #expect(letter.enclosures.contains("Reply form"))
    notice.channel = .email
    let mailed = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(mailed.enclosures.isEmpty, "a mail lists nothing that is not attached")
  }

  @Test("the rows, less credits, plus charges, are the total")
  func total() throws {
    let notice = Sample.notice(stage: "final", language: "en")
    let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(letter.table?.rows.map(\.open) == ["1,234.50"])
    #expect(letter.table?.extras.map(\.amount) == ["89.00", "-50.00", "-100.00", "12.36", "40.00"])
    #expect(letter.table?.total.amount == "1,225.86 EUR")
    #expect(letter.payment?.fields.map(\.value).contains("1,225.86 EUR") == true)
  }

  @Test("what a last letter says is about what was written of before; a newer invoice has its own")
  func beside() throws {
    let notice = Sample.notice(stage: "final", language: "en")
    let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(letter.subject == "Final reminder: 1,225.86 EUR by 16 June 2026")
    #expect(letter.opening.contains("overdue for 36 days"))
    #expect(
      letter.paragraphs.contains { $0.hasPrefix("Also overdue") && $0.contains("(89.00 EUR)") })
    #expect(letter.table?.extras.first?.label == "Also overdue: 2026-0131, due 7 Jun 2026")
  }

  @Test("what falls due on several days is not said to fall due on the first")
  func severalDueDates() throws {
    var notice = Sample.notice(stage: "upcoming", language: "en")
    notice.lines.append(Sample.line("2026-0132", late: -5, level: 1, 900_00, notice.day))
    let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(letter.subject.hasSuffix("due from 12 June 2026 to 14 June 2026"))
    #expect(letter.payment?.fields.last?.value == "each by its due date")
  }

  @Test("where no fixed sum is claimed, the letter speaks of interest alone")
  func interestAlone() throws {
    var notice = Sample.notice(stage: "final", language: "en")
    notice.chargesBasis = "Art. L441-10 C. com."
    for (houseFee, words) in [
      (euros(40_00), "Interest is claimed under Art. L441-10 C. com."),
      (euros(0), "Interest and fixed sums are claimed under Art. L441-10 C. com."),
    ] {
      notice.lines[0].houseFee = houseFee
      let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
      #expect(letter.paragraphs.contains(words), "and no full stop twice")
    }
  }

  @Test("what stands from several letters is one sentence, with their days")
  func standingSeveral() throws {
    var notice = Sample.notice(stage: "reminder", language: "en")
    notice.standing = [30, 20, 10].map { ago in
      let old = Sample.line("OLD-\(ago)", late: 90, level: 5, 700_00, notice.day).item
      return .init(item: old, noticed: notice.day - ago)
    }
    let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    let sentence = letter.paragraphs.first { $0.contains("does not repeat") }
    #expect(
      sentence?.contains(
        "from 10 May 2026 to 30 May 2026 about OLD-30, OLD-20, OLD-10 (2,100.00 EUR)") == true)
  }

  @Test("the payment box names the account of the notice's currency, the IBAN in groups of four")
  func paymentBox() throws {
    var business = Sample.business
    business.accounts.insert(BankAccount(iban: "12345678", currency: .pound), at: 0)
    let wording = try Sample.wording("en")
    let notice = Sample.notice(stage: "second", language: "en")
    let box = try #require(try Letter(notice, from: business, in: wording).payment)
    #expect(box.fields.map(\.label).prefix(3) == ["Account holder", "IBAN", "BIC"])
    #expect(box.fields[1].value == "IE29 AIBK 9311 5212 3456 78")
    #expect(box.fields.map(\.value).contains("2026-0117, 2026-0131"))
    business.accounts.removeLast()
    let other = try #require(try Letter(notice, from: business, in: wording).payment)
    #expect(other.fields.map(\.label) == ["Amount", "Reference", "Pay by"])
    #expect(other.note == "Our bank details are on the invoices.")
  }

  @Test("a reference is never longer than a transfer can carry, and cuts no number")
  func reference() throws {
    var notice = Sample.notice(stage: "reminder", language: "en")
    notice.lines = (1...40).map {
      Sample.line("2026-00\(100 + $0)", late: 5, level: 2, 1_00, notice.day)
    }
    let letter = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    let reference = try #require(letter.payment?.fields.first { $0.label == "Reference" }).value
    #expect(reference.count <= 140)
    #expect(reference.hasSuffix("2026-00111"))
  }

  @Test("what documents bring can break neither the page nor the line")
  func hostileNames() throws {
    var notice = Sample.notice(stage: "reminder", language: "en")
    notice.client.name = "<script>alert(1)</script>{total}\u{1B}[31m\nX-Header: 1\u{202E}"
    notice.client.contact.person = ""
    notice.lines[0].item.number = InvoiceNumber("\"><b>{{subject}}\u{7}")
    let stationery = try Sample.stationery()
    let letter = try stationery.letter(for: notice)
    let page = stationery.page(of: letter)
    #expect(!page.contains("<script") && !page.contains("<b>"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;{total}"))
    #expect(page.contains("&quot;&gt;&lt;b&gt;{{subject}}"))
    let text = stationery.plainText(of: letter)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x202E })
    #expect(!text.contains("\nX-Header"))
  }

  @Test("a number too long for its column stands on a line of its own")
  func longNumber() throws {
    var notice = Sample.notice(stage: "third", language: "en")
    let number = String(repeating: "LONG-", count: 9)
    notice.lines[0].item.number = InvoiceNumber(number)
    let stationery = try Sample.stationery()
    let text = stationery.plainText(of: try stationery.letter(for: notice))
    #expect(text.contains("\n\(number)\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= LetterText.columns })
  }

  @Test("without a contact person, phone or e-mail the letter still says whom to ask")
  func noContact() throws {
    var business = Business(name: "Marshside")
    let notice = Sample.notice(stage: "reminder", language: "en")
    let wording = try Sample.wording("en")
    let bare = try Letter(notice, from: business, in: wording)
    #expect(bare.paragraphs.last == "If you have questions, please reply to this letter.")
    business.phone = "555"
    let phone = try Letter(notice, from: business, in: wording)
    #expect(phone.paragraphs.last == "Marshside is happy to help: phone 555.")
  }

  @Test(
    "a rate that was not seen published is marked, and the letter says so", arguments: languages)
  func derivedRate(language: String) throws {
    var notice = Sample.notice(stage: "claim", language: language)
    let wording = try Sample.wording(language)
    let plain = try #require(try Letter(notice, from: Sample.business, in: wording).annex)
    let line = notice.lines[0].interestLines[0]
    notice.lines[0].interestLines = [
      InterestLine(
        first: line.first, last: line.last, balance: line.balance, annual: line.annual,
        isRateDerived: true, interest: line.interest)
    ]
    let letter = try Letter(notice, from: Sample.business, in: wording)
    let marked = try #require(letter.annex)
    #expect(marked.rows[0][5] == plain.rows[0][5] + "*")
    #expect(marked.note.hasPrefix(plain.note + " * ") && !plain.note.contains("*"))
    let text = try Sample.stationery().plainText(of: letter)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= LetterText.columns })
  }

  private static let languages = ["de", "en", "es", "fr", "it", "nl", "pl"]

  @Test("a stage without wording is an error that names what is missing")
  func unknownStage() throws {
    var notice = Sample.notice(stage: "reminder", language: "en")
    notice.stage = "fourth"
    let wording = try Sample.wording("en")
    let missing = #expect(throws: Wording.Missing.self) {
      try Letter(notice, from: Sample.business, in: wording)
    }
    #expect(missing?.keys == ["fourth.paragraphs"])
  }
}
