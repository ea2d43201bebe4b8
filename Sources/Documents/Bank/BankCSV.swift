import Domain

/// Types the rows of a bank's CSV file: one statement for each account it names.
struct BankCSV {
  let business: Business
  private(set) var table: CSVTable
  let lexis: CSVLexis
  private(set) var statements: [BankStatement] = []
  var faults: [Fault] = []
  private let dialect: CSVDialect
  /// The currency the header or the bank itself implies.
  private let impliedCurrency: Currency?
  private let preambleAccount: String?
  private var placeOfAccount: [String: Int] = [:]
  /// Balances as the rows give them, by statement.
  private var balances: [Int: [Money?]] = [:]
  /// The same with what the rows say of their effect.
  private var chains: [Chain: RunningBalance] = [:]
  /// Some banks put several purses of one account in a file, each with a balance of its own.
  private let productPlace: Int?
  private var isAccountMissing = false
  /// The column that settings name as the reference holds the numbers of cheques.
  private let hasChequeNumbers: Bool
  /// Fees stand as they change the account: those that are taken off have a minus.
  private var isFeeSigned = false

  init(business: Business, table: CSVTable, lexis: CSVLexis) {
    self.business = business
    self.table = table
    self.lexis = lexis
    dialect = table.dialect
    let titles = [CSVColumn.amount, .credit, .debit, .balance].map(table.title)
    impliedCurrency =
      titles.lazy.compactMap { CurrencySign.currency(inTitle: $0) }.first
      ?? Self.currency(in: table.preamble) ?? dialect.currency
    preambleAccount = Self.account(in: table.preamble)
    productPlace = table.header.firstIndex { CSVDialect.folded($0) == "product" }
    hasChequeNumbers = Self.isCheque(table.title(.reference))
  }

  /// What a running balance is of.
  private struct Chain: Hashable {
    var place: Int
    var currency: Currency
    var product: String
  }

  mutating func readAll() {
    isFeeSigned = dialect.isFeeSigned || hasNegativeFee
    while table.next() {
      guard !table.isPassedOver, !isFurniture else { continue }
      addRow()
    }
    for place in statements.indices { close(place) }
    // A row that was refused is missing in the balances: that was reported.
    guard faults.isEmpty else { return }
    for chain in chains.keys.sorted(by: { ($0.place, $0.product) < ($1.place, $1.product) }) {
      faults += chains[chain]?.faults ?? []
    }
  }

  private mutating func refuse(_ code: Fault.Code, _ message: String, _ found: String = "") {
    faults.append(
      Fault(
        code, line: table.line, message, excerpt: Fault.excerpt(found),
        remedy: "Ask the bank for a corrected export; this row was not imported."))
  }

  /// Balances and totals below or between the movements.
  private var isFurniture: Bool {
    guard lexis.day(table.bytes(.booked)) == nil else { return false }
    let first = CSVDialect.folded(table.firstField)
    return ["total", "summe", "kontostand", "saldo", "anfangssaldo", "endsaldo", "balance"]
      .contains { first.hasPrefix($0) }
  }

  private mutating func addRow() {
    guard let booked = bookedDay() else {
      return refuse(.bankDate, "the row has no booking date", table.text(.booked))
    }
    let code = table.text(.currency)
    guard
      let currency = code.isEmpty
        ? impliedCurrency ?? (sign ?? lexis.sign)?.currency(preferring: business.currency)
          ?? accountCurrency ?? business.currency
        : CurrencySign.currency(named: code, preferring: business.currency)
    else { return refuse(.bankCurrency, "the currency is no code of ISO 4217", code) }
    if let sign, !sign.fits(currency) {
      return refuse(
        .bankCurrency, "the amount's sign is of another currency than \(currency)",
        table.text(.amount))
    }
    if let found = tooFine(currency) { return refuse(.bankAmount, currency.tooFine, found) }
    guard let amount = amount(currency) else {
      let found = table.has(.amount) ? table.text(.amount) : table.text(.credit)
      return refuse(.bankAmount, "the row's amount is not a number", found)
    }
    guard let account = account(currency) else {
      // One fault is enough: it is the same for every row.
      guard !isAccountMissing else { return }
      isAccountMissing = true
      faults.append(
        Fault(
          .bankAccount, line: table.headerLine,
          "the file does not say which account it is of, and the settings do not have exactly one "
            + "in \(currency)",
          remedy: "Name the account in dunlin.yaml (bank); nothing was imported from this file."))
      return
    }
    var line = BankLine(account: account, booked: booked, amount: amount)
    line.counterparty = counterparty(isIn: !amount.isNegative)
    line.counterpartyAccount = table.firstText(.counterpartyAccount).withoutWhitespace
    addReferences(to: &line)
    line.text = table.firstText(.text).collapsed
    complete(&line)
    line.isInternal = dialect.own.contains { column, stems in
      let word = table.folded(column)
      return stems.contains { word.contains($0) }
    }
    let place = place(of: account)
    statements[place].lines.append(line)
    let balance = lexis.money(table.bytes(.balance), currency)
    balances[place, default: []].append(balance)
    let fee = fee(currency)
    let product = productPlace.map { String(decoding: table.bytes(at: $0), as: UTF8.self) } ?? ""
    chains[
      Chain(place: place, currency: currency, product: product), default: RunningBalance()
    ].rows.append(
      RunningBalance.Row(
        line: table.line, day: booked, amount: amount - (fee ?? .zero(currency)), after: balance))
    addFee(fee, like: line, place)
    if let refunded = lexis.money(table.bytes(.refunded), currency)?.magnitude, !refunded.isZero {
      line.amount = -refunded
      statements[place].lines.append(line)
      balances[place]?.append(nil)
    }
  }

