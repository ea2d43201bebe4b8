import Domain
import LedgerStore
import Support
import Testing

private func oneInvoice() throws -> Ledger {
  try ledger(file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))]))
}

extension Ledger {
  fileprivate func running(asOf iso: String) throws -> [ClientEvent.Kind] {
    let item = try #require(try receivables(asOf: day(iso)).items.first)
    return try running(about: item.id, of: item.client, asOf: day(iso)).map(\.kind)
  }
}

@Test("the release of a dispute leaves the plan or promise that was agreed before")
func releaseEndsTheLast() throws {
  let promised = try oneInvoice()
  try promised.record(.promise, "RE-1001", on: "2026-06-01", until: "2026-06-20")
  try promised.record(.dispute, "RE-1001", on: "2026-06-05")
  #expect(try promised.running(asOf: "2026-06-05") == [.promise, .dispute])
  try promised.record(.release, "RE-1001", on: "2026-06-08")
  #expect(try promised.holds(asOf: "2026-06-08") == [.promised(by: day("2026-06-20"))])
  #expect(try promised.running(asOf: "2026-06-08") == [.promise])
  try promised.record(.release, "RE-1001", on: "2026-06-09")
  #expect(try promised.holds(asOf: "2026-06-09") == [nil])

  let planned = try oneInvoice()
  for (until, cents) in [("2026-07-01", 5_000), ("2026-08-01", 5_000)] as [(String, Int64)] {
    try planned.record(.plan, "RE-1001", on: "2026-06-01", until: until, cents)
  }
  try planned.record(.dispute, "RE-1001", on: "2026-06-05")
  try planned.record(.dispute, "RE-1001", on: "2026-06-06")
  #expect(try planned.holds(asOf: "2026-06-07") == [.disputed(since: day("2026-06-06"))])
  try planned.record(.release, "RE-1001", on: "2026-06-08")
  #expect(try planned.nextInstalments(asOf: "2026-06-08") == [day("2026-07-01")])
  let target = try #require(try planned.targets(named: "RE-1001").first)
  #expect(try planned.instalments(of: target, asOf: day("2026-06-09")).count == 2)
  try planned.record(.release, "RE-1001", on: "2026-06-10")
  #expect(try planned.holds(asOf: "2026-06-10") == [nil])
  #expect(try planned.instalments(of: target, asOf: day("2026-06-10")).isEmpty)
}

@Test("a release ends what still runs, not a promise whose day has passed")
func releaseOfWhatRuns() throws {
  let ledger = try oneInvoice()
  try ledger.record(.dispute, "RE-1001", on: "2026-06-01")
  try ledger.record(.promise, "RE-1001", on: "2026-06-02", until: "2026-06-03")
  try ledger.record(.release, "RE-1001", on: "2026-06-05")
  #expect(try ledger.holds(asOf: "2026-06-04") == [.disputed(since: day("2026-06-01"))])
  #expect(try ledger.holds(asOf: "2026-06-05") == [nil])
}

@Test("an announced stop begins on its day, and counts while what it is for is open")
func announcedStop() throws {
  let ledger = try oneInvoice()
  try ledger.record(.stop, "RE-1001", on: "2026-06-10", until: "2026-06-20")
  #expect(try ledger.stoppedClients(asOf: day("2026-06-19")).isEmpty)
  #expect(try ledger.stoppedClients(asOf: day("2026-06-20")).count == 1)
  try ledger.record(.payment, "RE-1001", on: "2026-06-25", 4_000)
  #expect(try ledger.stoppedClients(asOf: day("2026-06-25")).count == 1)
  try ledger.record(.payment, "RE-1001", on: "2026-06-26", 6_000)
  #expect(try ledger.stoppedClients(asOf: day("2026-06-25")).count == 1)
  #expect(try ledger.stoppedClients(asOf: day("2026-06-26")).isEmpty)
}

@Test("a stop that was announced can be released before its day, and a plan runs on")
func stopReleased() throws {
  let ledger = try oneInvoice()
  let client = try #require(try ledger.receivables(asOf: day("2026-06-30")).items.first).client
  var plan = ClientEvent(kind: .plan, day: day("2026-06-05"), client: client)
  (plan.until, plan.amount) = (day("2026-07-30"), euros(10_000))
  try ledger.record(plan)
  try ledger.record(.stop, "RE-1001", on: "2026-06-10", until: "2026-06-20")
  try ledger.recordOfClient(.release, on: "2026-06-12")
  #expect(try ledger.stoppedClients(asOf: day("2026-06-30")).isEmpty)
  #expect(try ledger.nextInstalments(asOf: "2026-06-30") == [day("2026-07-30")])
}

extension Ledger {
  fileprivate func nextInstalments(asOf iso: String) throws -> [Day?] {
    try holds(asOf: iso).map { hold in
      if case .plan(let plan) = hold { plan.next } else { nil }
    }
  }
}
