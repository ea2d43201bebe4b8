import Chasing
import Domain
import Letters
import Printing
import Settings
import Support

/// A large made-up ledger: who gets which notice today, and the letters about it.
struct ChaseBench {
  static let seed: UInt64 = 12
  private static let asOf = Day(iso: "2026-06-09")!

  private let receivables: Receivables
  /// Earlier notices about half of what is late.
  private let sent: [NoticeRecord]

  /// `count` open invoices of 5,000 clients in two currencies.
  init(count: Int) {
    var random = Seeded(Self.seed)
    var clients: [ID<Client>: Client] = [:]
    for number in 1...5_000 {
      var client = Client(
        id: ID(Int64(number)), externalID: "C\(number)", name: "Client number \(number) GmbH")
      client.address.country = ["DE", "FR", "GB", "IE", "AT"][number % 5]
      client.address.lines = ["Some Street \(number)"]
      (client.address.postcode, client.address.city) = ("1234", "Town")
      clients[client.id] = client
    }
    var items: [OpenItem] = []
    var sent: [NoticeRecord] = []
    for number in 1...count {
      let late = Int.random(in: -30...90, using: &random)
      let due = Self.asOf - late
      let total = Money(
        minorUnits: .random(in: 1_000...1_000_000, using: &random),
        currency: number % 9 == 0 ? .pound : .euro)
      let client = ID<Client>(.random(in: 1...5_000, using: &random))
      items.append(
        OpenItem(
          id: ID(Int64(number)), number: InvoiceNumber("RE-2026-\(number)"),
          client: client, issueDate: due - 30,
          due: DueDate(due, .document), total: total, open: total))
      guard late > 5 else { continue }
      for level in 2...Int.random(in: 2...4, using: &random) {
        sent.append(
          NoticeRecord(
            invoice: ID(Int64(number)), client: client, day: due + level * 7, level: level))
      }
    }
    items.sort {
      ($0.client, $0.open.currency, $0.due.day, $0.number)
        < ($1.client, $1.open.currency, $1.due.day, $1.number)
    }
    receivables = Receivables(asOf: Self.asOf, clients: clients, items: items, credits: [])
    self.sent = sent
  }

  private func plan(after sent: [NoticeRecord], _ policy: ChasePolicy) throws -> ChasePlan {
    ChasePlan(receivables: receivables, sent: sent, policy: policy, day: Self.asOf) {
      BusinessDays(country: $0)
    }
  }

  static func measure(runs: Int) throws -> [Measured] {
    let bench = ChaseBench(count: 100_000)
    let charging = ChasePolicy(charges: LateCharges(law: .init("EU")))
    let first = try medianSeconds(runs: runs) { _ = try bench.plan(after: [], ChasePolicy()) }
    let later = try medianSeconds(runs: runs) { _ = try bench.plan(after: bench.sent, charging) }
    let notices = try bench.plan(after: [], ChasePolicy()).notices
    let stationery = try stationery()
    let texts = try medianSeconds(runs: runs) {
      for notice in (0..<5_000).map({ notices[$0 % notices.count] }) {
        _ = stationery.plainText(of: try stationery.letter(for: notice))
      }
    }
    let pages = try medianSeconds(runs: runs) {
      for notice in (0..<5_000).map({ notices[$0 % notices.count] }) {
        _ = stationery.page(of: try stationery.letter(for: notice))
      }
    }
    return [
      Measured("planning 100,000 open invoices, first notices", first, bar: 0.5),
      Measured("the same after earlier notices, with interest by law", later, bar: 0.5),
      Measured("5,000 letters as text, one thread", texts, bar: 1),
      Measured("the same as HTML, for mail", pages, bar: 3),
    ]
  }

  static func measurePDF(runs: Int) throws -> [Measured] {
    let notices = try ChaseBench(count: 100_000).plan(after: [], ChasePolicy()).notices
    let stationery = try stationery()
    let letters = try notices.prefix(150).map { try stationery.letter(for: $0) }
    let paper = try LetterPDF(paper: .a4)
    let files = try medianSeconds(runs: runs) {
      for letter in letters { _ = try paper.bytes(of: [letter], day: asOf) }
    }
    return [Measured("150 letters as PDF, one thread", files, bar: 1)]
  }

  private static func stationery() throws -> Stationery {
    try Stationery(
      business: business,
      templates: TemplateFolder(folders: []) { try wordingEntries(yaml: $0) },
      languages: ["en", "de"])
  }

  private static var business: Business {
    var business = Business(name: "Marshside Joinery Ltd")
    (business.email, business.phone, business.contact) = ("a@b.example", "+353 1", "Accounts")
    business.accounts = [
      BankAccount(iban: "IE29AIBK93115212345678", bic: "AIBKIE2D", currency: .euro)
    ]
    return business
  }
}
