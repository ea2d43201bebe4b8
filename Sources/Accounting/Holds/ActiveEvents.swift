package import Domain

/// What was recorded of clients and invoices and is not ended, by the events up to a day: disputes,
/// promises, plans, holds, stops, insolvency. Reminders, letters, call lists and reports all ask
/// here.
///
/// A release ends what was recorded last and still runs on its day, and all of that kind; what was
/// recorded before runs on. A plan ends what was said before of the same invoices.
package struct ActiveEvents {
  /// In the order of their days. What lasts only for some days stays when these are over, but no
  /// longer runs.
  private var byInvoice: [ID<Invoice>: [Active]] = [:]
  private var byClient: [ID<Client>: [Active]] = [:]
  /// All promises, with what ended them.
  private var promises: [GivenPromise] = []
  /// All plans, with what ended them.
  private var plans: [AgreedPlan] = []
  private let evidence: Evidence

  package struct Active {
    package let kind: ClientEvent.Kind
    package let day: Day
    /// The last day of a promise or hold; the first day of a stop because of an invoice.
    package var until: Day?
    /// A credit stop because of one invoice runs while something of it is open.
    var invoice: ID<Invoice>?
    let client: ID<Client>
    package let note: String
    /// Those of a plan, all in one currency.
    package var instalments: [PaymentPlan.Instalment] = []
    let isReported: Bool
    var promise: Int?
    var plan: Int?

    /// Whether it concerns new credit, not reminders alone.
    var isStop: Bool { [.stop, .blacklist, .insolvent].contains(kind) }

    /// The first day on which it holds; what is announced can be released before.
    package var begins: Day { invoice == nil ? day : until ?? day }
  }

  /// A promise, and the day on which a plan, a release or another promise took its place.
  struct GivenPromise {
    var event: RecordedEvent
    var until: Day
    var ended: Day?
  }

  /// A plan, and the day on which it was ended or replaced.
  package struct AgreedPlan {
    package var client: ID<Client>
    package var invoice: ID<Invoice>?
    package var day: Day
    package var instalments: [PaymentPlan.Instalment]
    package var ended: Day?
    /// A promised amount, which is as good as an instalment.
    var isPromise = false
  }

  private enum Scope: Hashable {
    case invoice(ID<Invoice>)
    case client(ID<Client>)
  }

  /// The events in the order of their days. `ownerOf` tells whose an invoice is, for what is agreed
  /// with a client as a whole.
  package init(_ events: [RecordedEvent], evidence: Evidence) throws {
    self.evidence = evidence
    for event in events { try add(event) }
  }

  private mutating func add(_ event: RecordedEvent) throws {
    if event.endsDispute {
      if let invoice = event.invoice {
        byInvoice[invoice]?.removeAll { $0.kind == .dispute && $0.isReported }
      }
      return
    }
    var active = Active(
      kind: event.kind, day: event.day, until: event.until, client: event.client, note: event.note,
      isReported: event.isReported)
    if event.kind == .stop, let invoice = event.invoice {
      active.invoice = invoice
      byClient[event.client, default: []].append(active)
      return
    }
    let scope = event.invoice.map { Scope.invoice($0) } ?? .client(event.client)
    switch event.kind {
    case .release: try release(in: scope, on: event.day)
    case .plan: agree(event, active, in: scope)
    case .promise:
      guard let until = event.until else { return }
      // Who promises anew before the day has come replaces what was said.
      end(promisesOf: event.client, about: event.invoice, on: event.day) { $0.until >= event.day }
      active.promise = promises.count
      promises.append(GivenPromise(event: event, until: until))
      self[scope].append(active)
    default: self[scope].append(active)
    }
  }

  private subscript(scope: Scope) -> [Active] {
    get {
      switch scope {
      case .invoice(let id): byInvoice[id] ?? []
      case .client(let id): byClient[id] ?? []
      }
    }
    set {
      switch scope {
      case .invoice(let id): byInvoice[id] = newValue
      case .client(let id): byClient[id] = newValue
      }
    }
  }

  private mutating func release(in scope: Scope, on day: Day) throws {
    guard let last = try self[scope].last(where: { try isRunning($0, in: scope, on: day) }) else {
      // What was said and is over is released all the same: it is no broken promise.
      if let said = self[scope].last(where: { $0.promise != nil }) { end([said], on: day) }
      return
    }
    end(self[scope].filter { $0.kind.ends(with: last.kind) }, on: day)
    self[scope].removeAll { $0.kind.ends(with: last.kind) }
  }

  private mutating func end(_ ended: [Active], on day: Day) {
    for one in ended {
      if let promise = one.promise {
        promises[promise].ended = promises[promise].ended ?? day
      }
      if let plan = one.plan { plans[plan].ended = plans[plan].ended ?? day }
    }
  }

  /// Ends promises about an invoice, or (nil) about the client or any of its invoices.
  private mutating func end(
    promisesOf client: ID<Client>, about invoice: ID<Invoice>?, on day: Day,
    where isMeant: (GivenPromise) -> Bool = { _ in true }
  ) {
    for place in promises.indices where promises[place].event.client == client {
      let about = promises[place].event.invoice
      guard promises[place].ended == nil, invoice == nil || about == invoice,
        isMeant(promises[place])
      else { continue }
      promises[place].ended = day
    }
  }

  private mutating func agree(_ event: RecordedEvent, _ active: Active, in scope: Scope) {
    guard let amount = event.amount, let until = event.until else { return }
    let instalment = PaymentPlan.Instalment(amount, by: until)
    if let last = self[scope].last, let plan = last.plan, last.day == event.day,
      last.instalments.first?.amount.currency == amount.currency
    {
      self[scope][self[scope].count - 1].instalments.append(instalment)
      plans[plan].instalments.append(instalment)
      return
    }
    // What was agreed takes the place of what was said before.
    end(self[scope].filter { !$0.isStop }, on: event.day)
    end(promisesOf: event.client, about: event.invoice, on: event.day)
    self[scope].removeAll { !$0.isStop }
    var agreed = active
    (agreed.until, agreed.instalments, agreed.plan) = (nil, [instalment], plans.count)
    plans.append(
      AgreedPlan(
        client: event.client, invoice: event.invoice, day: event.day, instalments: [instalment]))
    self[scope].append(agreed)
  }
}

