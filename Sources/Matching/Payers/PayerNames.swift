import Domain

/// Who pays from which account, and who has which name.
struct PayerNames {
  /// How sure a payer is known.
  enum Evidence: Int, Comparable, Sendable {
    /// The account paid once under a name unlike the client's: that proves nothing.
    case weak
    /// The name is a variant of the client's, stands in the text of a line without a payer, or is
    /// one under which an invoice of this client alone was paid before. With the exact amount of an
    /// invoice that is enough.
    case resembling
    /// The account paid for this client alone more than once, under another name; or a name that
    /// was cut. With an amount that fits that is enough.
    case likely
    /// The very name, but for legal form, capitals, accents and the order of words.
    case name
    /// The account paid this client's invoices before under its name, and no other's; or a person
    /// said that it is the client's.
    case account

    static func < (a: Evidence, b: Evidence) -> Bool { a.rawValue < b.rawValue }
  }

  struct Payer {
    var client: ID<Client>
    var evidence: Evidence
    /// The money is the client's whatever it is for.
    var isSure: Bool { evidence >= .name }
  }

  private var byKey: [String: [ID<Client>: Day]] = [:]
  private var byCutKey: [String: [ID<Client>: Day]] = [:]
  private(set) var names: [ID<Client>: PayerName] = [:]
  private var since: [ID<Client>: Day] = [:]
  /// How often each client's invoices were paid from an account; `trusted` and more where the
  /// payer's name fits.
  private var accounts: [String: [ID<Client>: Int]] = [:]
  /// What an account paid last, by client.
  private var paid: [String: [ID<Client>: ID<Invoice>]] = [:]
  /// How often each client's invoices were paid under a name that is not its own.
  private var aliases: [String: [ID<Client>: Int]] = [:]
  /// Names of payers met before.
  private var cached: [String: PayerName] = [:]
  /// Clients by the longer words of their names, made when first asked for.
  private var byWord: NameWords?
  private static let cachedMax = 20_000
  private static let trusted = 1_000

  /// A client is known by its name from the day of its first document on.
  mutating func add(_ client: ID<Client>, _ text: String, from day: Day) {
    guard since[client].map({ day < $0 }) ?? true else { return }
    since[client] = day
    let isNew = names[client] == nil
    let name = names[client] ?? PayerName(text)
    names[client] = name
    func note(_ days: inout [ID<Client>: Day]) { days[client] = min(days[client] ?? day, day) }
    for key in Set([name.key, name.bareKey, name.sortedKey]) where !key.isEmpty {
      note(&byKey[key, default: [:]])
    }
    for full in Set([name.fullKey, name.bareFullKey]) {
      for key in PayerName.cutKeys(of: full) { note(&byCutKey[key, default: [:]]) }
    }
    if isNew { byWord = nil }
  }

  /// What a client trades as is its very name, too.
  mutating func add(otherName text: String, of client: ID<Client>, from day: Day) {
    let name = name(text)
    for key in Set([name.key, name.bareKey, name.sortedKey]) where !key.isEmpty {
      let known = byKey[key]?[client] ?? day
      byKey[key, default: [:]][client] = min(known, day)
    }
  }

  /// An account paid a client. `isNamed`: the line named what it is for.
  mutating func learn(
    from line: BankLine, _ client: ID<Client>, _ invoice: ID<Invoice>, isNamed: Bool
  ) {
    let name = name(line.counterparty)
    let fits = names[client].map { name.resembles($0) } ?? false
    if isNamed, !fits, !name.key.isEmpty {
      let isAlike = names[client].map { name.isVariant(of: $0) || name.shares(with: $0) } ?? false
      aliases[name.key, default: [:]][client, default: 0] += isAlike ? 2 : 1
    }
    guard !line.counterpartyAccount.isEmpty else { return }
    paid[line.counterpartyAccount, default: [:]][client] = invoice
    guard accounts[line.counterpartyAccount]?[client] ?? 0 < Self.trusted else { return }
    accounts[line.counterpartyAccount, default: [:]][client, default: 0] += fits ? Self.trusted : 1
  }

  /// A person said that the account is the client's, and that it pays under this name.
  mutating func trust(_ account: String, _ payer: String, _ client: ID<Client>) {
    let name = name(payer)
    if !name.key.isEmpty { aliases[name.key, default: [:]][client, default: 0] += 2 }
    guard !account.isEmpty else { return }
    accounts[account, default: [:]][client] = Self.trusted
  }

  private mutating func name(_ text: String) -> PayerName {
    if let known = cached[text] { return known }
    if cached.count == Self.cachedMax { cached = [:] }
    let name = PayerName(text)
    cached[text] = name
    return name
  }

  /// By what a name is looked up.
  mutating func key(of text: String) -> String { name(text).key }

  /// Who the line may come from by its payer, the surest first: one that is sure, or all that are
  /// not. Nil where several clients have the very name.
  mutating func payers(of line: BankLine) -> [Payer]? {
    let seen = line.counterpartyAccount.isEmpty ? nil : accounts[line.counterpartyAccount]
    let only = seen?.count == 1 ? seen?.first : nil
    if let only, only.value >= Self.trusted {
      return [Payer(client: only.key, evidence: .account)]
    }
    let names = [line.counterparty, line.accountHolder].filter { !$0.isEmpty }
      .flatMap(PayerName.parts).map { name($0) }
    for name in names {
      let exact = called(name, line.booked)
      if exact.count == 1, let client = exact.first {
        return [Payer(client: client, evidence: .name)]
      }
      guard exact.isEmpty else { return nil }
    }
    var found: [ID<Client>: Evidence] = [:]
    func note(_ client: ID<Client>, _ evidence: Evidence) {
      found[client] = max(found[client] ?? evidence, evidence)
    }
    if let only { note(only.key, only.value > 1 ? .likely : .weak) }
    for name in names {
      for client in cut(name, line.booked) { note(client, .likely) }
      if let known = aliases[name.key], known.count == 1, let alias = known.first {
        note(alias.key, alias.value > 1 ? .resembling : .weak)
      }
      for client in variants(of: name, line.booked) { note(client, .resembling) }
    }
    return found.map { Payer(client: $0.key, evidence: $0.value) }.sorted {
      ($1.evidence, $0.client) < ($0.evidence, $1.client)
    }
  }

