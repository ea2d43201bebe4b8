import Documents
import Domain
import Financing
import Foundation
import LedgerStore
import Originals
import Printing
import Reporting
import Settings

/// For each financier the list of what it is offered, as CSV and on pages, and the originals of
/// those invoices in a ZIP.
struct Schedules {
  let book: Book
  let clients: [ID<Client>: Client]
  let day: Day

  /// Writes into `folder`; gives the paths. With `isDryRun` only these.
  func write(_ offers: [AdvanceOffer], into folder: String, isDryRun: Bool) throws
    -> [String]
  {
    var paths: [String] = []
    for terms in book.settings.financiers {
      let mine = offers.filter { $0.financier == terms.name }
      guard !mine.isEmpty else { continue }
      let name = "\(day) \(Self.fileName(terms.name))"
      let report = ScheduleReport(
        mine, under: terms, from: book.settings.business, clients: clients, day: day)
      let (csv, pdf, zip) = (
        Book.path(folder, "\(name).csv"), Book.path(folder, "\(name).pdf"),
        Book.path(folder, "\(name) originals.zip")
      )
      paths += [csv, pdf, zip]
      guard !isDryRun else { continue }
      try writeFile(report.csv ?? "", to: csv)
      let pages = try book.printer().bytes(ofText: report.text, title: name, day: day)
      try writeFile(Data(pages), to: pdf)
      try writeOriginals(mine, to: zip)
    }
    return paths
  }

  /// A name that no file system minds.
  private static func fileName(_ name: String) -> String {
    let kept = name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return String(kept.prefix(60))
  }

  private func writeOriginals(_ offers: [AdvanceOffer], to path: String) throws {
    var known: Set<Digest> = []
    let kept = book.originals.kept()
    let partial = path + ".partial"
    let archive = try ArchiveWriter(path: partial)
    for offer in offers {
      let item = offer.item
      let target = Ledger.Target.invoice(
        item.id, client: item.client, currency: item.open.currency)
      for file in try book.ledger.sourceFiles(of: target) {
        guard known.insert(file.digest).inserted,
          let original = kept.original(file.digest, of: file.path)
        else { continue }
        let name = URL(fileURLWithPath: file.path).lastPathComponent
        try archive.add("\(file.digest.description.prefix(8)) \(name)", original.bytes, day: day)
      }
    }
    try archive.finish()
    guard rename(partial, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
