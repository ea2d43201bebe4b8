import Foundation
import Testing

/// A book with two financiers, and a client with three invoices open on 2026-06-09.
private func book() throws -> Program {
  let program = try Program()
  _ = try program("init", "book")
  try program.write(
    """
    house: {name: Our House, country: IE, waiting_percent: "8", reminder_cost: "2.00"}
    bank:
      - {iban: DE21900000170041220700, currency: EUR}
    finance:
      - {name: Open Funds, disclosed: true, account: DE02120300000000202051, limit: "2000.00"}
      - {name: Quiet Funds, service_percent: "2", recourse_days: 90}
    """, to: "book/dunlin.yaml")
  try program.write(
    """
    number,client,date,due,amount,currency,country
    A-1,Alder,2026-05-20,2026-06-19,1000.00,EUR,IE
    A-2,Birch,2026-05-22,2026-06-21,2000.00,EUR,IE
    A-3,Alder,2026-03-01,2026-05-31,300.00,EUR,IE

    """, to: "register.csv")
  _ = try program.run(["import", "register.csv", "--book", "book", "--as-of", "2026-06-09"])
  return program
}

private func on(_ day: String) -> [String] { ["--book", "book", "--as-of", day] }

private func expectedCash(_ program: Program, _ day: String) throws -> [String] {
  let csv = try program.run(["forecast", "--format", "csv", "--per-invoice"] + on(day)).out
  return csv.split(separator: "\n").dropFirst().map {
    $0.split(separator: ",").prefix(4).joined(separator: " ")
  }
}

@Test("an accepted offer is followed everywhere, and a day before it nothing is known of it")
func acceptedOffer() throws {
  let program = try book()
  defer { program.remove() }
  let told = try program.run(
    ["record", "finance", "A-1", "--financier", "Open Funds"] + on("2026-06-09"))
  #expect(told.out == "Recorded: finance of 900.00 EUR by 2026-10-07 for A-1 on 2026-06-09.\n")
  #expect(told.err.contains("dunlin letter assignment A-1"))
  let again = try program.run(
    ["record", "finance", "A-1", "--financier", "Open Funds"] + on("2026-06-10"))
  #expect(again.status == 2)
  let json = try program.run(["finance", "--format", "json"] + on("2026-06-10")).out
  #expect(json.contains("\"reason\": \"financed\""))
  #expect(json.contains("\"in_use\": \"900.00\""))
  // 1,000 less the advance, 1 % and 7 % on 900 for the 10 days until it is due.
  #expect(try expectedCash(program, "2026-06-10").contains("A-1 Alder EUR 88.27"))
  #expect(try expectedCash(program, "2026-06-08").contains("A-1 Alder EUR 1000.00"))
  let why = try program.run(["chase", "--format", "json"] + on("2026-06-24")).out
  #expect(why.contains("\"reason\": \"financed\""))
}

@Test("once the financier has settled, the invoice is paid and its room is free again")
func settled() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["record", "finance", "A-2", "--financier", "Open Funds"] + on("2026-06-09"))
  let release = ["record", "finance-release", "A-2", "--amount", "170.00"]
  #expect(try program.run(release + on("2026-06-08")).status == 2, "no advance ran by then")
  let done = try program.run(release + on("2026-06-25"))
  #expect(done.out.contains("Recorded: payment of 2000.00 EUR for A-2 on 2026-06-25."))
  #expect(done.out.contains("Recorded: finance-release of 170.00 EUR for A-2 on 2026-06-25."))
  #expect(try !expectedCash(program, "2026-06-25").contains { $0.hasPrefix("A-2") })
  #expect(try expectedCash(program, "2026-06-24").contains { $0.hasPrefix("A-2") })
  let json = try program.run(["finance", "--format", "json"] + on("2026-06-25")).out
  #expect(!json.contains("\"in_use\": \"1800.00\""))
  #expect(try program.run(["check", "--book", "book"]).status == 0)
}

@Test("an advance that was booked to the invoice as a payment counts once")
func bookedAdvance() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["record", "payment", "A-1", "--amount", "900.00"] + on("2026-06-09"))
  let told = try program.run(
    ["record", "finance", "A-1", "--financier", "Open Funds"] + on("2026-06-09"))
  #expect(told.out.contains("finance of 900.00 EUR"))
  #expect(try expectedCash(program, "2026-06-10").contains("A-1 Alder EUR 88.27"))
  let release = ["record", "finance-release", "A-1", "--amount", "88.27"]
  #expect(try program.run(release + on("2026-06-20")).out.contains("payment of 100.00 EUR for A-1"))
}

