package import Domain
import GRDB
import Matching

extension Ledger {
  /// What clients owe at the end of `day`, from facts of that day and before.
  package func receivables(asOf day: Day) throws(Problem) -> Receivables {
    try readingOwed { db, table in
      let holds = try Holds(db, asOf: day)
      let words = try BulkStatement(
        db, "SELECT number, due_source, collection, verdict FROM document WHERE id = ?")
      let booked = try BulkStatement(db, "SELECT booked FROM bank_line WHERE id = ?")
      var items: [OpenItem] = []
      try table.each(asOf: day) { place, document, sums in
        guard document.kind.isOurs, document.signedAmount > sums.all else { return }
        words.set(1, document.id)
        guard var item = try words.first({ try OpenItem(document, sums, $0, holds) }) else {
          return
        }
        if sums.all != 0 {
          item.payments = try table.payments(at: place, asOf: day) { line in
            booked.set(1, line)
            return try booked.first { try $0.day(0) }
          }
        }
        items.append(item)
      }
      items = Self.byAccount(items)
      holds.shareInstalments(among: &items)
      return Receivables(
        asOf: day, clients: try db.clients(asOf: day), items: items,
        credits: try db.credits(asOf: day))
    }
  }

  /// By client, currency, due date and number. Only small keys are moved, as there may be many.
  private static func byAccount(_ items: [OpenItem]) -> [OpenItem] {
    struct Key {
      let client: ID<Client>
      let currency: Currency
      let due: Day
      let place: Int32
    }
    let keys = items.enumerated().map { place, item in
      Key(
        client: item.client, currency: item.open.currency, due: item.due.day,
        place: Int32(truncatingIfNeeded: place))
    }
    return keys.sorted { a, b in
      if a.client != b.client { return a.client < b.client }
      if a.currency != b.currency { return a.currency < b.currency }
      if a.due != b.due { return a.due < b.due }
      return items[Int(a.place)].number < items[Int(b.place)].number
    }.map { items[Int($0.place)] }
  }

  /// What all clients together owe at the end of `day`, by currency.
  package func totalOwed(asOf day: Day) throws(Problem) -> [Currency: Money] {
    try readingOwed { _, table in
      var totals: [Currency: Money] = [:]
      table.each(asOf: day) { _, document, sums in
        guard document.kind.isOurs, document.signedAmount > sums.all else { return }
        totals[document.currency, default: .zero(document.currency)] += Money(
          minorUnits: document.signedAmount - sums.all, currency: document.currency)
      }
      return totals
    }
  }

  /// The name of every client, those that became another's, too.
  package func clientNames() throws(Problem) -> [String] {
    try reading { db in try String.fetchAll(db, sql: "SELECT name FROM client ORDER BY id") }
  }

  /// Who paid what when, as known at the end of `day`; without invoices that were only guessed to
  /// be paid by somebody with a name like the client's.
  package func payHistory(asOf day: Day) throws(Problem) -> PayHistory {
    try readingOwed { db, table in
      let guessed = try Int64.fetchSet(
        db,
        sql: """
          SELECT document_id FROM match JOIN bank_line ON bank_line.id = bank_line_id
          WHERE is_guess = 1 AND matched_by = ?
          """, arguments: [Matching.Reason.likePayer.rawValue])
      var entries: [PayHistory.Entry] = []
      entries.reserveCapacity(table.documents.count)
      table.each(asOf: day) { _, document, sums in
        guard document.kind.isOurs, guessed.isEmpty || !guessed.contains(document.id) else {
          return
        }
        let isClosed = sums.all >= document.signedAmount
        // What was written off was never paid, and what was credited was never to be paid.
        guard !isClosed || sums.money > 0 || sums.lost > 0 else { return }
        // A payment of unknown day says nothing about when the client pays.
        guard !isClosed || sums.undated == 0 else { return }
        entries.append(
          PayHistory.Entry(
            client: ID(document.client), issueDate: document.issued, dueDate: document.due,
            total: Money(minorUnits: document.signedAmount, currency: document.currency),
            settled: isClosed && sums.lost == 0 ? sums.last : nil))
      }
      return PayHistory(asOf: day, entries: entries)
    }
  }

