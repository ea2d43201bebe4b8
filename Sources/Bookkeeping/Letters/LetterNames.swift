import Domain
import Foundation
import LedgerStore
import Letters

extension Book {
  /// Names for letters of one day; without a day there are no letters to name.
  func letterNames(on day: Day?) throws -> LetterNames {
    guard let day else { return LetterNames(clients: [], files: []) }
    return LetterNames(clients: try ledger.clientNames(), files: try ledger.letterFiles(on: day))
  }
}

/// Names of letter files: day, client, currency, stage; also the client's number in the ledger
/// where another client has the same words in its name, and the invoice that an occasion is about.
/// They follow from the book alone, so that a letter has the same name after a crash. A number is
/// added where two would still be equal, or a notice on record has the name.
struct LetterNames {
  private var used: Set<String>
  /// The words of several clients' names.
  private let shared: Set<String>

  init(clients: [String], files: [String]) {
    used = Set(files.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent })
    var known: Set<String> = []
    shared = Set(clients.map(Self.words).filter { !known.insert($0).inserted })
  }

  mutating func next(_ notice: Notice) -> String {
    next(notice.day, notice.client, notice.currency, notice.stage)
  }

  mutating func next(_ occasion: Occasion) -> String {
    let others = occasion.numbers.count - 1
    let about = occasion.numbers.first.map {
      " \(Self.safe($0))\(others > 0 ? " and \(others) more" : "")"
    }
    return next(
      occasion.day, occasion.client, occasion.currency, occasion.kind.rawValue + (about ?? ""))
  }

  private mutating func next(
    _ day: Day, _ client: Client, _ currency: Currency, _ rest: String
  ) -> String {
    let words = Self.words(client.name)
    let who = shared.contains(words) ? "\(words) \(client.id.rawValue)" : words
    let base = "\(day) \(who) \(currency) \(rest)"
    var name = base
    var count = 1
    while !used.insert(name).inserted {
      count += 1
      name = "\(base) \(count)"
    }
    return name
  }

  /// A name in lower-case letters and figures of ASCII, with hyphens between the words.
  private static func words(_ name: String) -> String {
    var text = ""
    var isApart = false
    for sign in name.lowercased() {
      let plain = plain(sign)
      if !plain.isEmpty { text += isApart && !text.isEmpty ? "-" + plain : plain }
      isApart = plain.isEmpty
    }
    return text.isEmpty ? "client" : String(text.prefix(40))
  }

  /// Empty for what is no letter or figure.
  private static func plain(_ sign: Character) -> String {
    if sign.isASCII { return sign.isLetter || sign.isNumber ? String(sign) : "" }
    // Without its accent, where it is a letter with one.
    let bare = String(sign).decomposedStringWithCanonicalMapping.unicodeScalars.first
    return letters[sign] ?? bare.flatMap { $0.isASCII ? plain(Character($0)) : nil } ?? ""
  }

  private static let letters: [Character: String] = [
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l",
  ]

  /// An invoice number, every sign that has a meaning in paths encoded.
  private static func safe(_ number: String) -> String {
    String((number.addingPercentEncoding(withAllowedCharacters: plainSigns) ?? "").prefix(80))
  }

  private static let plainSigns = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
}