@Test("after recourse the invoice is ours again")
func recourse() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(
    ["record", "finance", "A-1", "--financier", "Quiet Funds"] + on("2026-06-09"))
  let back = try program.run(["record", "recourse", "A-1"] + on("2026-09-08"))
  #expect(back.out == "Recorded: recourse of 900.00 EUR for A-1 on 2026-09-08.\n")
  #expect(try expectedCash(program, "2026-09-08").contains("A-1 Alder EUR 1000.00"))
  // 1,000 less the advance, 2 % and 7 % on 900 for 91 days.
  #expect(try expectedCash(program, "2026-09-07").contains("A-1 Alder EUR 64.29"))
}

@Test("an offer and the advance that came of it name the same recourse day")
func recourseFromPayout() throws {
  let program = try book()
  defer { program.remove() }
  try program.write(
    "house: {name: Our Business, country: IE}\n"
      + "finance: {name: Slow Funds, payout_days: 2, recourse_days: 90}\n", to: "book/dunlin.yaml")
  let offered = try program.run(["finance", "--format", "json"] + on("2026-06-09")).out
  #expect(offered.contains("\"recourse_day\": \"2026-09-09\""), "\(offered)")
  let came = try program.run(["record", "finance", "A-1"] + on("2026-06-11"))
  #expect(came.out.contains("by 2026-09-09 for A-1 on 2026-06-11"), "\(came)")
}

@Test("a need is met from several financiers, with the balance before and after")
func need() throws {
  let program = try book()
  defer { program.remove() }
  let json = try program.run(
    ["finance", "--need", "2600", "--by", "2026-06-12", "--format", "json"] + on("2026-06-09")
  ).out
  #expect(json.contains("\"possible\": true"))
  #expect(json.contains("\"financier\": \"Open Funds\""))
  #expect(json.contains("\"financier\": \"Quiet Funds\""))
  #expect(json.contains("\"after\": [\n"))
  let text = try program.run(["forecast", "--with-finance"] + on("2026-06-09")).out
  #expect(text.contains("What if: with finance"))
}

@Test("a schedule is written for each financier, with the originals, unless it is a dry run")
func schedule() throws {
  let program = try book()
  defer { program.remove() }
  let dry = try program.run(["finance", "--schedule", "out", "--dry-run"] + on("2026-06-09"))
  #expect(dry.err.contains("would write"))
  #expect(program.files(in: "out").isEmpty)
  _ = try program.run(["finance", "--schedule", "out"] + on("2026-06-09"))
  let names = ["Open-Funds", "Quiet-Funds"].flatMap { name in
    [" originals.zip", ".csv", ".pdf"].map { "2026-06-09 \(name)\($0)" }
  }
  #expect(program.files(in: "out") == names)
  let csv = try String(
    decoding: Data(
      contentsOf: program.folder.appendingPathComponent("out/2026-06-09 Open-Funds.csv")),
    as: UTF8.self)
  #expect(csv.contains("Open Funds,A-2,Birch,Birch,IE,2026-05-22,2026-06-21,EUR,2000.00,2000.00"))
}

@Test("the letter of assignment names the financier of the settings")
func assignment() throws {
  let program = try book()
  defer { program.remove() }
  #expect(try program.run(["letter", "assignment", "A-1"] + on("2026-06-09")).status == 64)
  _ = try program.run(["record", "finance", "A-1", "--financier", "Open Funds"] + on("2026-06-09"))
  let letter = try program.run(["letter", "assignment", "A-1"] + on("2026-06-09"))
  #expect(letter.status == 0, "\(letter.err)")
  let text = program.files(in: "book/Letters").first { $0.hasSuffix(".txt") }
  let written = try #require(text)
  let words = try String(
    decoding: Data(contentsOf: program.folder.appendingPathComponent("book/Letters/\(written)")),
    as: UTF8.self)
  #expect(words.contains("Open Funds"))
}

@Test("an advance still takes its part of the limit when its client is forgotten")
func forgottenClient() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(["record", "finance", "A-2", "--financier", "Open Funds"] + on("2026-06-09"))
  _ = try program.run(["record", "payment", "A-2", "--amount", "2000.00"] + on("2026-06-10"))
  func finance() throws -> String {
    try program.run(["finance", "--format", "json"] + on("2026-06-11")).out
  }
  let before = try finance()
  #expect(before.contains("\"in_use\": \"1800.00\""))
  #expect(try program.run(["forget", "Birch"] + on("2026-06-11")).status == 0)
  #expect(try finance() == before)
}

@Test("an advance in another currency than the financier's limit takes nothing off it")
func otherCurrency() throws {
  let program = try book()
  defer { program.remove() }
  _ = try program.run(
    [
      "record", "finance", "A-1", "--financier", "Open Funds", "--amount", "100", "--currency",
      "USD",
    ]
      + on("2026-06-09"))
  let offered = try program.run(["finance", "--format", "json"] + on("2026-06-10"))
  #expect(offered.status == 0 && !offered.out.contains("\"in_use\": \"100.00\""))
}
