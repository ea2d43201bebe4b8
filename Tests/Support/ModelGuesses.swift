import Domain

/// Money of which payer and amount tell what it is for.
extension LedgerModel {
  /// Money that came under a client's name.
  struct ByName {
    var line: Int
    var client: String
    var cents: Int64
    var day: Day
    var guess: [String]
    var isBack = false
  }

  /// What a client agreed to pay: by an invoice, or for all that it owes.
  struct Plan {
    var client: String
    var number: String?
    var parts: [Instalment]
    var day: Day
    var ended: Day?
  }

  /// A plan ends where another or a release about the same is recorded.
  static func plans(_ facts: [(day: Day, fact: Fact)]) -> [Plan] {
    var plans: [Plan] = []
    func end(_ client: String, _ number: String?, _ day: Day) {
      for place in plans.indices
      where plans[place].client == client && plans[place].number == number {
        plans[place].ended = plans[place].ended ?? day
      }
    }
    for (_, entry) in facts.enumerated().sorted(by: {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }) {
      switch entry.fact {
      case .plan(let client, let number, let parts):
        end(client, number, entry.day)
        plans.append(Plan(client: client, number: number, parts: parts, day: entry.day))
      case .promise(let client, let number, let until, let cents?):
        let part = Instalment(cents: cents, day: until)
        plans.append(Plan(client: client, number: number, parts: [part], day: entry.day))
      case .release(let client, let number): end(client, number, entry.day)
      default: break
      }
    }
    return plans
  }

  /// A client is known by name from its first invoice on.
  mutating func receiveByName(_ line: Int, _ client: String, _ cents: Int64, _ day: Day) {
    lines[line] = (cents, day)
    guard claims.values.contains(where: { $0.client == client }) else { return }
    let payment = ByName(
      line: line, client: client, cents: cents, day: day, guess: guess(line, client, cents, day))
    byName.append(payment)
    receiveGuess(payment)
  }

  mutating func receiveGuess(_ payment: ByName) {
    let movement = Payment(
      id: payment.line, client: payment.client, cents: payment.cents, day: payment.day)
    if payment.guess.isEmpty, isRecorded(movement) { return }
    movements.append(movement)
    let numbers = payment.guess.sorted {
      (claims[$0]?.due ?? payment.day, places[$0] ?? 0)
        < (claims[$1]?.due ?? payment.day, places[$1] ?? 0)
    }
    var left = payment.cents
    let isNet = left == numbers.map { net($0, payment.day) }.reduce(0, +)
    for number in numbers where left > 0 {
      let most = min(left, isNet ? net(number, payment.day) : left)
      displaceRegister(number, most)
      left -= give(Entry(kind: .bank(payment.line), cents: most), to: number)
      takeDiscount(number, paid: payment.day)
    }
    if !numbers.isEmpty { guesses[payment.line] = Set(numbers) }
    var kept = Entry(
      kind: .bank(payment.line), cents: left, names: Set(numbers), pays: Set(numbers))
    kept.cents -= payCharges(with: kept, payment.client)
    keep(kept, of: payment.client)
  }

  /// Money that names an invoice takes the place of money that was only guessed to be for it.
  mutating func displaceGuesses(_ number: String, _ cents: Int64) {
    for entry in claims[number]?.received ?? [] {
      guard case .bank(let line) = entry.kind, guesses[line]?.contains(number) == true,
        let claim = claims[number], claim.open < cents
      else { continue }
      let freed = remove(entry.kind, upTo: min(cents - claim.open, entry.cents), from: number)
      for index in (waiting[claim.client] ?? []).indices
      where waiting[claim.client]?[index].kind == entry.kind {
        waiting[claim.client]?[index].pays.remove(number)
      }
      keep(Entry(kind: entry.kind, cents: freed, names: [number]), of: claim.client)
    }
  }

