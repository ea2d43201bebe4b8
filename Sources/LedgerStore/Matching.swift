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
    /// The days on which a register says something of it was paid.
    package var settledDays: [Day]

    package init(
      id: ID<Invoice>, client: ID<Client>, clientName: String, number: String, reference: String,
      claim: Money, issueDate: Day, due: Day,
      settledDays: [Day] = []
    ) {
      self.id = id
      self.client = client
      self.clientName = clientName
      self.number = number
      self.reference = reference
      self.claim = claim
      self.issueDate = issueDate
      self.due = due
      self.settledDays = settledDays
    }
  }

  /// What a person said about a line: from `day` on its payer and documents are known.
  package struct Decision {
    package var day: Day
    /// The payer's account.
    package var account: String
    package var named: [ID<Invoice>]
    /// It takes back that `named` are paid by the line.
    package var isUndo: Bool

    package init(day: Day, account: String, named: [ID<Invoice>], isUndo: Bool) {
      self.day = day
      self.account = account
      self.named = named
      self.isUndo = isUndo
    }
  }

  /// What a line is for.
  package struct Outcome: Equatable {
    /// The documents the line names, surely.
    package var named: [ID<Invoice>] = []
    /// The claim it is for as far as its payer and amount tell, on its own day.
    package var guess: ID<Invoice>?
    /// The one client whose money it is on its own day, with or without a document.
    package var payer: ID<Client>?
    package var reason: Reason?

    package init(
      named: [ID<Invoice>] = [], guess: ID<Invoice>? = nil, payer: ID<Client>? = nil,
      reason: Reason? = nil
    ) {
      self.named = named
      self.guess = guess
      self.payer = payer
      self.reason = reason
    }

    package static let nothing = Outcome()

    package static func sure(_ named: [ID<Invoice>], _ reason: Reason) -> Outcome {
      Outcome(named: named, reason: reason)
    }
  }

  package enum Reason: String, Sendable {
    case structuredReference = "structured reference"
    case invoiceNumber = "invoice number in the text"
    case payerAndAmount = "payer and exact amount"
    case payer
    /// Not sure: it names invoices of several clients.
    case severalClients = "several clients"
    /// Not sure: a short number may be something else.
    case shortNumber = "short number"
  }

  private var byReference: [String: [Candidate]] = [:]
  private var clientOf: [ID<Invoice>: ID<Client>] = [:]
  private var issued: [ID<Invoice>: Day] = [:]
  private var byNumber: [String: [Candidate]] = [:]
  /// Clients by folded name, each from the day of its first document on.
  private var clientsByName: [String: [ID<Client>: Day]] = [:]
  /// Which clients were seen paying from an account.
  private var clientsByAccount: [String: Set<ID<Client>>] = [:]
  /// Receivables that no money names yet, by client, oldest due first.
  private var unnamed: [ID<Client>: [Candidate]] = [:]
  private var byID: [ID<Invoice>: Candidate] = [:]
  /// Not yet taken into account, the earliest last.
  private var decisions: [Decision]

  /// `taken` are documents that money outside the lines to come is set against; `accounts` says
  /// which clients were seen paying from which account before them.
  package init(
    _ candidates: [Candidate], taken: Set<ID<Invoice>> = [],
    accounts: [(account: String, client: ID<Client>)] = [], decisions: [Decision] = []
  ) {
    self.decisions = decisions.sorted { $0.day < $1.day }.reversed()
    let decided = Set(decisions.flatMap(\.named))
    for known in accounts where !known.account.isEmpty {
      clientsByAccount[known.account, default: []].insert(known.client)
    }
    for candidate in candidates {
      clientOf[candidate.id] = candidate.client
      issued[candidate.id] = candidate.issueDate
      if decided.contains(candidate.id) { byID[candidate.id] = candidate }
      let reference = Self.key(candidate.reference)
      if reference.utf8.count >= 4 { byReference[reference, default: []].append(candidate) }
      let number = Self.key(candidate.number)
      if !number.isEmpty { byNumber[number, default: []].append(candidate) }
      guard candidate.claim.isPositive else { continue }
      let name = Party.folded(candidate.clientName)
      let known = clientsByName[name]?[candidate.client] ?? candidate.issueDate
      clientsByName[name, default: [:]][candidate.client] = min(known, candidate.issueDate)
      if !taken.contains(candidate.id) {
        unnamed[candidate.client, default: []].append(candidate)
      }
    }
    for client in unnamed.keys {
      unnamed[client]?.sort { ($0.due, $0.id) < ($1.due, $1.id) }
    }
  }

  /// The outcome of each line, in their order. They are looked at in the order of their days, and
  /// no line learns from a later one.
  package mutating func outcomes(_ lines: [BankLine]) -> [Outcome] {
    var outcomes = lines.map { _ in Outcome.nothing }
    let order = lines.indices.sorted { (lines[$0].booked, $0) < (lines[$1].booked, $1) }
    for index in order {
      let line = lines[index]
      while let next = decisions.last, next.day < line.booked {
        follow(decisions.removeLast())
      }
      var outcome = named(line)
      // Money that names no document yet known is its payer's, on its own day.
      if !outcome.named.contains(where: { (issued[$0] ?? line.booked) <= line.booked }) {
        addPayer(of: line, to: &outcome)
      }
      outcomes[index] = outcome
      guard line.amount.isPositive, let first = outcome.named.first ?? outcome.guess,
        let client = clientOf[first]
      else { continue }
      unnamed[client]?.removeAll { outcome.named.contains($0.id) || $0.id == outcome.guess }
      if !line.counterpartyAccount.isEmpty, outcome.guess != nil || isKnown(first, on: line.booked)
      {
        clientsByAccount[line.counterpartyAccount, default: []].insert(client)
      }
    }
    return outcomes
  }

  /// What a person said teaches later lines: the documents are taken, the account is the client's.
  private mutating func follow(_ decision: Decision) {
    for candidate in decision.named.compactMap({ byID[$0] }) {
      unnamed[candidate.client]?.removeAll { $0.id == candidate.id }
      if decision.isUndo {
        unnamed[candidate.client, default: []].append(candidate)
        unnamed[candidate.client]?.sort { ($0.due, $0.id) < ($1.due, $1.id) }
      } else if !decision.account.isEmpty {
        clientsByAccount[decision.account, default: []].insert(candidate.client)
      }
    }
  }

  private func isKnown(_ id: ID<Invoice>, on day: Day) -> Bool {
    issued[id].map { $0 <= day } ?? false
  }

  private func addPayer(of line: BankLine, to outcome: inout Outcome) {
    guard line.amount.isPositive, !line.isReversal, let client = payer(of: line),
      outcome.named.allSatisfy({ clientOf[$0] == client })
    else { return }
    outcome.payer = client
    let exact = (unnamed[client] ?? []).filter {
      $0.claim == line.amount && $0.issueDate <= line.booked
    }
    func told(_ claim: Candidate) -> Day? {
      claim.settledDays.filter { $0 <= line.booked }.max()
    }
    // A register that says "paid" at about this day speaks of this money; one that says so of
    // another day speaks of other money.
    let recent = exact.first { told($0).map { line.booked - $0 <= Self.registerDays } ?? false }
    outcome.guess = (recent ?? exact.first { told($0) == nil })?.id
    outcome.reason = outcome.reason ?? (outcome.guess == nil ? .payer : .payerAndAmount)
  }

  /// A register and the bank may date the same payment so many days apart.
  private static let registerDays = 7

  /// The one client that pays from this account, or has this very name.
  private func payer(of line: BankLine) -> ID<Client>? {
    let byAccount = clientsByAccount[line.counterpartyAccount] ?? []
    if byAccount.count == 1 { return byAccount.first }
    let name = Party.folded(line.counterparty)
    let byName = name.isEmpty ? [:] : clientsByName[name] ?? [:]
    let known = byName.filter { $0.value <= line.booked }
    return known.count == 1 ? known.first?.key : nil
  }

  /// Money in pays what is owed to us; money out pays our bills, or goes back to a client that
  /// names its invoice when the bank says it is a reversal.
  private func named(_ line: BankLine) -> Outcome {
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
    let inText = Self.tokens(line.text).flatMap { token in
      (byNumber[token] ?? byReference[token] ?? []).filter(fits)
    }
    return inText.isEmpty ? .nothing : judged(inText, line, .invoiceNumber)
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
      return Outcome(reason: .severalClients)
    }
    let isProven =
      reason == .structuredReference || !byPayer.isEmpty
      || candidates.map(\.claim.magnitude).sum(line.amount.currency) == line.amount.magnitude
    guard isProven || candidates.allSatisfy({ Self.isDistinctive($0.number) }) else {
      return Outcome(reason: .shortNumber)
    }
    return .sure(ids, reason)
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