  /// Clients that have the very name.
  private func called(_ name: PayerName, _ day: Day) -> Set<ID<Client>> {
    [name.key, name.bareKey, name.sortedKey].reduce(into: []) {
      $0.formUnion(known(byKey[$1], day))
    }
  }

  private func known(_ clients: [ID<Client>: Day]?, _ day: Day) -> Set<ID<Client>> {
    Set((clients ?? [:]).filter { $0.value <= day }.keys)
  }

  private func cut(_ name: PayerName, _ day: Day) -> Set<ID<Client>> {
    let keys = [PayerName.cutKeys(of: name.fullKey), PayerName.cutKeys(of: name.bareFullKey)]
      .compactMap(\.last)
    return keys.reduce(into: Set<ID<Client>>()) { $0.formUnion(known(byCutKey[$1], day)) }
      .filter { names[$0].map { name.isCut(from: $0) } ?? false }
  }

  private mutating func variants(of name: PayerName, _ day: Day) -> [ID<Client>] {
    words().clients(sharing: name.words).filter { client in
      since[client].map { $0 <= day } ?? false
        && names[client].map { name.isVariant(of: $0) } ?? false
    }
  }

  /// Clients whose whole name stands in a text.
  mutating func clients(namedIn text: String, _ day: Day) -> [ID<Client>] {
    guard !text.isEmpty else { return [] }
    let full = PayerName.words(of: text)
    let all = PayerName.telling(full)
    let bare = all.map { PayerName.bare($0) }
    return words().clients(sharing: all).filter { client in
      guard let name = names[client], since[client].map({ $0 <= day }) ?? false else {
        return false
      }
      return name.key.utf8.count >= 8
        && (NameWords.stand(name.words, in: all) || NameWords.stand(name.bareWords, in: bare)
          || name.words.count == 2 && !name.isFirm
            && NameWords.stand(name.words.reversed(), in: all)
          || name.isCut(in: full))
    }
  }

  /// Clients with a name like the payer's, and whether it may be the very same.
  mutating func like(_ line: BankLine) -> [(id: ID<Client>, isAlike: Bool)] {
    let texts = [line.counterparty, line.accountHolder].filter { !$0.isEmpty }
    var found: [ID<Client>: Bool] = [:]
    for name in texts.flatMap(PayerName.parts).map({ name($0) }) where !name.key.isEmpty {
      let same = called(name, line.booked).union(cut(name, line.booked))
      for client in same { found[client] = true }
      for client in words().clients(sharing: name.words) {
        guard let other = names[client] else { continue }
        let isAlike = name.resembles(other) || name.isVariant(of: other)
        if isAlike || name.shares(with: other) { found[client] = found[client] == true || isAlike }
      }
      if let alias = aliases[name.key] {
        for client in alias.keys { found[client] = found[client] ?? false }
      }
    }
    return found.map { (id: $0.key, isAlike: $0.value) }.sorted { $0.id < $1.id }
  }

  private mutating func words() -> NameWords {
    if let byWord { return byWord }
    let made = NameWords(names)
    byWord = made
    return made
  }

  /// Every client that was seen paying from the line's account, and the last invoice paid so.
  func clients(payingFrom line: BankLine) -> [ID<Client>: ID<Invoice>?] {
    let last = paid[line.counterpartyAccount] ?? [:]
    let seen = (accounts[line.counterpartyAccount] ?? [:]).keys
    return Dictionary(uniqueKeysWithValues: seen.map { ($0, last[$0]) })
  }
}

extension PayerName {
  /// By what names that begin alike are found: the shorter of two lengths first.
  fileprivate static func cutKeys(of key: String) -> [String] {
    [cutMin, cut].filter { key.utf8.count >= $0 }.map { String(key.prefix($0)) }
  }
}

/// Clients by the longer words of their names.
struct NameWords {
  private var clients: [String: [ID<Client>]] = [:]
  /// Shorter words stand in too many names.
  private static let lengthMin = 4
  /// A word in more names than these tells nothing.
  private static let namesMax = 50

  init(_ names: [ID<Client>: PayerName]) {
    for (client, name) in names {
      for word in Set(name.words + name.bareWords) where word.utf8.count >= Self.lengthMin {
        clients[word, default: []].append(client)
      }
    }
  }

  /// Those that have one of the words in their name, in the order of their ids.
  func clients(sharing words: [String]) -> [ID<Client>] {
    var found: Set<ID<Client>> = []
    for word in Set(words + words.map { PayerName.bare($0) }) {
      guard let some = clients[word], some.count <= Self.namesMax else { continue }
      found.formUnion(some)
    }
    return found.sorted()
  }

  /// Whether the words stand in a text one behind the other.
  static func stand(_ words: [String], in text: [String]) -> Bool {
    guard !words.isEmpty, words.count <= text.count else { return false }
    return (0...(text.count - words.count)).contains { start in
      text[start..<start + words.count].elementsEqual(words)
    }
  }
}
