import Chasing
import Domain
import Foundation
import Letters
import Yams

func day(_ iso: String) -> Day { Day(iso: iso)! }

func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .euro) }

/// The business and the client of the golden letters.
enum Sample {
  static var business: Business {
    var business = Business(name: "Marshside Joinery Ltd", currency: .euro, language: "en")
    business.street = "12 Quay Street"
    business.postcode = "T12 X7Y4"
    business.city = "Cork"
    business.country = "IE"
    business.email = "accounts@marshside.example"
    business.phone = "+353 21 555 0134"
    business.contact = "Aoife Brennan"
    business.identifiers = [.init(.vat, "IE1234567FA")]
    business.accounts = [
      BankAccount(iban: "IE29AIBK93115212345678", bic: "AIBKIE2D", currency: .euro)
    ]
    return business
  }

  static var client: Client {
    var client = Client(id: ID(1), externalID: "K-1", name: "Köster & Söhne GmbH")
    client.address.lines = ["Hafenstraße 7"]
    client.address.postcode = "20457"
    client.address.city = "Hamburg"
    client.address.country = "DE"
    client.contact.person = "Jana Köster"
    return client
  }

  /// A notice of one stage of the standard ladder, as a plan would give it.
  static func notice(stage: String, language: String) -> Notice {
    let level = (ChaseStage.standard.firstIndex { $0.name == stage } ?? 4) + 1
    let today = day("2026-06-09")
    let late = [-3, 3, 10, 21, 36][level - 1]
    var lines = [line("2026-0117", late: late, level: level, 1_234_50, today)]
    var credits: [AccountCredit] = []
    if level >= 3 {
      lines.append(line("2026-0131", late: 2, level: 0, 89_00, today))
      lines[1].isBeside = true
      credits.append(
        AccountCredit(
          client: ID(1), amount: euros(50_00), day: today - 12,
          creditNote: InvoiceNumber("CN-2026-014")))
    }
    if level == 5 {
      lines[0].interest = euros(12_36)
      lines[0].fee = euros(40_00)
      lines[0].interestLines = [
        InterestLine(
          first: today - 35, last: today, balance: euros(1_234_50), annual: BasisPoints(1_015),
          interest: euros(12_36))
      ]
      credits.append(AccountCredit(client: ID(1), amount: euros(100_00), day: today - 4))
    }
    let owed = lines.map { $0.item.open + $0.interest + $0.fee }.sum(.euro)
    var notice = Notice(
      client: client, currency: .euro, day: today, level: level, stage: stage, lines: lines,
      credits: credits, total: owed - credits.map(\.amount).sum(.euro),
      payBy: level == 1 ? lines[0].item.due.day : today + 7, language: language, channel: .letter)
    notice.lines[0].earlierReminders = max(0, level - 2)
    notice.paymentsKnownThrough = today - 1
    if level == 5 { notice.chargesBasis = "2011/7/EU" }
    return notice
  }

  /// A letter that is no reminder, with all that its words may ask for.
  static func occasion(_ kind: Occasion.Kind, language: String) -> Occasion {
    let today = day("2026-06-09")
    var occasion = Occasion(
      kind, client: client, currency: .euro, day: today, language: language)
    occasion.date = day("2026-07-01")
    occasion.amount = euros(250_00)
    occasion.termDays = 14
    occasion.numbers = ["2026-0117"]
    occasion.paymentsKnownThrough = today - 1
    let item = line("2026-0117", late: 12, level: 0, 1_234_50, today).item
    switch kind {
    case .statement, .brokenPromise: occasion.items = [item]
    case .assignment:
      occasion.items = [item]
      occasion.assignee = BankAccount(
        iban: "DE21900000170041220700", name: "Priel Factoring AG", currency: .euro)
    case .plan:
      occasion.instalments = [
        PartPayment(euros(600_00), on: day("2026-07-01")),
        PartPayment(euros(634_50), on: day("2026-08-01")),
      ]
    default: break
    }
    return occasion
  }

  static func line(
    _ number: String, late: Int, level: Int, _ cents: Int64, _ today: Day
  ) -> Notice.Line {
    let due = today - late
    let item = OpenItem(
      id: ID(Int64(late + 1_000)), number: InvoiceNumber(number), client: ID(1),
      issueDate: due - 30, due: DueDate(due, .document), total: euros(cents), open: euros(cents))
    return Notice.Line(
      item: item, level: level, daysOverdue: late, interest: .zero(.euro), fee: .zero(.euro))
  }

  static func stationery(
    business: Business = business, folders: [String] = [],
    languages: Set<String> = Set(TemplateFolder.builtInLanguages)
  ) throws -> Stationery {
    try Stationery(
      business: business, templates: templates(folders), languages: languages)
  }

  static func templates(_ folders: [String] = []) -> TemplateFolder {
    TemplateFolder(folders: folders, parseYAML: flattened)
  }

  static func wording(_ language: String) throws -> Wording {
    try templates().wording(for: [language])
  }

  /// Two levels of YAML as dotted keys.
  @Sendable static func flattened(_ yaml: String) throws -> [String: [String]] {
    var entries: [String: [String]] = [:]
    guard let root = try Yams.compose(yaml: yaml)?.mapping else { throw NotAMapping() }
    for (section, node) in root {
      for (key, value) in node.mapping ?? [:] {
        let texts = value.sequence.map { $0.compactMap(\.scalar?.string) }
        entries["\(section.scalar?.string ?? "").\(key.scalar?.string ?? "")"] =
          texts ?? value.scalar.map { [$0.string] }
      }
    }
    return entries
  }

  struct NotAMapping: Error {}
}

/// A text that tests keep; `RECORD=1 swift test` writes it anew, and a missing one fails.
struct Golden {
  let path: String

  init(_ name: String) {
    path = URL(filePath: #filePath).deletingLastPathComponent().path + "/Golden/" + name
  }

  func matches(_ text: String) throws -> Bool {
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return true
    }
    return try String(contentsOfFile: path, encoding: .utf8) == text
  }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.path + "/dunlin-letters-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }
}