extension ActiveEvents {
  private func isRunning(_ active: Active, in scope: Scope, on day: Day) throws -> Bool {
    switch active.kind {
    case .promise, .hold: active.until.map { $0 >= day } ?? false
    case .plan: try hold(byPlan: active, in: scope, on: day) != nil
    case .stop:
      try active.invoice.map { try evidence.history(active.client).isOpen($0, on: day) } ?? true
    default: true
    }
  }

  /// A plan holds while what came in since it was agreed covers the instalments whose day has
  /// passed, as far as the bank data reach; after a missed one, or the last, it holds nothing. What
  /// came covers the earliest.
  private func hold(byPlan plan: Active, in scope: Scope, on day: Day) throws -> Hold? {
    guard let currency = plan.instalments.first?.amount.currency else { return nil }
    let invoice: ID<Invoice>? = if case .invoice(let id) = scope { id } else { nil }
    var paid = try evidence.history(plan.client)
      .received(for: invoice, in: currency, from: plan.day, through: day)
    var left: [PaymentPlan.Instalment] = []
    for instalment in plan.instalments.sorted(by: { $0.day < $1.day }) {
      let covered = min(max(paid, .zero(currency)), instalment.amount)
      paid -= covered
      let open = instalment.amount - covered
      if open.isPositive { left.append(PaymentPlan.Instalment(open, by: instalment.day)) }
    }
    guard let next = left.first else { return nil }
    if next.day >= day { return .plan(PaymentPlan(left)) }
    let known = try evidence.isKnown(next.day, in: currency)
    return known ? nil : .unseen(dueBy: next.day, bankThrough: try evidence.bankThrough(currency))
  }

  private func hold(by active: Active, in scope: Scope, on day: Day) throws -> Hold? {
    switch active.kind {
    case .dispute: .disputed(since: active.day)
    case .promise: try hold(byPromise: active, in: scope, on: day)
    case .hold: active.until.flatMap { $0 >= day ? .held(until: $0) : nil }
    case .insolvent: .insolvent(since: active.day)
    case .plan: try hold(byPlan: active, in: scope, on: day)
    default: nil
    }
  }

  /// What is due to be paid by a day is promised until then, and until the bank data would show it.
  private func hold(byPromise active: Active, in scope: Scope, on day: Day) throws -> Hold? {
    guard let place = active.promise, promises[place].ended == nil else { return nil }
    let until = promises[place].until
    guard until < day else { return .promised(by: until) }
    guard let currency = try currency(of: promises[place]),
      !(try evidence.isKnown(until, in: currency))
    else { return nil }
    return .unseen(dueBy: until, bankThrough: try evidence.bankThrough(currency))
  }

  private func currency(of promise: GivenPromise) throws -> Currency? {
    try promise.event.amount?.currency
      ?? evidence.history(promise.event.client).currency(of: promise.event.invoice)
  }

  /// What keeps reminders away on `day`: what was recorded last of all that runs.
  package func hold(on invoice: ID<Invoice>, day: Day) throws -> Hold? {
    for active in (byInvoice[invoice] ?? []).reversed() {
      if let hold = try hold(by: active, in: .invoice(invoice), on: day) { return hold }
    }
    return nil
  }

  /// As for an invoice; insolvency takes precedence over all else.
  package func hold(on client: ID<Client>, day: Day) throws -> Hold? {
    let active = byClient[client] ?? []
    if let insolvent = active.last(where: { $0.kind == .insolvent }) {
      return .insolvent(since: insolvent.day)
    }
    for one in active.reversed() {
      if let hold = try hold(by: one, in: .client(client), on: day) { return hold }
    }
    return nil
  }

