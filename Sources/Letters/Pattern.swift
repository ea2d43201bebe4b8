/// A text with `{name}`s to fill in, taken apart once.
struct Pattern: Hashable, Sendable {
  private let parts: [Part]

  private struct Part: Hashable, Sendable {
    let literal: String
    /// What is filled in behind the literal; empty after the last.
    let name: String
  }

  init(_ text: String) {
    var parts: [Part] = []
    var literal = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      literal += rest[..<open]
      rest = rest[rest.index(after: open)...]
      if let close = rest.firstIndex(of: "}"), close > rest.startIndex,
        rest[..<close].allSatisfy({ $0 == "-" || $0 >= "a" && $0 <= "z" })
      {
        parts.append(Part(literal: literal, name: String(rest[..<close])))
        literal = ""
        rest = rest[rest.index(after: close)...]
      } else {
        literal.append("{")
      }
    }
    self.parts = parts + [Part(literal: literal + rest, name: "")]
  }

  /// What is asked for, in order.
  var names: [String] { parts.map(\.name).filter { !$0.isEmpty } }

  /// Fills in what `value` gives; a name without a value stays as it is. What is filled in is not
  /// looked at again, so that no client's name can bring placeholders of its own. A full stop that
  /// follows one at the end of what was filled in is left out, as behind `C. com.`.
  func filled(_ value: (String) -> String?) -> String {
    if parts.count == 1 { return parts[0].literal }
    var text = ""
    for part in parts {
      let isStopTwice =
        text.hasSuffix(".") && part.literal.hasPrefix(".") && !part.literal.hasPrefix("..")
      text += isStopTwice ? part.literal.dropFirst() : part.literal[...]
      if !part.name.isEmpty { text += value(part.name) ?? "{\(part.name)}" }
    }
    return text
  }
}
