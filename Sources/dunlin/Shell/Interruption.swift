import Foundation
import Synchronization

/// Ctrl-C, or a request to end, while a command is at work that it can leave in good order. The
/// first one is noticed; a second one ends the program at once, which loses the files in hand.
struct Interruption {
  /// What ended a command before its time.
  struct Stopped: Error {
    let signal: Int32
  }

  private static let signals = [SIGINT, SIGTERM]

  /// Begins to watch for signals, until `end`.
  init() {
    raised.store(0, ordering: .relaxed)
    for number in Self.signals {
      signal(number) { number in
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
    for number in Self.signals { signal(number, SIG_DFL) }
  }

  var isRaised: Bool { raised.load(ordering: .relaxed) != 0 }

  /// Ends the work if it is to end.
  func check() throws(Stopped) {
    let number = raised.load(ordering: .relaxed)
    if number != 0 { throw Stopped(signal: number) }
  }
}

/// The signal that came, or 0. A signal can be told to nothing but a global.
private let raised = Atomic<Int32>(0)
