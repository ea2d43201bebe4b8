import Foundation

/// Writes a file as a whole or not at all: under another name first, then renamed. What a crash
/// leaves under the other name is overwritten the next time.
func writeFile(_ text: String, to path: String) throws {
  try writeFile(Data(text.utf8), to: path)
}

func writeFile(_ bytes: Data, to path: String) throws {
  try replaceFile(path) { try bytes.write(to: $0) }
}

/// The same of a text that is handed over in pieces, as it may be large.
func writeFile(to path: String, _ pieces: ((String) -> Void) -> Void) throws {
  try replaceFile(path) { partial in
    try Data().write(to: partial)
    let file = try FileHandle(forWritingTo: partial)
    defer { try? file.close() }
    var text = ""
    var failure: (any Error)?
    func flush() {
      guard failure == nil else { return }
      do {
        try file.write(contentsOf: Data(text.utf8))
      } catch {
        failure = error
      }
      text.removeAll(keepingCapacity: true)
    }
    pieces { piece in
      text += piece
      if text.utf8.count > 1 << 16 { flush() }
    }
    flush()
    if let failure { throw failure }
  }
}

private func replaceFile(_ path: String, _ write: (URL) throws -> Void) throws {
  let url = URL(fileURLWithPath: path)
  let folder = url.deletingLastPathComponent()
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let partial = folder.appendingPathComponent(".\(url.lastPathComponent).partial")
  try write(partial)
  guard rename(partial.path, url.path) == 0 else {
    throw Failure(
      "\(path) cannot be written: \(String(cString: strerror(errno)))",
      "Check the folder and its permissions; what was there before is as it was.")
  }
}
