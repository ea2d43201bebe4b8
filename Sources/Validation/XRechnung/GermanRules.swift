internal import Documents

/// What Germany asks of an invoice: the rules of XRechnung (`BR-DE-`), and those of Peppol for an
/// invoice between two German addresses (`DE-R-`), which are the same under other names.
struct GermanRules: Sendable {
  enum Book: Sendable { case xrechnung, peppol }

  let terms: GermanTerms
  let book: Book

  /// The id of a rule in the book; `part` is that of a rule of two.
  static func id(_ number: Int, _ part: Int? = nil, in book: Book) -> String {
    switch book {
    case .xrechnung: "BR-DE-\(number)" + (part.map { $0 == 1 ? "-a" : "-b" } ?? "")
    case .peppol:
      "DE-R-" + String(repeating: "0", count: number < 10 ? 2 : 1) + "\(number)"
        + (part.map { "-\($0)" } ?? "")
    }
  }

  /// The number and the part of each rule that both books have.
  static let shared: [(number: Int, part: Int?)] = {
    let whole = Array(1...11) + [14, 15, 16, 17, 18, 19, 20, 22, 26, 27, 28, 30, 31]
    return whole.map { ($0, nil) } + [23, 24, 25].flatMap { [($0, 1), ($0, 2)] }
  }()

  static func addressID(in book: Book) -> String {
    book == .xrechnung ? "BR-TMP-2" : "DE-R-T02"
  }

  private func check(_ number: Int, _ part: Int? = nil, holds: @escaping Test) -> Check {
    Check(Self.id(number, part, in: book), holds)
  }

  private func context(
    _ path: [XMLName], where applies: Test? = nil, checks: [Check]
  ) -> Context {
    switch book {
    case .xrechnung: Context(.xrechnung, at: path, where: applies, checks: checks)
    case .peppol:
      Context(
        .germany, at: path,
        where: { s, e in s.isGerman() && (applies.map { $0(s, e) } ?? true) }, checks: checks)
    }
  }

  var contexts: [Context] {
    [documentContext] + partyContexts + paymentContexts + [
      context(
        terms.breakdown, checks: [check(14) { s, e in s.isAnyFilled(e, at: terms.rate) }]),
      context(
        terms.documentAddress.path, where: terms.documentAddress.applies,
        checks: [Check(Self.addressID(in: book), terms.documentAddress.isWhole)]),
    ]
  }

  private var documentContext: Context {
    let isOfGermany: Test = { s, e in e == 0 && (book == .xrechnung || s.isGerman()) }
    return Context(
      book == .xrechnung ? .xrechnung : .germany, names: terms.roots, where: isOfGermany,
      checks: documentChecks)
  }

  private var documentChecks: [Check] {
    [
      check(1) { s, e in !s.all(e, at: terms.means).isEmpty },
      check(15) { s, e in s.isAnyFilled(e, at: terms.buyerReference) },
      check(16) { s, e in
        !terms.usesVATCategory(s, e) || !s.all(e, at: terms.representative).isEmpty
          || terms.hasTaxNumber(s, e)
      },
      check(17) { s, e in
        let known: [Code] = ["326", "380", "384", "389", "381", "875", "876", "877"]
        return types(s, e).contains { known.contains($0) }
      },
      check(18) { s, e in areDiscountsWellFormed(s, e) },
      check(22) { s, e in areAttachmentsDistinct(s) },
      check(26) { s, e in
        !types(s, e).contains("384") || !s.all(e, at: terms.precedingInvoice).isEmpty
      },
      check(30, holds: terms.hasCreditorID),
      check(31, holds: terms.hasDebtorAccount),
    ]
  }

  private var partyContexts: [Context] {
    [
      context(
        terms.seller, checks: [check(2) { s, e in !s.all(e, at: terms.sellerContact).isEmpty }]),
      address(3, terms.addresses.seller),
      context(
        terms.contact,
        checks: [
          check(5) { s, e in terms.contactNames.contains { s.isAnyFilled(e, at: $0) } },
          check(6) { s, e in s.isAnyFilled(e, at: terms.telephone) },
          check(7) { s, e in s.isAnyFilled(e, at: terms.mail) },
          check(27) { s, e in
            let number = s.string(s.only(e, at: terms.telephone))
            return number.utf8.count { (0x30...0x39).contains($0) } >= 3
          },
          check(28) { s, e in s.normalized(s.only(e, at: terms.mail)).isMailAddress },
        ]),
      address(8, terms.addresses.buyer), address(10, terms.addresses.delivery),
    ]
  }

  /// The rules about city and post code, whose numbers follow one another.
  private func address(_ number: Int, _ path: [XMLName]) -> Context {
    context(
      path,
      checks: [
        check(number) { s, e in s.isAnyFilled(e, terms.city) },
        check(number + 1) { s, e in s.isAnyFilled(e, terms.postCode) },
      ])
  }

  private var paymentContexts: [Context] {
    [
      payment(
        by: ["30", "58"],
        checks: [
          check(19) { s, e in
            !isPaid(s, e, by: "58") || s.string(s.only(e, at: terms.creditorIBAN)).isIBAN
          },
          check(23, 1) { s, e in s.has(e, terms.transfer) },
          check(23, 2) { s, e in !s.has(e, terms.card) && !terms.isDebit(s, e) },
        ]),
      payment(
        by: ["48", "54", "55"],
        checks: [
          check(24, 1) { s, e in s.has(e, terms.card) },
          check(24, 2) { s, e in !s.has(e, terms.transfer) && !terms.isDebit(s, e) },
        ]),
      payment(
        by: ["59"],
        checks: [
          check(20) { s, e in
            !isPaid(s, e, by: "59") || s.string(s.only(e, at: terms.debtorIBAN)).isIBAN
          },
          check(25, 1, holds: terms.isDebit),
          check(25, 2) { s, e in
            !s.has(e, terms.card) && !terms.transferParts.contains { s.has(e, $0) }
          },
        ]),
    ]
  }

