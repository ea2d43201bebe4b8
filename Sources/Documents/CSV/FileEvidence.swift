import Domain

/// What speaks for a table to be a bank's or a payment provider's, and what for a list of invoices.
/// Names of columns alone decide little: what stands below them does.
struct FileEvidence {
  /// One sign, in words for a person, and how much it weighs.
  struct Sign: Hashable {
    var weight: Int
    var words: String
  }

  private(set) var bank: [Sign] = []
  private(set) var invoices: [Sign] = []

  var bankWeight: Int { bank.reduce(0) { $0 + $1.weight } }
  var invoicesWeight: Int { invoices.reduce(0) { $0 + $1.weight } }

  /// Nil where both may be.
  var isBank: Bool? {
    let gap = bankWeight - invoicesWeight
    return abs(gap) < 2 ? nil : gap > 0
  }

  init(_ sample: TableSample) {
    let keys = sample.header.map(HeaderWords.key)
    lookAtNames(keys)
    lookAtValues(sample, keys)
  }

  private mutating func lookAtNames(_ keys: [String]) {
    let names = Set(keys)
    let telling = keys.filter { Self.bankNames.contains($0) }
    if !telling.isEmpty {
      bank.append(
        Sign(
          weight: min(4, telling.count * 2),
          words: "columns that banks name so: " + telling.joined(separator: ", ")))
    }
    if Self.triples.contains(where: { $0.isSubset(of: names) }) {
      bank.append(Sign(weight: 4, words: "gross, fee and net, as payment services give them"))
    }
    let halves = Self.halves.contains { $0.isSubset(of: names) }
    if halves { bank.append(Sign(weight: 2, words: "a column for credits and one for debits")) }
    if keys.contains(where: { key in Self.numberNames.contains { key.contains($0) } }) {
      invoices.append(Sign(weight: 2, words: "a column for the invoice's number"))
    }
  }

  private mutating func lookAtValues(_ sample: TableSample, _ keys: [String]) {
    let kinds = keys.indices.map { ColumnValues(sample.values($0)).kind }
    func places(_ column: CSVColumn, _ words: [(column: CSVColumn, names: [String])]) -> [Int] {
      let names = words.first { $0.column == column }?.names ?? []
      return names.compactMap { keys.firstIndex(of: $0) }
    }
    let words = HeaderWords.shared
    if places(.due, words.invoices).contains(where: {
      kinds[$0] == .days && !sample.values($0).isEmpty
    }) {
      invoices.append(Sign(weight: 3, words: "a column of due dates"))
    }
    let clients = (places(.client, words.invoices) + places(.clientID, words.invoices)).filter {
      !sample.values($0).isEmpty
    }
    if !clients.isEmpty {
      let isPlain = clients.contains { place in
        Self.clientNames.contains { keys[place].contains($0) }
      }
      invoices.append(
        Sign(weight: isPlain ? 2 : 1, words: "a column that names the client"))
    }
    if kinds.contains(.states) || kinds.contains(.flagsAndStates) {
      invoices.append(Sign(weight: 1, words: "a column of states such as open and paid"))
    }
    let accounts = keys.indices.filter { Self.areAccounts(sample.values($0)) }
    if accounts.contains(where: { Set(sample.values($0)).count == 1 && sample.rows.count > 1 }) {
      bank.append(Sign(weight: 2, words: "one bank account in all rows"))
    }
    let others = accounts.filter { place in
      sample.values(place).allSatisfy { BankAccount.isIBAN($0.withoutWhitespace.uppercased()) }
    }
    if others.contains(where: { Set(sample.values($0)).count > 1 }) {
      bank.append(Sign(weight: 2, words: "a column of other bank accounts"))
    }
    lookAtAmounts(sample, keys, kinds)
  }

  private mutating func lookAtAmounts(
    _ sample: TableSample, _ keys: [String], _ kinds: [ColumnValues.Kind]
  ) {
    let amounts = keys.indices.filter { kinds[$0] == .amounts && !sample.values($0).isEmpty }
    let columns = amounts.map { place in
      (place: place, values: sample.amounts(place))
    }
    // Numbers one apart run on with rows that have one amount.
    let balances = Set(HeaderWords.shared.bank.first { $0.column == .balance }?.names ?? [])
    let sums = columns.filter { column in
      balances.contains(keys[column.place]) || column.values.contains { $0?.scale ?? 0 > 0 }
    }
    for sum in sums {
      for part in columns where part.place != sum.place {
        if Self.runs(sum.values, by: part.values) {
          bank.append(Sign(weight: 4, words: "a balance that runs on with the amounts"))
          return
        }
      }
    }
    let mixed = columns.first { column in
      let given = column.values.compactMap(\.self)
      return given.contains { $0.isNegative } && given.contains { !$0.isNegative && !$0.isZero }
    }
    if mixed != nil { bank.append(Sign(weight: 1, words: "amounts with and without a minus")) }
    let open = HeaderWords.shared.names(of: .open)
    let total = HeaderWords.shared.names(of: .amount)
    for rest in columns where open.contains(keys[rest.place]) {
      for whole in columns where total.contains(keys[whole.place]) && whole.place != rest.place {
        let isPart = zip(rest.values, whole.values).allSatisfy { rest, whole in
          guard let rest, let whole else { return true }
          return rest == whole || rest.isZero
            || rest.isNegative == whole.isNegative
              && rest.magnitude <= whole.magnitude
        }
        if isPart {
          invoices.append(Sign(weight: 2, words: "what is open, never more than the amount"))
          return
        }
      }
    }
  }

