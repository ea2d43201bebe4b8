import Chasing
import Dispatch
import Domain
import Foundation
import LedgerStore
import Letters
import Printing
import Settings
import Synchronization

/// Letters as files: text and HTML of each, and PDF of those that go out on paper.
extension Book {
  /// Writes the letters of notices below `folder` and records them; returns each notice's files.
  func give(
    _ notices: [Notice], below folder: String, threads: Int,
    notes: Note.Sink
  ) throws -> [[String]] {
    if settings.business.name.isEmpty && !notices.isEmpty {
      notes(.noSender)
    }
    for problem in try logoProblems() { notes(.logo(problem)) }
    let stationery = try stationery(in: Set(notices.map(\.language)))
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
    try stopCredit(announcedIn: notices, notes)
    return given.map { names in
      names.map { name in Book.path(folder, name.split(separator: "/").last.map(String.init) ?? "")
      }
    }
  }

  private static let lettersAtOnce = 256

  /// Records the credit stops that letters of today announce, from the day that they name and
  /// because of the invoices that they are about.
  private func stopCredit(announcedIn notices: [Notice], _ notes: Note.Sink) throws {
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
      notes(
        .creditStopped(
          client: notice.client.name, id: notice.client.externalID, from: notice.payBy))
    }
  }

  /// A sentence where the business's logo cannot be drawn; letters then have its name instead.
  func logoProblems() throws -> [String] {
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

  func stationery(in languages: Set<String>) throws -> Stationery {
    var business = settings.business
    business.logo = logo
    return try Stationery(business: business, templates: templates, languages: languages)
  }

  /// Writes letters that are no reminders; returns each one's files and subject.
  func write(
    _ occasions: [Occasion], below folder: String, threads: Int
  ) throws -> [(files: [String], subject: String)] {
    let stationery = try stationery(in: Set(occasions.map(\.language)))
    var names = try letterNames(on: occasions.first?.day)
    let papers = try occasions.map { occasion in
      LetterPaper(
        letter: try stationery.letter(for: occasion), day: occasion.day,
        name: Book.path(folder, names.next(occasion)), isPrinted: true)
    }
    try write(papers, stationery, threads: threads)
    return papers.map { ($0.files, $0.letter.subject) }
  }

  func printer() throws -> LetterPDF {
    try LetterPDF(paper: Paper(country: settings.business.country))
  }

  /// Writes the letters that go out on paper into one file.
  func merge(
    _ notices: [Notice], into path: String, on day: Day, notes: Note.Sink
  ) throws {
    let papers = notices.filter { $0.channel == .letter }
    guard !papers.isEmpty else {
      let earlier = try ledger.letterFiles(on: day).filter { $0.hasSuffix(".pdf") }
      return notes(.noPaper(path: path, writtenBefore: earlier.map(place)))
    }
    let stationery = try stationery(in: Set(papers.map(\.language)))
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
