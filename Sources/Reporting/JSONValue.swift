/// A JSON value whose members keep the order in which they are written.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case text(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// The value on indented lines, with an end of line.
  package var document: String {
    var out = ""
    write(to: &out, indent: "")
    return out + "\n"
  }

  private func write(to out: inout String, indent: String) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += "\(value)"
    case .text(let value): Self.quote(value, to: &out)
    case .array(let values):
      Self.write(values.map { ("", $0) }, "[", "]", to: &out, indent: indent, isObject: false)
    case .object(let members):
      Self.write(members, "{", "}", to: &out, indent: indent, isObject: true)
    }
  }

  private static func write(
    _ members: [(String, JSONValue)], _ open: String, _ close: String, to out: inout String,
    indent: String, isObject: Bool
  ) {
    guard !members.isEmpty else {
      out += open + close
      return
    }
    let inner = indent + "  "
    out += open
    for (index, (name, value)) in members.enumerated() {
      out += index == 0 ? "\n" + inner : ",\n" + inner
      if isObject {
        quote(name, to: &out)
        out += ": "
      }
      value.write(to: &out, indent: inner)
    }
    out += "\n" + indent + close
  }

  private static func quote(_ text: String, to out: inout String) {
    out += "\""
    defer { out += "\"" }
    // Most have nothing to escape.
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }
    guard !isPlain else {
      out += text
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}",
        "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
  }
}
