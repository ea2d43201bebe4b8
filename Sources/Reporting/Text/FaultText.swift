package import Domain

extension Fault {
  /// Place, finding, excerpt and remedy, as compilers print them.
  package var text: String {
    let place = (line > 0 ? "\(file):\(line)" : file).printable
    let mark = line > 0 ? String(line) : "-"
    return "\(place): \(code.rawValue): \(message)\n"
      + (excerpt.isEmpty ? "" : " \(mark) | \(excerpt.printable)\n") + "    \(remedy)\n"
  }

  package var json: JSONValue {
    .object([
      ("file", .text(file)), ("line", .integer(line)), ("code", .text(code.rawValue)),
      ("message", .text(message)),
    ])
  }
}

extension [Fault] {
  /// All of them as text; of a code with many, the first few and how many there are.
  package var text: String {
    var counts: [Fault.Code: Int] = [:]
    for fault in self { counts[fault.code, default: 0] += 1 }
    var shown: [Fault.Code: Int] = [:]
    var text = ""
    for fault in self {
      shown[fault.code, default: 0] += 1
      let isMany = counts[fault.code, default: 0] > Self.manyFaults
      if !isMany || shown[fault.code, default: 0] <= Self.shownFaults { text += fault.text }
    }
    for (code, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where count > Self.manyFaults {
      text +=
        "\(code.rawValue): \(count) in all, of which the first \(Self.shownFaults) are shown; "
        + "--format json lists all.\n"
    }
    return text
  }

  private static var manyFaults: Int { 10 }
  private static var shownFaults: Int { 3 }
}
