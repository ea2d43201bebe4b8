import Foundation

/// Where collected documents of others lie that are not part of the project: a folder
/// `shared/data` beside the package or further up. Nil where there is none; tests that need it are
/// then skipped.
package func sharedData(_ name: String) -> String? {
  var folder = URL(filePath: packageFolder)
  while folder.path.count > 1 {
    folder = folder.deletingLastPathComponent()
    let path = folder.appending(path: "shared/data/\(name)").path
    if FileManager.default.fileExists(atPath: path) { return path }
  }
  return nil
}

/// Unpacks some files of an archive.
package func unpack(_ archive: String, _ members: [String], into folder: String) throws {
  let tar = Process()
  tar.executableURL = URL(filePath: "/usr/bin/env")
  tar.arguments = ["tar", "-xf", archive, "-C", folder] + members
  try tar.run()
  tar.waitUntilExit()
  guard tar.terminationStatus == 0 else { throw UnpackingFailed(archive: archive) }
}

package struct UnpackingFailed: Error {
  package let archive: String
}

/// The folder of UBL documents with the verdicts of the official rules: `DUNLIN_UBL`, or
/// `shared/data/ubl.tar.xz` unpacked once into the build folder. Nil where there is neither.
package let ublFolder: String? =
  ProcessInfo.processInfo.environment["DUNLIN_UBL"] ?? unpacked("ubl")

/// The same of CII documents and PDFs: `DUNLIN_CII`, or `shared/data/cii.tar.xz`.
package let ciiFolder: String? =
  ProcessInfo.processInfo.environment["DUNLIN_CII"] ?? unpacked("cii")

private func unpacked(_ name: String) -> String? {
  guard let archive = sharedData("\(name).tar.xz") else { return nil }
  let place = packageFolder + "/.build/shared-\(name)"
  let inner = "\(place)/\(name)"
  let files = FileManager.default
  if files.fileExists(atPath: inner + "/verdicts.tsv") { return inner }
  let fresh = place + "-\(ProcessInfo.processInfo.processIdentifier)"
  do {
    try files.createDirectory(atPath: fresh, withIntermediateDirectories: true)
    try unpack(archive, [name], into: fresh)
    try files.moveItem(atPath: fresh, toPath: place)
  } catch {
    try? files.removeItem(atPath: fresh)
  }
  return files.fileExists(atPath: inner + "/verdicts.tsv") ? inner : nil
}
