/// A JSON value whose members keep the order in which they are written.
package enum JSONValue {
  case null
  case bool(Bool)
  case integer(Int)
  case text(String)
  case array([JSONValue])
  /// An array of so many values, each made when it is written: all together may be large.
  case list(Int, (Int) -> JSONValue)
  case object([(String, JSONValue)])

  /// The value on indented lines, with an end of line.
  package var document: String {
    var text = ""
    write { text += $0 }
    return text
  }

  /// Hands over the document in pieces of 64 KiB or so: never the whole of a long list.
  package func write(to out: (String) -> Void) {
    withoutActuallyEscaping(out) { out in
      var writer = Writer(out: out)
      writer.write(self, indent: "")
      writer.text += "\n"
      writer.handOver(from: 0)
    }
  }
}

/// Writes a document, handing over what is there from time to time.
private struct Writer {
  let out: (String) -> Void
  var text = ""

  mutating func handOver(from size: Int = 1 << 16) {
    guard text.utf8.count > size else { return }
    out(text)
    text.removeAll(keepingCapacity: true)
  }

  mutating func write(_ value: JSONValue, indent: String) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .text(let value): quote(value)
    case .array(let values):
      write(values.count, "[", "]", indent: indent) { $0.write(values[$1], indent: $2) }
    case .list(let count, let value):
      write(count, "[", "]", indent: indent) { $0.write(value($1), indent: $2) }
    case .object(let members):
      write(members.count, "{", "}", indent: indent) { writer, place, inner in
        writer.quote(members[place].0)
        writer.text += ": "
        writer.write(members[place].1, indent: inner)
      }
    }
  }

  /// `member` writes the one at a place, which stands at an indent.
  private mutating func write(
    _ count: Int, _ open: String, _ close: String, indent: String,
    member: (inout Writer, Int, String) -> Void
  ) {
    text += open
    let inner = indent + "  "
    for place in 0..<count {
      text += place == 0 ? "\n" + inner : ",\n" + inner
      member(&self, place, inner)
      handOver()
    }
    text += count == 0 ? close : "\n" + indent + close
  }

  private mutating func quote(_ value: String) {
    text += "\""
    defer { text += "\"" }
    // Most have nothing to escape.
    let isPlain = value.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }
    guard !isPlain else {
      text += value
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}",
        "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
