import Yams

/// Reads a wording file: keys joined by dots, each with one text or a list of paragraphs.
///
/// `reminder: {subject: A, paragraphs: [B, C]}` gives `reminder.subject` and
/// `reminder.paragraphs`. Throws where the text is no YAML.
package func wordingEntries(yaml: String) throws -> [String: [String]] {
  guard let root = try Yams.compose(yaml: yaml) else { return [:] }
  var entries: [String: [String]] = [:]
  var waiting = [(key: "", node: root)]
  while let (key, node) = waiting.popLast() {
    if let mapping = node.mapping {
      for (name, value) in mapping {
        let part = name.scalar?.string ?? ""
        waiting.append((key.isEmpty ? part : "\(key).\(part)", value))
      }
    } else if let sequence = node.sequence {
      entries[key] = sequence.compactMap { $0.scalar?.string }
    } else if let scalar = node.scalar {
      entries[key] = [scalar.string]
    }
  }
  return entries
}
