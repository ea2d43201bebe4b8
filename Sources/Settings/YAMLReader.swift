import Domain
import Yams

/// Reads settings from YAML nodes, collecting faults with their lines instead of stopping at one.
final class YAMLReader {
  let file: String
  private(set) var faults: [Fault] = []

  init(file: String) {
    self.file = file
  }

  func refuse(_ code: Fault.Code, _ node: Node?, _ message: String, _ remedy: String) {
    faults.append(
      Fault(
        code, file: file, line: node?.mark?.line ?? 0, message,
        remedy: remedy + "; nothing was done with these settings."))
  }

  /// The root mapping, or nil for an empty text or one that is no YAML.
  func root(_ text: String) -> Section? {
    do {
      guard let node = try Yams.compose(yaml: text) else { return nil }
      return section(node, "the settings")
    } catch let error as YamlError {
      faults.append(
        Fault(
          .settingsSyntax, file: file, line: Self.line(of: error),
          "the settings are not YAML that can be read",
          remedy: "Mind indentation and quotation marks; nothing was done with these settings."))
    } catch {
      refuse(.settingsSyntax, nil, "the settings cannot be read", "Check the file")
    }
    return nil
  }

  private static func line(of error: YamlError) -> Int {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    case .reader(_, let offset?, _, let yaml):
      1 + yaml.utf8.prefix(offset).count { $0 == 0x0A }
    default: 0
    }
  }

  func section(_ node: Node, _ name: String) -> Section? {
    guard let mapping = node.mapping else {
      refuse(
        .settingsValue, node, "\(name) should be a list of `key: value` lines",
        "Indent its keys below it")
      return nil
    }
    return Section(reader: self, name: name, mapping: mapping)
  }

  /// A mapping with the keys it may have. Keys nobody asked for are faults when it is `close`d.
  final class Section {
    private let reader: YAMLReader
    private let name: String
    private let mapping: Node.Mapping
    private var asked: [String] = []

    init(reader: YAMLReader, name: String, mapping: Node.Mapping) {
      self.reader = reader
      self.name = name
      self.mapping = mapping
    }

    private func node(_ key: String) -> Node? {
      asked.append(key)
      guard let node = mapping[key], node.null == nil else { return nil }
      return node
    }

    private func bad(_ key: String, _ node: Node, _ expected: String) {
      reader.refuse(
        .settingsValue, node, "\(name): `\(key)` should be \(expected)", "Correct the value")
    }

    private func value<Value>(
      _ key: String, _ expected: String, _ read: (String) -> Value?
    ) -> Value? {
      guard let node = node(key) else { return nil }
      guard let text = node.scalar?.string, let value = read(text) else {
        bad(key, node, expected)
        return nil
      }
      return value
    }

    func text(_ key: String) -> String? { value(key, "a text") { $0 } }

    func integer(_ key: String, _ range: ClosedRange<Int>) -> Int? {
      value(key, "a whole number from \(range.lowerBound) to \(range.upperBound)") {
        Int($0).flatMap { range.contains($0) ? $0 : nil }
      }
    }

    func flag(_ key: String) -> Bool? {
      value(key, "true or false") { ["true": true, "false": false][$0] }
    }

    /// One of the words of an enumeration.
    func choice<Word: RawRepresentable & CaseIterable>(_ key: String) -> Word?
    where Word.RawValue == String {
      value(key, "one of " + Word.allCases.map(\.rawValue).joined(separator: ", ")) {
        Word(rawValue: $0)
      }
    }

    func day(_ key: String) -> Day? { value(key, "a day such as 2026-01-31") { Day(iso: $0) } }

    func currency(_ key: String) -> Currency? {
      value(key, "the code of a currency to pay in, such as EUR") { Currency(typed: $0) }
    }

    /// Not below zero.
    func decimal(_ key: String) -> ExactDecimal? {
      value(key, "a number not below zero such as \"5.00\"") {
        (try? ExactDecimal($0)).flatMap { $0.isNegative ? nil : $0 }
      }
    }

    /// What one unit of a currency is worth: above zero.
    func rate(_ key: String) -> ExactDecimal? {
      value(key, "a number above zero such as \"1.17\"") {
        (try? ExactDecimal($0)).flatMap { $0.isZero || $0.isNegative ? nil : $0 }
      }
    }

    /// A percentage not below zero.
    func percent(_ key: String) -> BasisPoints? {
      value(key, "a percentage such as \"7\" or \"7.25\", at most two decimals") {
        (try? ExactDecimal($0)).flatMap { BasisPoints(percent: $0) }
          .flatMap { $0.value >= 0 ? $0 : nil }
      }
    }

    /// A percentage from 0 to 100.
    func share(_ key: String) -> BasisPoints? {
      value(key, "a percentage from \"0\" to \"100\", at most two decimals") {
        (try? ExactDecimal($0)).flatMap { BasisPoints(percent: $0) }
          .flatMap { (0...10_000).contains($0.value) ? $0 : nil }
      }
    }

    /// Not below zero.
    func money(_ key: String, _ currency: Currency) -> Money? {
      value(key, "an amount not below zero such as \"1200.00\"") {
        guard let printed = try? ExactDecimal($0), printed.fits(scale: currency.decimals),
          !printed.isNegative
        else { return nil }
        return Money(printed, currency)
      }
    }

    /// Words of an enumeration, as a list; empty where there are none.
    func choices<Word: RawRepresentable & CaseIterable>(_ key: String) -> [Word]
    where Word.RawValue == String {
      list(key, "words out of " + Word.allCases.map(\.rawValue).joined(separator: ", ")) {
        Word(rawValue: $0)
      }
    }

    func days(_ key: String) -> [Day] {
      list(key, "days such as 2026-12-24") { Day(iso: $0) }
    }

    func currencies(_ key: String) -> [Currency] {
      list(key, "codes of currencies to pay in, such as [EUR, GBP]") { Currency(typed: $0) }
    }

    /// ISO 3166-1 alpha-2, in capitals.
    func countries(_ key: String) -> [String] {
      list(key, "countries of two capital letters such as [RU, BY]", Self.country)
    }

    func country(_ key: String) -> String? {
      guard let text = text(key), !text.isEmpty else { return nil }
      if Self.country(text) == nil { refuse(key, "a country of two capital letters such as DE") }
      return Self.country(text)
    }

    private static func country(_ code: String) -> String? {
      code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? code : nil
    }

    private func list<Value>(
      _ key: String, _ expected: String, _ read: (String) -> Value?
    ) -> [Value] {
      texts(key).compactMap { text in
        let value = read(text)
        if value == nil { refuse(key, expected) }
        return value
      }
    }

    /// Reports a value that reads well by itself and is wrong all the same.
    func refuse(_ key: String, _ expected: String) {
      if let node = mapping[key] { bad(key, node, expected) }
    }

    func texts(_ key: String) -> [String] {
      guard let node = node(key) else { return [] }
      guard let list = node.sequence else {
        bad(key, node, "a list such as [A, B]")
        return []
      }
      return list.compactMap { $0.scalar?.string }
    }

    func section(_ key: String) -> Section? {
      node(key).flatMap { reader.section($0, key) }
    }

    func sections(_ key: String) -> [Section] {
      guard let node = node(key) else { return [] }
      guard let list = node.sequence else {
        bad(key, node, "a list of entries, each with a leading `-`")
        return []
      }
      return list.compactMap { reader.section($0, "an entry of \(key)") }
    }

    /// One mapping, or a list of them.
    func sectionOrSections(_ key: String) -> [Section] {
      guard mapping[key]?.sequence == nil else { return sections(key) }
      return section(key).map { [$0] } ?? []
    }

    func missing(_ key: String, or other: String = "") {
      reader.faults.append(
        Fault(
          .settingsKey, file: reader.file, line: mapping.mark?.line ?? 0,
          "\(name): `\(key)` is missing",
          remedy: "Add it\(other); nothing was done with these settings."))
    }

    /// Reports a key that cannot stand beside another one.
    func contradiction(_ key: String, _ other: String) {
      reader.refuse(
        .settingsValue, mapping[key], "\(name): `\(key)` cannot stand beside \(other)",
        "Take one of them away")
    }

    /// Reports each of the keys that is not there or has no value.
    func require(_ keys: [String]) {
      for key in keys where mapping[key] == nil || mapping[key]?.null != nil { missing(key) }
    }

    /// Reports every key that nobody asked for.
    func close() {
      for (key, _) in mapping {
        guard let text = key.scalar?.string, !asked.contains(text) else { continue }
        reader.refuse(
          .settingsKey, key, "\(name): `\(text.printable)` is not a setting",
          "Known here: \(asked.joined(separator: ", "))")
      }
    }
  }
}
