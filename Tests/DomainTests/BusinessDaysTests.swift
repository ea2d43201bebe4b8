import Domain
import Testing

private func day(_ iso: String) -> Day { Day(iso: iso)! }

@Suite("BusinessDays")
struct BusinessDaysTests {
  @Test(
    "Easter is on the Sundays the churches published",
    arguments: [
      (1961, "1961-04-02", "1961-04-09"), (2000, "2000-04-23", "2000-04-30"),
      (2008, "2008-03-23", "2008-04-27"), (2010, "2010-04-04", "2010-04-04"),
      (2019, "2019-04-21", "2019-04-28"), (2024, "2024-03-31", "2024-05-05"),
      (2025, "2025-04-20", "2025-04-20"), (2026, "2026-04-05", "2026-04-12"),
      (2027, "2027-03-28", "2027-05-02"), (2038, "2038-04-25", "2038-04-25"),
      (2049, "2049-04-18", "2049-04-25"), (2100, "2100-03-28", "2100-05-02"),
    ])
  func easter(year: Int, western: String, orthodox: String) {
    #expect(Day.easter(year) == day(western))
    #expect(Day.orthodoxEaster(year) == day(orthodox))
  }

  @Test("all countries of the promise are known, and no other by mistake")
  func countries() {
    let promised = """
      AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO NZ PL PT RO \
      SE SI SK US
      """
    #expect(BusinessDays.countries.joined(separator: " ") == promised)
    #expect(BusinessDays(country: "el").country == "GR", "the EU writes EL for Greece")
    #expect(BusinessDays(country: "UK").country == "GB")
  }

  @Test(
    "a nationwide public holiday is no business day",
    arguments: [
      ("DE", "2026-10-03 2026-05-14 2026-05-25 2017-10-31 2026-12-25"),
      ("AT", "2026-01-06 2026-06-04 2026-10-26 2026-12-08"),
      ("FR", "2026-05-08 2026-07-14 2026-11-11 2026-04-06"),
      ("GB", "2021-12-27 2021-12-28 2022-01-03 2022-06-02 2022-06-03 2022-09-19 2020-05-08"),
      ("GB", "2022-12-27 2026-12-28 2026-08-31 2026-05-25 2023-05-08 2026-04-03"),
      ("IE", "2023-02-06 2030-02-01 2026-03-17 2026-08-03 2026-10-26"),
      ("US", "2021-07-05 2021-06-18 2021-12-31 2026-07-03 2026-11-26 2026-01-19 2026-05-25"),
      ("CA", "2026-05-18 2026-10-12 2026-09-30 2028-07-03 2026-09-07"),
      ("AU", "2026-01-26 2026-12-28 2025-04-25 2022-09-22"),
      ("NZ", "2026-02-06 2027-02-08 2026-07-10 2026-10-26 2026-04-27 2026-06-01"),
      ("SE", "2026-06-19 2026-06-06 2026-12-24 2026-12-31"),
      ("NO", "2026-05-17 2026-04-02 2027-05-17"), ("DK", "2023-05-05 2026-05-14"),
      ("GR", "2026-02-23 2026-04-10 2026-04-13 2026-06-01"),
      ("RO", "2026-04-10 2026-06-01 2024-01-02 2026-01-07"),
      ("BG", "2026-05-25 2026-09-07 2026-12-28"), ("CY", "2026-04-13 2026-10-28"),
      ("PL", "2025-12-24 2026-06-04 2018-11-12"), ("SI", "2023-08-14 2026-02-09 2026-04-27"),
      ("LV", "2024-05-06 2026-11-18"), ("NL", "2026-04-27 2013-04-30"),
      ("IT", "2027-10-04 2026-06-02"), ("SK", "2024-11-17 2026-09-01 2025-09-15"),
      ("LU", "2026-05-09 2025-06-23"), ("HR", "2020-11-18"), ("CH", "2025-08-01"),
    ])
  func holidays(country: String, days: String) {
    let notHolidays: Set = ["SI 2026-02-09", "SK 2026-09-01"]
    let calendar = BusinessDays(country: country)
    for iso in days.split(separator: " ") {
      let expected = notHolidays.contains("\(country) \(iso)")
      #expect(calendar.isBusinessDay(day(String(iso))) == expected, "\(country) \(iso)")
    }
  }

  @Test(
    "a holiday that was abolished, moved or does not exist yet is a business day",
    arguments: [
      ("DK", "2024-04-26"), ("GB", "2020-05-04"), ("GB", "2022-05-30"), ("PL", "2024-12-24"),
      ("SK", "2026-05-08"), ("SK", "2025-11-17"), ("HR", "2021-10-08"), ("PT", "2013-12-02"),
      ("IE", "2022-02-07"), ("US", "2020-06-19"), ("NL", "2014-04-30"), ("IE", "2026-04-03"),
      ("LU", "2018-05-09"), ("DE", "2016-10-31"), ("NZ", "2010-02-08"), ("BG", "2015-09-07"),
    ])
  func noHolidays(country: String, iso: String) {
    #expect(BusinessDays(country: country).isBusinessDay(day(iso)))
  }

  @Test("of an unknown country only the weekends are known")
  func unknown() {
    let calendar = BusinessDays(country: "ZZ")
    #expect(calendar.isBusinessDay(day("2026-12-25")))
    #expect(!calendar.isBusinessDay(day("2026-12-26")))
    #expect(BusinessDays(country: "").isBusinessDay(day("2026-12-25")))
  }

  @Test("a house's own holidays count too")
  func extra() {
    let bridge = day("2026-05-15")
    #expect(BusinessDays(country: "DE").isBusinessDay(bridge))
    let own = BusinessDays(country: "DE", extraHolidays: [bridge])
    #expect(!own.isBusinessDay(bridge))
    #expect(own.onOrAfter(day("2026-05-14")) == day("2026-05-18"))
  }

  @Test("counting business days passes over Easter")
  func adding() {
    let calendar = BusinessDays(country: "DE")
    #expect(calendar.adding(businessDays: 1, to: day("2026-04-02")) == day("2026-04-07"))
    #expect(calendar.adding(businessDays: 0, to: day("2026-04-03")) == day("2026-04-07"))
    #expect(calendar.adding(businessDays: 5, to: day("2026-04-07")) == day("2026-04-14"))
    #expect(calendar.onOrAfter(day("2026-04-07")) == day("2026-04-07"))
  }
}
