import Domain
import Foundation
import Reporting

/// The two streams of the program: results on one, faults and notes on the other.
enum Console {
  static func out(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Without an end of line, for what is drawn over again.
  static func draw(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  static func faults(_ faults: [Fault]) {
    guard !faults.isEmpty else { return }
    FileHandle.standardError.write(Data(faults.map(\.text).joined().utf8))
  }

  /// Whoever reads us may stop at any time (`dunlin … | head`): that is no failure.
  static func quietOnClosedPipe() {
    signal(SIGPIPE) { _ in _exit(0) }
  }
}
