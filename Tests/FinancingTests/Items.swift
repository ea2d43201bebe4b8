import Domain

let today = Day(number: 20_634)

func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .euro) }

/// An invoice issued `age` days ago and due in `dueIn`.
func openItem(
  _ open: Money, total: Money? = nil, id: Int64 = 1, age: Int = 10, dueIn: Int = 20,
  hold: Hold? = nil, verdict: Verdict? = .clean
) -> OpenItem {
  OpenItem(
    id: ID(id), number: InvoiceNumber("R\(id)"), client: ID(1), issueDate: today - age,
    due: DueDate(today + dueIn, .document), total: total ?? open, open: open, hold: hold,
    verdict: verdict)
}