  /// The number on a payer's cheque says nothing about our invoices.
  private mutating func addReferences(to line: inout BankLine) {
    let reference = table.firstText(.reference).collapsed
    let cheque = hasChequeNumbers ? reference : table.firstText(.cheque).collapsed
    if !cheque.isEmpty { line.traces = ["Cheque " + cheque] }
    if hasChequeNumbers || reference.isEmpty || reference.uppercased() == "NOTPROVIDED" { return }
    line.references = [reference]
  }

  private static let inward = CSVDialect.words(
    "bij credit haben h c cr crédit credito crédito in eingang gutschrift uznanie kredit")
  private static let outward = CSVDialect.words(
    "af debit soll s d dr débit debito débito out ausgang lastschrift obciążenie debet")
  /// The words of a column that states the direction of a payment.
  static let directions = inward.union(outward)

  private static func isCheque(_ title: String) -> Bool {
    FoldedText(title).words.contains { word in
      ["check", "chequ", "chq", "scheck", "assegno", "talon"].contains { word.hasPrefix($0) }
    }
  }

  /// Whether the row calls itself a returned payment, and what was ordered.
  private func complete(_ line: inout BankLine) {
    let amount = line.amount
    line.isReversal = ReturnWords.shared.isReturn(
      ReturnWords.Movement(
        type: table.text(.entry), texts: [line.text], amount: amount))
    let currency = table.text(.originalCurrency).uppercased()
    let ordered = Currency(code: currency) ?? amount.currency
    let original = lexis.exactly(table.bytes(.original), ordered).map(\.magnitude)
    func signed(_ money: Money) -> Money { amount.isNegative ? -money : money }
    if let original, !original.isZero {
      guard ordered == amount.currency else {
        line.instructed = signed(original)
        return
      }
      let charge = lexis.exactly(table.bytes(.charge), ordered).map(\.magnitude)
      let isWhole = charge.map { original.adding(checked: $0) == amount.magnitude } ?? false
      line.isReversal = line.isReversal || amount.isNegative && isWhole
      if line.isReversal, original < amount.magnitude, charge == nil || isWhole {
        line.instructed = signed(original)
      }
    }
    guard line.isReversal, line.instructed == nil else { return }
    line.instructed = StatedAmounts(FoldedText(line.text), amount.currency).returned(of: amount)
  }

  private func bookedDay() -> Day? {
    lexis.day(table.bytes(.booked)) ?? lexis.day(Array(table.firstText(.booked).utf8)[...])
  }

  /// Positive for money in. A bank gives one signed amount, one and a word, or two columns.
  private func amount(_ currency: Currency) -> Money? {
    let bytes = table.bytes(.amount)
    if !bytes.isEmpty {
      guard let money = lexis.money(bytes, currency) else { return nil }
      guard table.has(.direction) else { return money }
      let word = table.folded(.direction)
      if Self.inward.contains(word) { return money.magnitude }
      return Self.outward.contains(word) ? -money.magnitude : nil
    }
    let debit = table.bytes(.debit)
    let credit = table.bytes(.credit)
    guard !debit.isEmpty || !credit.isEmpty else { return nil }
    let out = debit.isEmpty ? .zero(currency) : lexis.money(debit, currency)?.magnitude
    let got = credit.isEmpty ? .zero(currency) : lexis.money(credit, currency)?.magnitude
    guard let out, let got, out.isZero || got.isZero else { return nil }
    return got - out
  }

  /// The first amount of the row that has more decimals than its currency, as it is printed.
  private func tooFine(_ currency: Currency) -> String? {
    let columns: [CSVColumn] = [.amount, .credit, .debit, .fee]
    return columns.first { lexis.decimal(table.bytes($0))?.isFiner(than: currency) ?? false }
      .map { table.text($0) }
  }

  /// The currency sign or code at the row's amount, if there is one.
  private var sign: CurrencySign? {
    let columns: [CSVColumn] = [.amount, .credit, .debit]
    let bytes = columns.lazy.map { table.bytes($0) }.first { !$0.isEmpty }
    return bytes.flatMap { CurrencySign.split($0).sign }
  }

