import Chasing
import Dispatch
package import Domain
import Foundation
import LedgerStore
package import Letters
package import Printing
import Settings
import Synchronization

/// Letters as files: text and HTML of each, and PDF of those that go out on paper.
extension Book {
  /// Writes the letters of notices below `folder` and records them; returns each notice's files.
  func give(
    _ notices: [Notice], below folder: String, templates: TemplateFolder, threads: Int,
    note: (String) -> Void
  ) throws -> [[String]] {
    if settings.business.name.isEmpty && !notices.isEmpty {
      note("note: the letters have no sender; say who you are in dunlin.yaml (house.name)")
    }
    for problem in try logoProblems() { note("note: \(problem)") }
    let stationery = try stationery(templates, languages: Set(notices.map(\.language)))
    var names = try letterNames(on: notices.first?.day)
    // Some at a time, as all letters of a large house would be large.
    var written: [(files: [String], subject: String)] = []
    for start in stride(from: 0, to: notices.count, by: Self.lettersAtOnce) {
      let papers = try notices[start...].prefix(Self.lettersAtOnce).map { notice in
        LetterPaper(
          letter: try stationery.letter(for: notice), day: notice.day,
          name: Book.path(folder, names.next(notice)),
          isPrinted: notice.channel != .email || settings.mail != nil)
      }
      try write(papers, stationery, threads: threads)
      written += papers.map { ($0.files, $0.letter.subject) }
    }
    var place = 0
    let given = try ledger.give(notices) { notice in
      let letter = written[place]
      place += 1
      let address = notice.channel == .email ? notice.client.contact.email : ""
      return Ledger.Given(
        files: letter.files.map(noted), mail: address.isEmpty ? nil : (address, letter.subject))
    }
    try stopCredit(announcedIn: notices, note)
    return given.map { names in
      names.map { name in Book.path(folder, name.split(separator: "/").last.map(String.init) ?? "")
      }
    }
  }

  private static let lettersAtOnce = 256

  /// Records the credit stops that letters of today announce, from the day that they name and
  /// because of the invoices that they are about.
  private func stopCredit(announcedIn notices: [Notice], _ note: (String) -> Void) throws {
    let notices = notices.filter { $0.consequences.contains(.creditStop) }
    guard let day = notices.first?.day else { return }
    var stopped = try ledger.stoppedClients(asOf: day)
    for notice in notices {
      for line in notice.lines where !line.isBeside {
        var event = ClientEvent(
          kind: .stop, day: notice.day, client: notice.client.id, invoice: line.item.id)
        event.until = notice.payBy
        event.note = "while it is open (\(notice.stage) letter)"
        event.who = "chase"
        try ledger.record(event)
      }
      guard stopped.insert(notice.client.id).inserted else { continue }
      note(
        "note: \(notice.client.name.printable) gets no further credit from \(notice.payBy) on, as "
          + "its letter says, while what the letter is about is open; `dunlin record release "
          + "\"\(notice.client.externalID.printable)\"` takes that back")
    }
  }

  /// A sentence where the business's logo cannot be drawn; letters then have its name instead.
  package func logoProblems() throws -> [String] {
    try settings.business.logo.isEmpty || printer().canDraw(logo)
      ? []
      : [
        "the logo \(settings.business.logo.printable) is left out: it has to be a PNG file, or an SVG "
          + "file where librsvg is installed"
      ]
  }

  /// The path of the logo, or empty.
  private var logo: String {
    settings.business.logo.isEmpty ? "" : place(settings.business.logo)
  }

  package func stationery(_ templates: TemplateFolder, languages: Set<String>) throws -> Stationery
  {
    var business = settings.business
    business.logo = logo
    return try Stationery(business: business, templates: templates, languages: languages)
  }

  /// Writes letters that are no reminders; returns each one's files.
  package func write(
    _ occasions: [Occasion], below folder: String, templates: TemplateFolder, threads: Int
  ) throws -> [[String]] {
    let stationery = try stationery(templates, languages: Set(occasions.map(\.language)))
    var names = try letterNames(on: occasions.first?.day)
    let papers = try occasions.map { occasion in
      LetterPaper(
        letter: try stationery.letter(for: occasion), day: occasion.day,
        name: Book.path(folder, names.next(occasion)), isPrinted: true)
    }
    try write(papers, stationery, threads: threads)
    return papers.map(\.files)
  }

  package func printer() throws -> LetterPDF {
    try LetterPDF(paper: Paper(country: settings.business.country))
  }

  /// Writes the letters that go out on paper into one file.
  package func merge(
    _ notices: [Notice], into path: String, _ templates: TemplateFolder, note: (String) -> Void
  ) throws {
    let papers = notices.filter { $0.channel == .letter }
    guard let day = papers.first?.day else {
      return note("note: no letter goes out on paper; \(path.printable) was not written")
    }
    let stationery = try stationery(templates, languages: Set(papers.map(\.language)))
    let letters = try papers.map { try stationery.letter(for: $0) }
    try writeFile(Data(printer().bytes(of: letters, day: day)), to: path)
  }

  /// Writes the files of letters, several letters at once.
  private func write(_ papers: [LetterPaper], _ stationery: Stationery, threads: Int) throws {
    let failure = Mutex<(any Error)?>(nil)
    let share = (papers.count + threads - 1) / max(1, threads)
    DispatchQueue.concurrentPerform(iterations: min(threads, papers.count)) { thread in
      do {
        let printer = try printer()
        for paper in papers.dropFirst(thread * share).prefix(share) {
          try writeFile(stationery.plainText(of: paper.letter), to: paper.name + ".txt")
          try writeFile(stationery.page(of: paper.letter), to: paper.name + ".html")
          guard paper.isPrinted else { continue }
          let bytes = try printer.bytes(of: [paper.letter], day: paper.day)
          try writeFile(Data(bytes), to: paper.name + ".pdf")
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}

/// One letter on its way to files.
struct LetterPaper: Sendable {
  let letter: Letter
  let day: Day
  /// Path without an ending.
  let name: String
  /// As PDF, too.
  let isPrinted: Bool

  var files: [String] {
    ([".txt", ".html"] + (isPrinted ? [".pdf"] : [])).map { name + $0 }
  }
}

extension Book {
  /// Names for letters of one day; without a day there are no letters to name.
  package func letterNames(on day: Day?) throws -> LetterNames {
    guard let day else { return LetterNames(clients: [], files: []) }
    return LetterNames(clients: try ledger.clientNames(), files: try ledger.letterFiles(on: day))
  }
}

/// Names of letter files: day, client, currency, stage; also the client's number in the ledger
/// where another client has the same words in its name, and the invoice that an occasion is about.
/// They follow from the book alone, so that a letter has the same name after a crash. A number is
/// added where two would still be equal, or a notice on record has the name.
package struct LetterNames {
  private var used: Set<String>
  /// The words of several clients' names.
  private let shared: Set<String>

  init(clients: [String], files: [String]) {
    used = Set(files.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent })
    var known: Set<String> = []
    shared = Set(clients.map(Self.words).filter { !known.insert($0).inserted })
  }

  package mutating func next(_ notice: Notice) -> String {
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
