import Accounting
package import Domain
import GRDB

extension Ledger {
  /// A document that a bank line pays, and how much of it, where a person said so: in the
  /// document's currency.
  package struct LinePart: Sendable {
    package var number: String
    package var amount: ExactDecimal?

    package init(number: String, amount: ExactDecimal? = nil) {
      self.number = number
      self.amount = amount
    }
  }

  /// Says that a bank line pays these invoices (or bills), from `day` on: a fact that is not
  /// changed later, only followed by another. Reports of days before tell what the rules had told.
  ///
  /// In another currency than the money's a document without an amount is settled: with all that is
  /// open of it. Documents of several clients without amounts are, where that is the line's amount.
  package func decide(
    _ line: ID<BankLine>, pays parts: [LinePart], on day: Day, note: String = "",
    who: String = ""
  ) throws(Problem) {
    try writing { db in
      let movement = try db.movement(line, on: day)
      let documents = try parts.map { try db.document($0, for: movement, on: day) }
      let settled = try db.amounts(of: documents, for: movement, on: day, policy)
      try db.decide(line, on: day, .pays(settled), note: note, who: who, policy)
    }
  }

  /// The same without amounts.
  package func decide(
    _ line: ID<BankLine>, pays numbers: [String], on day: Day, note: String = "", who: String = ""
  ) throws(Problem) {
    try decide(
      line, pays: numbers.map { LinePart(number: $0) }, on: day, note: note, who: who)
  }

  /// Says that a bank line is for no invoice, from `day` on. Other lines of that payer that name no
  /// invoice do not wait in `match` any more.
  package func decideNotOurs(
    _ line: ID<BankLine>, on day: Day, note: String = "", who: String = ""
  ) throws(Problem) {
    try writing { db in
      _ = try db.movement(line, on: day)
      try db.decide(line, on: day, .notOurs, note: note, who: who, policy)
    }
  }

  /// Takes back what was said last about a bank line: the rules decide again, from `day` on.
  package func withdrawDecision(
    on line: ID<BankLine>, on day: Day, note: String = "", who: String = ""
  ) throws(Problem) {
    try writing { db in
      _ = try db.movement(line, on: day)
      let last = try db.decisions("bank_line_id = ?", [line.rawValue]).last
      // The very same word, repeated after a crash.
      if let last, last.isUndo, last.day == day { return }
      guard last?.isUndo == false else {
        throw Problem.refused(
          "bank line \(line.rawValue) was not settled by hand", remedy: "Nothing was changed.")
      }
      try db.decide(line, on: day, .undo, note: note, who: who, policy)
    }
  }
}

/// What a person said about a bank line.
struct Decision {
  var id: Int64
  var line: Int64
  var day: Day
  /// The payer's account.
  var account: String
  /// Of an undo: the documents that the line had been said to pay.
  var documents: [ID<Invoice>]
  /// What the person said the line pays of them; empty: as the rules allot.
  var amounts: [ID<Invoice>: Money] = [:]
  var isUndo: Bool
  /// The line is for no invoice.
  var isNotOurs = false
  /// The name under which the payer paid.
  var payer: String
  /// Of the line.
  var booked: Day
  var amount: Money

  /// As the accounts know it.
  var word: Movement.Decision {
    Movement.Decision(
      id: id, day: day, documents: documents, amounts: amounts, isUndo: isUndo)
  }
}

extension Database {
  /// Decisions for which an SQL condition holds, in the order of their days.
  func decisions(
    _ condition: String, _ arguments: StatementArguments = []
  ) throws -> [Decision] {
    var named = try namedDocuments(condition, arguments)
    var last: [Int64: [ID<Invoice>]] = [:]
    return try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT decision.*, counterparty_account, counterparty, booked, bank_line.amount,
            bank_line.currency
          FROM decision JOIN bank_line ON bank_line.id = bank_line_id
          WHERE \(condition) ORDER BY decision.day, decision.id
          """), arguments: arguments
    ).map { row in
      let line: Int64 = row["bank_line_id"]
      let isUndo: Bool = row["is_undo"]
      let said = named.removeValue(forKey: row["id"]) ?? Named()
      let documents = isUndo ? last[line] ?? [] : said.documents
      last[line] = documents
      return Decision(
        id: row["id"], line: line, day: try row.day("day"), account: row["counterparty_account"],
        documents: documents, amounts: said.amounts, isUndo: isUndo,
        isNotOurs: row["is_not_ours"], payer: row["counterparty"],
        booked: try row.day("booked"), amount: try row.money("amount"))
    }
  }

  /// The documents that a decision names.
  private struct Named {
    var documents: [ID<Invoice>] = []
    var amounts: [ID<Invoice>: Money] = [:]
  }

  private func namedDocuments(
    _ condition: String, _ arguments: StatementArguments
  ) throws -> [Int64: Named] {
    var named: [Int64: Named] = [:]
    let rows = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT decision_id, document_id, decision_document.amount, decision_document.currency
          FROM decision JOIN bank_line ON bank_line.id = bank_line_id
            JOIN decision_document ON decision_id = decision.id
          WHERE \(condition) ORDER BY decision_id, document_id
          """), arguments: arguments)
    for row in rows {
      let document: ID<Invoice> = row.id("document_id")
      var said = named[row["decision_id"]] ?? Named()
      said.documents.append(document)
      if row["amount"] != nil { said.amounts[document] = try row.money("amount") }
      named[row["decision_id"]] = said
    }
    return named
  }

  fileprivate func movement(_ line: ID<BankLine>, on day: Day) throws -> BankLine {
    let lines = try bankLines("WHERE id = ? AND same_as IS NULL") { $0.set(1, line.rawValue) }
    guard let movement = lines.first, movement.booked <= day else {
      throw Ledger.Problem.refused(
        "there is no bank line \(line.rawValue) on \(day)",
        remedy: "`dunlin match` lists the lines with their numbers; nothing was changed.")
    }
    return movement
  }
}
