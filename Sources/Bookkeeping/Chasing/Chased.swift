package import Chasing
package import Domain
import LedgerStore
import Letters
package import Reporting
import Settings

/// What one chase decided and wrote.
package struct Chased {
  /// What was owed, each client in the language of its letters.
  package let receivables: Receivables
  /// The notices, and why every other open invoice gets none.
  package let plan: ChasePlan
  /// Of each notice of the plan, in its order; none in a dry run.
  package var files: [[String]]
  /// Thanks that were given beside the notices.
  package var thanks: [ChaseReport.ThanksGiven]
  /// A person said that the letters are not to be written.
  package var isDeclined = false

  /// Notices and thanks for people and programs.
  package func report(isDryRun: Bool) -> ChaseReport {
    ChaseReport(
      plan, day: receivables.asOf, files: files, clients: receivables.clients, thanks: thanks,
      isDryRun: isDryRun || isDeclined)
  }
}

/// Who is written to today.
extension Book {
  /// Decides who gets a notice, or thanks, and gives it, with nobody else deciding meanwhile.
  package func chase(_ request: ChaseRequest, notes: Note.Sink = { _ in }) throws -> Chased {
    guard !request.isDryRun else { return try decide(request).chased }
    let folder = request.folder ?? letters
    let chased = try ledger.transaction {
      var (chased, thanks) = try decide(request)
      guard try mayWrite(chased.plan.notices, request, notes) else {
        chased.isDeclined = true
        return chased
      }
      chased.files = try give(
        chased.plan.notices, below: folder, threads: request.threads, notes: notes)
      let files = try give(thanks, on: request.asOf, below: folder, threads: request.threads)
      for (place, names) in files.enumerated() { chased.thanks[place].files = names }
      return chased
    }
    if let path = request.mergedFile, !chased.isDeclined {
      try merge(chased.plan.notices, into: path, on: request.asOf, notes: notes)
    }
    return chased
  }

  /// Whether letters may be written: those that are unusual are asked about or, where nobody can be
  /// asked, said to be unusual. A book in memory has no past to compare with.
  private func mayWrite(
    _ notices: [Notice], _ request: ChaseRequest, _ notes: Note.Sink
  ) throws -> Bool {
    guard folder != nil, !notices.isEmpty else { return true }
    var letters: [Day: Set<ID<Client>>] = [:]
    for record in try ledger.noticesGiven(for: request.asOf) where record.day < request.asOf {
      letters[record.day, default: []].insert(record.client)
    }
    let earlier = letters.values.map(\.count)
    guard let unusual = UnusualLetters(count: notices.count, earlier: earlier) else { return true }
    guard let confirm = request.confirm else {
      notes(.unusualLetters(unusual))
      return true
    }
    return confirm(unusual)
  }

  private func decide(_ request: ChaseRequest) throws -> (chased: Chased, thanks: [Thanks]) {
    let receivables = spoken(try receivables(asOf: request.asOf))
    let plan = try plan(receivables, start: request.start, anyway: request.anyway)
    let thanks = try thanks(receivables, beside: plan.notices)
    let chased = Chased(
      receivables: receivables, plan: plan, files: plan.notices.map { _ in [] },
      thanks: thanks.map {
        ChaseReport.ThanksGiven(
          client: $0.client, amount: $0.amount, invoices: $0.invoices.map(\.number),
          isFirst: $0.kind == .firstPayment)
      })
    return (chased, thanks)
  }

  /// Receivables with the language that each client's letters will really be in: the business's
  /// where there are no words in its own, English where there are none in either.
  private func spoken(_ receivables: Receivables) -> Receivables {
    let templates = templates
    var receivables = receivables
    let business = settings.business.language
    let other = templates.hasWording(in: business) ? business : "en"
    var known = ["": other == business]
    for (id, client) in receivables.clients {
      let isKnown = known[client.language] ?? templates.hasWording(in: client.language)
      known[client.language] = isKnown
      if !isKnown { receivables.clients[id]?.language = other }
    }
    return receivables
  }

  private func thanks(
    _ receivables: Receivables, beside notices: [Notice]
  ) throws -> [Thanks] {
    let policy = settings.policy(for: receivables)
    guard policy.sendsThanks else { return [] }
    let day = receivables.asOf
    // Who still owes charges of a letter is not told that the account is in order.
    let paid = try ledger.paidInvoices(from: day - Thanks.daysMax, through: day)
    let owing = try Set(paid.map(\.client)).filter {
      try !ledger.unpaidCharges(of: $0, asOf: day).isEmpty
    }
    return Thanks.due(
      for: paid.filter { !owing.contains($0.client) },
      receivables: receivables, beside: notices, policy: policy, businessDays: calendar)
  }

  /// Writes thanks and notes them about each invoice, so that none is given twice.
  private func give(
    _ thanks: [Thanks], on day: Day, below folder: String, threads: Int
  ) throws -> [[String]] {
    let occasions = thanks.map { thanks in
      var occasion = Occasion(
        thanks.kind == .firstPayment ? .firstThanks : .thanks, client: thanks.client,
        currency: thanks.amount.currency, day: day,
        language: settings.language(of: thanks.client))
      occasion.isToIndividual = settings.isIndividual(thanks.client)
      occasion.amount = thanks.amount
      occasion.numbers = thanks.invoices.map(\.number.text)
      return occasion
    }
    let files = try write(occasions, below: folder, threads: threads)
    for ((occasion, thanks), letter) in zip(zip(occasions, thanks), files) {
      let email = settings.mail == nil ? "" : thanks.client.contact.email
      // One mail for all of them, or a second run would thank for the rest once more.
      try ledger.transaction {
        for (place, invoice) in thanks.invoices.enumerated() {
          var event = ClientEvent(
            kind: .note, day: day, client: thanks.client.id, invoice: invoice.id)
          event.letter = occasion.kind
          event.who = "chase"
          guard place == 0, !email.isEmpty else {
            try ledger.record(event)
            continue
          }
          _ = try ledger.record(event, mailing: [mailed(occasion, letter, to: email)])
        }
      }
    }
    return files.map(\.files)
  }

  func plan(
    _ receivables: Receivables, start: Day? = nil, anyway: Bool = false
  ) throws -> ChasePlan {
    var policy = settings.policy(for: receivables)
    policy.start = start ?? policy.start
    let stale = anyway ? [:] : try staleBankDays(asOf: receivables.asOf)
    return try ChasePlan(
      receivables: receivables, sent: ledger.noticesGiven(for: receivables.asOf), policy: policy,
      day: receivables.asOf, staleBankDays: stale,
      waiting: try moneyWaiting(for: receivables),
      answers: ledger.answers(asOf: receivables.asOf),
      paymentsKnownThrough: ledger.bankDataEnds(asOf: receivables.asOf),
      rates: settings.statutoryRates,
      businessDays: calendar)
  }

  /// The business days of a client's country, or of the business's where it has none.
  package func calendar(of country: String) -> BusinessDays {
    BusinessDays(
      country: country.isEmpty ? settings.business.country : country,
      extraHolidays: settings.closedDays)
  }

  /// The last day of bank data in the currencies in which they are too old. An account of which no
  /// statement was ever read tells nothing: its payments are booked in another way.
  private func staleBankDays(asOf day: Day) throws -> [Currency: Day] {
    var last: [Currency: Day] = [:]
    for account in settings.business.accounts {
      guard let end = try ledger.bankDataEnd(of: account.iban) else { continue }
      last[account.currency] = max(last[account.currency] ?? end, end)
    }
    return last.filter { day - $0.value > settings.bankDaysMax }
  }
}
