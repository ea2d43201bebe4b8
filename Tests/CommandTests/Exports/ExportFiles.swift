import Foundation

/// The text of a file in `Files`, by the name of the export: made up, with the header and the ways
/// of writing of the program it stands for.
func exportFile(_ name: String) throws -> String {
  let words = name.lowercased().split { !$0.isASCII || !$0.isLetter && !$0.isNumber }
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Files/\(words.joined(separator: "-")).csv")
  return try String(contentsOf: url, encoding: .utf8)
}
