import ArgumentParser
import Bookkeeping

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a book.",
    discussion: "Example: dunlin init ~/Books/Studio")

  @Argument(help: "An empty or absent folder (default: the current one).")
  var folder = "."

  func run() throws {
    let settings = try Book.make(in: folder)
    Console.out(
      """
      Made a book in \(folder).
      Say who you are in \(settings), then import:

        dunlin import --book \(folder) FOLDER

      """)
  }
}