  /// The currency that stands above the rows, as in `Currency:;CHF`.
  private static func currency(in preamble: [[String]]) -> Currency? {
    for row in preamble {
      guard let place = row.firstIndex(where: { !$0.isEmpty }),
        CurrencySign.currencyWords.contains(FoldedText(row[place]).words.joined())
      else { continue }
      let values = row[(place + 1)...].filter { !$0.isEmpty }
      if let found = values.first.flatMap({ CurrencySign.currency(named: $0) }) { return found }
    }
    return nil
  }

  /// What the settings say of the account that the row or the file names.
  private var accountCurrency: Currency? {
    let named = table.firstText(.account).withoutWhitespace.uppercased()
    let number = named.isEmpty ? preambleAccount : named
    // A file that names none is of the only one there is.
    if number == nil, business.accounts.count == 1 { return business.accounts[0].currency }
    return number.flatMap { number in
      business.accounts.first { $0.iban == number || $0.iban.hasSuffix(number) }?.currency
    }
  }

  private func counterparty(isIn: Bool) -> String {
    let column: CSVColumn =
      table.has(.counterparty) ? .counterparty : isIn ? .payer : .payee
    return table.firstText(column).collapsed
  }

  /// What leaves the account beside the amount; below zero where a fee comes back.
  private func fee(_ currency: Currency) -> Money? {
    let bytes = table.bytes(.fee)
    guard !bytes.isEmpty, let fee = lexis.money(bytes, currency), !fee.isZero else { return nil }
    return isFeeSigned ? -fee : fee
  }

  /// Whether a row of money that came in has a fee with a minus.
  private var hasNegativeFee: Bool {
    guard table.has(.fee) else { return false }
    var rows = table
    while rows.next() {
      if lexis.decimal(rows.bytes(.fee))?.isNegative == true,
        lexis.decimal(rows.bytes(.amount))?.isNegative == false
      {
        return true
      }
    }
    return false
  }

  /// A fee the bank takes beside the amount is a movement of its own.
  private mutating func addFee(_ fee: Money?, like line: BankLine, _ place: Int) {
    guard let fee else { return }
    var single = BankLine(account: line.account, booked: line.booked, amount: -fee)
    // A service's fee is explained by being one: with the number it would seem to be a refund.
    single.text = dialect.accountName == nil ? "Fee: " + line.text : "Fee"
    statements[place].lines.append(single)
    balances[place]?.append(nil)
  }

  private mutating func place(of account: String) -> Int {
    if let place = placeOfAccount[account] { return place }
    placeOfAccount[account] = statements.count
    var statement = BankStatement(id: "", account: account, lines: [])
    statement.format = .csv
    statements.append(statement)
    return statements.count - 1
  }
}

extension BankCSV {
  /// The account the row or the file names; else the business's only one in the currency.
  private func account(_ currency: Currency) -> String? {
    let named = table.firstText(.account).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    if !named.isEmpty {
      let sortCode = table.text(.sortCode).filter(\.isNumber)
      return full(number: sortCode + named.uppercased())
    }
    if let name = dialect.accountName { return name }
    if let preambleAccount { return full(number: preambleAccount) }
    let ours = business.accounts.filter { $0.currency == currency }
    return ours.count == 1 ? ours[0].iban : nil
  }

  /// The IBAN of ours that ends with a national account number, so that both name one account.
  private func full(number: String) -> String {
    business.ownAccount(endingWith: number) ?? number
  }

  /// The first IBAN in the rows above the header.
  private static func account(in preamble: [[String]]) -> String? {
    for cell in preamble.joined() {
      for part in cell.split(whereSeparator: { ":,;/".contains($0) }) {
        let bare = String(part).withoutWhitespace
        if BankAccount.isIBAN(bare) { return bare }
      }
    }
    return nil
  }

  /// Names the statement by its days, and gives it the closing balance where the rows bear it out.
  private mutating func close(_ place: Int) {
    let lines = statements[place].lines
    guard let first = lines.map(\.booked).min(), let last = lines.map(\.booked).max() else {
      return
    }
    statements[place].id = "\(dialect.id) \(first) \(last)"
    let given = balances[place] ?? []
    guard given.count == lines.count, !given.contains(nil) else { return }
    let chain = zip(lines, given.compactMap { $0 }).map { (amount: $0.amount, after: $1) }
    func holds(_ rows: [(amount: Money, after: Money)]) -> Bool {
      Set(rows.map(\.after.currency)).count == 1
        && zip(rows, rows.dropFirst()).allSatisfy { $0.after + $1.amount == $1.after }
    }
    let isRising = lines.first!.booked <= lines.last!.booked && holds(chain)
    let isFalling = lines.first!.booked >= lines.last!.booked && holds(chain.reversed())
    guard isRising || isFalling else { return }
    statements[place].closing = isRising ? chain.last?.after : chain.first?.after
    statements[place].closingDay = last
    statements[place].opening = (isRising ? chain.first : chain.last).map { $0.after - $0.amount }
  }
}
