import Domain

/// Who pays from which account, and who has which name.
struct PayerNames {
  /// How sure a payer is known.
  enum Evidence: String, Sendable {
    /// The account paid this client's invoices before under its name, and no other's; or a person
    /// said that it is the client's.
    case account
    /// The very name, but for legal form, capitals and accents.
    case name
    /// The account paid for this client alone more than once, under another name; or a name that
    /// was cut. With the exact amount that is enough.
    case likely
    /// The account paid once under a name unlike the client's: that proves nothing.
    case weak
  }

  struct Payer {
    var client: ID<Client>
    var evidence: Evidence
    /// The money is the client's whatever it is for.
    var isSure: Bool { evidence == .account || evidence == .name }
  }

  private var byKey: [String: [ID<Client>: Day]] = [:]
  private var byCutKey: [String: [ID<Client>: Day]] = [:]
  private var names: [ID<Client>: PayerName] = [:]
  private var since: [ID<Client>: Day] = [:]
  /// How often each client's invoices were paid from an account; `trusted` and more where the
  /// payer's name fits.
  private var accounts: [String: [ID<Client>: Int]] = [:]
  /// What an account paid last, by client.
  private var paid: [String: [ID<Client>: ID<Invoice>]] = [:]
  /// Names of payers met before.
  private var met: [String: PayerName] = [:]
  private static let metMax = 20_000
  private static let trusted = 1_000

  /// A client is known by its name from the day of its first document on.
  mutating func add(_ client: ID<Client>, _ text: String, from day: Day) {
    guard since[client].map({ day < $0 }) ?? true else { return }
    since[client] = day
    let name = names[client] ?? PayerName(text)
    names[client] = name
    func note(_ days: inout [ID<Client>: Day]) { days[client] = min(days[client] ?? day, day) }
    for key in Set([name.key, name.bareKey]) where !key.isEmpty {
      note(&byKey[key, default: [:]])
    }
    if name.key.utf8.count > PayerName.cut {
      note(&byCutKey[String(name.key.prefix(PayerName.cut)), default: [:]])
    }
  }

  /// An account paid a client.
  mutating func learn(from line: BankLine, _ client: ID<Client>, _ invoice: ID<Invoice>) {
    guard !line.counterpartyAccount.isEmpty else { return }
    paid[line.counterpartyAccount, default: [:]][client] = invoice
    guard accounts[line.counterpartyAccount]?[client] ?? 0 < Self.trusted else { return }
    let fits = names[client].map { name(line.counterparty).resembles($0) } ?? false
    accounts[line.counterpartyAccount, default: [:]][client, default: 0] += fits ? Self.trusted : 1
  }

  /// A person said that the account is the client's.
  mutating func trust(_ account: String, _ client: ID<Client>) {
    guard !account.isEmpty else { return }
    accounts[account, default: [:]][client] = Self.trusted
  }

  private mutating func name(_ text: String) -> PayerName {
    if let known = met[text] { return known }
    if met.count == Self.metMax { met = [:] }
    let name = PayerName(text)
    met[text] = name
    return name
  }

  /// The one client that pays from this account or has this name.
  mutating func payer(of line: BankLine) -> Payer? {
    let seen = line.counterpartyAccount.isEmpty ? nil : accounts[line.counterpartyAccount]
    let only = seen?.count == 1 ? seen?.first : nil
    if let only, only.value >= Self.trusted { return Payer(client: only.key, evidence: .account) }
    let name = name(line.counterparty)
    let exact = known(byKey[name.key], line.booked).union(known(byKey[name.bareKey], line.booked))
    if exact.count == 1, let client = exact.first { return Payer(client: client, evidence: .name) }
    guard exact.isEmpty else { return nil }
    if name.key.utf8.count >= PayerName.cut {
      let cut = known(byCutKey[String(name.key.prefix(PayerName.cut))], line.booked)
        .filter { names[$0]?.key.hasPrefix(name.key) == true }
      if cut.count == 1, let client = cut.first { return Payer(client: client, evidence: .likely) }
    }
    return only.map { Payer(client: $0.key, evidence: $0.value > 1 ? .likely : .weak) }
  }

  private func known(_ clients: [ID<Client>: Day]?, _ day: Day) -> Set<ID<Client>> {
    Set((clients ?? [:]).filter { $0.value <= day }.keys)
  }

  /// Every client that was seen paying from the line's account, and the last invoice paid so.
  func clients(payingFrom line: BankLine) -> [ID<Client>: ID<Invoice>?] {
    let last = paid[line.counterpartyAccount] ?? [:]
    let seen = (accounts[line.counterpartyAccount] ?? [:]).keys
    return Dictionary(uniqueKeysWithValues: seen.map { ($0, last[$0]) })
  }
}
