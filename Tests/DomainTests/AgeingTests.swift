import Domain
import Support
import Testing

@Suite("Ageing")
struct AgeingTests {
  @Test(
    "a bucket begins the day after the one before it ends",
    arguments: [
      (-400, .notDue), (-1, .notDue), (0, .notDue), (1, .to30), (30, .to30), (31, .to60),
      (60, .to60), (61, .to90), (90, .to90), (91, .over90), (4000, .over90),
    ] as [(Int, Ageing.Bucket)])
  func edges(daysOverdue: Int, bucket: Ageing.Bucket) {
    #expect(Ageing.Bucket(daysOverdue: daysOverdue) == bucket)
  }

  @Test(
    "buckets add up to the open items, in total and for each client, per currency",
    arguments: [41, 42, 43, 44] as [UInt64])
  func sums(seed: UInt64) {
    var random = Seeded(seed)
    let receivables = Self.receivables(&random)
    let ageing = Ageing(of: receivables)
    #expect(ageing.currencies == receivables.currencies, "seed \(seed)")
    for currency in receivables.currencies {
      let items = receivables.items.filter { $0.open.currency == currency }
      let credits = receivables.credits.map(\.amount).filter { $0.currency == currency }
      let rows = ageing.rows.filter { $0.currency == currency }
      let total = ageing.total(currency)
      let open = items.map(\.open).sum(currency)
      #expect(total.buckets.sum(currency) == open, "seed \(seed): \(currency)")
      #expect(rows.map(\.open).sum(currency) == open, "seed \(seed): \(currency)")
      #expect(total.onAccount == credits.sum(currency), "seed \(seed): \(currency)")
      #expect(rows.map(\.balance).sum(currency) == open - total.onAccount, "seed \(seed)")
      for row in rows {
        let own = items.filter { $0.client == row.client.id }
        #expect(row.open == own.map(\.open).sum(currency), "seed \(seed): \(row.client.id)")
        for bucket in Ageing.Bucket.allCases {
          let expected = own.filter {
            Ageing.Bucket(daysOverdue: $0.daysOverdue(on: ageing.asOf)) == bucket
          }
          #expect(row[bucket] == expected.map(\.open).sum(currency), "seed \(seed): \(bucket)")
        }
      }
    }
  }

  @Test("currencies stand apart, and rows are sorted by currency and name")
  func order() {
    var random = Seeded(45)
    let rows = Ageing(of: Self.receivables(&random)).rows
    #expect(rows.count > 10)
    for (a, b) in zip(rows, rows.dropFirst()) {
      #expect((a.currency, a.client.name, a.client.id) < (b.currency, b.client.name, b.client.id))
    }
    for row in rows { #expect(row.buckets.allSatisfy { $0.currency == row.currency }) }
  }

  @Test("a client with credits alone has a row that owes less than nothing")
  func creditsAlone() {
    let client = Client(id: ID(1), externalID: "C1", name: "Marram & Tide Ltd")
    let credit = AccountCredit(
      client: client.id, amount: Money(minorUnits: 180_00, currency: .pound), day: Day(number: 1))
    let ageing = Ageing(
      of: Receivables(
        asOf: Day(number: 9), clients: [client.id: client], items: [], credits: [credit]))
    #expect(ageing.rows.count == 1)
    #expect(ageing.rows.first?.open == .zero(.pound))
    #expect(ageing.rows.first?.balance == Money(minorUnits: -180_00, currency: .pound))
  }

  /// Up to eight clients, three currencies, items around every edge.
  private static func receivables(_ random: inout Seeded) -> Receivables {
    let asOf = Day(number: 20_000)
    let currencies: [Currency] = [.euro, .pound, .yen]
    var clients: [ID<Client>: Client] = [:]
    for id in 1...8 {
      let name = ["Tern", "Grebe", "Tern", "Avocet"][id % 4]
      clients[ID(Int64(id))] = Client(id: ID(Int64(id)), externalID: "C\(id)", name: name)
    }
    let items = (1...200).map { number in
      let due = asOf - Int.random(in: -40...130, using: &random)
      let money = Money(
        minorUnits: Int64.random(in: 1...900_000, using: &random),
        currency: currencies.randomElement(using: &random) ?? .euro)
      return OpenItem(
        id: ID(Int64(number)), number: InvoiceNumber("R\(number)"),
        client: ID(Int64.random(in: 1...8, using: &random)), issueDate: due - 30,
        due: DueDate(due, .document), total: money, open: money)
    }
    let credits = (0..<20).map { _ in
      AccountCredit(
        client: ID(Int64.random(in: 1...8, using: &random)),
        amount: Money(
          minorUnits: Int64.random(in: 1...90_000, using: &random),
          currency: currencies.randomElement(using: &random) ?? .euro),
        day: asOf)
    }
    return Receivables(asOf: asOf, clients: clients, items: items, credits: credits)
  }
}
