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
