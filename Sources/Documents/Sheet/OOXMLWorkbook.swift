import Domain

/// A workbook of Office Open XML (ECMA-376, strict or transitional): `.xlsx`, `.xlsm`, `.xltx`.
struct OOXMLWorkbook {
  private let zip: ZipDirectory
  private var sheets: [(name: String, isHidden: Bool, part: String)] = []
  private var isFrom1904 = false
  private var styles: String?
  private var strings: String?

  /// Of parts that hold no cells.
  private static let partBytesMax = 20_000_000

  /// Where the workbook's own part is; nil where the archive holds none.
  static func mainPart(of zip: ZipDirectory) -> String? {
    if let links = try? links(of: "", in: zip),
      let main = links.part("officeDocument"), zip[main] != nil
    {
      return main
    }
    return zip["xl/workbook.xml"]?.name
  }

  init(_ zip: ZipDirectory) throws(SheetProblem) {
    self.zip = zip
    guard let main = Self.mainPart(of: zip), let entry = zip[main] else { throw .broken }
    let links = try Self.links(of: main, in: zip)
    styles = links.part("styles")
    strings = links.part("sharedStrings")
    var xml = SheetXML(try PartReader(entry, of: zip, limit: Self.partBytesMax))
    let names = (
      sheet: SheetXML.Name("sheet"), name: SheetXML.Name("name"), id: SheetXML.Name("id"),
      state: SheetXML.Name("state"), settings: SheetXML.Name("workbookPr"),
      epoch: SheetXML.Name("date1904")
    )
    while true {
      let token = try xml.next()
      if token == .done { return }
      if token == .start(names.settings) {
        isFrom1904 = ["1", "true", "on"].contains(xml.text(names.epoch) ?? "")
      }
      guard token == .start(names.sheet), let id = xml.text(names.id), let link = links[id],
        link.kind == "worksheet"
      else { continue }
      guard sheets.count < Workbook.sheetsMax else { throw .tooLarge }
      let state = xml.text(names.state) ?? "visible"
      sheets.append((xml.text(names.name) ?? "", state != "visible", link.part))
    }
  }

  /// A part that another one refers to.
  fileprivate struct Link {
    /// The last word of its type, which is the same in all editions.
    var kind: String
    var part: String
  }

  /// What a part refers to inside the archive, by id.
  private static func links(
    of part: String, in zip: ZipDirectory
  ) throws(SheetProblem) -> [String: Link] {
    let steps = part.split(separator: "/")
    let folder = steps.dropLast().joined(separator: "/")
    let name = "\(folder.isEmpty ? "" : folder + "/")_rels/\(steps.last ?? "").rels"
    guard let entry = zip[name] else { return [:] }
    var xml = SheetXML(try PartReader(entry, of: zip, limit: partBytesMax))
    let names = (
      link: SheetXML.Name("Relationship"), id: SheetXML.Name("Id"), type: SheetXML.Name("Type"),
      target: SheetXML.Name("Target"), mode: SheetXML.Name("TargetMode")
    )
    var links: [String: Link] = [:]
    while true {
      let token = try xml.next()
      if token == .done { return links }
      guard token == .start(names.link), xml.text(names.mode) != "External",
        let id = xml.text(names.id), let type = xml.text(names.type),
        let target = xml.text(names.target)
      else { continue }
      let kind = type.split(separator: "/").last.map(String.init) ?? ""
      links[id] = Link(kind: kind, part: resolved(target, in: folder))
    }
  }

