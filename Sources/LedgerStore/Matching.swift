package import Domain

/// Which documents or which client a bank movement is for, and how sure that is. It reads; it books
/// nothing.
///
/// References and numbers in the text come first. Money that names no invoice is told by its payer:
/// an account that paid before, or the client's exact name. If it is the exact amount of one of the
/// payer's invoices that no other money names, it is for that one, the oldest first; otherwise it
/// goes on the client's account, so that nobody is reminded who has paid. An amount alone never
/// decides.
package struct Matching {
  /// A document as far as matching needs it.
  package struct Candidate: Hashable, Sendable {
    package var id: ID<Invoice>
    package var client: ID<Client>
    package var clientName: String
    package var number: String
    package var reference: String
    /// What the document adds to what is owed to us; below zero for our own bills.
    package var claim: Money
    package var issueDate: Day
    package var due: Day

    package init(
      id: ID<Invoice>, client: ID<Client>, clientName: String, number: String, reference: String,
      claim: Money, issueDate: Day, due: Day
    ) {
      self.id = id
      self.client = client
      self.clientName = clientName
      self.number = number
      self.reference = reference
      self.claim = claim
      self.issueDate = issueDate
      self.due = due
    }
  }

  package enum Outcome: Equatable {
    /// Book it: the documents named, and why.
    case sure([ID<Invoice>], reason: Reason)
    /// The payer is known, the invoice is not: it is the client's money on account.
    case payer(ID<Client>)
    /// Something points at documents, but not surely.
    case unsure([ID<Invoice>], reason: Reason)
    case nothing
  }

  package enum Reason: String, Sendable {
    case structuredReference = "structured reference"
    case invoiceNumber = "invoice number in the text"
    case payerAndAmount = "payer and exact amount"
    case severalClients = "names invoices of several clients"
    case shortNumber = "a short number that may be something else"
  }

  private var byReference: [String: [Candidate]] = [:]
  private var clientOf: [ID<Invoice>: ID<Client>] = [:]
  private var byNumber: [String: [Candidate]] = [:]
  /// Claims on us by folded name: whose they are.
  private var clientsByName: [String: Set<ID<Client>>] = [:]
  private var clientsByAccount: [String: Set<ID<Client>>] = [:]
  /// Receivables that no money names yet, by client, oldest due first.
  private var unnamed: [ID<Client>: [Candidate]] = [:]

  /// `taken` are documents that money is set against already; `accounts` says which clients were
  /// seen paying from which account.
  package init(
    _ candidates: [Candidate], taken: Set<ID<Invoice>> = [],
    accounts: [(account: String, client: ID<Client>)] = []
  ) {
    for known in accounts where !known.account.isEmpty {
      clientsByAccount[known.account, default: []].insert(known.client)
    }
    for candidate in candidates where candidate.claim.isPositive {
      clientsByName[Party.folded(candidate.clientName), default: []].insert(candidate.client)
      if !taken.contains(candidate.id) {
        unnamed[candidate.client, default: []].append(candidate)
      }
    }
    for client in unnamed.keys {
      unnamed[client]?.sort { ($0.due, $0.id) < ($1.due, $1.id) }
    }
    for candidate in candidates {
      clientOf[candidate.id] = candidate.client
      let reference = Self.key(candidate.reference)
      if reference.utf8.count >= 4 { byReference[reference, default: []].append(candidate) }
      let number = Self.key(candidate.number)
      if !number.isEmpty { byNumber[number, default: []].append(candidate) }
    }
  }

  /// The outcome of each line, in their order. What names a document is settled first, for all
  /// lines; then the payers are looked at, line by line in the order of their days.
  package mutating func outcomes(_ lines: [BankLine]) -> [Outcome] {
    var outcomes = lines.map(outcome)
    for case (let line, .sure(let ids, _)) in zip(lines, outcomes) {
      let client = client(of: ids)
      if let client { unnamed[client]?.removeAll { ids.contains($0.id) } }
      if line.amount.isPositive, !line.counterpartyAccount.isEmpty, let client {
        clientsByAccount[line.counterpartyAccount, default: []].insert(client)
      }
    }
    let waiting = outcomes.indices.filter { outcomes[$0] == .nothing }
      .sorted { (lines[$0].booked, $0) < (lines[$1].booked, $1) }
    for index in waiting { outcomes[index] = byPayer(lines[index]) }
    return outcomes
  }

  private func client(of ids: [ID<Invoice>]) -> ID<Client>? {
    ids.lazy.compactMap { clientOf[$0] }.first
  }

  private mutating func byPayer(_ line: BankLine) -> Outcome {
    guard line.amount.isPositive, !line.isReversal, let client = payer(of: line) else {
      return .nothing
    }
    let exact = unnamed[client]?.firstIndex {
      $0.claim == line.amount && $0.issueDate <= line.booked
    }
    guard let exact, let claim = unnamed[client]?.remove(at: exact) else { return .payer(client) }
    return .sure([claim.id], reason: .payerAndAmount)
  }

  /// The one client that pays from this account, or has this very name.
  private func payer(of line: BankLine) -> ID<Client>? {
    let name = Party.folded(line.counterparty)
    let byName = name.isEmpty ? [] : clientsByName[name] ?? []
    let byAccount = clientsByAccount[line.counterpartyAccount] ?? []
    if byAccount.count == 1 { return byAccount.first }
    return byName.count == 1 ? byName.first : nil
  }

  /// Money in pays what is owed to us; money out pays our bills, or goes back to a client that
  /// names its invoice when the bank says it is a reversal.
  func outcome(_ line: BankLine) -> Outcome {
    func fits(_ candidate: Candidate) -> Bool {
      guard candidate.claim.currency == line.amount.currency else { return false }
      return line.amount.isPositive || line.isReversal
        ? candidate.claim.isPositive : candidate.claim.isNegative
    }
    let structured = line.references.flatMap { reference in
      let key = Self.key(reference)
      return (byReference[key] ?? byNumber[key] ?? []).filter(fits)
    }
    if !structured.isEmpty {
      return judged(structured, line, .structuredReference)
    }
    let named = Self.tokens(line.text).flatMap { token in
      (byNumber[token] ?? byReference[token] ?? []).filter(fits)
    }
    return named.isEmpty ? .nothing : judged(named, line, .invoiceNumber)
  }

  private func judged(_ found: [Candidate], _ line: BankLine, _ reason: Reason) -> Outcome {
    let payer = Party.folded(line.counterparty)
    var candidates = found
    // One number used by several clients: the payer's name decides, or nothing does.
    let byPayer = candidates.filter { Party.folded($0.clientName) == payer }
    if !byPayer.isEmpty, Set(candidates.map(\.client)).count > 1 { candidates = byPayer }
    var seen: Set<ID<Invoice>> = []
    let ids = candidates.map(\.id).filter { seen.insert($0).inserted }
    guard Set(candidates.map(\.client)).count == 1 else {
      return .unsure(ids, reason: .severalClients)
    }
    let isProven =
      reason == .structuredReference || !byPayer.isEmpty
      || candidates.map(\.claim.magnitude).sum(line.amount.currency) == line.amount.magnitude
    guard isProven || candidates.allSatisfy({ Self.isDistinctive($0.number) }) else {
      return .unsure(ids, reason: .shortNumber)
    }
    return .sure(ids, reason: reason)
  }

  /// A number that hardly stands in a text by chance: letters and digits, or many digits that are
  /// no date.
  private static func isDistinctive(_ number: String) -> Bool {
    let letters = number.count(where: \.isLetter)
    let digits = number.count(where: \.isNumber)
    return letters > 0 ? letters + digits >= 5 && digits >= 2 : digits >= 9
  }

  /// Letters and digits in capitals: how numbers and references are compared.
  static func key(_ text: String) -> String {
    var key: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A: key.append(byte)
      case 0x61...0x7A: key.append(byte - 32)
      case 0x80...: key.append(byte)
      default: break
      }
    }
    return String(decoding: key, as: UTF8.self)
  }

  /// The whole tokens of a text, as keys, each once: runs between white space and the marks that
  /// people put between words. Hyphens, dots and slashes inside a token belong to it, and a token
  /// is also tried without a word glued to it by a colon or `#`. Two or three neighbours are tried
  /// as one, for numbers written with spaces.
  static func tokens(_ text: String) -> [String] {
    let words = text.split { $0.isWhitespace || ",;:#()[]|+*\"'!?=&".contains($0) }
      .map { word in
        String(word.drop { "-./".contains($0) }.reversed().drop { "-./".contains($0) }.reversed())
      }
      .filter { !$0.isEmpty }
    var seen: Set<String> = []
    var tokens: [String] = []
    func add(_ words: some Sequence<String>) {
      let key = key(words.joined())
      if key.contains(where: \.isNumber), seen.insert(key).inserted { tokens.append(key) }
    }
    for index in words.indices { add([words[index]]) }
    for length in [2, 3] where words.count >= length {
      for index in 0...(words.count - length) { add(words[index..<index + length]) }
    }
    return tokens
  }
}
