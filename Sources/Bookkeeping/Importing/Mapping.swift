import Documents
import Domain
import Foundation
package import Settings

/// What the columns of an unknown file may mean, and what would be read by it.
package struct ProposedMapping {
  /// The part of `dunlin.yaml` that says it, with questions as comments.
  package let yaml: String
  /// What would be read, in lines for a person.
  package let preview: [String]
  /// Nothing is left for a person to settle.
  package let isComplete: Bool
  /// The file cannot be read without it.
  package var isNeeded: Bool { !entry.isEmpty }
  /// The entry below `csv:`.
  fileprivate let entry: String
}

extension Book {
  /// Proposes what the columns of a table mean; `settings` as far as they are known.
  package static func proposedMapping(
    of path: String, _ settings: BookSettings = BookSettings()
  ) throws -> ProposedMapping {
    let file = try? SourceFile(reading: path)
    var text: [UInt8]?
    do {
      text = try file?.tableText()
    } catch {
      throw Failure("\(path): \(error.fault.message)", error.fault.remedy)
    }
    let reader = CSVReader(
      business: settings.business, dateOrder: nil, decimalMark: nil, mappings: settings.mappings)
    if let text, let name = reader.nameOfKnown(text) {
      return ProposedMapping(
        yaml: "# \(path) is read as it is (\(name)). Nothing has to be mapped.\n", preview: [],
        isComplete: true, entry: "")
    }
    guard let text, let proposal = CSVProposal(text, name: path.split(separator: "/").last ?? "csv")
    else {
      throw Failure(
        "\(path) is no table with a header and rows",
        "Name a CSV file or a spreadsheet; nothing was done.")
    }
    let preview =
      proposal.mapping.missing.isEmpty && !proposal.isKindOpen
      ? MappingPreview(text, proposal.mapping, settings).lines : []
    return ProposedMapping(
      yaml: proposal.yaml, preview: preview, isComplete: proposal.isComplete,
      entry: proposal.entry)
  }

  /// The settings of a folder, or the defaults if it has no settings.
  package static func settingsOrDefaults(in folder: String) throws -> BookSettings {
    try settings(in: folder) ?? BookSettings()
  }

  /// Notes a mapping in the settings of a folder.
  package static func note(_ mapping: ProposedMapping, in folder: String) throws {
    let path = path(folder, BookSettings.fileName)
    guard mapping.isNeeded else { return }
    guard mapping.isComplete else {
      throw Failure(
        "nothing was noted in \(path), as something is left to settle",
        "Put the proposal into it by hand, with an answer for each question.")
    }
    let known = FileManager.default.contents(atPath: path) ?? Data()
    guard let text = String(validating: known, as: UTF8.self) else {
      throw Failure("\(path) cannot be read as UTF-8 text", "Check it; nothing was done.")
    }
    guard let noted = noted(mapping.entry, in: text) else {
      throw Failure(
        "\(path) has `csv` in a form into which nothing can be put",
        "Put the proposal into it by hand; nothing was done.")
    }
    // A name that is there once more would make the settings unreadable.
    let (_, faults) = BookSettings.read(noted, file: path)
    guard faults.isEmpty else {
      throw Failure(
        "with the proposal \(path) could not be read", "Put it in by hand; nothing was done.")
    }
    try Data(noted.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  /// The settings with an entry more below `csv:`; nil where that has another form.
  static func noted(_ entry: String, in text: String) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let place = lines.firstIndex(where: { $0.hasPrefix("csv:") }) else {
      let start = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
      return start + "csv:\n" + entry
    }
    let rest = lines[place].dropFirst(4).drop { $0 == " " }
    guard rest.isEmpty || rest.first == "#" else { return nil }
    // Entries of the list there may stand further left or right.
    let next = lines[(place + 1)...].first { line in
      let bare = line.drop { $0 == " " }
      return !bare.isEmpty && bare.first != "#"
    }
    let indent = next.map { $0.prefix { $0 == " " }.count } ?? 2
    guard next == nil || next?.drop(while: { $0 == " " }).first == "-" else { return nil }
    let moved = entry.split(separator: "\n").map { line in
      String(repeating: " ", count: indent) + line.dropFirst(2)
    }
    lines.insert(contentsOf: moved, at: place + 1)
    return lines.joined(separator: "\n")
  }
}

/// What a mapping would read of a file.
struct MappingPreview {
  let lines: [String]

  private static let shown = 5

  init(_ bytes: [UInt8], _ mapping: CSVMapping, _ settings: BookSettings) {
    let reader = CSVReader(business: settings.business, mappings: [mapping])
    let read = reader.read(bytes)
    var lines: [String] = []
    if !read.statements.isEmpty {
      lines = Self.lines(of: read.statements)
    } else if !read.records.isEmpty {
      lines = Self.lines(of: read.records)
    }
    let refused = read.faults.filter { $0.gravity == .refused }
    if !refused.isEmpty {
      lines.append("\(refused.count) \(refused.count == 1 ? "row" : "rows") could not be read:")
      lines += refused.prefix(Self.shown).map { "  line \($0.line): \($0.message)" }
    }
    self.lines = lines
  }

  private static func lines(of records: FileContents.RecordList) -> [String] {
    var counts = (open: 0, paid: 0)
    var clients: Set<String> = []
    for record in records {
      let invoice = record.invoice
      clients.insert(invoice.client.name)
      let paid = record.paid ?? .zero(invoice.currency)
      if paid < invoice.payable.magnitude { counts.open += 1 } else { counts.paid += 1 }
    }
    let sums = records.openByRows.map { "\($0)" }
    var lines = [
      "It would read \(records.count) documents of \(clients.count) "
        + "\(clients.count == 1 ? "client" : "clients"): \(counts.open) open, \(counts.paid) paid; "
        + "open in all \(sums.joined(separator: " and "))"
    ]
    lines += records.prefix(shown).map { record in
      let invoice = record.invoice
      let due = invoice.due.map { ", due \($0.day)" } ?? ""
      let state =
        record.paid.map { paid in
          if paid >= invoice.payable.magnitude { return ", paid" }
          return paid.isPositive ? ", \(paid) paid" : ""
        } ?? ""
      return "  \(invoice.number.text.printable) of \(invoice.issueDate)\(due), "
        + "\(invoice.client.name.printable), \(invoice.payable)\(state)"
    }
    return lines
  }

  private static func lines(of statements: [BankStatement]) -> [String] {
    let movements = statements.flatMap(\.lines)
    let accounts = Set(statements.map(\.account)).sorted()
    let came = movements.count { !$0.amount.isNegative }
    var lines = [
      "It would read \(movements.count) movements of \(accounts.joined(separator: ", ")): "
        + "\(came) in, \(movements.count - came) out"
    ]
    lines += movements.prefix(shown).map { line in
      let text = [line.counterparty, line.text].filter { !$0.isEmpty }.joined(separator: ", ")
      return "  \(line.booked), \(line.amount), \(text.printable.prefix(60))"
    }
    return lines
  }
}
