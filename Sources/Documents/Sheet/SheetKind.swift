import Domain

/// The kind of an office program's file, by its content.
enum SheetKind {
  case officeOpen(ZipDirectory)
  case openDocument(ZipDirectory)
  case flatOpenDocument
  /// XML Spreadsheet 2003.
  case spreadsheetXML
  case html
  /// It is called a spreadsheet, and its archive is broken.
  case damaged
  /// One that is not read: what a person would call it, and the way out.
  case other(String, remedy: String)

  /// Nil for files of any other kind.
  init?(_ bytes: [UInt8], path: String) {
    // An Excel workbook of before 1993: the mark of its beginning, and how long that is.
    if bytes.count > 8, bytes[0] == 9, [0, 2, 4, 8].contains(bytes[1]), bytes[3] == 0 {
      self = .other("an Excel workbook of before 1997 (.xls)", remedy: Self.saveAsTable)
      return
    }
    guard let first = bytes.first(where: { !XMLTree.isSpace($0) }) else { return nil }
    let kind: SheetKind? =
      switch first {
      case 0x50: Self.archive(bytes, path)
      case 0xD0: Self.compound(bytes)
      case 0x3C, 0xEF, 0xFE, 0xFF: Self.markup(bytes)
      default: nil
      }
    guard let kind else { return nil }
    self = kind
  }

  private static let saveAsTable = "Open it and save it as .xlsx or CSV"
  private static let saveAsPlain = "Open it, remove its password and save it again"
  private static let notASheet =
    "Ask the sender for UBL, CII or a PDF with an e-invoice, or put lists into .xlsx or CSV"

  // MARK: Archives

  private static func archive(_ bytes: [UInt8], _ path: String) -> SheetKind? {
    guard ArchiveFile.accepts(bytes) else { return nil }
    guard let zip = ZipDirectory(bytes) else {
      return isNamedSheet(path) ? .damaged : nil
    }
    if let main = OOXMLWorkbook.mainPart(of: zip)?.lowercased() {
      if main.hasPrefix("word/") { return .other("a Word document", remedy: notASheet) }
      if main.hasPrefix("ppt/") { return .other("a PowerPoint file", remedy: notASheet) }
      if main.hasSuffix(".bin") {
        return .other("a binary Excel workbook (.xlsb)", remedy: saveAsTable)
      }
      return .officeOpen(zip)
    }
    if zip["mimetype"] != nil || zip["META-INF/manifest.xml"] != nil, let kind = odf(zip) {
      return kind
    }
    if zip.entries.contains(where: { $0.name.hasSuffix(".iwa") }) {
      return .other(appleName(zip, path), remedy: saveAsTable)
    }
    if zip["[Content_Types].xml"] != nil {
      return isNamedSheet(path)
        ? .damaged : .other("an office file without a workbook", remedy: notASheet)
    }
    return isNamedSheet(path) ? .damaged : nil
  }

  private static func isNamedSheet(_ path: String) -> Bool {
    let ending = path.split(separator: ".").last?.lowercased() ?? ""
    return ["xlsx", "xlsm", "xltx", "xlsb", "ods"].contains(ending)
  }

  /// An OpenDocument file by its stated type.
  private static func odf(_ zip: ZipDirectory) -> SheetKind? {
    guard let entry = zip["mimetype"],
      let bytes = try? PartReader.all(entry, of: zip, limit: 1_000)
    else {
      return zip["content.xml"] == nil ? nil : .openDocument(zip)
    }
    return odf(String(decoding: bytes, as: UTF8.self)) ?? .openDocument(zip)
  }

  /// Nil for a spreadsheet.
  private static func odf(_ type: String) -> SheetKind? {
    if type.contains("opendocument.spreadsheet") { return nil }
    let name =
      type.contains("opendocument.text")
      ? "an OpenDocument text"
      : type.contains("opendocument.presentation")
        ? "an OpenDocument presentation"
        : type.contains("epub") ? "an e-book" : "an office file without a table"
    return .other(name, remedy: notASheet)
  }

