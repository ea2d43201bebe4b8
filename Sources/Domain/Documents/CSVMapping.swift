/// How one file writes its dates. Slashes do not say whether the day or the month comes first; the
/// whole file does, or its reader is asked.
package enum DateOrder: String, Sendable, CaseIterable {
  case iso = "ymd"
  case dayFirst = "dmy"
  case monthFirst = "mdy"
}

/// How one file writes the decimal mark of its amounts.
package enum DecimalMark: String, Sendable, CaseIterable {
  case dot
  case comma
}

/// What a column of a CSV file can mean to us.
package enum CSVColumn: Int, Hashable, Sendable, CaseIterable {
  // Invoices, one a row.
  case number, clientID, client, date, due, amount, open, currency
  case paidDate, paidAmount, owed, email, country, street, postcode, city, language
  case disputed, type
  /// When to pay, in words or in days.
  case terms
  /// The amount and what is open of it in the business's own currency, beside one in another.
  case homeAmount, homeOpen
  /// Yes or no: nothing is owed any more; something is.
  case isPaid, isOpen
  // Invoices, one line item a row.
  case lineAmount, tax, taxType, taxRate, quantity, unitAmount, discount, status, exchangeRate
  // Bank movements.
  case booked, account, sortCode, debit, credit, counterparty, payer, payee, counterpartyAccount
  case text, reference, direction, fee, balance
  /// What kind of movement the bank calls it.
  case entry
  /// What was ordered, before charges or in another currency; the bank's charge for a return; the
  /// number of a cheque, which is no reference.
  case original, originalCurrency, charge, cheque
  /// What of the amount went back to the payer later.
  case refunded

  /// The word that stands for the column in settings and tables: small letters, `_` between words.
  package var name: String {
    "\(self)".reduce(into: "") { name, letter in
      if letter.isUppercase, name.last?.isUppercase != true { name += "_" }
      name.append(letter)
    }.lowercased()
  }

  /// Nil where no column has the name.
  package init?(name: some StringProtocol) {
    guard let column = Self.byName[String(name)] else { return nil }
    self = column
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}

/// What the columns of a CSV file nobody else knows mean, as the settings say.
package struct CSVMapping: Hashable, Sendable {
  package var name: String
  /// The header's own name of each column.
  package var columns: [CSVColumn: String]
  /// Nil: the rows are to decide.
  package var dateOrder: DateOrder?
  package var decimalMark: DecimalMark?
  /// Whose all invoices are, where the file is of one client and does not name it.
  package var client: String?
  /// What all amounts are in, where no column says it; nil: as for any file.
  package var currency: Currency?

  package init(name: String, columns: [CSVColumn: String]) {
    self.name = name
    self.columns = columns
  }

  /// Which columns a mapping has to name.
  package var missing: [CSVColumn] { missing(isBank: columns[.booked] != nil) }

  /// Which columns it would have to name for a bank's file, or for a list of invoices; a bank's
  /// file may split its amount in two.
  package func missing(isBank: Bool) -> [CSVColumn] {
    let hasHalves = columns[.debit] != nil && columns[.credit] != nil
    let needed: [CSVColumn] =
      isBank ? (hasHalves ? [.booked] : [.booked, .amount]) : [.number, .date]
    let amount = columns[.amount] == nil && columns[.lineAmount] == nil && !isBank
    let client =
      columns[.client] == nil && columns[.clientID] == nil && self.client == nil && !isBank
    return needed.filter { columns[$0] == nil } + (client ? [.client] : [])
      + (amount ? [.amount] : [])
  }
}
