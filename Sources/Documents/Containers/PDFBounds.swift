/// Whether a PDF can be opened within bounds: streams of objects and of cross-references are
/// inflated as a whole when it is read.
struct PDFBounds {
  /// Of all such streams together.
  private static let inflatedMax = 60_000_000
  private static let streamsMax = 20_000

  static func holds(_ bytes: [UInt8]) -> Bool {
    var left = inflatedMax
    var count = 0
    for mark in ["/ObjStm", "/XRef"].map({ Array($0.utf8) }) {
      var place = 0
      while let found = bytes.place(of: mark, from: place) {
        place = found + mark.count
        count += 1
        guard count <= streamsMax else { return false }
        guard let stream = bytes.place(of: Array("stream".utf8), from: place) else { break }
        guard stream - found < 4_096 else { continue }
        var start = stream + 6
        if start < bytes.count, bytes[start] == 0x0D { start += 1 }
        if start < bytes.count, bytes[start] == 0x0A { start += 1 }
        let end = bytes.place(of: Array("endstream".utf8), from: start) ?? bytes.count
        do {
          left -= try Inflater.inflate(bytes[start..<end], limit: left).count
        } catch {
          if error == .tooLarge { return false }
        }
        place = max(place, end)
      }
    }
    return true
  }
}

extension [UInt8] {
  /// Where a mark stands next.
  fileprivate func place(of mark: [UInt8], from start: Int) -> Int? {
    var place = start
    let last = count - mark.count
    while place <= last {
      guard let next = self[place...].firstIndex(of: mark[0]), next <= last else { return nil }
      if self[next..<next + mark.count].elementsEqual(mark) { return next }
      place = next + 1
    }
    return nil
  }
}
