import Domain

extension CSVDialect {
  /// The generic register: the first of the synonyms wins, as the list is written.
  static let register: CSVDialect = {
    var dialect = CSVDialect(id: "register")
    dialect.name = "register"
    dialect.isStrict = true
    let number = ["invoiceid", "invoicenumber", "number"]
    let date = ["invoicedate", "issuedate", "date"]
    dialect.columns = [
      .number: number,
      .clientID: [
        "customerid", "clientid", "account", "customernumber", "customerno", "clientnumber",
        "kundennummer", "kundennr", "debitorennummer", "debitornr",
      ],
      .client: [
        "customername", "client", "name", "clientname", "customer", "debtor", "debtorname",
        "company", "companyname", "contactname", "kunde", "kundenname", "debitor", "firma",
        "nomduclient", "nomclient", "klant", "klantnaam", "cliente",
        "nombrecliente", "ragionesociale",
      ],
      .date: date,
      .due: [
        "duedate", "due", "datedue", "paymentduedate", "paymentdue", "dueon", "dueby",
      ],
      // A total goes before an amount, which beside one is what it is without tax.
      .amount: ["total", "gross"] + moreTotals + ["amount"],
      .open: [
        "open", "balance", "amountdue", "balancedue", "openamount", "openbalance", "outstanding",
        "outstandingamount", "outstandingbalance", "amountoutstanding",
      ],
      .currency: ["currency", "currencycode", "ccy", "wkz", "währung", "waehrung", "devise"],
      .paidDate: ["paiddate", "paymentdate", "cleardate", "datepaid", "paidon"],
      .paidAmount: ["paidamount", "amountpaid", "paid"], .email: ["email"],
      .country: ["country"],
      .street: [
        "street", "streetaddress", "address", "addressline1", "address1", "billingstreet",
        "billingaddress", "straße", "strasse", "anschrift", "adresse", "rue", "straat", "adres",
        "calle", "dirección", "direccion", "domicilio", "via", "indirizzo", "ulica",
      ],
      .postcode: [
        "postcode", "postalcode", "zip", "zipcode", "plz", "postleitzahl", "codepostal", "cp",
        "códigopostal", "codigopostal", "cap", "kodpocztowy",
      ],
      .city: [
        "city", "town", "ort", "stadt", "ville", "plaats", "ciudad", "población", "città",
        "citta", "miasto",
      ],
      .language: ["language"], .disputed: ["disputed"], .type: ["type"],
      .status: ["status", "invoicestatus", "paymentstatus"],
    ]
    dialect.needs = [number, date, ["amount", "total", "gross"]]
    for column in [CSVColumn.amount, .open, .paidAmount, .due, .currency] {
      dialect.twins[column] = Set(dialect.columns[column] ?? [])
    }
    dialect.twins[.amount]?.remove("amount")
    dialect.setStatusWords()
    return dialect
  }()

  private static let moreTotals = [
    "grossamount", "totalamount", "amounttotal", "grandtotal", "invoicetotal", "amountgross",
    "totalgross", "totalincltax", "totalinclvat", "totalincvat", "bruttobetrag", "brutto",
  ]

  /// What people and programs write where an invoice is paid, paid in part, or none that is owed.
  private mutating func setStatusWords() {
    paid[.status] = Self.words(
      """
      paid paidinfull fullypaid autopaid settled cleared closed bezahlt beglichen ausgeglichen
      erledigt payé payée payee réglé réglée soldé soldée acquitté acquittée betaald voldaan pagado
      pagada cobrado cobrada pagato pagata saldato saldata incassata
      """)
    part[.status] = Self.words(
      """
      partial partiallypaid partlypaid partpaid teilbezahlt teilweisebezahlt anbezahlt
      partiellementpayé partiellementpayée deelsbetaald parcialmentepagada parzialmentepagata
      """)
    skip[.status] = Self.voidStatuses.union(
      Self.words("draft entwurf brouillon concept borrador bozza"))
  }

  /// What says no more than that an invoice is out.
  static let openStatuses = words(
    """
    open unpaid notpaid overdue due pastdue late current outstanding sent viewed issued posted
    booked final finalised finalized approved authorised authorized awaitingpayment pending active
    offen unbezahlt überfällig ueberfällig ueberfaellig fällig faellig versendet versandt gestellt
    gemahnt impayé impayée envoyé envoyée enretard échu échue openstaand onbetaald verzonden
    vervallen pendiente impagada enviada vencida aperta emessa inviata scaduta nonpagata
    """)

  /// What says that an invoice is none any more; a draft never was one.
  static let voidStatuses = words(
    """
    void voided cancelled canceled deleted storniert annulliert gelöscht annulé annulée geannuleerd
    anulado anulada cancelada annullato annullata
    """)

  static func words(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }

  /// A mapping of the settings: it fits where the header holds every name it maps.
  init(_ mapping: CSVMapping) {
    self.init(id: Self.mappingID)
    name = mapping.name
    kind = mapping.columns[.booked] == nil ? .invoices : .bank
    rows = mapping.columns[.amount] == nil ? .sum : .one
    dateOrder = mapping.dateOrder
    decimalMark = mapping.decimalMark
    columns = mapping.columns.mapValues { [Self.folded($0)] }
    needs = Array(columns.values)
    if kind == .invoices, columns[.status] != nil { setStatusWords() }
  }

  static let mappingID = "mapping"
}
