package import Chasing
package import Domain

/// The parts of `dunlin.yaml` that say how the business asks for its money.
extension BookSettings {
  mutating func fillChasing(from section: YAMLReader.Section) {
    if let minimum = smallestBalance(section) { chasing.smallestBalance = minimum }
    chasing.smallestShare = section.percent("minimum_percent") ?? chasing.smallestShare
    chasing.quietDays = section.integer("quiet_days", 0...365) ?? chasing.quietDays
    chasing.graceDays = section.integer("grace_days", 0...365) ?? chasing.graceDays
    chasing.levelsPerNotice =
      section.integer("stages_per_notice", 1...20) ?? chasing.levelsPerNotice
    chasing.start = section.day("start")
    bankDaysMax = section.integer("bank_days", 0...3650) ?? bankDaysMax
    closedDays = Set(section.days("holidays"))
    if let stages = stages(section) { chasing.setStages(stages) }
    if let interest = section.section("interest") { fillCharges(from: interest) }
    for entry in section.sections("reference_rates") { addReferenceRate(entry) }
    chasing.consequences = section.choices("after_final")
    chasing.sendsThanks = section.flag("thanks") ?? false
    section.close()
  }

  /// One figure for all currencies, as people think of "a few euros, a few pounds".
  private func smallestBalance(_ section: YAMLReader.Section) -> AmountPerCurrency? {
    section.decimal("minimum").map(Self.inEveryCurrency)
  }

  /// Five whole units of any currency, as the commented template says.
  static let usualMinimum = inEveryCurrency(ExactDecimal(5))

  private static func inEveryCurrency(_ figure: ExactDecimal) -> AmountPerCurrency {
    AmountPerCurrency(Currency.all.compactMap { Money(figure, $0) })
  }

  /// The ladder a section describes, or nil where it describes none, or none that can be climbed.
  private func stages(_ section: YAMLReader.Section) -> [ChaseStage]? {
    let entries = section.sections("stages")
    guard !entries.isEmpty else { return nil }
    let stages = entries.compactMap { stage($0) }
    guard stages.count == entries.count else { return nil }
    guard ChasePolicy.isLadder(stages) else {
      section.refuse(
        "stages",
        "a ladder: days that rise, one of them after the due date before any that "
          + "counts `after_previous`")
      return nil
    }
    return stages
  }

  private func stage(_ section: YAMLReader.Section) -> ChaseStage? {
    let before = section.integer("before_due", 0...365)
    let after = section.integer("after_due", 1...3650)
    let previous = section.integer("after_previous", 1...365)
    let tone = section.text("tone")
    var stage = ChaseStage(
      name: tone ?? "",
      before.map { .due(-$0) } ?? after.map { .due($0) }
        ?? .previous(previous ?? 1),
      payByDays: section.integer("pay_by_days", 0...365) ?? 7, channel: section.choice("channel"))
    if let fee = section.decimal("fee") {
      let amount = Money(fee, section.currency("fee_currency") ?? business.currency)
      stage.fee = AmountPerCurrency(amount.map { [$0] } ?? [])
    }
    stage.minimum = section.decimal("minimum").map(Self.inEveryCurrency) ?? stage.minimum
    stage.stopsCredit = section.flag("stop_credit") ?? false
    section.require(["tone"])
    section.close()
    guard [before, after, previous].count(where: { $0 != nil }) == 1 else {
      section.refuse(
        "tone", "a stage with exactly one of before_due, after_due and after_previous")
      return nil
    }
    return tone == nil ? nil : stage
  }

  private mutating func fillCharges(from section: YAMLReader.Section) {
    let basis = basis(section)
    let defaultBy: LateCharges.Default? = section.choice("default_by")
    let tone = section.text("from_stage")
    let names = chasing.stages.map(\.name)
    let level = tone.map { tone in (names.firstIndex(of: tone) ?? -1) + 1 }
    if level == 0 {
      section.refuse("from_stage", "one of the stages \(names.joined(separator: ", "))")
    }
    if let basis {
      var charges = LateCharges(
        basis, fromLevel: level ?? min(chasing.firstOverdueLevel + 1, chasing.lastLevel))
      charges.defaultBy = defaultBy ?? .dueDate
      chasing.charges = charges
    } else {
      section.missing("law")
    }
    section.close()
  }

  /// A rate that a law of late payment refers to, as the bank published it.
  private mutating func addReferenceRate(_ section: YAMLReader.Section) {
    let reference: StatutoryRates.Reference? = section.choice("reference")
    let (from, percent) = (section.day("from"), section.text("percent"))
    section.require(["reference", "from", "percent"])
    section.close()
    guard let reference, let from, let percent else { return }
    guard reference.begins(on: from) else {
      return section.refuse("from", "the first day of a half-year: 1 January or 1 July")
    }
    guard let annual = (try? ExactDecimal(percent)).flatMap({ BasisPoints(percent: $0) }) else {
      return section.refuse("percent", "a percentage such as \"2.15\", at most two decimals")
    }
    statutoryRates.set(reference, from: from, annual)
  }

