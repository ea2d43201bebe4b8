package import Domain
import GRDB
import Synchronization

/// Takes what was read from files into the ledger. Importing something twice is importing it once.
///
/// A file is stored whole or not at all; a document that is refused keeps no other from being
/// stored. The facts of one call are one transaction.
package struct Import {
  /// The day of facts that have none of their own: the as-of day of the run.
  package var day: Day
  package var business: Business
  /// Agreed days to pay of a client, where the settings say.
  package var termDays: (Party) -> Int?
  /// Called for every document that can be booked, also a repeated or conflicting one.
  package var onRecord: ((Outcome) -> Void)?
  /// Called for every well-formed document that was refused, with the path of its file.
  package var onRefusal: (String, FileContents.Refusal) -> Void
  /// The import that the files belong to; nil begins one with the first file that is new.
  package var number: Int64?
  /// A person entered what the files hold: the invoice's own file, once it comes, takes its place.
  package var isByHand = false
  /// Whose the documents are, where a person said so.
  package var client: ID<Client>?
  /// What was learnt from the files so far.
  let memory = ImportMemory()

  package init(
    day: Day, business: Business, termDays: @escaping (Party) -> Int? = { _ in nil },
    onRecord: ((Outcome) -> Void)? = nil,
    onRefusal: @escaping (String, FileContents.Refusal) -> Void = { _, _ in }
  ) {
    self.day = day
    self.business = business
    self.termDays = termDays
    self.onRecord = onRecord
    self.onRefusal = onRefusal
  }

  /// What became of one document.
  package struct Outcome {
    package var path: String
    package var record: FileContents.Record
    package var due: DueDate
    package var fault: Fault.Code?
    package var isKnown: Bool
  }

  /// New things of one import, and what was not imported.
  package struct Summary: Sendable {
    package var files = 0
    package var invoices = 0
    package var creditNotes = 0
    package var bills = 0
    package var payments = 0
    package var alreadyKnown = 0
    /// Documents of before that a file calls void.
    package var voided = 0
    /// Invoices that a file says were given up, and that are written off by it.
    package var lost = 0
    /// Documents, rows and bank entries left out.
    package var refused = 0
    package var faults: [Fault] = []
    /// The lists that say what is open, for a look at the book's own sums.
    package var lists: [ListedFile] = []
    /// The number that `undo` takes; nil where no file was new.
    package var number: Int64?

    package init() {}

    package mutating func add(_ other: Summary) {
      files += other.files
      invoices += other.invoices
      creditNotes += other.creditNotes
      bills += other.bills
      payments += other.payments
      alreadyKnown += other.alreadyKnown
      voided += other.voided
      lost += other.lost
      refused += other.refused
      faults += other.faults
      lists += other.lists
      number = number ?? other.number
    }
  }
}

extension Ledger {
  /// Imports files, then matches and allocates whatever they touched.
  package func add(_ files: [FileContents], by rules: Import) throws(Problem) -> Import.Summary {
    try importing(by: rules) { db in
      rules.memory.pending = []
      let summary = try db.take([files], by: rules)
      try db.derivePending(policy)
      return summary
    }
  }

  /// Takes in some files of many, in one transaction: `body` calls what it is given with lists of
  /// as many of them as it likes, and none is in if it throws. What follows from them is derived by
  /// `derivePending`, when all are in. Returns what was new in all.
  package func taking(
    by rules: Import, _ body: (([[FileContents]]) throws -> Void) throws -> Void
  ) throws -> Import.Summary {
    do {
      let new = try database.atomically { db in
        rules.memory.pending = []
        var sum = Import.Summary()
        try body { lists in
          var rules = rules
          rules.number = rules.number ?? sum.number
          sum.add(try db.take(lists, by: rules))
        }
        return sum
      }
      writeBack.withLock { $0 }?.begin()
      return new
    } catch {
      rules.memory.forget()
      throw error is DatabaseError || error is Damage ? Self.problem(error) : error
    }
  }

  /// One transaction of an import. What was learnt in one that failed is not in the ledger.
  private func importing(
    by rules: Import, _ body: (Database) throws -> Import.Summary
  ) throws(Problem) -> Import.Summary {
    do {
      return try writing(body)
    } catch {
      rules.memory.forget()
      throw error
    }
  }
}

/// What one import keeps in mind from one transaction to the next.
final class ImportMemory {
  var clients: ClientIndex?
  /// Clients that are noted as pending in this transaction.
  var pending: Set<Int64> = []
  /// SQLite's mark of what other programs wrote.
  var version: Int64?

  func forget() { (clients, pending) = (nil, []) }
}

extension Database {
  fileprivate func take(_ lists: [[FileContents]], by rules: Import) throws -> Import.Summary {
    let version = try versionOfOthers()
    if rules.memory.version != version { rules.memory.forget() }
    rules.memory.version = version
    var session = try ImportSession(self, rules)
    for files in lists { for file in files { try session.add(file) } }
    try session.finish()
    return session.summary
  }
}

extension Invoice {
  /// What the document adds to what one side owes the other; below zero it is a credit.
  package var signedAmount: Money {
    kind.isCredit ? -payable : payable
  }
}