  /// Whether each figure is the one before it and an amount, upwards or downwards.
  private static func runs(_ sums: [ExactDecimal?], by amounts: [ExactDecimal?]) -> Bool {
    let rows = zip(sums, amounts).compactMap { sum, amount -> (Int128, Int128)? in
      guard let sum = sum?.coefficient(bounded: 6), let amount = amount?.coefficient(bounded: 6)
      else { return nil }
      return (sum, amount)
    }
    guard rows.count > 2, rows.count(where: { $0.1 != 0 }) * 2 > rows.count,
      Set(rows.map(\.1)).count > 1
    else { return false }
    let pairs = zip(rows, rows.dropFirst())
    let up = pairs.count { $0.0 + $1.1 == $1.0 }
    let down = pairs.count { $1.0 + $0.1 == $0.0 }
    return max(up, down) * 10 >= (rows.count - 1) * 8 && rows.contains { $0.0 != $0.1 }
  }

  /// Whether a column's fields are account numbers or IBANs.
  private static func areAccounts(_ values: [String]) -> Bool {
    !values.isEmpty
      && values.allSatisfy { value in
        let bare = value.withoutWhitespace.uppercased()
        if BankAccount.isIBAN(bare) { return true }
        let plain = bare.filter { $0 != "-" && $0 != "'" && $0 != "/" }
        // A sort code with an account number, or a long account number.
        let isMarked = bare.contains("-") || bare.contains("'")
        return plain.count >= 8 && plain.allSatisfy(\.isNumber) && (isMarked || plain.count >= 10)
          && DateParts(Array(value.utf8)[...]) == nil
      }
  }

  private static let bankNames = Set(
    HeaderWords.folded(
      """
      valuta valutadatum valutadag valuedate wertstellung wertstellungvaluta wert rentedatum
      datedevaleur datavaluta fechavalor verwendungszweck buchungstag buchungstext umsatzart
      tegenrekening tegenrekeningibanbban naamtegenpartij omschrijving1 afbij mutatiesoort
      auftraggeberempfanger zahlungsbeteiligter namezahlungsbeteiligter glaubigerid
      mandatsreferenz memo subcategory narrative runningbalance balanceimpact libelleoperation
      transactionid sortcode saldonatrn saldonachbuchung counterparty counterpartyname
      paymentreference interestdate notificationtext causale bankreference endtoendid
      """))
  private static let numberNames = HeaderWords.folded(
    """
    invoiceno invoicenum invoiceid invno rechnungsn rechnungnr rgnr renr factuurn facture fattura
    numerofattura fakturan nfactura
    """)
  /// Parts of names that mean a client, and not just somebody.
  private static let clientNames = HeaderWords.folded(
    "customer client kunde debtor debiteur debitor klant cliente kontrahent billto")
  private static let triples: [Set<String>] = [
    ["gross", "fee", "net"], ["brutto", "entgelt", "netto"], ["brutto", "gebuhr", "netto"],
    ["brut", "frais", "net"], ["amount", "fee", "net"], ["bruto", "tarifa", "neto"],
    ["bruto", "comision", "neto"], ["lordo", "tariffa", "netto"], ["bruto", "kosten", "netto"],
  ]
  private static let halves: [Set<String>] = [
    ["credit", "debit"], ["haben", "soll"], ["moneyin", "moneyout"], ["paidin", "paidout"],
    ["creditamount", "debitamount"], ["avere", "dare"], ["abono", "cargo"], ["haber", "debe"],
    ["gutschrift", "lastschrift"], ["entrate", "uscite"],
  ]
}

extension ExactDecimal {
  /// At a common scale; nil where it is too fine or too large to be an amount.
  fileprivate func coefficient(bounded scale: Int) -> Int128? {
    fits(scale: scale) && coefficient.magnitude < 1_000_000_000_000_000
      ? coefficient(atScale: scale) : nil
  }

  fileprivate var magnitude: ExactDecimal {
    isNegative ? ExactDecimal(coefficient: -coefficient, scale: scale) : self
  }
}
