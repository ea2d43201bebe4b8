import Chasing
import Documents
import Domain
import Foundation
import LedgerStore
import Letters
import Originals
import Printing
import Reporting
import Settings

/// Everything about a debt in one ZIP, for a lawyer, a collector or a court: letters as PDF, the
/// originals, a statement with interest, and the paper trail.
struct ClaimBundle {
  let book: Book
  let target: Ledger.Target
  let day: Day

  private struct Entry {
    let name: String
    let bytes: [UInt8]
  }

  func write(to path: String, history: HistoryReport) throws -> Int {
    var entries = [
      Entry(name: "history.txt", bytes: Array(history.text.utf8)),
      Entry(name: "history.csv", bytes: Array((history.csv ?? "").utf8)),
    ]
    entries += try letters() + originals() + statement()
    let partial = path + ".partial"
    let archive = try ArchiveWriter(path: partial)
    for entry in [try contents(entries)] + entries {
      try archive.add(entry.name, entry.bytes, day: day)
    }
    try archive.finish()
    guard rename(partial, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return entries.count + 1
  }

  /// What is in the bundle, with the digest of each file and the last link of the paper trail.
  private func contents(_ entries: [Entry]) throws -> Entry {
    let head = try book.ledger.journalHead()
    let lines = entries.map { entry in
      "\(SourceFile(path: entry.name, bytes: entry.bytes).digest)  \(entry.name)\n"
    }
    let text =
      "As of \(day), from the books of \(book.settings.business.name).\n"
      + "SHA-256 of each file; the paper trail of the whole book then had \(head.entries) entries, "
      + "the last\nlink being \(head.chain).\n\n" + lines.joined()
    return Entry(name: "contents.txt", bytes: Array(text.utf8))
  }

  /// Each letter as the PDF that was sent, or its text on pages.
  private func letters() throws -> [Entry] {
    try book.ledger.letterFiles(of: target, asOf: day).compactMap { day, files in
      func bytes(_ ending: String) -> [UInt8]? {
        guard let name = files.first(where: { $0.hasSuffix(ending) }) else { return nil }
        return FileManager.default.contents(atPath: book.place(name)).map(Array.init)
      }
      guard let first = files.first else { return nil }
      let name = URL(fileURLWithPath: first).deletingPathExtension().lastPathComponent
      if let pdf = bytes(".pdf") { return Entry(name: "Letters/\(name).pdf", bytes: pdf) }
      guard let text = bytes(".txt") else { return nil }
      let pages = try book.printer().bytes(
        ofText: String(decoding: text, as: UTF8.self), title: name, day: day)
      return Entry(name: "Letters/\(name).pdf", bytes: pages)
    }
  }

  private func originals() throws -> [Entry] {
    let kept = book.originals.kept()
    return try book.ledger.sourceFiles(of: target).compactMap { file in
      guard let original = kept.original(file.digest, of: file.path) else { return nil }
      let name = URL(fileURLWithPath: file.path).lastPathComponent
      return Entry(
        name: "Originals/\(file.digest.description.prefix(8)) \(name)", bytes: original.bytes)
    }
  }

  /// What is open, with interest where the business claims any.
  private func statement() throws -> [Entry] {
    let receivables = try book.receivables(asOf: day)
    let items = receivables.items.filter { item in
      switch target {
      case .invoice(let id, _, _): item.id == id
      case .client(let id): item.client == id
      }
    }
    let policy = book.settings.policy(for: receivables)
    var csv = "invoice,from,to,days,balance,rate_percent,interest,rate_is_derived\n"
    var entries: [Entry] = []
    for currency in Set(items.map(\.open.currency)).sorted() {
      let own = items.filter { $0.open.currency == currency }
      guard let client = receivables.clients[own[0].client] else { continue }
      var occasion = Occasion(
        .statement, client: client, currency: currency, day: day,
        language: client.language.isEmpty ? book.settings.business.language : client.language)
      occasion.items = own
      occasion.credits = receivables.credits.filter {
        $0.client == client.id && $0.amount.currency == currency
      }
      for (item, credited) in zip(own, occasion.credits.payments(of: own)) {
        let lines = try interest(on: item, credited, policy, client)
        occasion.interest[item.id] = lines
        for line in lines {
          csv +=
            [
              item.number.text, "\(line.first)", "\(line.last)", "\(line.days)", line.balance.plain,
              "\(line.annual)", line.interest.plain, line.isRateDerived ? "yes" : "no",
            ].joined(separator: ",") + "\n"
        }
      }
      let stationery = try book.stationery(in: [occasion.language])
      let bytes = try book.printer().bytes(of: [stationery.letter(for: occasion)], day: day)
      entries.append(Entry(name: "\(currency) statement.pdf", bytes: bytes))
    }
    return entries + [Entry(name: "interest.csv", bytes: Array(csv.utf8))]
  }

  private func interest(
    on item: OpenItem, _ credited: [PartPayment], _ policy: ChasePolicy, _ client: Client
  ) throws -> [InterestLine] {
    let charges = policy.clients[client.externalID].map(policy.tailored)?.charges ?? policy.charges
    guard let law = charges?.law(agreed: item.issueDate) else { return [] }
    let due =
      law.movesDueDate
      ? book.calendar(of: client.address.country).onOrAfter(item.due.day) : item.due.day
    return try LateInterest(
      on: item.principal, due: due, through: day, payments: item.payments + credited,
      under: law, rates: book.settings.statutoryRates
    ).lines
  }
}