  private static func appleName(_ zip: ZipDirectory, _ path: String) -> String {
    let path = path.lowercased()
    if path.hasSuffix(".pages") { return "an Apple Pages document" }
    if path.hasSuffix(".key") || zip.entries.contains(where: { $0.name.contains("/Slide") }) {
      return "an Apple Keynote file"
    }
    return "an Apple Numbers or Pages file"
  }

  // MARK: Compound files

  /// The compound files that office programs wrote up to 2006, and in which newer ones lock theirs.
  private static func compound(_ bytes: [UInt8]) -> SheetKind? {
    guard bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else { return nil }
    let known: [(name: String, kind: SheetKind)] = [
      (
        "EncryptedPackage",
        .other("an office file that is locked with a password", remedy: saveAsPlain)
      ),
      ("Workbook", .other("an Excel 97-2003 workbook (.xls)", remedy: saveAsTable)),
      ("Book", .other("an Excel 5.0 workbook (.xls)", remedy: saveAsTable)),
      ("WordDocument", .other("a Word 97-2003 document", remedy: notASheet)),
      ("PowerPoint Document", .other("a PowerPoint 97-2003 file", remedy: notASheet)),
      (
        "__properties_version1.0",
        .other(
          "an Outlook message (.msg)", remedy: "Save it as .eml, or save its attachments")
      ),
    ]
    let names = known.map { $0.name.utf8.reduce(into: [UInt8]()) { $0 += [$1, 0] } + [0, 0] }
    // Entries of its directory begin at multiples of 128 bytes.
    var found: Int?
    for place in stride(from: 512, to: bytes.count - 64, by: 128) where bytes[place + 1] == 0 {
      for (index, name) in names.enumerated() where index < found ?? names.count {
        if bytes[place..<place + name.count].elementsEqual(name) { found = index }
      }
    }
    return found.map { known[$0].kind } ?? .other("an old office file", remedy: saveAsTable)
  }

  // MARK: Markup

  private static let htmlTags: Set<String> = [
    "html", "head", "body", "table", "meta", "style", "title", "div", "center", "font", "tr",
  ]

  private static func markup(_ bytes: [UInt8]) -> SheetKind? {
    var top = Array(bytes.prefix(4_096))
    if top[0] >= 0xFE { top = top.asUTF8 }
    guard let tag = rootTag(top) else { return nil }
    let local = tag.split(separator: ":").last.map(String.init) ?? tag
    if htmlTags.contains(tag.lowercased()) { return .html }
    let text = String(decoding: top, as: UTF8.self)
    switch local {
    case "Workbook":
      return text.contains("urn:schemas-microsoft-com:office:spreadsheet") ? .spreadsheetXML : nil
    case "document":
      guard text.contains("urn:oasis:names:tc:opendocument:xmlns:office") else { return nil }
      return text.contains("opendocument.spreadsheet")
        ? .flatOpenDocument : odf(text) ?? .flatOpenDocument
    default: return nil
    }
  }

  /// The name of the first tag that is no declaration and no comment.
  private static func rootTag(_ bytes: [UInt8]) -> String? {
    var place = 0
    while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")), start + 1 < bytes.count {
      let second = bytes[start + 1]
      if second == UInt8(ascii: "?") || second == UInt8(ascii: "!") {
        let isComment = bytes[start...].starts(with: Array("<!--".utf8))
        let mark = Array((isComment ? "-->" : ">").utf8)
        var end = start + 2
        while end + mark.count <= bytes.count,
          !bytes[end..<end + mark.count].elementsEqual(mark)
        { end += 1 }
        if !isComment, second == UInt8(ascii: "!") {
          let type = String(decoding: bytes[start + 2..<end], as: UTF8.self).lowercased()
          if type.hasPrefix("doctype html") { return "html" }
        }
        place = min(end + mark.count, bytes.count)
        continue
      }
      let name = bytes[(start + 1)...].prefix { byte in
        byte > 0x20 && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
      }
      return name.count > 60 ? nil : String(decoding: name, as: UTF8.self)
    }
    return nil
  }
}
