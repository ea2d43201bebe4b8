import Domain
import GRDB
import Matching

/// Bank lines as their table holds them.
extension BankLine {
  /// What `init` reads, in its order.
  static let columns = """
    bank_line.id, account, booked, bank_line.amount, bank_line.currency, counterparty,
    counterparty_account, reference_list, remittance, is_reversal, account_holder, instructed,
    instructed_currency, is_internal
    """
  static let columnCount: Int32 = 14

  init(_ row: BulkRow) throws {
    self.init(
      account: row.text(1), booked: try row.day(2),
      amount: Money(minorUnits: row.integer(3), currency: try row.currency(4)))
    id = ID(row.integer(0))
    counterparty = row.text(5)
    counterpartyAccount = row.text(6)
    references = row.text(7).split(separator: "\n").map(String.init)
    text = row.text(8)
    isReversal = row.integer(9) == 1
    accountHolder = row.text(10)
    if !row.isNull(11) {
      instructed = Money(minorUnits: row.integer(11), currency: try row.currency(12))
    }
    isInternal = row.integer(13) == 1
  }
}

extension Database {
  /// The bank lines that an SQL clause behind `FROM bank_line` gives.
  func bankLines(_ clause: String, _ bind: (BulkStatement) -> Void) throws -> [BankLine] {
    let query = try BulkStatement(self, "SELECT \(BankLine.columns) FROM bank_line \(clause)")
    bind(query)
    var lines: [BankLine] = []
    try query.each { lines.append(try BankLine($0)) }
    return lines
  }
}

extension Database {
  /// Payouts of payment services, as their files report them.
  func payouts(asOf day: Day = .last) throws -> Payouts {
    Payouts(
      try bankLines(
        """
        WHERE is_internal AND amount < 0 AND same_as IS NULL AND booked <= ?1
        ORDER BY booked, id
        """
      ) { $0.set(1, day) })
  }
}

/// What bank lines are stored to be for, found line by line, in the order of the documents' ids.
struct MatchRows {
  private let query: BulkStatement

  init(_ db: Database) throws {
    query = try BulkStatement(
      db, "SELECT document_id, is_guess FROM match WHERE bank_line_id = ? ORDER BY document_id")
  }

  func documents(of line: Int64) throws -> (named: [ID<Invoice>], guesses: [ID<Invoice>]) {
    var documents: (named: [ID<Invoice>], guesses: [ID<Invoice>]) = ([], [])
    query.set(1, line)
    try query.each { row in
      let id = ID<Invoice>(row.integer(0))
      if row.integer(1) == 1 { documents.guesses.append(id) } else { documents.named.append(id) }
    }
    return documents
  }
}

/// Discounts in the order of their documents' ids, taken document by document in that order.
struct DiscountRows {
  private var rows: [(document: Int64, days: Int, rate: Int, base: Int64?)] = []
  private var next = 0

  /// Of all documents, or of those of one client.
  init(_ db: Database, client: Int64? = nil) throws {
    let query = try BulkStatement(
      db,
      client == nil
        ? """
        SELECT document_id, days, basis_points, base FROM discount ORDER BY document_id, place
        """
        : """
        SELECT document_id, days, basis_points, base FROM document
        JOIN discount ON document_id = document.id WHERE client_id = ?
        ORDER BY document_id, place
        """)
    if let client { query.set(1, client) }
    var rows = rows
    try query.each { row in
      rows.append(
        (row.integer(0), Int(row.integer(1)), Int(row.integer(2)), row.optionalInteger(3)))
    }
    self.rows = rows
  }

  mutating func take(of document: Int64, _ currency: Currency) -> [EarlyPaymentDiscount] {
    guard next < rows.count else { return [] }
    while next < rows.count, rows[next].document < document { next += 1 }
    var discounts: [EarlyPaymentDiscount] = []
    while next < rows.count, rows[next].document == document {
      let row = rows[next]
      discounts.append(
        EarlyPaymentDiscount(
          days: row.days, rate: BasisPoints(row.rate),
          base: row.base.map { Money(minorUnits: $0, currency: currency) }))
      next += 1
    }
    return discounts
  }
}
