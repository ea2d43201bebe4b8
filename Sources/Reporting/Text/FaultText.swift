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
