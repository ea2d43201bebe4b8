package import Chasing
package import Domain
package import Financing
package import Forecasting

/// Everything a book's `dunlin.yaml` says, or the defaults where it says nothing.
package struct BookSettings: Sendable {
  package var business = Business.unnamed
  package var rates = ExchangeRates(to: .euro)
  package var chasing = ChasePolicy(smallestBalance: BookSettings.usualMinimum)
  /// Of the laws of late payment: what the program knows, and what the settings add.
  package var statutoryRates = StatutoryRates.builtIn
  /// Bank data that end more days than this before the day of a chase are too old to trust.
  package var bankDaysMax = 21
  /// Days on which the business sends nothing, beside the holidays of each client's country.
  package var closedDays: Set<Day> = []
  /// Nil: nothing can be mailed.
  package var mail: MailSettings?
  package var clients: [ClientSettings] = []
  /// Rules of chasing by name, for the `policy` or `group` of client lists.
  package var groups: [String: ChasePolicy.ClientChasing] = [:]
  /// Without the bills, which the ledger knows.
  package var outgoings = Outgoings()
  /// What payments may lack because banks kept a fee.
  package var matching = MatchPolicy.usual

  /// With the names of the business.
  package var matchPolicy: MatchPolicy {
    var policy = matching
    policy.ownNames = (business.names + [business.name]).filter { !$0.isEmpty }
    return policy
  }
  /// What money costs us a year while we wait for it; nil: what the financier takes, or a guess.
  package var waitingRate: BasisPoints?
  /// What one reminder costs us; nil: not said.
  package var reminderCost: Money?
  /// Empty: nobody is named who would advance anything.
  package var financiers: [AdvanceTerms] = []
  /// What the columns of CSV files mean whose header is not known.
  package var mappings: [CSVMapping] = []

  package static let fileName = "dunlin.yaml"

  package init() {}

  /// What the business knows about one client beyond its documents.
  package struct ClientSettings: Hashable, Sendable {
    /// An identifier of any kind, the client's id or its exact name.
    package var match: String
    package var language = ""
    package var email = ""
    package var termDays: Int?
    package var chasing = ChasePolicy.ClientChasing()

    func fits(_ party: Party) -> Bool {
      let words = ClientEntries.words(of: match)
      return party.name == match || party.identifiers.contains { words.contains($0.value) }
    }
  }

  /// The financier named first.
  package var finance: AdvanceTerms? { financiers.first }

  /// Agreed days to pay with the buyer of a document.
  package func termDays(_ party: Party) -> Int? {
    clients.first { $0.termDays != nil && $0.fits(party) }?.termDays
  }
}

extension BookSettings {
  /// Reads the text of a `dunlin.yaml`. Every fault names its line; with any fault the settings
  /// are not to be used.
  package static func read(
    _ text: String, file: String
  ) -> (settings: BookSettings, faults: [Fault]) {
    let reader = YAMLReader(file: file)
    var settings = BookSettings()
    if let root = reader.root(text) { settings.fill(from: root) }
    return (settings, reader.faults)
  }

  private mutating func fill(from root: YAMLReader.Section) {
    if let section = root.section("house") { fillBusiness(from: section) }
    rates = ExchangeRates(to: business.currency)
    if let section = root.section("mail") { fillMail(from: section) }
    for section in root.sections("bank") { addAccount(section) }
    for section in root.sections("rates") { addRate(section) }
    if let section = root.section("chase") { fillChasing(from: section) }
    chasing.language = business.language
    groups = readGroups(root.sections("groups"))
    for section in root.sections("clients") { addClient(section) }
    for section in root.sections("outgoings") { addOutgoing(section) }
    for section in root.sectionOrSections("finance") { addFinancier(section) }
    for section in root.sections("csv") { addMapping(section) }
    if let section = root.section("match") { fillMatching(from: section) }
    root.close()
  }

  private mutating func fillBusiness(from section: YAMLReader.Section) {
    business.name = section.text("name") ?? ""
    business.street = section.text("street") ?? ""
    business.postcode = section.text("postcode") ?? ""
    business.city = section.text("city") ?? ""
    business.country = section.country("country") ?? ""
    business.email = section.text("email") ?? ""
    business.phone = section.text("phone") ?? ""
    business.contact = section.text("contact") ?? ""
    business.logo = section.text("logo") ?? ""
    business.currency = section.currency("currency") ?? business.currency
    business.language = section.text("language") ?? business.language
    business.termDays = section.integer("terms_days", 0...365) ?? business.termDays
    waitingRate = section.percent("waiting_percent")
    reminderCost = section.money("reminder_cost", business.currency)
    if let identifiers = section.section("identifiers") {
      for (key, scheme) in Self.schemes {
        business.identifiers += identifiers.texts(key).map {
          Party.Identifier(normalising: scheme, $0)
        }
      }
      business.names = identifiers.texts("names")
      identifiers.close()
    }
    // Settings that say anything about the business have to name it.
    let described = [
      business.street, business.postcode, business.city, business.country, business.email,
      business.phone,
      business.contact,
    ]
    let isDescribed =
      described.contains { !$0.isEmpty } || !business.identifiers.isEmpty || !business.names.isEmpty
    if business.name.isEmpty && isDescribed { section.missing("name") }
    section.close()
  }

