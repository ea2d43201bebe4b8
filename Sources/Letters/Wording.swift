package import Domain

/// The words of letters in one language, and its way of writing dates and amounts.
package struct Wording: Hashable, Sendable {
  /// ISO 639-1.
  package let language: String
  private let entries: [String: [Pattern]]
  private let months: [String]
  private let shortMonths: [String]
  /// How the first of a month is written: `1er` in French.
  private let firstDay: String
  private let decimalMark: String
  private let groupMark: String
  private let longDate: Pattern
  private let shortDatePattern: Pattern
  private let amountPattern: Pattern

  /// Something that a wording file should say, and does not.
  package struct Missing: Error, Hashable, CustomStringConvertible {
    package let language: String
    /// Sorted.
    package let keys: [String]

    package var description: String {
      "the wording for \"\(language)\" lacks \(keys.joined(separator: ", "))"
    }
  }

  /// Takes a parsed wording file: dotted keys (`reminder.subject`) to one text or several.
  ///
  /// Refused is a file without the words that every letter needs; those of a stage are asked for
  /// when a letter of the stage is written.
  package init(language: String, entries: [String: [String]]) throws(Missing) {
    var missing = Self.required.filter { entries[$0]?.isEmpty ?? true }
    months = entries["format.months"] ?? []
    shortMonths = entries["format.short-months"] ?? months.map { String($0.prefix(3)) }
    if !months.isEmpty, months.count != 12 { missing.append("format.months (12 names)") }
    if shortMonths.count != months.count { missing.append("format.short-months (12 names)") }
    guard missing.isEmpty else { throw Missing(language: language, keys: missing.sorted()) }
    self.language = language
    self.entries = entries.mapValues { $0.map { Pattern($0) } }
    firstDay = entries["format.first-day"]?.first ?? "1"
    decimalMark = entries["format.decimal"]?.first ?? "."
    groupMark = entries["format.group"]?.first ?? ""
    longDate = Pattern(entries["format.date"]?.first ?? "")
    shortDatePattern = Pattern(entries["format.short-date"]?.first ?? "")
    amountPattern = Pattern(entries["format.amount"]?.first ?? "")
  }

  /// The keys without which no letter can be written.
  package static let required =
    ["amount", "date", "decimal", "group", "months", "short-date"].map { "format." + $0 }
    + ["company", "person"].map { "greeting." + $0 }
    + [
      "charges", "considered", "considered-early", "enclosures", "no-account", "page", "scan",
      "sign-off", "standing",
    ].map { "shared." + $0 }
    + Notice.Consequence.allCases.map { "consequence." + $0.rawValue }
    + ["email", "phone", "phone-email", "reply"].map { "contact." + $0 }
    + [
      "credit-note", "days", "due", "fees", "instalment", "interest", "invoice", "issued", "open",
      "payment", "total",
    ].map { "table." + $0 }
    + ["balance", "days", "from", "interest", "note", "rate", "title", "to"].map {
      "interest." + $0
    }
    + ["account", "amount", "bic", "by", "holder", "iban", "reference", "title"].map {
      "payment." + $0
    }
    + ["email", "phone", "vat"].map { "label." + $0 }

  /// The key of the sentence about a rate that was not seen published, which only a letter with
  /// such a rate needs.
  package static let derivedRate = "interest.derived"

  /// The key of the sentence about what stands from letters of several days.
  static let severalLetters = "shared.standing-several"

  /// The keys of a subject and of a date to pay by where early invoices fall due on several days; a
  /// wording without them says the first day alone.
  static func severalDays(_ stage: String) -> String { "\(stage).subject-several" }
  static let dueDates = "payment.due-dates"

  /// The key of the sentence about charges where no fixed sum is among them; a wording without it
  /// has the usual one.
  static let interestAlone = "shared.charges-interest"

  /// The key of the closing sentence where nobody knows up to which day payments are known.
  static let undated = "shared.considered-undated"

  /// The key of the sentence that says that a year's interest bears interest.
  static let compoundInterest = "interest.compound"

  /// The keys of what a statement lists of charges that letters asked for, and of what is left in
  /// the client's favour.
  static let chargesAsked = "table.asked"
  static let creditBalance = "table.favour"

  /// Keys that only some letters need: those with such a rate, those that ask for invoices beside
  /// the ones their words are about, and those with something in dispute.
  package static let occasional =
    [
      derivedRate, severalLetters, "shared.beside", "table.beside", "shared.disputed",
      "table.disputed", undated, compoundInterest, chargesAsked, creditBalance,
    ] + LetterClaims.keys + recordKeys + activityKeys
    + required(for: Occasion.nothingOpen)

  /// The words of a statement that tells how its balance came about.
  private static let activityKeys =
    [
      "title", "date", "entry", "number", "amount", "balance", "opening", "invoice", "credit-note",
      "payment", "returned", "other", "charges", "closing", "note",
    ].map { "activity." + $0 }

  /// Keys in the place of which another is taken where a wording lacks them.
  package static let optional = [severalDays("upcoming"), dueDates, interestAlone]

  /// The keys that a stage or another letter needs.
  package static func required(for stage: String) -> [String] {
    ["subject", "title", "paragraphs"].map { "\(stage).\($0)" }
  }

  /// The keys that no letter of the stages uses, such as misspelt ones.
  package func unusedKeys(stages: Set<String>) -> [String] {
    let parts: Set = ["subject", "subject-several", "title", "paragraphs", "enclosures"]
    let known = Set(Self.required + Self.occasional + Self.optional + Self.formats)
    return entries.keys.filter { key in
      let words = key.split(separator: ".", maxSplits: 1).map(String.init)
      guard words.count == 2, !known.contains(key) else { return !known.contains(key) }
      return !(stages.contains(words[0]) && parts.contains(words[1]))
    }.sorted()
  }

  private static let formats = ["format.short-months", "format.first-day"]

  /// Those of the keys that the wording does not have.
  package func lacks(_ keys: [String]) -> [String] {
    keys.filter { entries[$0]?.isEmpty ?? true }
  }

  /// Names in braces that no letter fills in, with the key of the text that asks for them.
  package var unknownFields: [(key: String, field: String)] {
    entries.sorted { $0.key < $1.key }.flatMap { key, patterns in
      key.hasPrefix("format.")
        ? []
        : patterns.flatMap(\.names).filter { !LetterWords.fields.contains($0) }.map { (key, $0) }
    }
  }

  /// One text, its placeholders filled in. A placeholder without a value stays as it is.
  package func text(
    _ key: String, _ values: [String: String] = [:]
  ) throws(Missing) -> String {
    guard let text = entries[key]?.first else { throw Missing(language: language, keys: [key]) }
    return text.filled { values[$0] }
  }

  /// The text of a key, or of another where the wording lacks it.
  func text(
    _ key: String, orElse other: String, _ values: [String: String] = [:]
  ) throws(Missing) -> String {
    try text(entries[key]?.isEmpty ?? true ? other : key, values)
  }

  /// Several texts, as `text` gives one.
  package func texts(
    _ key: String, _ values: [String: String] = [:]
  ) throws(Missing) -> [String] {
    guard let texts = entries[key] else { throw Missing(language: language, keys: [key]) }
    return texts.map { $0.filled { values[$0] } }
  }

  /// As `texts`; none where the wording has no such key.
  func optionalTexts(_ key: String, _ values: [String: String]) -> [String] {
    (entries[key] ?? []).map { $0.filled { values[$0] } }
  }

  /// `5 June 2026`, `5. Juni 2026`.
  package func date(_ day: Day) -> String { date(day, as: longDate) }

  /// The date of a table: `5 Jun 2026`, `05.06.2026`.
  package func shortDate(_ day: Day) -> String { date(day, as: shortDatePattern) }

  /// A pattern may use {day}, {month}, {year}, {mon} (the month in short) and the two-digit {dd}
  /// and {mm}.
  private func date(_ day: Day, as pattern: Pattern) -> String {
    let (year, month, dayOfMonth) = day.civil
    return pattern.filled { name in
      switch name {
      case "day": dayOfMonth == 1 ? firstDay : "\(dayOfMonth)"
      case "month": months[month - 1]
      case "mon": shortMonths[month - 1]
      case "year": "\(year)"
      case "dd": dayOfMonth < 10 ? "0\(dayOfMonth)" : "\(dayOfMonth)"
      case "mm": month < 10 ? "0\(month)" : "\(month)"
      default: nil
      }
    }
  }

  /// `1,234.50 EUR`, `1.234,50 EUR`.
  package func amount(_ money: Money) -> String {
    amountPattern.filled { name in
      switch name {
      case "amount": figure(money)
      case "currency": money.currency.code
      default: nil
      }
    }
  }

  /// The amount without its currency: `1,234.50`.
  package func figure(_ money: Money) -> String {
    let plain = Array(money.magnitude.plain.utf8)
    let whole = plain.firstIndex(of: UInt8(ascii: ".")) ?? plain.count
    var figure: [UInt8] = money.isNegative ? [UInt8(ascii: "-")] : []
    figure.reserveCapacity(plain.count + 8)
    for place in 0..<whole {
      if place > 0, (whole - place).isMultiple(of: 3) { figure.append(contentsOf: groupMark.utf8) }
      figure.append(plain[place])
    }
    if whole < plain.count {
      figure.append(contentsOf: decimalMark.utf8)
      figure.append(contentsOf: plain[(whole + 1)...])
    }
    return String(decoding: figure, as: UTF8.self)
  }

  /// `12.25 %`, with the language's decimal mark.
  package func percent(_ rate: BasisPoints) -> String {
    let parts = rate.description.split(separator: ".")
    return parts.joined(separator: decimalMark) + "\u{A0}%"
  }
}
