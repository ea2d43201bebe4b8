package import Domain
import Financing
import LedgerStore

/// An event that was recorded, or in a dry run would be.
package struct RecordedEvent: Sendable {
  package let event: ClientEvent
  /// The invoice or client, as the request named it.
  package let target: String
  /// False where the very same was recorded before.
  package let isNew: Bool
  /// What ran about the target before a release; the release ends the last of them.
  let running: [Ledger.RunningMark]
  /// Nothing was recorded.
  package let isDryRun: Bool
  /// What a reinstatement takes back.
  var reversed: ClientEvent.Kind?
  /// What of a payment is more than is open on its invoice.
  var excess: Money?
  /// The day of the bank movement that brought the payment already.
  var bankDay: Day?
  /// The payment's invoice is void.
  var isVoid = false

  /// One or more lines for people.
  package var text: String {
    let amount = event.amount.map { " of \($0)" } ?? ""
    let until = event.until.map { " by \($0)" } ?? ""
    let verb = isDryRun ? "Would record" : isNew ? "Recorded" : "Already recorded"
    return "\(verb): \(event.kind.rawValue)\(amount)\(until) for "
      + "\(target.printable) on \(event.day).\n" + releaseText + reversalText + excessText
  }

  private var reversalText: String {
    guard let reversed, isNew else { return "" }
    return "\(isDryRun ? "It would take" : "It took") back the \(reversed.rawValue).\n"
  }

  /// Where the money of a payment goes that its invoice does not need.
  private var excessText: String {
    if let bankDay {
      return "The bank brought as much on \(bankDay): it counts once. If it is another payment, "
        + "say what the bank's pays: `dunlin match`.\n"
    }
    guard let excess else { return "" }
    let reason = isVoid ? "\(target.printable) is void" : "more than is open on it"
    return "\(excess) of it \(isDryRun ? "would stand" : "stands") on the client's account: "
      + "\(reason).\n"
  }

  /// What a release ended of what ran before it, and what still runs.
  private var releaseText: String {
    guard event.kind == .release, isNew else { return "" }
    guard let last = running.last else { return "Nothing ran that it could end.\n" }
    func words(_ mark: Ledger.RunningMark) -> String { "\(mark.kind.rawValue) of \(mark.day)" }
    let text = "\(isDryRun ? "It would end" : "It ended") the \(words(last)).\n"
    let others = running.dropLast().filter { !$0.kind.ends(with: last.kind) }
    guard !others.isEmpty else { return text }
    let list = others.reversed().map { "the " + words($0) }.joined(separator: ", ")
    return text + "What runs on: \(list); another release ends it.\n"
  }
}

extension Book {
  /// Records what happened with an invoice or client, all of it or nothing.
  @discardableResult
  package func record(
    _ request: EventRequest, notes: Note.Sink = { _ in }
  ) throws -> [RecordedEvent] {
    try request.check()
    let requested = RequestedEvents(
      book: self, request: request, target: try ledger.onlyTarget(named: request.target))
    let recorded = try ledger.transaction {
      try requested.events().map { try requested.record($0) }
    }
    if let on = request.on, on > request.asOf { notes(.countsFrom(on, asOf: request.asOf)) }
    if request.kind == .finance && requested.financier?.isDisclosed == true {
      notes(.assignmentIsDue(invoice: request.target))
    }
    return recorded
  }
}