  /// A law (`law: DE`, with `debtor: consumer` where it is one) or what a contract says (`percent`,
  /// `fixed_sum`). Nil where neither stands there.
  private func basis(_ section: YAMLReader.Section) -> LateCharges.Basis? {
    let debtor: LateLaw.Debtor? = section.choice("debtor")
    let percent = section.percent("percent")
    let currency = section.currency("fixed_sum_currency") ?? business.currency
    let fixedSum = section.money("fixed_sum", currency)
    let law = section.text("law").map { LateLaw.Choice($0.uppercased(), debtor ?? .business) }
    if let law, !LateLaw.choices.contains(law) { refuse(law, in: section) }
    return percent.map { .contract(rate: $0, fixedSum: fixedSum) } ?? law.map { .law($0) }
  }

  /// Says why a law cannot be charged by, and what can.
  private func refuse(_ law: LateLaw.Choice, in section: YAMLReader.Section) {
    if let reason = LateLaw.refusal(of: law) {
      return section.refuse(
        "law",
        "a law that is confirmed, or `percent` and `fixed_sum` as the contract has them (of "
          + "\(law.jurisdiction) for a \(law.debtor.rawValue) debtor: \(reason))")
    }
    let known = LateLaw.choices.map { "\($0.jurisdiction) \($0.debtor.rawValue)" }
    section.refuse("law", "a law that is known here: \(known.joined(separator: ", "))")
  }

  /// What a client's or a group's entry says about chasing.
  private func terms(_ section: YAMLReader.Section) -> ChasePolicy.ClientChasing {
    var terms = ChasePolicy.ClientChasing()
    terms.isStopped = section.flag("stop_reminders") ?? false
    terms.isIndividual = section.flag("individual") ?? false
    terms.stages = stages(section)
    terms.smallestBalance = smallestBalance(section)
    terms.graceDays = section.integer("grace_days", 0...365)
    terms.quietDays = section.integer("quiet_days", 0...365)
    terms.levelsPerNotice = section.integer("stages_per_notice", 1...20)
    terms.channel = section.choice("channel")
    if let interest = section.section("interest") {
      terms.basis = basis(interest)
      if terms.basis == nil { interest.missing("law") }
      interest.close()
    }
    return terms
  }

  func readGroups(_ sections: [YAMLReader.Section]) -> [String: ChasePolicy.ClientChasing] {
    var groups: [String: ChasePolicy.ClientChasing] = [:]
    for section in sections {
      let name = section.text("name")
      let terms = terms(section)
      if let name { groups[name] = terms }
      section.require(["name"])
      section.close()
    }
    return groups
  }

  mutating func addClient(_ section: YAMLReader.Section) {
    var client = ClientSettings(match: section.text("match") ?? "")
    client.language = section.text("language") ?? ""
    client.email = section.text("email") ?? ""
    client.termDays = section.integer("terms_days", 0...365)
    client.chasing = terms(section)
    if let name = section.text("group") {
      if let group = groups[name] {
        client.chasing.fill(from: group)
      } else {
        section.refuse("group", "one of the names under `groups`")
      }
    }
    if !client.match.isEmpty { clients.append(client) }
    section.require(["match"])
    section.close()
  }

  /// The policy with what the settings say about the clients that owe something.
  package func policy(for receivables: Receivables) -> ChasePolicy {
    var policy = chasing
    let entries = ClientEntries(clients)
    for client in receivables.clients.values {
      let own = agreed(with: client, entries)
      if own != .init() { policy.clients[client.externalID] = own }
    }
    return policy
  }

  /// Whether a client is a person or a sole trader, by the settings or a list of clients.
  package func isIndividual(_ client: Client) -> Bool {
    agreed(with: client, ClientEntries(clients)).isIndividual
  }

  private func agreed(
    with client: Client, _ entries: ClientEntries
  ) -> ChasePolicy.ClientChasing {
    var own = entries[client]?.chasing ?? .init()
    for name in [client.policy, client.group] {
      if let group = groups[name] { own.fill(from: group) }
    }
    if client.isConsumer == true { protect(&own) }
    return own
  }
}

extension BookSettings {
  /// The language of letters to a client that are no notices.
  package func language(of client: Client) -> String {
    client.language.isEmpty ? business.language : client.language
  }

  /// A consumer's debts follow the rules that protect consumers: the law's own rate for them where
  /// the business charges by a law that has one, nothing where it has none.
  private func protect(_ own: inout ChasePolicy.ClientChasing) {
    own.isIndividual = true
    guard case .law(let choice)? = own.basis ?? chasing.charges?.basis else { return }
    let protected = LateLaw.Choice(choice.jurisdiction, .consumer)
    own.basis =
      LateLaw.choices.contains(protected)
      ? .law(protected) : .contract(rate: BasisPoints(0), fixedSum: nil)
  }
}

/// The settings' entries about clients, by what they match.
struct ClientEntries {
  private let entries: [BookSettings.ClientSettings]
  private var places: [String: Int] = [:]

  init(_ entries: [BookSettings.ClientSettings]) {
    self.entries = entries
    for (place, entry) in entries.enumerated() {
      for word in Self.words(of: entry.match) where places[word] == nil { places[word] = place }
    }
  }

  /// The first entry that fits a client of the ledger.
  subscript(client: Client) -> BookSettings.ClientSettings? {
    guard !entries.isEmpty else { return nil }
    let found = ([client.name, client.externalID] + client.identifiers).compactMap { places[$0] }
    return found.min().map { entries[$0] }
  }

  /// What an entry's `match` may be: a name or id as it stands, an identifier without white space,
  /// a VAT number also without dots and hyphens.
  static func words(of match: String) -> Set<String> {
    [
      match, match.filter { !$0.isWhitespace },
      Party.Identifier(normalising: .vat, match).value,
    ]
  }
}
