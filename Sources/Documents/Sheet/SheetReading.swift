package import Domain

extension DocumentReader {
  /// What a spreadsheet holds: of each sheet whose header is known, or a fault. Nil for a file of
  /// any other kind.
  ///
  /// Sheets that are not shown are read only where no other one fits.
  func readSheets(_ file: SourceFile) -> [FileContents]? {
    guard let kind = SheetKind(file.bytes, path: file.path) else { return nil }
    let whole = FileContents(path: file.path, digest: file.digest)
    func refused(_ fault: Fault) -> [FileContents] {
      var contents = whole
      contents.faults = [fault]
      return [contents]
    }
    let workbook: Workbook
    switch kind {
    case .other(let name, let remedy):
      return refused(.officeFile(name, remedy: remedy, file: file.path))
    default:
      do {
        workbook = try Workbook(kind, file.bytes, mark: csv.decimalMark)
      } catch {
        return refused(Fault(error, file: file.path))
      }
    }
    var read = readFitting(workbook.sheets.filter { !$0.isHidden })
    if read.isEmpty { read = readFitting(workbook.sheets.filter(\.isHidden)) }
    if read.isEmpty {
      var isHTML = false
      if case .html = kind { isHTML = true }
      return refused(.noSheetFits(workbook, isHTML: isHTML, file: file.path))
    }
    let isOne = workbook.sheets.count == 1
    var all = read.map { name, found in
      var contents = whole
      contents.take(found)
      // A label in a path, as of a file in an archive.
      let label = name.printable.replacing("/", with: "-")
      if read.count > 1 { contents.part = label }
      for index in contents.faults.indices {
        contents.faults[index].file = isOne ? file.path : "\(file.path)/\(label)"
      }
      return contents
    }
    if let facts = all.first(where: \.holdsFacts) { keep?(facts, file.bytes) }
    let names = Set(read.map(\.name))
    for sheet in workbook.sheets
    where !sheet.isHidden && !names.contains(sheet.name) && sheet.isLikelyRegister {
      all[0].faults.append(.sheetNotRead(sheet.name, file: file.path))
    }
    return all
  }

  private func readFitting(
    _ sheets: [Workbook.Sheet]
  ) -> [(name: String, contents: CSVReader.Contents)] {
    sheets.compactMap { sheet in
      guard !sheet.text.isEmpty else { return nil }
      let read = csv.read(sheet.text)
      return read.faults.contains { $0.code == .csvHeader } ? nil : (sheet.name, read)
    }
  }
}

extension Workbook.Sheet {
  /// Whether a mapping could be proposed for it, with every column that is needed.
  fileprivate var isLikelyRegister: Bool {
    CSVProposal(text, name: name)?.mapping.missing.isEmpty ?? false
  }
}

extension FileContents {
  /// Takes in what the rows of a table say.
  mutating func take(_ read: CSVReader.Contents) {
    (records, refusals, voided) = (read.records, read.refusals, read.voided)
    (statements, faults, statedOpen) = (read.statements, read.faults, read.statedOpen)
  }
}

/// A spreadsheet that holds no table to look at.
package struct TableRefusal: Error {
  package let fault: Fault
}

extension SourceFile {
  /// The bytes of a table: those of the file itself, or of a spreadsheet the sheet that looks most
  /// like a table, as CSV.
  package func tableText() throws(TableRefusal) -> [UInt8] {
    guard let kind = SheetKind(bytes, path: path) else { return bytes }
    if case .other(let name, let remedy) = kind {
      throw TableRefusal(fault: .officeFile(name, remedy: remedy, file: path))
    }
    do throws(SheetProblem) {
      let workbook = try Workbook(kind, bytes)
      guard let sheet = workbook.mostTabular, !sheet.text.isEmpty else {
        throw SheetProblem.empty
      }
      return sheet.text
    } catch {
      throw TableRefusal(fault: Fault(error, file: path))
    }
  }
}
