/// A currency of ISO 4217, with the number of its decimals.
///
/// Withdrawn currencies of the last twenty years are known too, because old invoices name them.
package struct Currency: Hashable, Sendable {
  /// Three capital letters in the low 24 bits, the decimals above them.
  private let packed: UInt32

  /// The currency of a three-letter code such as `EUR`; nil for a code that ISO 4217 lacks. Small
  /// letters are not accepted: the standard writes capitals.
  package init?(code: some StringProtocol) {
    guard let letters = Self.pack(code.utf8), let known = Self.table[letters] else { return nil }
    packed = known.packed
  }

  /// The same of a code that a person types: also nil where nobody pays in it.
  package init?(typed code: some StringProtocol) {
    guard let known = Currency(code: code), known.isMoney else { return nil }
    self = known
  }

  private init(letters: UInt32, decimals: UInt32) {
    packed = decimals << 24 | letters
  }

  /// Digits after the decimal mark: 2 for EUR, 0 for JPY, 3 for KWD.
  package var decimals: Int { Int(packed >> 24) }

  package var code: String {
    String(
      decoding: [UInt8(packed >> 16 & 0xFF), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF)],
      as: UTF8.self)
  }

  /// Whether anybody pays in it. ISO 4217 also has codes of precious metals, units of account and
  /// bonds, tests and no currency at all, for which it defines no minor unit. Documents may name
  /// them; a person who types one has mistyped.
  package var isMoney: Bool { !Self.notMoney.contains(packed & 0xFFFFFF) }

  private static let notMoney = Set(
    "XAD XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split(separator: " ")
      .compactMap { pack($0.utf8) })

  /// Minor units in one whole unit: 100 for EUR.
  package var minorUnitsPerUnit: Int64 {
    var units: Int64 = 1
    for _ in 0..<decimals { units *= 10 }
    return units
  }

  package static let euro = Currency(letters: 0x455552, decimals: 2)
  package static let pound = Currency(letters: 0x474250, decimals: 2)
  package static let dollar = Currency(letters: 0x555344, decimals: 2)
  package static let yen = Currency(letters: 0x4A5059, decimals: 0)

  /// Every currency of the table, by code.
  package static let all: [Currency] = table.values.sorted()

  private static let table: [UInt32: Currency] = {
    var table: [UInt32: Currency] = [:]
    for line in String(decoding: PackageResources.currencies_tsv, as: UTF8.self)
      .split(separator: "\n") where !line.hasPrefix("#")
    {
      let fields = line.split(separator: "\t")
      guard fields.count == 2, let letters = pack(fields[0].utf8), let decimals = UInt32(fields[1])
      else { preconditionFailure("currency table: \(line)") }
      table[letters] = Currency(letters: letters, decimals: decimals)
    }
    return table
  }()

  private static func pack(_ bytes: some Sequence<UInt8>) -> UInt32? {
    var letters: UInt32 = 0
    var count = 0
    for byte in bytes {
      guard (0x41...0x5A).contains(byte), count < 3 else { return nil }
      letters = letters << 8 | UInt32(byte)
      count += 1
    }
    return count == 3 ? letters : nil
  }
}

extension Currency: Comparable {
  /// By code, alphabetically.
  package static func < (a: Currency, b: Currency) -> Bool {
    a.packed & 0xFFFFFF < b.packed & 0xFFFFFF
  }
}

extension Currency: CustomStringConvertible {
  package var description: String { code }
}
