package import Domain

/// What a file is taken for, and why.
package struct FileExplanation {
  package var path: String
  /// Such as `a list of invoices (register)` or `not read`.
  package var what: String
  package var why: [String]
  /// Of those that can be read.
  package var documents: Int
  package var movements: Int
  /// What is wrong with it, or with parts of it.
  package var faults: [Fault]
}

extension DocumentReader {
  /// What a file is taken for; of an archive each file in it.
  package func explain(path: String) -> [FileExplanation] {
    guard let file = try? SourceFile(reading: path) else {
      return readAll(path: path).map { explanation(of: $0, nil) }
    }
    return readAll(file).map { contents in
      explanation(of: contents, contents.path == path ? file.bytes : nil)
    }
  }

  private func explanation(of contents: FileContents, _ bytes: [UInt8]?) -> FileExplanation {
    let table = bytes.flatMap { isTable($0, contents.path) ? csv.explain($0) : nil }
    let movements = contents.statements.reduce(0) { $0 + $1.lines.count }
    var what = table?.what ?? "not read"
    if table == nil, let format = contents.statements.first?.format {
      what = "a bank's file (\(format.rawValue.uppercased()))"
    } else if table == nil, let source = contents.records.first?.source {
      what =
        source == .csv ? "a list of invoices" : "an e-invoice (\(source.rawValue.uppercased()))"
    }
    return FileExplanation(
      path: contents.path, what: what, why: table?.why ?? [],
      documents: contents.records.count, movements: movements,
      faults: contents.faults)
  }

  private func isTable(_ bytes: [UInt8], _ path: String) -> Bool {
    if case .csv = FileKind(bytes, path: path) { return true }
    return false
  }
}

extension CSVReader {
  /// What a table is taken for, and what speaks for it.
  func explain(_ file: [UInt8]) -> (what: String, why: [String]) {
    let bytes = file.asUTF8
    let start = bytes.utf8MarkCount
    let table: CSVTable
    var isRead = true
    switch recognition(of: bytes, from: start) {
    case .datev: return ("a batch of bookings (DATEV)", ["its first line says EXTF"])
    case .unknown: return Self.unknown(bytes, from: start)
    case .table(let found): table = found
    case .refused(let found, _): (table, isRead) = (found, false)
    }
    let evidence = FileEvidence(TableSample(table))
    let isBank = table.dialect.kind == .bank
    let signs = (isBank ? evidence.bank : evidence.invoices).map(\.words)
    let against = (isBank ? evidence.invoices : evidence.bank).map { "but " + $0.words }
    let header =
      table.headerLine > 0
      ? ["the header in line \(table.headerLine) is that of \(table.dialect.name)"]
      : ["it has no header, and the fields that \(table.dialect.name) writes"]
    guard isRead else { return ("not read", header + signs + against) }
    let kind = isBank ? "a bank's file" : "a list of invoices"
    return ("\(kind) (\(table.dialect.name))", header + signs + against)
  }

  /// The program, bank or mapping of the settings that a file is read by; nil for a list of no
  /// particular program and for a file that is not read.
  package func nameOfKnown(_ file: [UInt8]) -> String? {
    let bytes = file.asUTF8
    switch recognition(of: bytes, from: bytes.utf8MarkCount) {
    case .datev: return "DATEV"
    case .table(let table) where !table.dialect.isStrict: return table.dialect.name
    case .table, .refused, .unknown: return nil
    }
  }

  private static func unknown(_ bytes: [UInt8], from start: Int) -> (String, [String]) {
    guard let sample = TableSample(bytes, from: start) else {
      return ("not read", ["it has no header with rows below it"])
    }
    if let kind = sample.otherKind { return ("not read", [kind.reason]) }
    let evidence = FileEvidence(sample)
    let likely =
      switch evidence.isBank {
      case true?: "probably a bank's file of a form that is not known"
      case false?: "probably a list of invoices of a form that is not known"
      case nil: "a table of which it is open whether it is a bank's or a list of invoices"
      }
    return ("not read", [likely] + (evidence.bank + evidence.invoices).map(\.words))
  }
}

extension TableSample {
  /// A table that is neither a list of invoices nor a bank's file, with what to do.
  var otherKind: (name: String, reason: String, remedy: String)? {
    let keys = header.map(HeaderWords.key)
    let ages = header.count { title in
      StateWords.shared.isAge(title) || Self.isBucket(title)
    }
    let numbers = HeaderWords.shared.names(of: .number)
    if ages >= 3, !keys.contains(where: { numbers.prefix(12).contains($0) }) {
      return (
        "an ageing summary", "it has sums by age and no invoices",
        "Export the list of open invoices, one a row, from the same program"
      )
    }
    return nil
  }

  /// `1 - 30`, `31-60`, `> 90`, `91+`.
  private static func isBucket(_ title: String) -> Bool {
    let bare = title.withoutWhitespace
    let digits = bare.filter(\.isNumber).count
    return digits >= 1 && digits <= 6 && bare.allSatisfy { $0.isNumber || "-–>+<".contains($0) }
      && bare.contains { !$0.isNumber }
  }
}
