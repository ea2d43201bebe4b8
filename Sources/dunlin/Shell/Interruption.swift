import Foundation
import Synchronization

/// Ctrl-C, or a request to end, while a command is at work that it can leave in good order. The
/// first one is noticed; a second one ends the program at once, which loses the files in hand.
struct Interruption {
  private static let signals = [SIGINT, SIGTERM]

  /// Begins to watch for signals, until `end`.
  init() {
    raised.store(0, ordering: .relaxed)
    for number in Self.signals {
      Foundation.signal(number) { number in
        guard raised.exchange(number, ordering: .relaxed) != 0 else { return }
        _exit(128 + number)
      }
    }
    // Who started us may have had them blocked, as the threads of a scheduler have.
    var ours = sigset_t()
    sigemptyset(&ours)
    for number in Self.signals { sigaddset(&ours, number) }
    pthread_sigmask(SIG_UNBLOCK, &ours, nil)
  }

  func end() {
    for number in Self.signals { Foundation.signal(number, SIG_DFL) }
  }

  static var isRaised: Bool { signal != 0 }

  /// The signal that came, or 0.
  static var signal: Int32 { raised.load(ordering: .relaxed) }
}

/// The signal that came, or 0. A signal can be told to nothing but a global.
private let raised = Atomic<Int32>(0)
