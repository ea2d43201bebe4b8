/// ZIP files whose entries are stored as they are.
package struct StoredZip {
  package static func bytes(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
    }
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in entries {
      let fields =
        little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(Int(crc(bytes)), 4)
        + little(bytes.count, 4) + little(bytes.count, 4) + little(name.utf8.count, 2)
        + little(0, 2)
      directory += [0x50, 0x4B, 0x01, 0x02] + little(20, 2) + fields + little(0, 10)
      directory += little(body.count, 4) + Array(name.utf8)
      body += [0x50, 0x4B, 0x03, 0x04] + fields + Array(name.utf8) + bytes
    }
    let end =
      [0x50, 0x4B, 0x05, 0x06] + little(0, 4) + little(entries.count, 2)
      + little(entries.count, 2) + little(directory.count, 4) + little(body.count, 4)
      + little(0, 2)
    return body + directory + end
  }

  private static let crcs: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
    }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { $0 >> 8 ^ crcs[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  /// A workbook of one sheet, of which one part is given and the others are small.
  package static func xlsx(
    sheet: [UInt8]? = nil, strings: [UInt8]? = nil, styles: [UInt8]? = nil,
    workbook: [UInt8]? = nil
  ) -> [UInt8] {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    func links(_ links: [(kind: String, part: String)]) -> [UInt8] {
      let all = links.map {
        "<Relationship Id=\"\($0.kind)\" Type=\"\(types)/\($0.kind)\" Target=\"\($0.part)\"/>"
      }
      return Array("<Relationships>\(all.joined())</Relationships>".utf8)
    }
    let header = ["number", "client", "date", "amount"]
    let texts = (header + ["Tern", "1.234,56"]).map { "<si><t>\($0)</t></si>" }.joined()
    let cells = [0, 1, 2, 3].map { "<c t=\"s\"><v>\($0)</v></c>" }.joined()
    let row =
      "<c><v>7</v></c><c t=\"s\"><v>4</v></c><c s=\"1\"><v>46173</v></c><c><v>12.5</v></c>"
    return bytes([
      ("_rels/.rels", links([("officeDocument", "xl/workbook.xml")])),
      (
        "xl/_rels/workbook.xml.rels",
        links([
          ("worksheet", "sheet.xml"), ("sharedStrings", "strings.xml"), ("styles", "styles.xml"),
        ])
      ),
      (
        "xl/workbook.xml",
        workbook ?? Array("<workbook><sheets><sheet id=\"worksheet\"/></sheets></workbook>".utf8)
      ),
      (
        "xl/sheet.xml",
        sheet
          ?? Array(
            "<worksheet><sheetData><row>\(cells)</row><row>\(row)</row></sheetData></worksheet>"
              .utf8)
      ),
      ("xl/strings.xml", strings ?? Array("<sst>\(texts)</sst>".utf8)),
      (
        "xl/styles.xml",
        styles
          ?? Array("<x><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></x>".utf8)
      ),
    ])
  }
}
