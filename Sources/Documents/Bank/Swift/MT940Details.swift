import Domain

/// What the field `:86:` says of a movement, whichever way the bank writes it: sub-fields in the
/// German manner (`?20`, in Poland `<20`, `~20`, `^20`), words between slashes as in the
/// Netherlands (`/REMI/`), words with a colon (`IBAN: …`), or free text.
struct MT940Details {
  /// The German code for the kind of movement, or empty.
  var code: Substring = ""
  /// The bank's name for the kind of movement.
  var type = ""
  var name = ""
  /// On whose behalf the payer paid, and for whom the payee received it.
  var ultimateDebtor = ""
  var ultimateCreditor = ""
  var account = ""
  var text = ""
  var endToEnd = ""
  var references: [String] = []
  /// An amount that was ordered may be stated.
  var statesAmount = true
  /// A reason for a return is stated.
  var isReturn = false
  /// All of it as it stands.
  var everything: ArraySlice<UInt8> = []

  init() {}

  /// `field` is the value with its line ends.
  init(_ field: ArraySlice<UInt8>) {
    // Fields with marks of their own run on over the ends of lines.
    if let fields = MT940Subfields(field.withoutLineEnds) {
      take(fields)
    } else {
      let joined = Self.joined(field.lines)
      if joined.first == 0x2F, let words = MT940Words(joined, .slashes) {
        take(words)
      } else if let words = MT940Words(joined, .colons) {
        take(words)
      } else {
        text = joined.words
        everything = joined
      }
    }
  }

  /// A line is cut where it is full, and the next goes on without a space; a shorter one ended by
  /// itself. Some banks count the tag `:86:` into the first line.
  private static func joined(_ lines: [ArraySlice<UInt8>]) -> ArraySlice<UInt8> {
    guard lines.count > 1 else { return lines.first ?? [] }
    var text: [UInt8] = []
    var isFull = true
    for (place, line) in lines.enumerated() {
      if !isFull, line.first != 0x2F { text.append(0x20) }
      text += line
      let count = line.count { $0 & 0xC0 != 0x80 }
      isFull = count >= lineMax || place == 0 && count == lineMax - 4
    }
    return text[...]
  }

  private static let lineMax = 65

  // MARK: Sub-fields

  private mutating func take(_ fields: MT940Subfields) {
    code = fields.code
    type = fields.type
    name = fields.name
    account = fields.account
    everything = fields.remittance[...]
    statesAmount = false
    MT940Words.each(of: fields.remittance) { key, value in
      switch key {
      case "EREF": endToEnd = value.words
      case "KREF": references.append(value.words)
      case "OAMT": statesAmount = true
      case "", "SVWZ": text += (text.isEmpty ? "" : " ") + value.words
      case "ABWA": ultimateDebtor = value.words
      case "ABWE": ultimateCreditor = value.words
      case "IBAN": if account.isEmpty { account = value.words.withoutWhitespace }
      default: break
      }
    }
  }

  // MARK: Words

  private mutating func take(_ words: MT940Words) {
    everything = words.everything
    var party = ""
    text = words.untagged
    for (key, value) in words.values {
      switch key {
      case "TRTP", "TYPE": type = value
      case "REMI", "OMSCHRIJVING": takeRemittance(value)
      case "EREF": endToEnd = value
      case "KENMERK": endToEnd = value
      case "BETALINGSKENM.", "BETALINGSKENM": references.append(value)
      case "KREF": references.append(value)
      case "IBAN", "ACCW": account = account.isEmpty ? Self.iban(value) : account
      case "CNTP": takeCounterparty(value)
      case "NAME", "NAAM":
        switch party {
        case "ULTD", "ULTB": ultimateDebtor = value
        case "ULTC": ultimateCreditor = value
        default: name = name.isEmpty ? value : name
        }
      case "ULTD", "ULTB", "ULTC":
        party = key
        if !value.isEmpty {
          if key == "ULTC" { ultimateCreditor = value } else { ultimateDebtor = value }
        }
      case "ORDP", "BENM", "PORD": party = ""
      case "RTRN", "RTYP": isReturn = true
      default: break
      }
    }
  }

  /// `NL…/BIC/name/town`.
  private mutating func takeCounterparty(_ value: String) {
    let parts = value.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    account = Self.iban(parts[0])
    if parts.count > 2 { name = parts[2].collapsed }
  }

  /// `USTD//text`, `STRD/CUR/reference`, or text alone.
  private mutating func takeRemittance(_ value: String) {
    if let rest = value.dropping(prefix: "USTD/") {
      text = rest.trimming("/").collapsed
    } else if let rest = value.dropping(prefix: "STRD/") {
      let parts = rest.split(separator: "/")
      if let last = parts.last { references.append(String(last).collapsed) }
      text = text.isEmpty ? parts.dropFirst().joined(separator: " ") : text
    } else {
      text = value
    }
  }

  private static func iban(_ text: String) -> String {
    text.split(separator: "/").first.map { String($0).withoutWhitespace } ?? ""
  }
}

extension String {
  /// What follows a beginning; nil where the text has another.
  func dropping(prefix: String) -> Substring? {
    hasPrefix(prefix) ? self[index(startIndex, offsetBy: prefix.count)...] : nil
  }
}

extension Substring {
  func trimming(_ mark: Character) -> String {
    var text = self
    while text.first == mark { text.removeFirst() }
    while text.last == mark { text.removeLast() }
    return String(text)
  }
}
