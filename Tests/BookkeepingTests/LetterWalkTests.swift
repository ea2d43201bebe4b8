import Bookkeeping
import Chasing
import Domain
import Letters
import Settings
import Support
import Testing

/// Sixty days of daily runs over clients of each kind in each language. Every letter is read as it
/// was written, and each of its sentences has to be true of what the test itself put on record.
@Suite("Walk of letters")
struct LetterWalkTests {
  private static let first = day("2026-03-02")
  private static let days = 60

  @Test("each kind of client, in each language, reads only what is on record, for sixty days")
  func walk() throws {
    let town = try WalkTown()
    for place in 0..<Self.days {
      let today = Self.first + place
      try town.live(today)
      let chased = try town.chase(today)
      for (notice, files) in zip(chased.plan.notices, chased.files) {
        let text = try #require(files.first { $0.hasSuffix(".txt") })
        try check(notice, text: WalkLetter(file: text), town, today)
      }
      for skipped in chased.plan.skipped where skipped.item.open.isPositive {
        #expect(!town.record.isPaid(skipped.item.number.text, on: today), "\(today)")
      }
    }
    // The walk has come to what it is about: nothing above can be true of no letters.
    let letters = town.record.letters
    #expect(Set(letters.map(\.language)) == Set(TemplateFolder.builtInLanguages))
    #expect(town.claimed.keys.sorted() == LetterClaim.table.map(\.key).sorted())
    for language in TemplateFolder.builtInLanguages {
      for kind in WalkKind.allCases {
        let stages = Set(letters.filter { $0.kind == kind && $0.language == language }.map(\.stage))
        #expect(stages == kind.stages, "\(kind) in \(language)")
      }
    }
  }

  private func check(
    _ notice: Notice, text: WalkLetter, _ town: WalkTown, _ today: Day
  ) throws {
    let record = town.record
    let wording = try #require(town.wordings[notice.language])
    let subject = WalkSubject(notice, record: record, today: today)
    let about = "\(today) \(notice.client.name) \(notice.stage)"
    #expect(notice.language == subject.client.language, "\(about)")

    // Who gets no letter at all, and when.
    #expect(!record.isInsolvent(subject.client, on: today), "\(about)")
    #expect(subject.client.kind != .credited, "\(about)")
    #expect(record.running(subject.client, notice.currency, on: today) == nil, "\(about)")
    for invoice in subject.asked + subject.beside {
      #expect(record.promise(of: invoice, runsOn: today) == nil, "\(about): promised")
      #expect(!record.isDisputed(invoice, on: today), "\(about): disputed")
      #expect(record.open(invoice, on: today).isPositive, "\(about): paid")
      #expect(!record.lastStages.contains(invoice), "\(about): after the last letter")
    }

    // The figures: each open amount, one sum everywhere.
    let total = (subject.asked + subject.beside).map { record.open($0, on: today) }
      .sum(notice.currency)
    #expect(notice.total == total, "\(about)")
    for invoice in subject.asked {
      let open = wording.figure(record.open(invoice, on: today))
      #expect(text.tables.contains { $0.hasPrefix(invoice) && $0.hasSuffix(open) }, "\(about)")
    }
    #expect(text.subject.contains(wording.amount(total)), "\(about): \(text.subject)")
    #expect(text.payment.contains(wording.amount(total)), "\(about): \(text.payment)")

    let person = ["client": notice.client.name, "person": notice.client.name]
    let greeting = subject.client.isPerson ? "greeting.person" : "greeting.company"
    #expect(try text.greeting == wording.text(greeting, person), "\(about)")

    // The sentences: every true claim is said, and what is left are the fixed words of the stage.
    var body = text.body
    for claim in LetterClaim.table {
      let sentences = try claim.sentences(subject, wording)
      for sentence in sentences {
        guard let place = body.firstRange(of: sentence) else {
          Issue.record("\(about): \(claim.key) is true and not said: \(text.body)")
          continue
        }
        body.removeSubrange(place)
        town.claimed[claim.key, default: 0] += 1
      }
    }
    let fixed = try wording.texts("\(notice.stage).paragraphs", subject.values(wording))
    let said = body.split(separator: " ").joined(separator: " ")
    let expected = fixed.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(said == expected, "\(about): a sentence that is not on record")
    town.record.letters.append(subject.sent)
  }
}

/// A letter as its reader has it: blocks of the text file.
private struct WalkLetter {
  let subject: String
  let greeting: String
  /// The paragraphs, each on one line, in order.
  let body: String
  /// The rows of its tables.
  let tables: [String]
  let payment: String

  init(file: String) throws {
    let text = try WalkTown.read(file)
    let blocks = text.split(separator: "\n\n").map { $0.split(separator: "\n").map(String.init) }
    let isTable = { (block: [String]) in block.contains { $0.allSatisfy { $0 == "-" } } }
    let isBox = { (block: [String]) in block.dropFirst().allSatisfy { $0.hasPrefix("  ") } }
    subject = blocks[3].joined(separator: " ")
    greeting = blocks[4].joined(separator: " ")
    tables = blocks.filter(isTable).flatMap { $0 }
    payment = blocks.dropFirst(5).first { $0.count > 2 && isBox($0) }?.joined(separator: " ") ?? ""
    body = blocks.dropFirst(5).dropLast()
      .filter { !isTable($0) && !($0.count > 2 && isBox($0)) }
      .map { $0.joined(separator: " ") }.joined(separator: " ")
  }
}
