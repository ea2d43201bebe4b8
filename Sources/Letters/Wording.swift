package import Domain

/// The words of letters in one language, and its way of writing dates and amounts.
package struct Wording: Hashable, Sendable {
  /// ISO 639-1.
  package let language: String
  private let entries: [String: [String]]
  private let months: [String]
  private let decimalMark: String
  private let groupMark: String

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
    if !months.isEmpty, months.count != 12 { missing.append("format.months (12 names)") }
    guard missing.isEmpty else { throw Missing(language: language, keys: missing.sorted()) }
    self.language = language
    self.entries = entries
    decimalMark = entries["format.decimal"]?.first ?? "."
    groupMark = entries["format.group"]?.first ?? ""
  }

  /// The keys without which no letter can be written.
  package static let required =
    ["amount", "date", "decimal", "group", "months", "short-date"].map { "format." + $0 }
    + ["company", "person"].map { "greeting." + $0 }
    + ["considered", "considered-early", "no-account", "sign-off"].map { "shared." + $0 }
    + ["email", "phone", "phone-email", "reply"].map { "contact." + $0 }
    + [
      "credit-note", "days", "due", "fees", "interest", "invoice", "issued", "open", "payment",
      "total",
    ].map { "table." + $0 }
    + ["account", "amount", "bic", "by", "holder", "iban", "reference", "title"].map {
      "payment." + $0
    }
    + ["email", "phone", "vat"].map { "label." + $0 }

  /// The keys that a stage needs.
  package static func required(for stage: String) -> [String] {
    ["subject", "title", "paragraphs"].map { "\(stage).\($0)" }
  }

  /// One text, its placeholders filled in. A placeholder without a value stays as it is.
  package func text(
    _ key: String, _ values: [String: String] = [:]
  ) throws(Missing) -> String {
    guard let text = entries[key]?.first else { throw Missing(language: language, keys: [key]) }
    return Self.fill(text, values)
  }

  /// Several texts, as `text` gives one.
  package func texts(
    _ key: String, _ values: [String: String] = [:]
  ) throws(Missing) -> [String] {
    guard let texts = entries[key] else { throw Missing(language: language, keys: [key]) }
    return texts.map { Self.fill($0, values) }
  }

  /// `5 June 2026`, `5. Juni 2026`.
  package func date(_ day: Day) -> String { date(day, as: "format.date") }

  /// The date of a table: `5 Jun 2026`, `05.06.2026`.
  package func shortDate(_ day: Day) -> String { date(day, as: "format.short-date") }

  /// A pattern may use {day}, {month}, {year}, {mon} (the month's first three letters) and the
  /// two-digit {dd} and {mm}.
  private func date(_ day: Day, as key: String) -> String {
    let (year, month, dayOfMonth) = day.civil
    let iso = day.description
    return Self.fill(
      entries[key]?.first ?? "",
      [
        "day": String(dayOfMonth), "month": months[month - 1], "year": String(year),
        "mon": String(months[month - 1].prefix(3)), "dd": String(iso.suffix(2)),
        "mm": String(iso.dropFirst(5).prefix(2)),
      ])
  }

  /// `1,234.50 EUR`, `1.234,50 EUR`.
  package func amount(_ money: Money) -> String {
    Self.fill(
      entries["format.amount"]?.first ?? "",
      ["amount": figure(money), "currency": money.currency.code])
  }

  /// The amount without its currency: `1,234.50`.
  package func figure(_ money: Money) -> String {
    let parts = money.magnitude.plain.split(separator: ".")
    var whole = ""
    for (index, digit) in parts[0].enumerated() {
      if index > 0, (parts[0].count - index) % 3 == 0 { whole += groupMark }
      whole.append(digit)
    }
    let sign = money.isNegative ? "-" : ""
    return sign + whole + (parts.count == 2 ? decimalMark + parts[1] : "")
  }

  /// Fills `{name}` in; what is filled in is not looked at again, so that no client's name can
  /// bring placeholders of its own.
  private static func fill(_ text: String, _ values: [String: String]) -> String {
    guard text.contains("{") else { return text }
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      filled += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}"),
        let value = values[String(rest[rest.index(after: open)..<close])]
      else {
        filled.append("{")
        rest = rest.dropFirst()
        continue
      }
      filled += value
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}
