import Domain

/// The parts of one letter while it is written.
struct LetterWords {
  let notice: Notice
  let business: Business
  let wording: Wording
  /// Nil for a reminder.
  let occasion: Occasion?
  /// For the placeholders of the wording.
  let values: [String: String]

  /// Longest remittance text of a SEPA transfer, in characters.
  static let referenceLengthMax = 140

  /// Every name a wording may use in braces.
  static let fields: Set<String> = Set([
    "account", "amount", "assignee", "client", "contact", "currency", "date", "day", "days", "due",
    "email", "house", "invoices", "law", "number", "oldest", "open", "page", "pages", "pay-by",
    "person", "phone", "terms", "total", "until",
  ]).union(LetterClaims.fields)

  init(notice: Notice, business: Business, wording: Wording, occasion: Occasion? = nil) {
    self.notice = notice
    self.business = business
    self.wording = wording
    self.occasion = occasion
    let leading = notice.lines.filter { !$0.isBeside }
    let earliest = leading.map(\.item.due.day).min() ?? notice.payBy
    let contact = Self.clean(business.contact)
    var values = [
      "client": Self.clean(notice.client.name),
      "person": Self.clean(notice.client.contact.person),
      "house": Self.clean(business.name),
      "contact": contact.isEmpty ? Self.clean(business.name) : contact,
      "phone": Self.clean(business.phone),
      "email": Self.clean(business.email),
      "total": wording.amount(notice.total),
      "pay-by": wording.date(notice.payBy),
      "due": wording.date(earliest),
      "until": wording.date(leading.map(\.item.due.day).max() ?? notice.payBy),
      "day": wording.date(notice.day),
      "days": String(max(0, leading.map(\.daysOverdue).max() ?? 0)),
    ]
    values.merge(LetterClaims(notice).values(in: wording, came: occasion?.came)) { _, claim in
      claim
    }
    if let occasion {
      values["amount"] = occasion.amount.map(wording.amount) ?? ""
      values["date"] = occasion.date.map(wording.date) ?? ""
      values["terms"] = occasion.termDays.map(String.init) ?? ""
      values["assignee"] = Self.clean(occasion.assignee?.name ?? "")
      let numbers =
        occasion.numbers.isEmpty
        ? notice.lines.map(\.item.number.printed)
        : occasion.numbers.map { InvoiceNumber($0).printed }
      values["invoices"] = numbers.map(Self.clean).joined(separator: ", ")
    }
    self.values = values
  }

  /// Nothing in the letter is late yet.
  var isEarly: Bool { notice.lines.allSatisfy { $0.daysOverdue <= 0 } }

  /// What is not late yet falls due on several days.
  private var hasSeveralDueDates: Bool {
    occasion == nil && isEarly && Set(notice.lines.map(\.item.due.day)).count > 1
  }

  func subject() throws(Wording.Missing) -> String {
    let several = Wording.severalDays(notice.stage)
    if hasSeveralDueDates, let subject = wording.optionalTexts(several, values).first {
      return subject
    }
    return try wording.text("\(notice.stage).subject", values)
  }

  var hasTable: Bool {
    !notice.lines.isEmpty || occasion?.instalments.isEmpty == false
      || occasion?.kind == .statement && !notice.credits.isEmpty
  }

  var asksForPayment: Bool {
    occasion.map { $0.kind.asksForPayment && notice.total.isPositive } ?? true
  }

  /// Papers that protect a person or sole trader, which lie beside a letter on paper; letters to
  /// firms have none, and what is mailed lists nothing that is not attached.
  var hasEnclosures: Bool { notice.isToIndividual && notice.channel == .letter }

  var signers: [String] {
    [business.contact, business.name].map(Self.clean).filter { !$0.isEmpty }
  }

  var sender: [String] {
    ([business.name, business.street]
      + AddressLines.town(business.city, business.postcode, in: business.country))
      .map(Self.clean).filter { !$0.isEmpty }
  }

  /// Name, person, address; the country's code before the postcode, where it is not the business's.
  var recipient: [String] {
    let client = notice.client
    let address = client.address
    let isAbroad = !address.country.isEmpty && address.country != business.country
    let town = AddressLines.town(
      address.city, address.postcode, in: address.country,
      prefix: isAbroad ? "\(address.country)-" : "")
    let isNamed = town.contains { $0.hasPrefix("\(address.country)-") && !address.postcode.isEmpty }
    let country = isAbroad && !isNamed ? address.country : ""
    let phone = notice.channel == .phone ? client.contact.phone : ""
    return
      ([client.name, client.contact.person, phone] + address.lines
      + (address.postcode.isEmpty ? [address.city] : town) + [country])
      .map(Self.clean).filter { !$0.isEmpty }
  }