  /// Why a client gets no further credit on `day`: the last of what says so and runs.
  package func stop(of client: ID<Client>, day: Day) throws -> Active? {
    try (byClient[client] ?? []).last { active in
      try active.isStop && active.begins <= day
        && isRunning(active, in: .client(client), on: day)
    }
  }

  /// What runs about an invoice, or (nil) about its client as a whole, on `day`, the last recorded
  /// last.
  package func running(
    about invoice: ID<Invoice>?, of client: ID<Client>, on day: Day
  ) throws -> [Active] {
    let scope = invoice.map { Scope.invoice($0) } ?? .client(client)
    return try self[scope].filter { try isRunning($0, in: scope, on: day) }
  }

  /// All plans of instalments, promised amounts left out, in the order of their days.
  package var agreedPlans: [AgreedPlan] { plans.filter { !$0.isPromise } }

  /// Whether a plan keeps reminders away on `day`: it is kept, or nobody can know yet.
  package func runs(_ plan: AgreedPlan, on day: Day) throws -> Bool {
    if let invoice = plan.invoice { return try hold(on: invoice, day: day) != nil }
    return try hold(on: plan.client, day: day) != nil
  }

  package var invoices: some Collection<ID<Invoice>> { byInvoice.keys }
  package var clients: some Collection<ID<Client>> { byClient.keys }

  /// Plans that were not ended, about an invoice or its client as a whole; or (nil) about the
  /// client or any of its invoices.
  package func plans(about invoice: ID<Invoice>?, of client: ID<Client>) -> [AgreedPlan] {
    plans.filter { plan in
      plan.client == client && plan.ended == nil
        && (invoice == nil || plan.invoice == nil || plan.invoice == invoice)
    }
  }

  /// What became of each promise by the end of `day`, oldest first. One that names an amount is
  /// kept if so much came in by its day, on its invoice or from the client; any other, if by then
  /// nothing was open of what it was about: its invoice, or all that was due when it was given. One
  /// that a plan, a release or another promise took the place of was replaced, and one whose day
  /// the bank data do not reach is not known.
  package func promiseOutcomes(on day: Day) throws -> [PromiseOutcome] {
    try promises.map { promise in
      PromiseOutcome(
        client: promise.event.client, invoice: promise.event.invoice, day: promise.event.day,
        until: promise.until, amount: promise.event.amount, outcome: try outcome(of: promise, day))
    }
  }

  private func outcome(of promise: GivenPromise, _ day: Day) throws -> Promise.Outcome {
    let history = try evidence.history(promise.event.client)
    let last = min(promise.until, day)
    let isKept =
      if let amount = promise.event.amount {
        history.received(
          for: promise.event.invoice, in: amount.currency, from: promise.event.day, through: last)
          >= amount
      } else {
        !history.isOpen(promise.event.invoice, dueBy: promise.event.day, on: last)
      }
    if isKept { return .kept }
    if promise.ended != nil { return .replaced }
    guard promise.until < day else { return .running }
    guard let currency = try currency(of: promise) else { return .broken }
    return try evidence.isKnown(promise.until, in: currency) ? .broken : .unknown
  }
}

extension ActiveEvents.AgreedPlan {
  /// All plans and promised amounts among events in the order of their days, for matching: none
  /// runs on after another plan or any release about the same invoice or client. This asks for no
  /// entries, which follow from matching.
  package static func all(_ events: [RecordedEvent]) -> [Self] {
    var plans: [Self] = []
    for event in events where [.plan, .release, .promise].contains(event.kind) {
      let isSame = { (plan: Self) in plan.client == event.client && plan.invoice == event.invoice }
      if event.kind == .plan, let amount = event.amount, let until = event.until {
        let instalment = PaymentPlan.Instalment(amount, by: until)
        let last = plans.lastIndex { isSame($0) && !$0.isPromise }
        if let last, plans[last].day == event.day, plans[last].ended == nil {
          plans[last].instalments.append(instalment)
          continue
        }
        for place in plans.indices where isSame(plans[place]) && plans[place].ended == nil {
          plans[place].ended = event.day
        }
        plans.append(
          Self(
            client: event.client, invoice: event.invoice, day: event.day,
            instalments: [instalment]))
      } else if event.kind == .promise {
        guard let amount = event.amount, let until = event.until else { continue }
        plans.append(
          Self(
            client: event.client, invoice: event.invoice, day: event.day,
            instalments: [PaymentPlan.Instalment(amount, by: until)], isPromise: true))
      } else {
        for place in plans.indices where isSame(plans[place]) && plans[place].ended == nil {
          plans[place].ended = event.day
        }
      }
    }
    return plans
  }
}

/// A promise, and what became of it.
package struct PromiseOutcome: Sendable {
  package var client: ID<Client>
  package var invoice: ID<Invoice>?
  package var day: Day
  package var until: Day
  package var amount: Money?
  package var outcome: Promise.Outcome
}
