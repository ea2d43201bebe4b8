import Accounting
import Domain
import GRDB

/// A bank line as it concerns one client: what the rules say it is for, and what people decided.
struct Movement {
  var line: Int64
  var day: Day
  var amount: Money
  /// The client by the rules.
  var client: Int64?
  var targets: [ID<Invoice>]
  var guesses: [ID<Invoice>]
  var isPayerKnown: Bool
  var isReversal: Bool
  var decisions: [Decision] = []

  /// Puts the receipt, and each decision about it, into the accounts of `owner` that they concern.
  func add(
    to accounts: inout [Side: Account], of owner: Int64, _ sides: [ID<Invoice>: Side]
  ) {
    let source = Allocation.Source.bank(ID(line))
    func side(of targets: [ID<Invoice>]) -> Side {
      targets.lazy.compactMap { sides[$0] }.first
        ?? Side(currency: amount.currency, isPayable: false)
    }
    func receipt(_ targets: [ID<Invoice>], on day: Day, _ side: Side) -> Account.Receipt {
      Account.Receipt(
        source: source, day: day, amount: side.isPayable ? -amount : amount, targets: targets)
    }
    let own = side(of: targets)
    var byRules = receipt(targets, on: day, own)
    byRules.guesses = guesses
    byRules.isPayerKnown = isPayerKnown
    byRules.reopens = isReversal || own.isPayable
    if client == owner { accounts[own, default: Account()].receipts.append(byRules) }

    let concerned = Set(
      decisions.filter { $0.client == owner }.map { side(of: $0.documents) }
        + (client == owner ? [own] : []))
    for decision in decisions {
      let decided = max(decision.day, day)
      for side in concerned {
        var now: Account.Receipt?
        if decision.isUndo {
          if client == owner && side == own { now = byRules }
        } else if decision.client == owner && side == self.side(of: decision, sides) {
          now = receipt(decision.documents, on: day, side)
          now?.isPayerKnown = true
        }
        accounts[side, default: Account()].redirections.append(
          Account.Redirection(source: source, day: decided, order: decision.id, receipt: now))
      }
    }
  }

  private func side(of decision: Decision, _ sides: [ID<Invoice>: Side]) -> Side? {
    decision.documents.lazy.compactMap { sides[$0] }.first
  }
}

extension Database {
  /// Bank lines that are a client's by the rules, or were said to be.
  func movements(of client: Int64) throws -> [Movement] {
    let anyLine = try BulkStatement(self, "SELECT 1 FROM bank_line LIMIT 1")
    guard try anyLine.first({ _ in true }) != nil else { return [] }
    let anyDecision = try BulkStatement(self, "SELECT 1 FROM decision LIMIT 1")
    let hasDecisions = try anyDecision.first { _ in true } != nil
    let decided =
      hasDecisions
      ? Dictionary(
        grouping: try decisions("bank_line_id IN (\(Self.linesOfClient))", [client]), by: \.line)
      : [:]
    let query = try BulkStatement(
      self,
      """
      SELECT id, booked, amount, currency, client_id, is_payer_known, is_reversal
      FROM bank_line
      WHERE \(hasDecisions ? "id IN (\(Self.linesOfClient))" : "client_id = ?1") ORDER BY id
      """)
    query.set(1, client)
    let matches = try MatchRows(self)
    var movements: [Movement] = []
    try query.each { row in
      let documents = try matches.documents(of: row.integer(0))
      movements.append(
        Movement(
          line: row.integer(0), day: try row.day(1),
          amount: Money(minorUnits: row.integer(2), currency: try row.currency(3)),
          client: row.optionalInteger(4), targets: documents.named, guesses: documents.guesses,
          isPayerKnown: row.integer(5) == 1, isReversal: row.integer(6) == 1,
          decisions: decided[row.integer(0)] ?? []))
    }
    return movements
  }

  /// Those that are the client's by the rules, and those that were said to be.
  private static let linesOfClient = """
    SELECT id FROM bank_line WHERE client_id = ?1
    UNION SELECT bank_line_id FROM decision JOIN decision_document ON decision_id = decision.id
      JOIN document ON document.id = document_id WHERE document.client_id = ?1
    """
}