  func senderDetails() throws(Wording.Missing) -> [String] {
    let details = [
      (try wording.text("label.phone"), business.phone),
      (try wording.text("label.email"), business.email),
      (try wording.text("label.vat"), business.vatNumber ?? ""),
    ]
    return details.filter { !$0.1.isEmpty }.map { "\($0.0) \(Self.clean($0.1))" }
  }

  func greeting() throws(Wording.Missing) -> String {
    if values["person"]?.isEmpty == false {
      return try wording.text("greeting.person", values)
    }
    guard notice.isToIndividual else { return try wording.text("greeting.company", values) }
    var values = values
    values["person"] = values["client"]
    return try wording.text("greeting.person", values)
  }

  /// What is announced, what stands apart, what was considered, and whom to call.
  func closing() throws(Wording.Missing) -> [String] {
    var closing: [String] = []
    for consequence in notice.consequences {
      closing.append(try wording.text("consequence.\(consequence.rawValue)", values))
    }
    if let line = try besideLine() { closing.append(line) }
    if !notice.standing.isEmpty { closing.append(try standingLine()) }
    if !notice.chargesBasis.isEmpty { closing.append(try chargesLine()) }
    if let line = try disputedLine() { closing.append(line) }
    if occasion == nil || occasion?.kind == .statement && notice.total.isPositive {
      closing.append(try consideredLine())
    }
    return closing + [try contactLine()]
  }

  /// What is on record about the invoices, a sentence each.
  var record: [String] { notice.record.compactMap(wording.sentence) }

  /// Up to which day payments are taken into account: as far as bank data reach, and no further.
  private func consideredLine() throws(Wording.Missing) -> String {
    if isEarly { return try wording.text("shared.considered-early", values) }
    guard let through = notice.paymentsKnownThrough else {
      return try wording.text(Wording.undated, orElse: "shared.considered-early", values)
    }
    var values = values
    values["day"] = wording.date(through)
    return try wording.text("shared.considered", values)
  }

  /// What the words of the letter are not about, although it is asked for.
  private func besideLine() throws(Wording.Missing) -> String? {
    let numbers = notice.lines.filter(\.isBeside).map { Self.clean($0.item.number.printed) }
    let total = notice.besideTotal
    guard !numbers.isEmpty, total.isPositive else { return nil }
    return try wording.text(
      "shared.beside",
      ["invoices": numbers.joined(separator: ", "), "amount": wording.amount(total)])
  }

  /// Of consumers no fixed sum is claimed, and the letter does not say so.
  private func chargesLine() throws(Wording.Missing) -> String {
    let law = ["law": Self.clean(notice.chargesBasis)]
    let hasFixedSum = notice.lines.contains { $0.fee > $0.houseFee }
    let interest = hasFixedSum ? nil : wording.optionalTexts(Wording.interestAlone, law).first
    if let interest { return interest }
    return try wording.text("shared.charges", law)
  }

  /// What a statement lists and does not ask for.
  private func disputedLine() throws(Wording.Missing) -> String? {
    let numbers = (occasion?.disputed ?? []).map { Self.clean($0.number.printed) }
    if numbers.isEmpty { return nil }
    return try wording.text("shared.disputed", ["invoices": numbers.joined(separator: ", ")])
  }

  /// What stands from earlier letters, with the day of the only one or the days of the first and
  /// the last.
  private func standingLine() throws(Wording.Missing) -> String {
    let days = notice.standing.map(\.noticed).sorted()
    let (first, last) = (days.first ?? notice.day, days.last ?? notice.day)
    let numbers = notice.standing.map { Self.clean($0.item.number.printed) }
    return try wording.text(
      first == last ? "shared.standing" : Wording.severalLetters,
      [
        "invoices": numbers.joined(separator: ", "),
        "amount": wording.amount(notice.standing.map(\.item.open).sum(notice.currency)),
        "date": wording.date(first), "until": wording.date(last),
      ])
  }

  private func contactLine() throws(Wording.Missing) -> String {
    let key =
      switch (business.phone.isEmpty, business.email.isEmpty) {
      case (false, false): "contact.phone-email"
      case (false, true): "contact.phone"
      case (true, false): "contact.email"
      case (true, true): "contact.reply"
      }
    return try wording.text(key, values)
  }