  /// The last payment of that payer and amount is undone.
  mutating func giveBack(toPayer client: String, _ cents: Int64) {
    guard
      let place = byName.lastIndex(where: {
        $0.client == client && $0.cents == cents && !$0.isBack
      })
    else { return }
    byName[place].isBack = true
    let numbers = Set(byName[place].guess.map(newest))
    giveBack(
      numbers.sorted { places[$0] ?? 0 < places[$1] ?? 0 }, cents, of: byName[place].client)
  }

  /// What may still be paid of an invoice: what is open, and what only a register reported as paid.
  private func left(_ number: String) -> Int64 {
    guard let claim = claims[number] else { return 0 }
    return claim.open
      + claim.received.filter { $0.kind == .register }.map(\.cents).reduce(0, +)
  }

  private func net(_ number: String, _ day: Day) -> Int64 {
    net(of: claims[number]?.open ?? 0, number, day)
  }

  private func net(of left: Int64, _ number: String, _ day: Day) -> Int64 {
    let discount = claims[number]?.discount(on: day) ?? 0
    return left > discount ? left - discount : left
  }

  /// The invoices that an amount points at. The first rule that fits decides.
  private func guess(_ line: Int, _ client: String, _ cents: Int64, _ day: Day) -> [String] {
    // A register that reported a payment of another week reported other money.
    let own = claims.keys.filter { number in
      let isOther = toldOn[number].map { $0 <= day && day - $0 > 7 } ?? false
      return claims[number]?.client == client && left(number) > 0 && !isOther
    }.sorted {
      (claims[$0]?.due ?? day, places[$0] ?? 0) < (claims[$1]?.due ?? day, places[$1] ?? 0)
    }
    guard !own.isEmpty else { return [] }
    let open = own.filter { left($0) == cents }
    let exact =
      open.isEmpty ? own.filter { rest($0, left: left($0), by: line, on: day) == cents } : open
    if let one = exact.first(where: { toldOn[$0].map { $0 <= day } ?? false }) ?? exact.first {
      return [one]
    }
    for letter in letters.sorted(by: { $0.day > $1.day })
    where own.contains(letter.number) && letter.day < day && day <= letter.day + 180 {
      if left(letter.number) + letter.cents == cents { return [letter.number] }
    }
    for plan in plans where plan.client == client && plan.day <= day {
      guard plan.ended.map({ day < $0 }) ?? true else { continue }
      let parts = plan.parts.sorted { $0.day < $1.day }
      let isAgreed = parts.contains { first in
        guard day <= first.day + 62 else { return false }
        var sum: Int64 = 0
        return parts.filter { $0.day >= first.day }.contains { part in
          sum += part.cents
          return sum == cents
        }
      }
      if isAgreed {
        guard let number = plan.number else { return own }
        if own.contains(number) { return [number] }
      }
    }
    let nets = own.map { net(of: left($0), $0, day) }
    let discounted = zip(own, nets).filter { $0.1 == cents }
    if discounted.count == 1 { return [discounted[0].0] }
    for amounts in [own.map(left), nets] {
      if let set = onlySet(of: amounts, cents) { return set.map { own[$0] } }
    }
    let short = own.filter { number in
      let missing = left(number) - cents
      return missing > 0 && missing <= min(3_000, (left(number) * 3 + 50) / 100)
        && !(claims[number]?.lateDiscount == missing)
    }
    return short.count == 1 ? short : []
  }

  /// All of two or more amounts, or else the one set of two or more that adds up.
  private func onlySet(of amounts: [Int64], _ cents: Int64) -> [Int]? {
    guard amounts.count > 1 else { return nil }
    if amounts.reduce(0, +) == cents { return Array(amounts.indices) }
    var sets: [[Int]] = [[]]
    for place in amounts.indices { sets += sets.map { $0 + [place] } }
    let fitting = sets.filter { set in
      set.count > 1 && set.map { amounts[$0] }.reduce(0, +) == cents
    }
    return fitting.count == 1 ? fitting[0] : nil
  }
}

extension LedgerModel.Claim {
  /// The offered discount, whether or not it can still be taken.
  var lateDiscount: Int64? { discountDays == nil ? nil : discount(on: issued) }
}
