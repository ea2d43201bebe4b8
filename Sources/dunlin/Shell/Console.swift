import Bookkeeping
import Domain
import Foundation
import Reporting
import Synchronization

/// The two streams of the program: results on one, faults and notes on the other.
enum Console {
  /// Whether `show` sets headings in bold.
  static let setsBold = Atomic(false)

  /// A text for people: lines that stand over a line of dashes or equals signs are headings.
  static func show(_ text: String) {
    guard setsBold.load(ordering: .relaxed) else { return out(text) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in lines.indices.dropLast() {
      let rule = lines[index + 1]
      let isRule = rule.utf8.count > 2 && ["-", "="].contains { Set(rule) == Set($0) }
      if isRule, !lines[index].isEmpty { lines[index] = "\u{1B}[1m\(lines[index])\u{1B}[0m" }
    }
    out(lines.joined(separator: "\n"))
  }

  /// Ends the program where nothing can be written, as on a full disk: the book stands as it is.
  static func out(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      draw("dunlin: the result could not be written; what was recorded stays recorded\n")
      exit(2)
    }
  }

  /// Asks whether unusual letters are to be written; nil where no person sits at a terminal.
  static var confirmation: (@Sendable (UnusualLetters) -> Bool)? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    return { unusual in
      draw("\(unusual.text.prefix(1).uppercased())\(unusual.text.dropFirst()). Write them? [y/N] ")
      let answer = readLine(strippingNewline: true)?.lowercased() ?? ""
      return ["y", "yes"].contains(answer)
    }
  }

  static func note(_ text: String) { draw(text + "\n") }

  static func note(_ note: Note) { Console.note(note.text) }

  /// Without an end of line, for what is drawn over again.
  static func draw(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  static func faults(_ faults: [Fault]) {
    guard !faults.isEmpty else { return }
    draw(faults.text)
  }

  /// The reader of a pipe may stop at any time (`dunlin … | head`): that is no failure.
  static func quietOnClosedPipe() {
    signal(SIGPIPE) { _ in _exit(0) }
  }
}