  func paymentBox() throws(Wording.Missing) -> Letter.PaymentBox {
    let account = occasion?.assignee ?? business.account(in: notice.currency)
    var fields: [Letter.PaymentBox.Field] = []
    func add(_ key: String, _ value: String) throws(Wording.Missing) {
      guard !value.isEmpty else { return }
      fields.append(.init(label: try wording.text("payment.\(key)"), value: value))
    }
    var code: PaymentQR?
    if let account {
      let number = Self.clean(account.iban)
      // By its form alone: a mistyped IBAN is still called one.
      let isIBAN =
        number.count >= 15 && number.prefix(2).allSatisfy(\.isLetter)
        && number.dropFirst(2).prefix(2).allSatisfy(\.isNumber)
      let written = Self.account(account)
      let holder = Self.clean(account.name.isEmpty ? business.name : account.name)
      try add("holder", holder)
      try add(isIBAN ? "iban" : "account", isIBAN ? Self.grouped(number) : written)
      try add("bic", Self.clean(account.bic))
      if occasion?.instalments.isEmpty ?? true {
        code = PaymentQR(notice.total, to: account, of: holder, reference: reference)
      }
    }
    if occasion?.instalments.isEmpty ?? true { try add("amount", wording.amount(notice.total)) }
    try add("reference", reference)
    if occasion == nil {
      let dueDates = hasSeveralDueDates ? wording.optionalTexts(Wording.dueDates, values) : []
      try add("by", dueDates.first ?? wording.date(notice.payBy))
    }
    return Letter.PaymentBox(
      title: try wording.text("payment.title"), fields: fields,
      note: account == nil ? try wording.text("shared.no-account") : nil, code: code,
      codeCaption: try wording.text("shared.scan"))
  }

  /// Of letters in francs, and in euros to clients in Switzerland and Liechtenstein.
  var swissBill: SwissBill? {
    let home: Set = ["CH", "LI"]
    let client = notice.client
    let country = client.address.country.isEmpty ? business.country : client.address.country
    guard occasion?.instalments.isEmpty ?? true,
      let account = occasion?.assignee ?? business.account(in: notice.currency),
      notice.currency.code == "CHF" || home.contains(country),
      let creditor = SwissBill.Place(
        name: Self.clean(account.name.isEmpty ? business.name : account.name),
        street: Self.clean(business.street), postcode: Self.clean(business.postcode),
        city: Self.clean(business.city), country: business.country)
    else { return nil }
    let debtor = SwissBill.Place(
      name: Self.clean(client.name),
      street: Self.clean(client.address.lines.joined(separator: ", ")),
      postcode: Self.clean(client.address.postcode), city: Self.clean(client.address.city),
      country: country)
    return SwissBill(
      notice.total, to: account, of: creditor, from: debtor, message: reference,
      language: wording.language)
  }

  /// The invoices' numbers, as many as a transfer can carry.
  private var reference: String {
    let disputed = Set((occasion?.disputed ?? []).map(\.id))
    let listed = notice.lines.filter { !disputed.contains($0.item.id) }.map {
      Self.clean($0.item.number.printed)
    }
    let named = (occasion?.numbers ?? []).map { Self.clean(InvoiceNumber($0).printed) }
    var reference = ""
    var length = 0
    for number in listed.isEmpty ? named : listed {
      length += number.width + (reference.isEmpty ? 0 : 2)
      guard length <= Self.referenceLengthMax else { break }
      if !reference.isEmpty { reference += ", " }
      reference += number
    }
    return reference
  }

  static func clean(_ text: String) -> String { text.printable.collapsed }

  /// An account that is no IBAN, as its bank writes it. A British sort code and number that were
  /// written as one are set apart: 6 digits and 8.
  private static func account(_ account: BankAccount) -> String {
    let written = clean(account.written.isEmpty ? account.iban : account.written)
    let digits = written.filter(\.isNumber)
    let isOne = !written.contains { $0.isWhitespace || $0.isLetter || $0 == "/" }
    guard account.currency.code == "GBP", digits.count == 14, isOne else { return written }
    let code = digits.prefix(6).map(String.init)
    return code[0...1].joined() + "-" + code[2...3].joined() + "-" + code[4...5].joined() + " "
      + digits.dropFirst(6)
  }

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
