import Domain
import Support
import Testing

@Suite("Day")
struct DayTests {
  @Test("parse and print are each other's inverse", arguments: [31, 32, 33] as [UInt64])
  func printsAndReads(seed: UInt64) throws {
    let first = try #require(Day(iso: "1900-01-01"))
    let last = try #require(Day(iso: "2199-12-31"))
    var random = Seeded(seed)
    for _ in 0..<1000 {
      let day = Day(number: Int32.random(in: first.number...last.number, using: &random))
      #expect(Day(iso: day.description) == day, "seed \(seed): \(day.number)")
      let (year, month, dayOfMonth) = day.civil
      #expect(Day(year: year, month: month, day: dayOfMonth) == day, "seed \(seed): \(day)")
    }
  }

  @Test("every day follows the one before it, without a gap in three centuries")
  func calendar() throws {
    var day = try #require(Day(iso: "1900-01-01"))
    for year in Day.years {
      for month in 1...12 {
        for dayOfMonth in 1...Month(year: year, month: month).length {
          guard day.civil == (year, month, dayOfMonth) else {
            Issue.record("\(day) should be \(year)-\(month)-\(dayOfMonth)")
            return
          }
          day = day + 1
        }
      }
    }
    #expect(day.description == "2200-01-01")
  }

  @Test(
    "a leap year is one of four, but not of a hundred, but of four hundred",
    arguments: [
      (2024, true), (2023, false), (1900, false), (2000, true), (2100, false), (2096, true),
    ])
  func leapYears(year: Int, isLeap: Bool) {
    #expect((Day(year: year, month: 2, day: 29) != nil) == isLeap)
    #expect(Month(year: year, month: 2).length == (isLeap ? 29 : 28))
  }

  @Test(
    "days are counted from 1970, negative before",
    arguments: [
      ("1970-01-01", 0), ("1970-01-02", 1), ("1969-12-31", -1), ("2000-03-01", 11_017),
      ("2026-06-30", 20_634), ("1900-01-01", -25_567),
    ] as [(String, Int32)])
  func numbers(text: String, number: Int32) {
    #expect(Day(iso: text)?.number == number)
  }

  @Test(
    "known dates fall on known weekdays",
    arguments: [
      ("1970-01-01", .thursday), ("2000-01-01", .saturday), ("2026-06-30", .tuesday),
      ("2024-02-29", .thursday), ("1969-07-20", .sunday), ("1900-01-01", .monday),
      ("2199-12-31", .tuesday),
    ] as [(String, Day.Weekday)])
  func weekdays(text: String, weekday: Day.Weekday) {
    #expect(Day(iso: text)?.weekday == weekday)
  }

  @Test(
    "only YYYY-MM-DD of a day that exists is read",
    arguments: [
      "", "2026", "2026-06", "2026-06-3", "2026-6-30", "26-06-30", "20260630", "2026/06/30",
      "30.06.2026", "2026-06-31", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
      "2026-06-30 ", " 2026-06-30", "2026-06-30T00:00:00", "2026-06-30Z", "1899-12-31",
      "2200-01-01", "-026-06-30", "２０２６-06-30", "2026-06–30", "0000-00-00",
    ])
  func refuses(text: String) {
    #expect(Day(iso: text) == nil)
  }

  @Test(
    "YYYYMMDD is read as the same day, and nothing else",
    arguments: [
      ("20260630", "2026-06-30"), ("20240229", "2024-02-29"), ("20260229", nil), ("2026063", nil),
      ("+2026063", nil), ("-2026063", nil), ("2026063x", nil), ("２０２６", nil), ("", nil),
    ] as [(String, String?)])
  func compact(text: String, iso: String?) {
    #expect(Day(compact: text) == iso.flatMap { Day(iso: $0) })
  }

  @Test("the distance of two days is signed")
  func distance() throws {
    let a = try #require(Day(iso: "2024-02-28"))
    let b = try #require(Day(iso: "2024-03-01"))
    #expect(b - a == 2)
    #expect(a - b == -2)
    #expect(a + 2 == b)
    #expect(b - 2 == a)
    #expect(a < b)
  }
}