  /// Bills that we have not paid at the end of `day`, by due date.
  package func payables(asOf day: Day) throws(Problem) -> [Payable] {
    try readingOwed { db, table in
      let words = try BulkStatement(
        db,
        """
        SELECT number, client.name FROM document JOIN client ON client.id = client_id
        WHERE document.id = ?
        """)
      var payables: [Payable] = []
      try table.each(asOf: day) { _, document, sums in
        guard document.kind == .bill, document.signedAmount > sums.all else { return }
        words.set(1, document.id)
        let open = Money(minorUnits: document.signedAmount - sums.all, currency: document.currency)
        try words.each { row in
          payables.append(
            Payable(
              number: InvoiceNumber(row.text(0)), supplier: row.text(1), due: document.due,
              open: open))
        }
      }
      return payables.sorted { ($0.due, $0.number.text) < ($1.due, $1.number.text) }
    }
  }

  /// The booked balance of each bank account at the end of `day`: the last closing balance by
  /// then and the movements after it. Accounts without any closing balance are left out.
  package func bankBalances(asOf day: Day) throws(Problem) -> [BankBalance] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT account, closing_currency AS currency,
            closing + (SELECT COALESCE(SUM(amount), 0) FROM bank_line
              WHERE bank_line.account = last.account AND booked <= ?1
                AND bank_line.currency = closing_currency AND booked > closing_day
                AND same_as IS NULL) AS balance
          FROM (SELECT account, closing, closing_currency, closing_day, ROW_NUMBER() OVER (
              PARTITION BY account, closing_currency
              ORDER BY closing_day DESC, file_id DESC, id DESC) AS place
            FROM statement WHERE closing IS NOT NULL AND closing_day <= ?1) AS last
          WHERE place = 1 ORDER BY account, closing_currency
          """, arguments: [day.description]
      ).map { row in
        BankBalance(account: row["account"], balance: try row.money("balance"))
      }
    }
  }

  /// The last day that the data of a bank account reach to, whenever they were read; nil where
  /// there are none.
  package func bankDataEnd(of account: String) throws(Problem) -> Day? {
    try reading { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT MAX(closing_day) FROM statement WHERE account = ?1 HAVING MAX(closing_day) <> ''
          UNION ALL
          SELECT MAX(booked) FROM bank_line WHERE account = ?1 HAVING MAX(booked) <> ''
          """, arguments: [account]
      ).compactMap { Day(iso: $0) }.max()
    }
  }

  /// How many documents of each kind are known at the end of `day`, and what became of the
  /// invoices.
  package func counts(asOf day: Day) throws(Problem) -> DocumentCounts {
    try readingOwed { db, table in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT kind, COUNT(*) AS n, SUM(effect <= 0) AS nothing_asked
          FROM document WHERE issue_date <= ?1 GROUP BY kind
          """, arguments: [day.description])
      var counts = DocumentCounts()
      for row in rows {
        let kind: Invoice.Kind = try row.value("kind")
        switch kind {
        case .bill, .billCredit: counts.bills += row["n"]
        case .creditNote: counts.creditNotes = row["n"]
        case .invoice:
          counts.invoices = row["n"]
          table.each(asOf: day) { _, document, sums in
            if document.kind == .invoice && document.signedAmount > sums.all { counts.open += 1 }
          }
          counts.nothingAsked = row["nothing_asked"]
        }
      }
      counts.later =
        try Int.fetchOne(
          db, sql: "SELECT COUNT(*) FROM document WHERE issue_date > ?",
          arguments: [day.description]) ?? 0
      return counts
    }
  }
}

/// A bill that is to be paid.
package struct Payable: Hashable, Sendable {
  package var number: InvoiceNumber
  package var supplier: String
  package var due: Day
  package var open: Money
}

/// What one bank account held in one currency at the end of a day, as the bank books it.
package struct BankBalance: Hashable, Sendable {
  package var account: String
  package var balance: Money
}

/// Documents known at the end of a day.
package struct DocumentCounts: Hashable, Sendable {
  package var invoices = 0
  /// Of the invoices.
  package var open = 0
  /// Of the invoices: those for nothing or less, which count as credits.
  package var nothingAsked = 0
  package var creditNotes = 0
  package var bills = 0
  /// Issued after the day.
  package var later = 0
}

extension Database {
  /// With what is known of them by the end of `day` beside their documents.
  fileprivate func clients(asOf day: Day) throws -> [ID<Client>: Client] {
    let facts = try clientFacts(asOf: day)
    var clients: [ID<Client>: Client] = [:]
    let rows = try Row.fetchCursor(self, sql: "SELECT * FROM client WHERE merged_into IS NULL")
    while let row = try rows.next() {
      var client = row.client()
      if let known = facts[client.id.rawValue] { client.complete(with: known) }
      clients[client.id] = client
    }
    let keys = try Row.fetchCursor(
      self,
      sql: """
        SELECT client_id, scheme, value FROM client_key WHERE scheme < 5 ORDER BY scheme, value
        """)
    while let row = try keys.next() {
      let value: String = row["value"]
      // A company number goes with its country's register; people write it without.
      let isCompany = row["scheme"] == Party.Identifier.Scheme.company.rawValue
      clients[row.id("client_id")]?.identifiers.append(
        isCompany ? String(value.drop { $0 != "/" }.dropFirst()) : value)
    }
    return clients
  }

  /// What clients have on account at the end of a day.
  func credits(asOf day: Day) throws -> [AccountCredit] {
    let balances = try Row.fetchAll(
      self,
      sql: """
        SELECT allocation.client_id, allocation.currency, SUM(amount) AS amount, MIN(day) AS day,
          MIN(document.number) AS number, MIN(source_id) AS first_source
        FROM allocation
        LEFT JOIN document ON document.id = CASE
          WHEN allocation.source IN ('credit', 'register') THEN source_id
          WHEN allocation.source = 'bank' AND amount < 0 THEN (SELECT MIN(document_id) FROM match
            JOIN document ON document.id = document_id
            WHERE bank_line_id = source_id AND effect < 0) END
          AND (allocation.source = 'credit' OR effect < 0)
        WHERE document_id IS NULL AND day <= ?1 AND NOT EXISTS (
          SELECT 1 FROM match JOIN document AS bill ON bill.id = match.document_id
          WHERE allocation.source = 'bank' AND bank_line_id = source_id AND bill.kind = 'bill')
          AND (document.id IS NULL OR document.kind IN ('credit-note', 'invoice'))
        GROUP BY allocation.client_id, allocation.currency,
          CASE WHEN document.id IS NULL THEN allocation.source END, COALESCE(document.id, source_id)
        HAVING SUM(amount) <> 0 ORDER BY allocation.client_id, MIN(day), first_source,
          allocation.currency, number
        """, arguments: [day.description]
    ).map { row in
      AccountCredit(
        client: row.id("client_id"), amount: try row.money("amount"), day: try row.day("day"),
        creditNote: (row["number"] as String?).map { InvoiceNumber($0) })
    }
    return Self.withoutReturned(balances)
  }

  /// Money that went back is a balance below zero of its own: it lessens what else is on the
  /// client's account, money before credits, the oldest first.
  private static func withoutReturned(_ balances: [AccountCredit]) -> [AccountCredit] {
    var credits = balances.filter(\.amount.isPositive)
    for returned in balances where returned.amount.isNegative {
      var left = -returned.amount
      let order =
        credits.indices.filter { credits[$0].creditNote == nil }
        + credits.indices.filter { credits[$0].creditNote != nil }
      for index in order
      where left.isPositive && credits[index].client == returned.client
        && credits[index].amount.currency == left.currency
      {
        let used = min(left, credits[index].amount)
        credits[index].amount -= used
        left -= used
      }
    }
    return credits.filter(\.amount.isPositive)
  }
}

extension OpenItem {
  /// `words` are the number, the source of the due date, the way of collection and the verdict.
  fileprivate init(
    _ document: OwedTable.Document, _ sums: OwedTable.Sums, _ words: BulkRow, _ holds: Holds
  ) throws {
    let (id, client) = (ID<Invoice>(document.id), ID<Client>(document.client))
    let collection: Invoice.Collection = try words.value(2)
    self.init(
      id: id, number: InvoiceNumber(words.text(0)), client: client, issueDate: document.issued,
      due: DueDate(document.due, try words.value(1)),
      total: Money(minorUnits: document.signedAmount, currency: document.currency),
      open: Money(minorUnits: document.signedAmount - sums.all, currency: document.currency),
      collection: collection, hold: holds.hold(on: id, of: client, collection),
      verdict: words.isNull(3) ? nil : Verdict(rawValue: words.text(3)))
  }
}
