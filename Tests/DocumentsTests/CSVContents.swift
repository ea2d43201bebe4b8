import Domain

@testable import Documents

/// What the business of the tests reads in a file.
func read(
  _ text: String, order: DateOrder? = nil, mark: DecimalMark? = nil
) -> CSVReader.Contents {
  CSVReader(business: UBL.business, dateOrder: order, decimalMark: mark).read(Array(text.utf8))
}

extension CSVReader.Contents {
  /// `number kind issued due payable currency client paid day` of each document.
  var digest: [String] {
    records.map { record in
      let invoice = record.invoice
      let paid = record.settlement.map { "\($0.paid.plain) \($0.day?.description ?? "-")" }
      return [
        invoice.number.text, invoice.kind.rawValue, "\(invoice.issueDate)",
        invoice.due.map { "\($0.day)" } ?? "-", invoice.payable.plain, invoice.currency.code,
        invoice.client.name, paid ?? "-",
      ].joined(separator: " | ")
    }
  }
}
