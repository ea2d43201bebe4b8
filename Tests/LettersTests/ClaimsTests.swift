import Chasing
import Domain
import Letters
import Testing

/// What can be on record of an invoice that a letter asks for.
private struct Situation: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var earlier: Int
  var record: [RecordedFact] = []
  var isHeardOf = false
  var isPastFriendly = false

  /// The sentences that are true of it; all others may not stand in the letter.
  var isOversight = false
  var isSilence = false
  var isDelivered = true

  func notice(_ stage: String, _ language: String) -> Notice {
    var notice = Sample.notice(stage: stage, language: language)
    notice.lines[0].earlierReminders = earlier
    notice.record = record
    notice.isHeardOf = isHeardOf
    notice.isPastFriendly = isPastFriendly
    return notice
  }

  static let all = [
    Situation(testDescription: "first letter", earlier: 0, isOversight: true),
    Situation(testDescription: "first letter, after a last one", earlier: 0, isPastFriendly: true),
    Situation(testDescription: "one letter, silence", earlier: 1, isSilence: true),
    Situation(testDescription: "several letters, silence", earlier: 3, isSilence: true),
    Situation(
      testDescription: "part payment", earlier: 1,
      record: [
        .partPaid(
          InvoiceNumber("2026-0117"), euros(700_00), of: euros(1_934_50), left: euros(1_234_50),
          last: day("2026-05-28"))
      ], isHeardOf: true),
    Situation(
      testDescription: "broken promise", earlier: 2,
      record: [.promiseBroken(day: day("2026-05-11"), until: day("2026-05-22"))],
      isHeardOf: true),
    Situation(
      testDescription: "plan missed", earlier: 2, record: [.planMissed(day: day("2026-05-11"))],
      isHeardOf: true),
    Situation(
      testDescription: "objection closed", earlier: 1,
      record: [.objection(InvoiceNumber("2026-0117"), day: day("2026-05-11"))], isHeardOf: true,
      isDelivered: false),
    Situation(
      testDescription: "objection of the client, and a call noted", earlier: 4,
      record: [.objection(nil, day: day("2026-05-11"))], isHeardOf: true, isDelivered: false),
    Situation(testDescription: "a call noted", earlier: 1, isHeardOf: true),
  ]
}

@Suite("Claims of letters")
struct ClaimsTests {
  @Test(
    "a letter says what is true of its invoices and nothing else, at every stage",
    arguments: TemplateFolder.builtInLanguages, Situation.all)
  fileprivate func claims(language: String, situation: Situation) throws {
    let wording = try Sample.wording(language)
    func sentence(_ key: String) throws -> String { try wording.text("claims.\(key)") }
    for stage in ["reminder", "second", "third", "final", "claim"] {
      let letter = try Letter(
        situation.notice(stage, language), from: Sample.business, in: wording)
      let text = ([letter.opening] + letter.paragraphs).joined(separator: " ")
      let claims: [(key: String, isTrue: Bool, stages: Set<String>)] = [
        ("oversight", situation.isOversight, ["reminder"]),
        ("silence", situation.isSilence, ["second"]),
        ("plea", situation.isSilence, ["third"]),
        ("delivered", situation.isDelivered, ["third"]),
        ("written-once", situation.earlier == 1, ["second", "third", "final", "claim"]),
        ("written-several", situation.earlier > 1, ["second", "third", "final", "claim"]),
      ]
      for (key, isTrue, stages) in claims {
        let isSaid = try text.contains(sentence(key))
        #expect(isSaid == (isTrue && stages.contains(stage)), "\(stage): \(key) in \(text)")
      }
      for fact in situation.record {
        let day: Day? =
          switch fact {
          case .partPaid(_, _, _, _, let last): last
          case .promiseBroken(_, let until): until
          case .planMissed(let day), .objection(_, let day): day
          }
        guard let day else { continue }
        #expect(text.contains(wording.date(day)), "\(stage): \(fact) is not told in \(text)")
      }
      #expect(!text.contains("  ") && !text.contains("{"), "\(text)")
    }
  }

  @Test(
    "what came of it, what was promised and agreed reads as it was approved",
    arguments: TemplateFolder.builtInLanguages)
  func golden(language: String) throws {
    let stationery = try Sample.stationery()
    let texts = try Situation.all.filter { !$0.record.isEmpty }.map { situation in
      let letter = try stationery.letter(for: situation.notice("second", language))
      return "== \(situation.testDescription)\n\n" + letter.opening + "\n\n"
        + letter.paragraphs.joined(separator: "\n\n")
    }
    #expect(try Golden("record.\(language).txt").matches(texts.joined(separator: "\n\n") + "\n"))
  }

  @Test(
    "payments are said to be considered as far as bank data reach, and to no day without any",
    arguments: TemplateFolder.builtInLanguages)
  func considered(language: String) throws {
    let wording = try Sample.wording(language)
    var notice = Sample.notice(stage: "second", language: language)
    notice.paymentsKnownThrough = day("2026-05-20")
    let known = try Letter(notice, from: Sample.business, in: wording).paragraphs.joined()
    #expect(known.contains(wording.date(day("2026-05-20"))))
    #expect(!known.contains(wording.date(notice.day)))
    notice.paymentsKnownThrough = nil
    let unknown = try Letter(notice, from: Sample.business, in: wording).paragraphs.joined()
    #expect(!unknown.contains(wording.date(notice.day)))
  }

  @Test(
    "interest of a year that bears interest itself is explained", arguments: ["nl", "en", "pl"])
  func compound(language: String) throws {
    let wording = try Sample.wording(language)
    var notice = Sample.notice(stage: "final", language: language)
    let sentence = try wording.text("interest.compound")
    let plain = try Letter(notice, from: Sample.business, in: wording)
    #expect(plain.annex?.note.contains(sentence) == false)
    let line = notice.lines[0].interestLines[0]
    notice.lines[0].interestLines = [
      InterestLine(
        first: line.first, last: line.last, balance: line.balance + euros(10_00),
        annual: line.annual, interest: line.interest)
    ]
    let letter = try Letter(notice, from: Sample.business, in: wording)
    #expect(letter.annex?.note.contains(sentence) == true)
  }

  @Test("a person is greeted by its name, a firm as the accounts team")
  func persons() throws {
    var notice = Sample.notice(stage: "reminder", language: "en")
    notice.client.contact.person = ""
    let firm = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(firm.greeting == "To the accounts team of Köster & Söhne GmbH,")
    notice.isToIndividual = true
    notice.client.name = "Ivy Moorcroft"
    let person = try Letter(notice, from: Sample.business, in: Sample.wording("en"))
    #expect(person.greeting == "Dear Ivy Moorcroft,")
  }
}