  /// A target as the name of a part: a label, never a path.
  private static func resolved(_ target: String, in folder: String) -> String {
    var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
    for step in target.split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(String(step)) }
    }
    return steps.joined(separator: "/")
  }

  func sheets(_ mark: DecimalMark) throws(SheetProblem) -> [Workbook.Part] {
    var texts = SharedStrings()
    if let strings, let entry = zip[strings] {
      texts = try SharedStrings(try PartReader(entry, of: zip), likelyBytes: entry.bytes)
    }
    var numberStyles = NumberStyles()
    if let styles, let entry = zip[styles] {
      numberStyles = try NumberStyles(try PartReader(entry, of: zip, limit: Self.partBytesMax))
    }
    var parts: [Workbook.Part] = []
    var left = Workbook.textBytesMax
    for sheet in sheets {
      guard let entry = zip[sheet.part] else { throw .broken }
      var reader = OOXMLSheet(
        try PartReader(entry, of: zip), texts, numberStyles, isFrom1904: isFrom1904,
        SheetWriter(mark: mark, bytesMax: left))
      try reader.readAll()
      left -= reader.writer.bytes.count
      parts.append(
        Workbook.Part(name: sheet.name, isHidden: sheet.isHidden, writer: reader.writer))
    }
    return parts
  }
}

extension [String: OOXMLWorkbook.Link] {
  /// The part of a kind, of which there should be one; else that of the first id.
  fileprivate func part(_ kind: String) -> String? {
    filter { $0.value.kind == kind }.min { $0.key < $1.key }?.value.part
  }
}

/// The texts that the cells of a workbook share, escaped as fields of CSV.
struct SharedStrings {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  private static let bytesMax = 64_000_000
  private static let textsMax = 4_000_000

  init() {}

  init(_ part: PartReader, likelyBytes: Int) throws(SheetProblem) {
    bytes.reserveCapacity(min(max(0, likelyBytes), Self.bytesMax))
    let item = SheetXML.Name("si")
    var xml = SheetXML(part)
    var reader = RichText()
    while true {
      let token = try xml.next()
      if token == .done { return }
      guard token == .start(item) else { continue }
      try reader.read(&xml, to: item)
      SheetWriter.escape(reader.text, into: &bytes)
      guard bytes.count <= Self.bytesMax, ends.count < Self.textsMax else { throw .tooLarge }
      ends.append(UInt32(bytes.count))
    }
  }

  subscript(place: Int) -> ArraySlice<UInt8>? {
    guard place >= 0, place < ends.count else { return nil }
    return bytes[(place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])]
  }
}

/// The text of a cell in runs of different looks. Pronunciation guides are left out.
struct RichText {
  private(set) var text: [UInt8] = []
  private let run = SheetXML.Name("t")
  private let phonetic = SheetXML.Name("rPh")

  /// A cell of a spreadsheet holds 32,767 characters.
  private static let bytesMax = 1_000_000

  /// Reads up to the end of the element that was started last.
  mutating func read(_ xml: inout SheetXML, to end: SheetXML.Name) throws(SheetProblem) {
    text.removeAll(keepingCapacity: true)
    var isText = false
    while true {
      let token = try xml.next()
      switch token {
      case .start(let name):
        if name == phonetic { try xml.skipElement() } else if name == run { isText = true }
      case .end(let name):
        if name == run { isText = false }
        if name == end {
          Self.resolveEscapes(&text)
          return
        }
      case .text, .literal:
        guard isText else { continue }
        xml.append(token, to: &text)
        guard text.count <= Self.bytesMax else { throw .tooLarge }
      case .done: throw .broken
      }
    }
  }

  /// `_x000D_` stands for a character that XML cannot hold, and `_x005F_` for an underscore that
  /// would begin such a mark.
  static func resolveEscapes(_ text: inout [UInt8]) {
    guard text.contains(UInt8(ascii: "_")) else { return }
    var resolved: [UInt8] = []
    var place = 0
    while place < text.count {
      if text[place] == UInt8(ascii: "_"), place + 7 <= text.count,
        text[place + 1] == UInt8(ascii: "x"), text[place + 6] == UInt8(ascii: "_"),
        text[place + 2..<place + 6].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt32(String(decoding: text[place + 2..<place + 6], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value)
      {
        resolved += Array(String(Character(scalar)).utf8)
        place += 7
      } else {
        resolved.append(text[place])
        place += 1
      }
    }
    text = resolved
  }
}
