import Domain
import Testing

@Test(
  "a claim is barred by time as its law says, and not at all where no law is known",
  arguments: [
    ("DE", false, "2023-01-01", "2026-12-31"), ("DE", false, "2023-12-31", "2026-12-31"),
    ("GB", false, "2020-03-15", "2026-03-15"), ("GB", false, "2020-02-29", "2026-02-28"),
    ("FR", false, "2024-05-10", "2029-05-10"), ("FR", true, "2024-05-10", "2026-05-10"),
    ("NL", true, "2024-05-10", "2026-05-10"), ("US", false, "2010-05-10", nil),
    ("IT", false, "2020-05-10", "2030-05-10"), ("FI", false, "2020-05-10", nil),
    ("DE", false, "2197-01-01", nil), ("DE", false, "2196-06-01", "2199-12-31"),
  ] as [(String, Bool, String, String?)])
func limitation(country: String, isConsumer: Bool, due: String, last: String?) throws {
  let day = try #require(Day(iso: due))
  let law = Limitation.Law(country: country, isConsumer: isConsumer)
  #expect(Limitation(law, due: day)?.last.description == last)
}

@Test("a part payment begins the years anew, and never shortens them")
func acknowledged() throws {
  let law = Limitation.Law(country: "DE", isConsumer: false)
  let due = try #require(Day(iso: "2023-02-01"))
  let paid = try #require(Day(iso: "2025-04-03"))
  #expect(Limitation(law, due: due, acknowledged: paid)?.last.description == "2028-04-03")
  #expect(Limitation(law, due: due, acknowledged: due + 9)?.last.description == "2026-12-31")
}
