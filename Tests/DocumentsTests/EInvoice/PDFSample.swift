import Foundation

@testable import Documents

/// PDFs as programs and attackers write them, made from their objects.
struct PDFSample {
  /// The text of each object; the first is the catalogue.
  var objects: [[UInt8]]
  var trailer = ""

  init(_ objects: [String]) { self.objects = objects.map { Array($0.utf8) } }

  /// A PDF that carries one file, whose stream is given with its dictionary.
  init(carrying stream: [UInt8]) {
    self.init([
      "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(factur-x.xml) 3 0 R] >>"
        + " >> >>", "<< /Type /Pages /Kids [] /Count 0 >>",
      "<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /EF << /F 4 0 R >> >>",
    ])
    objects.append(stream)
  }

  static func stream(_ dictionary: String, _ bytes: [UInt8]) -> [UInt8] {
    Array("<< \(dictionary) /Length \(bytes.count) >>\nstream\n".utf8) + bytes
      + Array("\nendstream".utf8)
  }

  var bytes: [UInt8] {
    var bytes = Array("%PDF-1.7\n".utf8)
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(bytes.count)
      bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let table = bytes.count
    bytes += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
    for place in places {
      let digits = String(place)
      let zeros = String(repeating: "0", count: 10 - digits.count)
      bytes += Array("\(zeros)\(digits) 00000 n \n".utf8)
    }
    let end = trailer.replacing("TABLE", with: "\(table)")
    bytes += Array(
      "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(end) >>\nstartxref\n\(table)\n%%EOF\n"
        .utf8)
    return bytes
  }

  /// A PDF whose catalogue is in a stream of objects.
  static func objectStream(_ dictionary: String, _ packed: [UInt8]) -> [UInt8] {
    var bytes = Array("%PDF-1.7\n5 0 obj\n".utf8)
    bytes += stream(dictionary + " /N 3 /First 20", packed) + Array("\nendobj\n".utf8)
    let table = bytes.count
    var rows: [UInt8] = []
    for (kind, place, index) in [
      (0, 0, 65_535), (2, 5, 0), (2, 5, 1), (2, 5, 2), (2, 5, 3), (1, 9, 0), (1, table, 0),
    ] {
      rows.append(UInt8(kind))
      for shift in [24, 16, 8, 0] { rows.append(UInt8(place >> shift & 0xFF)) }
      for shift in [8, 0] { rows.append(UInt8(index >> shift & 0xFF)) }
    }
    bytes += Array("6 0 obj\n".utf8)
    bytes += stream("/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R", rows)
    bytes += Array("\nendobj\nstartxref\n\(table)\n%%EOF\n".utf8)
    return bytes
  }

  /// A thousand million spaces, deflated three times, twice and once.
  static let bombs: (thrice: [UInt8], twice: [UInt8], once: [UInt8]) = {
    let thrice = [UInt8](Data(base64Encoded: packed.filter { !$0.isWhitespace }) ?? Data())
    let twice = (try? Inflater.inflate(thrice, limit: 10_000_000)) ?? []
    let once = (try? Inflater.inflate(twice, limit: 10_000_000)) ?? []
    return (thrice, twice, once)
  }()

  private static let packed = """
    eNqruPX2jqLf7USZ4w/1QniEbgjwGDY/ZZOYdM5HeYaa9YE/MrEc7g8EZBqYH1Q1lwXbMjQprFJI/cKz4v/zyiur
    6z/NNp9//7/cu/89/2bL3d0jI3/vXQ8DA0ND4+x/e2/9+vDNIur8/vl/gSIMbe+eL9/7MU2kYt+PX2ctgQIJH9b5
    +9vl13HYxP6TsmYHivDcO5hleTOHcfPXu/92VgMFDjzQZWEG0gquBiAjosCcBRBOEjJnVGZUZlRmVGZUZkjJPE3b
    OmefL+Pkm1X7dtsyMTzYa1NXGVczZy/TCrYr9wCtVwTP
    """
}
