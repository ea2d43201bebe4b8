import Domain

/// What words mean in terms of payment, in the languages of the EU, Norwegian and Turkish.
struct TermWords: Sendable {
  /// A word of several languages may have several roles.
  struct Roles: OptionSet {
    let rawValue: UInt32

    static let day = Roles(rawValue: 1 << 0), week = Roles(rawValue: 1 << 1)
    static let month = Roles(rawValue: 1 << 2), end = Roles(rawValue: 1 << 3)
    static let next = Roles(rawValue: 1 << 4), working = Roles(rawValue: 1 << 5)
    static let net = Roles(rawValue: 1 << 6), now = Roles(rawValue: 1 << 7)
    static let receipt = Roles(rawValue: 1 << 8), discount = Roles(rawValue: 1 << 9)
    static let rebate = Roles(rawValue: 1 << 10), penalty = Roles(rawValue: 1 << 11)
    static let pay = Roles(rawValue: 1 << 12), part = Roles(rawValue: 1 << 13)
    static let or = Roles(rawValue: 1 << 14), vat = Roles(rawValue: 1 << 15)
    static let no = Roles(rawValue: 1 << 16), percent = Roles(rawValue: 1 << 17)
    static let fill = Roles(rawValue: 1 << 18), number = Roles(rawValue: 1 << 19)

    fileprivate static let byName: [Substring: Roles] = [
      "day": day, "week": week, "month": month, "end": end, "next": next, "working": working,
      "net": net, "now": now, "receipt": receipt, "discount": discount, "rebate": rebate,
      "penalty": penalty, "pay": pay, "part": part, "or": or, "vat": vat, "no": no,
      "percent": percent, "fill": fill,
    ]
  }

  struct Word {
    var roles: Roles = []
    /// What a number in words says.
    var value = 0
    /// It is a word of English.
    var isEnglish = false
  }

  static let shared = TermWords()

  private var words: [String: Word] = [:]
  /// The months of the year by their names.
  private var months: [String: Int] = [:]

  private init() {
    let table = String(decoding: PackageResources.term_words_tsv, as: UTF8.self)
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t")
      guard fields.count == 3 else { preconditionFailure("table of words: \(line)") }
      for word in fields[2].split(separator: " ") {
        let key = FoldedText(String(word)).text
        if fields[0].hasPrefix("m"), let month = Int(fields[0].dropFirst()) {
          months[key] = month
          continue
        }
        var known = words[key] ?? Word()
        if let value = Int(fields[0]) {
          known.roles.insert(.number)
          known.value = value
        } else {
          guard let role = Roles.byName[fields[0]] else {
            preconditionFailure("table of words: \(line)")
          }
          known.roles.insert(role)
        }
        if fields[1] == "en" { known.isEnglish = true }
        words[key] = known
      }
    }
  }

  /// The month of a name, in full or shortened.
  func month(_ name: String) -> Int? { months[FoldedText(name).text] }

  /// Nil for a word that is not known.
  subscript(word: String) -> Word? { words[FoldedText(word).text] }
}
