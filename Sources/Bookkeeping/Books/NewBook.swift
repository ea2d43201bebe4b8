import Foundation
import LedgerStore
import Settings

extension Book {
  /// Makes a book in an empty or absent folder, with commented settings; returns their path.
  package static func make(in folder: String) throws -> String {
    let files = FileManager.default
    if let inside = try? files.contentsOfDirectory(atPath: folder), !inside.isEmpty {
      throw Failure(
        "\(folder) is not empty", "Name an empty or new folder; nothing was changed.")
    }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let settings = path(folder, BookSettings.fileName)
    try writeFile(String(decoding: PackageResources.dunlin_yaml, as: UTF8.self), to: settings)
    _ = try Ledger(path: path(folder, ledgerName))
    return settings
  }
}
