import Domain

/// Whose a row is, and in which currency.
extension InvoiceCSV {
  func client() -> Party {
    let id = table.text(.clientID).collapsed
    var name = (dialect.isStrict ? table.text(.client) : table.firstText(.client)).collapsed
    // If a report names the clients in its rows, its headings are not clients.
    if name.isEmpty, !table.has(.client) { name = heading.collapsed }
    // Only a mapping can say that all invoices of a file are those of one client.
    if name.isEmpty, id.isEmpty, let only = dialect.client { name = only }
    var client = Party(name: name.isEmpty ? id : name)
    if !id.isEmpty { client.identifiers = [Party.Identifier(normalising: .account, id)] }
    let country = table.text(.country).uppercased()
    // Programs write whole names of countries; a register is taken at its word.
    if dialect.isStrict || country.utf8.count == 2 { client.address.country = country }
    if table.has(.email) { client.contact.email = table.text(.email) }
    client.isNamedByPostcode = dialect.isStrict
    if table.has(.street) {
      let street = table.text(.street).collapsed
      client.address.lines = street.isEmpty ? [] : [street]
    }
    if table.has(.postcode) { client.address.postcode = table.text(.postcode).collapsed }
    if table.has(.city) { client.address.city = table.text(.city).collapsed }
    return client
  }

  /// The row's own currency, else that of a heading above it, else the file's usual one.
  mutating func currency() -> Currency? {
    let rate = lexis.decimal(table.bytes(.exchangeRate))
    if let rate, !rate.isZero, rate != ExactDecimal(1) { return nil }
    let code = table.bytes(.currency)
    if let lastCurrency, code.elementsEqual(lastCurrency.code) { return lastCurrency.currency }
    let text = table.text(.currency)
    guard !text.isEmpty else {
      let usual = headingCurrency ?? usualCurrency
      let sign = amountSign ?? lexis.sign
      return sign.map { $0.currency(preferring: usual) } ?? usual
    }
    guard let currency = CurrencySign.currency(named: text, preferring: business.currency) else {
      return nil
    }
    lastCurrency = (Array(code), currency)
    return currency
  }

  /// The currency sign at the row's amount, if there is one.
  var amountSign: CurrencySign? {
    for column in Self.signColumns {
      let bytes = table.bytes(column)
      if !bytes.isEmpty { return CurrencySign.split(bytes).sign }
    }
    return nil
  }

  private static let signColumns: [CSVColumn] = [.amount, .open, .lineAmount]

  /// Stands for the number of a credit that its program did not number: its type, day and amount,
  /// and its place among equals. A later list without some of them gives the others the same names.
  mutating func creditName() -> String? {
    if let nameOfLine, nameOfLine.line == table.line { return nameOfLine.name }
    guard let issued = issueDay(), !client().name.isEmpty else { return nil }
    let amount = [CSVColumn.amount, .open, .lineAmount].compactMap {
      lexis.decimal(table.bytes($0))
    }.first
    let isCredit = kind() == .creditNote
    guard kind().isOurs, isCredit || amount?.isNegative == true else { return nil }
    let word = table.text(.type).collapsed
    let sum = amount.map { " " + $0.description.drop { $0 == "-" } } ?? ""
    let name = "\(word.isEmpty || !isCredit ? "Credit" : word) \(issued)\(sum)"
    let key = "\(name) \(client().name)"
    namedCredits[key, default: 0] += 1
    let rank = namedCredits[key] ?? 1
    let whole = rank == 1 ? name : "\(name) (\(rank))"
    nameOfLine = (table.line, whole)
    return whole
  }
}
