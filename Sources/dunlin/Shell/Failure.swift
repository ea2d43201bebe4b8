import ArgumentParser
import Bookkeeping
import Chasing
import Documents
import Domain
import Foundation
import LedgerStore
import Letters
import Originals
import Reporting

/// Why a command could not run, in words and as an exit code. Nothing else knows exit codes or the
/// wording of failures that are not those of a use case.
extension Failure {
  /// 2: could not run. A command that a signal ended tells which one, as shells do.
  private var code: Int32 { isInterruption ? 128 + Interruption.signal : 2 }

  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let problem as Ledger.Problem: self.init(problem)
    case let failure as Originals.Unwritable: self.init(unwritable: failure.reason)
    case let problem as TemplateFolder.Failure:
      self.init("\(problem)", "Correct the template or remove it to use the built-in one.")
    case let missing as Wording.Missing:
      self.init("\(missing)", "Add the keys to the wording file.")
    case ArchiveWriter.Failure.cannotWrite(let path, let reason):
      self.init(
        "\(path) cannot be written: \(reason)", "Check the folder and its permissions.")
    case let missing as StatutoryRates.Missing:
      self.init(
        "\(missing)",
        "Add it to dunlin.yaml once the bank has published it (chase.reference_rates), or charge no "
          + "interest; nothing was written.")
    default: self.init(unforeseen: error)
    }
  }

  /// An error that no part of the program has words for. Those of the system tell the file.
  private init(unforeseen error: any Error) {
    let foreign = error as NSError
    if [NSCocoaErrorDomain, NSPOSIXErrorDomain].contains(foreign.domain) {
      let path =
        foreign.userInfo[NSFilePathErrorKey] as? String
        ?? (foreign.userInfo[NSURLErrorKey] as? URL)?.path
      let cause = (foreign.userInfo[NSUnderlyingErrorKey] as? any Error) ?? error
      let code = Int32(truncatingIfNeeded: (cause as NSError).code)
      let reason =
        (cause as NSError).domain == NSPOSIXErrorDomain
        ? String(cString: strerror(code)) : cause.localizedDescription
      self.init(
        "\(path ?? "a file") cannot be used: \(reason)",
        "Check its name and permissions and the space left, then try again.")
    } else {
      self.init(
        "stopped by an error that it has no words for: \(type(of: error)): \(error)",
        "`dunlin check` tells whether the book is whole. Try again, and report the error with the "
          + "command that met it.")
    }
  }

  private init(_ problem: Ledger.Problem) {
    switch problem {
    case .busy:
      self.init(
        "another program is writing to this book",
        "Wait until it is done and try again; nothing was changed.")
    case .newer(let path):
      self.init(
        "\(path) was made by a newer version of dunlin",
        "Install that version; the book was left as it is.")
    case .cannotOpen(let path, let reason):
      self.init(
        "the book \(path) cannot be opened: \(reason)",
        "Check that it is a book and that you may write to it.")
    case .damaged(let column, let found):
      self.init(
        "a row of the book is damaged: \(column) reads '\(found)'",
        "`dunlin check` tells what else is wrong; go back to a backup of the book. Nothing was "
          + "changed.")
    case .refused(let reason, let remedy):
      self.init(reason, remedy)
    case .failed(let reason): self.init(unwritable: reason)
    }
  }

  private init(unwritable reason: String) {
    self.init(
      "the book could not be read or written: \(reason)",
      "Check the space left on the disk and the folder's permissions; the book is as it was.")
  }

  func exit() -> Never {
    Console.faults(faults)
    Console.note("dunlin: \(message.printable)\n    \(remedy.printable)")
    Foundation.exit(code)
  }

  /// Exit code 1: done, with faults.
  static let doneWithFaults = ExitCode(1)

  static func isUsage(_ error: any Error) -> Bool {
    error is ExitCode || error is CleanExit || error is ValidationError
      || Dunlin.exitCode(for: error) != .failure
  }
}
