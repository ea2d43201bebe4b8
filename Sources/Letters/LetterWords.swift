import Domain

/// The parts of one letter while it is written.
struct LetterWords {
  let notice: Notice
  let house: House
  let wording: Wording
  /// For the placeholders of the wording.
  let values: [String: String]

  /// Longest remittance text of a SEPA transfer, in characters.
  static let referenceLengthMax = 140

  init(notice: Notice, house: House, wording: Wording) {
    self.notice = notice
    self.house = house
    self.wording = wording
    let earliest = notice.lines.map(\.item.due.day).min() ?? notice.payBy
    let contact = Self.clean(house.contact)
    values = [
      "client": Self.clean(notice.client.name),
      "person": Self.clean(notice.client.contact.person),
      "house": Self.clean(house.name),
      "contact": contact.isEmpty ? Self.clean(house.name) : contact,
      "phone": Self.clean(house.phone),
      "email": Self.clean(house.email),
      "total": wording.amount(notice.total),
      "pay-by": wording.date(notice.payBy),
      "due": wording.date(earliest),
      "day": wording.date(notice.day),
      "days": String(max(0, notice.lines.map(\.daysOverdue).max() ?? 0)),
    ]
  }

  /// Nothing in the letter is late yet.
  var isEarly: Bool { notice.lines.allSatisfy { $0.daysOverdue <= 0 } }

  var sender: [String] {
    [house.name, house.street, "\(house.postcode) \(house.city)"].map(Self.clean)
      .filter { !$0.isEmpty }
  }

  /// Name, person, address; the country's code before the postcode, where it is not the house's.
  var recipient: [String] {
    let client = notice.client
    let address = client.address
    let isAbroad = !address.country.isEmpty && address.country != house.country
    let hasPostcode = !address.postcode.isEmpty
    let prefix = isAbroad && hasPostcode ? "\(address.country)-" : ""
    let town = "\(prefix)\(address.postcode) \(address.city)"
    let country = isAbroad && !hasPostcode ? address.country : ""
    return ([client.name, client.contact.person] + address.lines + [town, country])
      .map(Self.clean).filter { !$0.isEmpty }
  }

  func senderDetails() throws(Wording.Missing) -> [String] {
    let details = [
      (try wording.text("label.phone"), house.phone),
      (try wording.text("label.email"), house.email),
      (try wording.text("label.vat"), house.vatNumber ?? ""),
    ]
    return details.filter { !$0.1.isEmpty }.map { "\($0.0) \(Self.clean($0.1))" }
  }

  func greeting() throws(Wording.Missing) -> String {
    let hasPerson = values["person"]?.isEmpty == false
    return try wording.text(hasPerson ? "greeting.person" : "greeting.company", values)
  }

  func contactLine() throws(Wording.Missing) -> String {
    let key =
      switch (house.phone.isEmpty, house.email.isEmpty) {
      case (false, false): "contact.phone-email"
      case (false, true): "contact.phone"
      case (true, false): "contact.email"
      case (true, true): "contact.reply"
      }
    return try wording.text(key, values)
  }

  func table() throws(Wording.Missing) -> Letter.Table {
    let currency = ["currency": notice.currency.code]
    var headings: [String] = []
    for column in ["invoice", "issued", "due", "days", "open"] {
      headings.append(try wording.text("table.\(column)", currency))
    }
    let rows = notice.lines.map { line in
      Letter.Row(
        number: Self.clean(line.item.number.text), issued: wording.shortDate(line.item.issueDate),
        due: wording.shortDate(line.item.due.day),
        days: line.daysOverdue > 0 ? String(line.daysOverdue) : "",
        open: wording.figure(line.item.open))
    }
    let total = Letter.Sum(
      label: try wording.text("table.total"), amount: wording.amount(notice.total))
    return Letter.Table(headings: headings, rows: rows, extras: try extras(), total: total)
  }

  /// Credits as negative amounts, then interest and fees.
  private func extras() throws(Wording.Missing) -> [Letter.Sum] {
    var sums: [Letter.Sum] = []
    for credit in notice.credits {
      let values = [
        "number": Self.clean(credit.creditNote?.text ?? ""), "date": wording.shortDate(credit.day),
      ]
      let key = credit.creditNote == nil ? "table.payment" : "table.credit-note"
      sums.append(
        Letter.Sum(
          label: try wording.text(key, values), amount: wording.figure(-credit.amount)))
    }
    let charges = [
      ("table.interest", notice.lines.map(\.interest).sum(notice.currency)),
      ("table.fees", notice.lines.map(\.fee).sum(notice.currency)),
    ]
    for (key, amount) in charges where !amount.isZero {
      sums.append(Letter.Sum(label: try wording.text(key), amount: wording.figure(amount)))
    }
    return sums
  }

  func paymentBox() throws(Wording.Missing) -> Letter.PaymentBox {
    let account = house.account(in: notice.currency)
    var fields: [Letter.PaymentBox.Field] = []
    func add(_ key: String, _ value: String) throws(Wording.Missing) {
      guard !value.isEmpty else { return }
      fields.append(.init(label: try wording.text("payment.\(key)"), value: value))
    }
    if let account {
      let number = Self.clean(account.iban)
      let isIBAN = number.count >= 15 && number.prefix(2).allSatisfy(\.isLetter)
      try add("holder", Self.clean(account.name.isEmpty ? house.name : account.name))
      try add(isIBAN ? "iban" : "account", isIBAN ? Self.grouped(number) : number)
      try add("bic", Self.clean(account.bic))
    }
    try add("amount", wording.amount(notice.total))
    try add("reference", reference)
    try add("by", wording.date(notice.payBy))
    return Letter.PaymentBox(
      title: try wording.text("payment.title"), fields: fields,
      note: account == nil ? try wording.text("shared.no-account") : nil)
  }

  /// The invoices' numbers, as many as a transfer can carry.
  private var reference: String {
    var reference = ""
    for line in notice.lines {
      let number = Self.clean(line.item.number.text)
      let longer = reference.isEmpty ? number : "\(reference), \(number)"
      guard longer.count <= Self.referenceLengthMax else { break }
      reference = longer
    }
    return reference
  }

  private static func clean(_ text: String) -> String { text.printable.collapsed }

  /// `DE89 3704 0044 0532 0130 00`.
  private static func grouped(_ iban: String) -> String {
    var grouped = ""
    for (index, character) in iban.filter({ !$0.isWhitespace }).enumerated() {
      if index > 0, index % 4 == 0 { grouped.append(" ") }
      grouped.append(character)
    }
    return grouped
  }
}
