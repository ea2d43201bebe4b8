import Domain
import Foundation
import LedgerStore
import Support
import Testing

@Test(
  "ageing buckets and what is not due add up to the open items and to the sum over clients",
  arguments: [31, 32, 33, 34] as [UInt64])
func figuresAddUp(seed: UInt64) throws {
  var random = Seeded(seed)
  let currencies: [Currency] = [.euro, .pound, .yen]
  var records: [FileContents.Record] = []
  var lines: [BankLine] = []
  for number in 0..<120 {
    let currency = currencies[Int.random(in: 0..<3, using: &random)]
    let amount = Money(
      minorUnits: Int64.random(in: -2_000...90_000, using: &random), currency: currency)
    let issued = day("2025-06-01") + Int.random(in: 0...390, using: &random)
    let client = "Client \(Int.random(in: 0..<9, using: &random))"
    records.append(
      record(
        "N-\(10_000 + number)", Int.random(in: 0..<8, using: &random) == 0 ? .creditNote : .invoice,
        client: client, issued: issued.description, amount))
    if Bool.random(using: &random) {
      lines.append(
        line(
          (issued + Int.random(in: 0...90, using: &random)).description,
          Money(minorUnits: Int64.random(in: 1...90_000, using: &random), currency: currency),
          text: "N-\(10_000 + number)", from: client))
    }
  }
  let ledger = try ledger(file("r", records), file("l", bank: lines))
  #expect(try ledger.violations() == [], "seed \(seed)")
  for iso in ["2025-12-31", "2026-03-15", "2026-06-30"] {
    let receivables = try ledger.receivables(asOf: day(iso))
    let ageing = Ageing(of: receivables)
    for currency in receivables.currencies {
      let open = receivables.items.map(\.open).filter { $0.currency == currency }.sum(currency)
      let byClient = ageing.rows.filter { $0.currency == currency }
      #expect(ageing.total(currency).buckets.sum(currency) == open, "seed \(seed), \(iso)")
      #expect(byClient.map(\.open).sum(currency) == open, "seed \(seed), \(iso)")
      let credits = receivables.credits.map(\.amount).filter { $0.currency == currency }
      #expect(byClient.map(\.onAccount).sum(currency) == credits.sum(currency))
    }
  }
}

@Test("a book on disk is the same when it is opened again")
func reopening() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appendingPathComponent("book.sqlite").path
  let rules = Import(day: day("2026-06-30"), business: business)
  let first = try Ledger(path: path)
  _ = try first.add(
    [file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))])], by: rules)
  let second = try Ledger(path: path)
  #expect(try second.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
}

@Test("a file that is no book is refused with its path")
func notABook() throws {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent(UUID().uuidString).path
  try Data("no database at all, but long enough to be read as one".utf8)
    .write(to: URL(fileURLWithPath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  #expect {
    _ = try Ledger(path: path)
  } throws: { error in
    guard case .cannotOpen(path, _) = error as? Ledger.Problem else { return false }
    return true
  }
}

@Test("history knows the day the last cent came, and leaves out what nobody paid")
func payHistory() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000)),
        record("RE-1002", issued: "2026-05-02", due: "2026-06-01", euros(5_000)),
        record("GU-1", .creditNote, issued: "2026-05-25", euros(5_000), credits: "RE-1002"),
        record("RE-1003", issued: "2026-06-02", due: "2026-07-02", euros(700)),
      ]),
    file(
      "b",
      bank: [
        line("2026-06-01", euros(4_000), text: "RE-1001"),
        line("2026-06-11", euros(6_000), text: "RE-1001"),
      ]))
  let now = try ledger.payHistory(asOf: day("2026-06-30")).entries
  #expect(now.map(\.settled) == [day("2026-06-11"), nil])
  let before = try ledger.payHistory(asOf: day("2026-06-10")).entries
  #expect(before.map(\.settled) == [nil, nil])
}

@Test("a notice once given is known, and a failed letter records none")
func notices() throws {
  let ledger = try ledger(
    file("a", [record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000))]))
  let receivables = try ledger.receivables(asOf: day("2026-06-05"))
  let item = try #require(receivables.items.first)
  let client = try #require(receivables.clients[item.client])
  let notice = Notice(
    client: client, currency: .euro, day: day("2026-06-05"), level: 2, stage: "reminder",
    lines: [
      Notice.Line(item: item, level: 2, daysOverdue: 5, interest: .zero(.euro), fee: .zero(.euro))
    ], credits: [], total: item.open, payBy: day("2026-06-12"), language: "en", channel: .email)
  struct DiskFull: Error {}
  #expect(throws: DiskFull.self) {
    try ledger.give([notice]) { _ in throw DiskFull() }
  }
  #expect(try ledger.noticesGiven(for: day("2026-01-01")).isEmpty)
  _ = try ledger.give([notice]) { _ in .init(files: ["letter.txt"]) }
  #expect(
    try ledger.noticesGiven(for: day("2026-01-01")) == [
      NoticeRecord(
        invoice: item.id, client: item.client, day: day("2026-06-05"), level: 2,
        payBy: day("2026-06-12"), leadStage: "reminder", stage: "reminder")
    ])
  #expect(throws: (any Error).self) {
    try ledger.give([notice]) { _ in .init(files: []) }
  }
}

@Test("the house's fee in a notice is kept, and part of the paper trail")
func noticeFee() throws {
  let ledger = try ledger(
    file("a", [record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000))]))
  let receivables = try ledger.receivables(asOf: day("2026-06-05"))
  let item = try #require(receivables.items.first)
  let client = try #require(receivables.clients[item.client])
  var line = Notice.Line(
    item: item, level: 2, daysOverdue: 5, interest: .zero(.euro), fee: euros(45_00))
  line.houseFee = euros(5_00)
  let notice = Notice(
    client: client, currency: .euro, day: day("2026-06-05"), level: 2, stage: "second",
    lines: [line], credits: [], total: item.open, payBy: day("2026-06-12"), language: "en",
    channel: .email)
  _ = try ledger.give([notice]) { _ in .init(files: ["letter.txt"]) }
  #expect(try ledger.noticesGiven(for: day("2026-06-05")).map(\.houseFee) == [euros(5_00)])
  #expect(try ledger.violations() == [])
}