  private func payment(by codes: [Code], checks: [Check]) -> Context {
    context(
      terms.means, where: { s, e in codes.contains(s.code(e, terms.meansCode)) }, checks: checks)
  }

  /// Peppol compares the code as printed.
  private func isPaid(_ s: Survey, _ means: Int, by code: Code) -> Bool {
    book == .peppol
      ? s.any(means, terms.meansCode, is: code) : s.code(means, terms.meansCode) == code
  }

  /// XRechnung takes one type alone; Peppol looks for any.
  private func types(_ s: Survey, _ root: Int) -> [Code] {
    terms.types.flatMap { path in
      book == .peppol
        ? s.all(root, at: path) : [s.only(root, at: path)].compactMap(\.self)
    }.map { s.code($0) }
  }

  /// Whether no two attachments of documents that stand beside one another have one name.
  private func areAttachmentsDistinct(_ s: Survey) -> Bool {
    var seen: [Int: Set<String>] = [:]
    for document in terms.supportingDocuments(s) {
      guard let parent = s.parent(document) else { continue }
      let names = s.all(document, at: terms.attachment).compactMap {
        s.attributeString($0, .filenameAttribute)
      }
      if !seen[parent, default: []].isDisjoint(with: names) { return false }
      seen[parent, default: []].formUnion(names)
    }
    return true
  }

  /// Whether each line of the terms of payment that begins with # is a cash discount, and a line
  /// break follows the last of them.
  private func areDiscountsWellFormed(_ s: Survey, _ root: Int) -> Bool {
    let notes = s.all(root, at: terms.paymentTerms).compactMap { s.child($0, terms.termsText) }
    let texts = notes.map { s.string($0).replacing("\r\n", with: "\n") }
    let lines = texts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let discounts = lines.map { Survey.normalized(String($0)) }.filter { $0.hasPrefix("#") }
    if discounts.isEmpty { return true }
    guard discounts.allSatisfy({ $0.isCashDiscount(alone: book == .xrechnung) }) else {
      return false
    }
    guard notes.count == 1, let text = texts.first else {
      s.isUndecidable = true
      return false
    }
    return text.endsLastDiscount
  }
}

extension String {
  /// `#SKONTO#TAGE=14#PROZENT=2.00#`, with `BASISBETRAG=100.00#` after it if need be; Peppol lets
  /// text stand before it.
  fileprivate func isCashDiscount(alone: Bool) -> Bool {
    let parts = split(separator: "#", omittingEmptySubsequences: false)
    guard parts.last?.isEmpty == true, let start = parts.lastIndex(of: "SKONTO"), start > 0,
      !alone || start == 1 && parts[0].isEmpty
    else { return false }
    let terms = parts[(start + 1)...].dropLast()
    guard (2...3).contains(terms.count), let days = terms.first, days.hasPrefix("TAGE="),
      days.dropFirst(5).isAllDigits
    else { return false }
    let rate = terms[terms.startIndex + 1]
    guard rate.hasPrefix("PROZENT="), rate.dropFirst(8).hasTwoPlaces else { return false }
    if terms.count == 2 { return true }
    let base = terms[terms.startIndex + 2]
    guard base.hasPrefix("BASISBETRAG=") else { return false }
    let amount = base.dropFirst(12)
    return (amount.hasPrefix("-") ? amount.dropFirst() : amount).hasTwoPlaces
  }

  /// Whether nothing but white space, a line break in it, follows the last line with two #.
  fileprivate var endsLastDiscount: Bool {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    let last = lines.lastIndex { line in
      guard let first = line.firstIndex(of: "#"), let end = line.lastIndex(of: "#") else {
        return false
      }
      return line.distance(from: first, to: end) > 1
    }
    guard let last, let mark = lines[last].lastIndex(of: "#") else { return false }
    let rest = lines[last][lines[last].index(after: mark)...]
    return last + 1 < lines.count && rest.utf8.allSatisfy(Survey.isSpace)
  }

  /// An address of e-mail: something, @, a domain of two labels or more.
  fileprivate var isMailAddress: Bool {
    let halves = split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, !contains(where: \.isWhitespace) else {
      return false
    }
    let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
  }

  /// An address that begins with a scheme of two characters or more.
  var hasScheme: Bool {
    guard let colon = firstIndex(of: ":") else { return false }
    let scheme = self[..<colon].utf8
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    return scheme.count > 1 && scheme.first.map(isLetter) == true
      && scheme.allSatisfy {
        isLetter($0) || (0x30...0x39).contains($0) || [0x2B, 0x2E, 0x2D].contains($0)
      }
  }
}

extension Substring {
  /// Digits, a dot, two digits.
  fileprivate var hasTwoPlaces: Bool {
    let halves = split(separator: ".", omittingEmptySubsequences: false)
    return halves.count == 2 && halves[0].isAllDigits && halves[1].isAllDigits
      && halves[1].utf8.count == 2
  }
}
