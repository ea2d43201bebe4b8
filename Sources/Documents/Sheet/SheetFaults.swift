import Domain

/// What is said of spreadsheets that are not read.
extension Fault {
  private static let refused = "; nothing was imported from this file."

  init(_ problem: SheetProblem, file: String) {
    let (message, remedy) =
      switch problem {
      case .broken:
        ("the spreadsheet breaks off or is damaged", "Fetch it again, or open it and save it anew")
      case .order(let row):
        (
          "the cells of the spreadsheet do not stand in their order (row \(row))",
          "Open it and save it anew"
        )
      case .locked:
        (
          "the spreadsheet is locked with a password",
          "Open it, remove its password and save it again"
        )
      case .tooLarge:
        (
          "the spreadsheet holds more than is read from one: \(SheetWriter.rowsMax) rows, "
            + "\(SheetWriter.columnsMax) columns, \(Workbook.textBytesMax / 1_000_000) MB of text",
          "Save the sheet that counts as CSV, or ask the sender what it is"
        )
      case .doctype:
        (
          "the spreadsheet holds a DOCTYPE, which may hide an attack",
          "Open it and save it anew, or ask the sender what it is"
        )
      case .encoding:
        (
          "the spreadsheet holds bytes that are no UTF-8", "Open it and save it anew"
        )
      case .empty:
        ("the spreadsheet has no sheet with cells", "Check that it is the right file")
      }
    self.init(.fileSheet, file: file, message, remedy: remedy + Self.refused)
  }

  /// A file of an office program that is not read.
  static func officeFile(_ name: String, remedy: String, file: String) -> Fault {
    Fault(.fileKind, file: file, "the file is \(name)", remedy: remedy + refused)
  }

  /// A sheet that looks like a list of invoices, beside others that were read.
  static func sheetNotRead(_ name: String, file: String) -> Fault {
    Fault(
      .csvHeader, file: "\(file)/\(name.printable.replacing("/", with: "-"))", line: 1,
      "the header of this sheet is not one that is known; other sheets were read",
      remedy: "Give it the header of the others, or map its names in dunlin.yaml (`csv:`); nothing "
        + "was imported from this sheet.")
  }

  /// No sheet of a workbook has a header that is known.
  static func noSheetFits(_ workbook: Workbook, isHTML: Bool, file: String) -> Fault {
    let shown = 12
    let names = workbook.sheets.prefix(shown).map { "\"\($0.name.printable)\"" }
    let more = workbook.sheets.count > shown ? " and \(workbook.sheets.count - shown) more" : ""
    let looked =
      names.count == 1
      ? "the header of the sheet is not one that is known"
      : "no \(isHTML ? "table" : "sheet") has a header that is known; looked at "
        + names.joined(separator: ", ") + more
    let header = workbook.mostTabular?.text.likelyHeader ?? []
    return Fault(
      .csvHeader, file: file, line: 1, looked, excerpt: Fault.excerpt(header),
      remedy: "Name at least number, date and amount in the header, or map its names in "
        + "dunlin.yaml, which `dunlin import --map FILE` proposes" + refused)
  }
}

extension [UInt8] {
  /// The first row with three fields or more, or the first of all.
  fileprivate var likelyHeader: ArraySlice<UInt8> {
    let lines = prefix(CSVTable.headerBytesMax).split(separator: 0x0A).prefix(40)
    return lines.first { $0.count(where: { $0 == 0x2C }) > 1 } ?? lines.first ?? []
  }
}