  private static let schemes: [(String, Party.Identifier.Scheme)] = [
    ("endpoint", .endpoint), ("vat", .vat), ("company", .company), ("account", .account),
  ]

  // Every key of an entry is read, also where an earlier one is bad: `close` takes a key that
  // nobody asked for as unknown.

  private mutating func addAccount(_ section: YAMLReader.Section) {
    let iban = section.text("iban")
    let number = section.text("account")
    var account = BankAccount(
      iban: (iban ?? number ?? "").filter { !$0.isWhitespace }, bic: section.text("bic") ?? "",
      name: section.text("holder") ?? "",
      currency: section.currency("currency") ?? business.currency)
    if !BankAccount.isIBAN(account.iban) { account.written = iban ?? number ?? "" }
    // What the business calls the account is for people who read the settings.
    _ = section.text("name")
    if !account.iban.isEmpty {
      business.accounts.append(account)
    } else {
      section.missing("iban")
    }
    section.close()
  }

  private mutating func addRate(_ section: YAMLReader.Section) {
    let currency = section.currency("currency")
    let day = section.day("from")
    let rate = section.rate("rate")
    if let currency, let day, let rate { rates.add(currency, from: day, rate: rate) }
    section.require(["currency", "from", "rate"])
    section.close()
  }

  private mutating func fillMatching(from section: YAMLReader.Section) {
    matching.feeUnitsMax =
      section.integer("fee_max", 0...10_000).map { Int64($0) } ?? matching.feeUnitsMax
    matching.feeShareMax = section.percent("fee_percent") ?? matching.feeShareMax
    section.close()
  }

  private mutating func addMapping(_ section: YAMLReader.Section) {
    let name = section.text("name") ?? "csv"
    var columns: [CSVColumn: String] = [:]
    if let names = section.section("columns") {
      for column in CSVColumn.allCases {
        if let title = names.text(column.name) { columns[column] = title }
      }
      names.close()
    }
    var mapping = CSVMapping(name: name, columns: columns)
    mapping.dateOrder = section.choice("date_order")
    mapping.decimalMark = section.choice("decimal")
    mapping.currency = section.currency("currency")
    mapping.client = section.text("client")
    for column in mapping.missing {
      let other =
        column == .client ? ", or `client: NAME` where all invoices are of one client" : ""
      section.missing("columns: \(column.name)", or: other)
    }
    if mapping.missing.isEmpty { mappings.append(mapping) }
    section.close()
  }
}

extension BookSettings {
  /// Receivables with what the settings know about clients put over what documents say.
  package func completed(_ receivables: Receivables) -> Receivables {
    var receivables = receivables
    let entries = ClientEntries(clients)
    for (id, client) in receivables.clients {
      guard let known = entries[client] else { continue }
      if !known.language.isEmpty { receivables.clients[id]?.language = known.language }
      if !known.email.isEmpty { receivables.clients[id]?.contact.email = known.email }
      if let days = known.termDays { receivables.clients[id]?.termDays = days }
    }
    let laws = receivables.clients.mapValues(limitationLaw)
    for (place, item) in receivables.items.enumerated() {
      guard let law = laws[item.client] else { continue }
      receivables.items[place].limitation = Limitation(
        law, due: item.due.day,
        acknowledged: item.payments.last { $0.amount.isPositive && $0.isDated }?.day)
    }
    return receivables
  }

  /// Whose law decides when a claim is barred by time: the one by which the business charges, else
  /// that of the business (Rome I, art. 4), of a consumer that of its own country (art. 6).
  private func limitationLaw(of client: Client) -> Limitation.Law {
    let isConsumer = client.isConsumer == true
    if case .law(let choice)? = chasing.charges?.basis, choice.jurisdiction != "EU" {
      return Limitation.Law(country: choice.jurisdiction, isConsumer: isConsumer)
    }
    let own = client.address.country
    return Limitation.Law(
      country: isConsumer && !own.isEmpty ? own : business.country, isConsumer: isConsumer)
  }
}
