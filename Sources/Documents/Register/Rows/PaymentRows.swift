import Domain

/// Lists that give an invoice once for each payment of it.
extension InvoiceCSV {
  /// A row that names an invoice and what was paid of it, without the invoice's own amount.
  struct LooseReceipt {
    let number: String
    let client: Party
    let paid: ArraySlice<UInt8>
    let day: Day?
    let line: Int
  }

  /// The current row, if it is such a one.
  func looseReceipt() -> LooseReceipt? {
    let number = table.text(.number).collapsed
    let paid = table.bytes(.paidAmount)
    guard dialect.isGeneral, !number.isEmpty, table.bytes(.amount).isEmpty, !paid.isEmpty,
      lexis.decimal(paid) != nil
    else { return nil }
    return LooseReceipt(
      number: number, client: client(), paid: paid, day: lexis.day(table.bytes(.paidDate)),
      line: table.line)
  }

  /// Makes one document with several payments of rows that differ in nothing but what was paid. A
  /// list that says what is still open says it all on each row.
  mutating func joinPaymentRows() {
    let isOfPayments = table.has(.paidAmount) && !table.has(.open) && !table.has(.owed)
    let repeats = isOfPayments && records.repeatsANumber
    guard repeats || !looseReceipts.isEmpty else { return }
    var documents = Array(records)
    var left = Set<Int>()
    let groups = Dictionary(grouping: documents.indices) { documents[$0].invoice.number }
    var payments = takeLooseReceipts(groups, documents)
    for places in groups.values.sorted(by: { $0[0] < $1[0] }) where repeats {
      for alike in Dictionary(grouping: places, by: { Alike(documents[$0].invoice) }).values
      where alike.count > 1 {
        // Those with a row that gives a payment and no amount are collected already.
        if payments[alike[0]] == nil {
          let settled = alike.filter { documents[$0].settlement?.paid.isPositive == true }
          guard Set(settled.map { documents[$0].settlement }).count > 1 else { continue }
          payments[alike[0]] = settled.compactMap { place in
            documents[place].settlement.map { ($0, documents[place].line) }
          }
        }
        left.formUnion(alike.dropFirst())
      }
    }
    for (place, paid) in payments.sorted(by: { $0.key < $1.key }) {
      if !settle(&documents[place], paid) { left.insert(place) }
    }
    records = FileContents.RecordList(
      documents.indices.filter { !left.contains($0) }.map { documents[$0] })
  }

  private typealias Payment = (settlement: FileContents.Settlement, line: Int)

  /// What two rows of one invoice have in common.
  private struct Alike: Hashable {
    let kind: Invoice.Kind
    let client: Party
    let payable: Money
    let issued: Day

    init(_ invoice: Invoice) {
      (kind, client, payable, issued) = (
        invoice.kind, invoice.client, invoice.payable, invoice.issueDate
      )
    }
  }

  /// What rows without an amount say of the invoices they name.
  private mutating func takeLooseReceipts(
    _ groups: [InvoiceNumber: [Int]], _ documents: [FileContents.Record]
  ) -> [Int: [Payment]] {
    var payments: [Int: [Payment]] = [:]
    for receipt in looseReceipts {
      let named = groups[InvoiceNumber(receipt.number)] ?? []
      let places = named.filter {
        receipt.client.name.isEmpty || documents[$0].invoice.client.name == receipt.client.name
      }
      guard let place = places.first,
        Set(places.map { Alike(documents[$0].invoice) }).count == 1,
        let amount = lexis.money(receipt.paid, documents[place].invoice.currency)
      else {
        faults.append(
          Fault(
            .csvAmount, line: receipt.line,
            "the row has a payment but no amount, and no other row gives it for this invoice",
            excerpt: Fault.excerpt(receipt.number),
            remedy: "Give the invoice's amount on the row; only this row was left out."))
        continue
      }
      if payments[place] == nil {
        payments[place] = places.compactMap { place in
          documents[place].settlement.map { ($0, documents[place].line) }
        }.filter { $0.0.paid.isPositive }
      }
      payments[place]?.append(
        (FileContents.Settlement(paid: amount, day: receipt.day), receipt.line))
    }
    looseReceipts = []
    return payments
  }

  /// Gives an invoice its payments; false, with a fault, where it is in doubt how many they are.
  private mutating func settle(
    _ record: inout FileContents.Record, _ payments: [Payment]
  ) -> Bool {
    let total = record.invoice.payable
    let sum = payments.map(\.settlement.paid).reduce(Optional(Money.zero(total.currency))) {
      $0?.adding(checked: $1)
    }
    if payments.count > 1, payments.contains(where: { $0.settlement.day == nil }), sum != nil {
      // Each row may give what was paid up to then; added up, nobody is asked for too much.
      faults.append(
        Fault(
          .csvOpen, line: record.line,
          "its payments stand in several rows, not all with a day; they were added up",
          excerpt: Fault.excerpt(record.invoice.number.text), remedy: StatedPayment.remedy))
    }
    guard let sum, sum <= total, Set(payments.map(\.settlement)).count == payments.count else {
      faults.append(
        Fault(
          .csvRows, line: payments.last?.line ?? record.line,
          sum.map { $0 > total } ?? true
            ? "the payments on the rows of one invoice are more than its amount"
            : "two rows of one invoice give the same payment; it is open whether it came twice",
          excerpt: Fault.excerpt(record.invoice.number.text),
          remedy: "Say in one row what was paid in all, or in a column what is still open; "
            + "the invoice was left out."))
      refusals.append(refusal(of: record))
      return false
    }
    let inOrder = payments.map(\.settlement).sorted {
      ($0.day ?? .last, $0.paid) < ($1.day ?? .last, $1.paid)
    }
    var paid = Money.zero(total.currency)
    let cumulated = inOrder.map { payment in
      paid += payment.paid
      return FileContents.Settlement(paid: paid, day: payment.day)
    }
    record.settlement = cumulated.first
    record.laterSettlements = Array(cumulated.dropFirst())
    return true
  }

  private func refusal(of record: FileContents.Record) -> FileContents.Refusal {
    let invoice = record.invoice
    var refusal = FileContents.Refusal(
      kind: invoice.kind, number: invoice.number.text, seller: invoice.seller,
      buyer: invoice.buyer, fault: .csvRows)
    (refusal.issueDate, refusal.due) = (invoice.issueDate, invoice.due)
    (refusal.currency, refusal.payable) = (invoice.currency.code, invoice.payablePrinted)
    return refusal
  }
}
