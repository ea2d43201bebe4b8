import Domain
import Testing

@Suite("Month")
struct MonthTests {
  @Test(
    "the last day of a month is its own",
    arguments: [
      (2026, 1, "2026-01-31"), (2026, 2, "2026-02-28"), (2024, 2, "2024-02-29"),
      (2026, 4, "2026-04-30"), (2026, 12, "2026-12-31"),
    ])
  func last(year: Int, month: Int, text: String) {
    let month = Month(year: year, month: month)
    #expect(month.last.description == text)
    #expect(Month(month.last) == month)
    #expect(Month(month.last + 1) == month + 1)
    #expect(month.first.dayOfMonth == 1)
  }

  @Test(
    "adding months goes over the year's end both ways",
    arguments: [
      (2026, 11, 3, "2027-02"), (2026, 12, 1, "2027-01"), (2026, 1, -1, "2025-12"),
      (2026, 6, 0, "2026-06"), (2026, 6, 24, "2028-06"), (2026, 6, -18, "2024-12"),
    ])
  func adding(year: Int, month: Int, months: Int, text: String) {
    let start = Month(year: year, month: month)
    #expect((start + months).description == text)
    #expect((start + months) - start == months)
  }

  @Test(
    "a day a month lacks is its last",
    arguments: [(31, "2026-02-28"), (30, "2026-02-28"), (15, "2026-02-15"), (0, "2026-02-01")])
  func clamped(dayOfMonth: Int, text: String) {
    #expect(Month(year: 2026, month: 2).day(dayOfMonth).description == text)
  }

  @Test("a month beyond twelve traps")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Month(year: 2026, month: 13) }
  }
}
