import Domain
import Matching
import Support
import Testing

/// A movement of 610.00; `file` 1 is a camt statement, `file` 2 a bank's CSV.
private func movement(
  _ id: Int64, _ booked: String, file: Int64, payer: String = "Amaro Lda", text: String = "NT-1",
  _ cents: Int64 = 61_000, account: String = "", end: String? = nil
) -> SamePayments.Line {
  SamePayments.Line(
    id: id, file: file, identity: "\(id)", booked: day(booked), amount: euros(cents),
    isNotice: false, format: file == 1 ? .camt : .csv, entryReference: "",
    traces: end.map { ["EndToEndId \($0)"] } ?? [], payerAccount: account, payer: payer, text: text,
    detail: 2, isDecided: false)
}

/// Bounds of a file, so that it tells of the days between.
private func bounds(_ id: Int64, file: Int64, _ first: String, _ last: String)
  -> [SamePayments.Line]
{
  [
    movement(id, first, file: file, payer: "Rent", text: "", -file - 100),
    movement(id + 1, last, file: file, payer: "Power", text: "", -file - 200),
  ]
}

private let both =
  bounds(90, file: 1, "2026-03-01", "2026-03-31") + bounds(95, file: 2, "2026-03-01", "2026-03-31")

@Test("a payment by its day of booking in one form and by its value date in another is one")
func valueDate() {
  let lines = [movement(1, "2026-03-06", file: 1), movement(2, "2026-03-09", file: 2)]
  // Text and payer with a number prove it, whatever the files tell beside.
  for all in [lines, lines + both] {
    let pairs = SamePayments(all).pairs
    #expect(pairs.map(\.kept) == [[1]] && pairs.map(\.dropped) == [[2]])
  }
}

@Test("without a number both files must tell of both days")
func bothDays() {
  let lines = [
    movement(1, "2026-03-06", file: 1, text: "thank you"),
    movement(2, "2026-03-09", file: 2, text: ""),
  ]
  #expect(SamePayments(lines).pairs.isEmpty)
  #expect(SamePayments(lines + both).pairs.map(\.dropped) == [[2]])
  // The CSV begins after the day on which the camt statement ends.
  let apart =
    bounds(90, file: 1, "2026-03-01", "2026-03-06")
    + bounds(95, file: 2, "2026-03-08", "2026-03-31")
  #expect(SamePayments(lines + apart).pairs.isEmpty)
}

@Test(
  "other money of that amount stays money",
  arguments: [
    movement(2, "2026-03-09", file: 2, text: "NT-2"),
    movement(2, "2026-03-09", file: 2, payer: "Bellis Lda"),
    movement(2, "2026-03-09", file: 2, 61_001),
    movement(2, "2026-03-11", file: 2),
    movement(2, "2026-03-09", file: 1),
    movement(2, "2026-03-09", file: 2, end: "E-2"),
  ])
func otherMoney(other: SamePayments.Line) {
  let first = movement(1, "2026-03-06", file: 1, end: "E-1")
  #expect(SamePayments([first, other] + both).pairs.isEmpty)
}

@Test("two equal payments of two days are told twice by two forms, and stay two")
func twoPayments() {
  let lines = [
    movement(1, "2026-03-05", file: 1), movement(2, "2026-03-06", file: 1),
    movement(3, "2026-03-06", file: 2), movement(4, "2026-03-07", file: 2),
  ]
  let pairs = SamePayments(lines + both).pairs
  #expect(pairs.flatMap(\.kept).sorted() == [1, 2])
  #expect(pairs.flatMap(\.dropped).sorted() == [3, 4])
}

@Test("a notification that counts in place of its statement's entry is known by another day, too")
func notified() {
  var notice = movement(1, "2026-03-06", file: 3, end: "E-1")
  (notice.format, notice.isNotice, notice.detail) = (.camt, true, 3)
  let entry = movement(2, "2026-03-06", file: 1, payer: "", text: "", end: "E-1")
  let told = movement(3, "2026-03-09", file: 2)
  let pairs = SamePayments([notice, entry, told]).pairs
  #expect(pairs.map(\.kept) == [[1], [1]] && pairs.map(\.dropped) == [[2], [3]])
}
