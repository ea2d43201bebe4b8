import Domain
import Foundation
import Reporting

/// The two streams of the program: results on one, faults and notes on the other.
enum Console {
  /// Ends the program where nothing can be written, as on a full disk: the book stands as it is.
  static func out(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      draw("dunlin: the result could not be written; what was recorded stays recorded\n")
      exit(2)
    }
  }

  static func note(_ text: String) { draw(text + "\n") }

  /// Without an end of line, for what is drawn over again.
  static func draw(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  static func faults(_ faults: [Fault]) {
    guard !faults.isEmpty else { return }
    draw(faults.map(\.text).joined())
  }

  /// Whoever reads us may stop at any time (`dunlin … | head`): that is no failure.
  static func quietOnClosedPipe() {
    signal(SIGPIPE) { _ in _exit(0) }
  }
}
