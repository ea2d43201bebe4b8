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
      // A bare name may be that of a job or an order: what says client goes before it.
      .client: [
        "customername", "clientname", "customerfullname", "debtorname", "client", "customer",
        "debtor", "billto", "billtoname", "billedto", "kundenname", "kunde", "debitor",
        "nomduclient", "nomclient", "klant", "klantnaam", "cliente", "nombrecliente",
        "ragionesociale", "companyname", "company", "firma", "contactname", "name",
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
      .status: [
        "status", "invoicestatus", "paymentstatus", "paymentstate", "state", "paidstatus",
        "zahlungsstatus", "zahlstatus", "bezahlstatus", "rechnungsstatus", "statut", "estado",
        "stato",
      ],
      .isPaid: ["ispaid", "paidyn", "paidyesno", "settled"], .isOpen: ["isopen"],
    ]
    dialect.needs = [number, date, ["amount", "total", "gross"]]
    for column in [CSVColumn.amount, .open, .paidAmount, .due, .currency] {
      dialect.twins[column] = Set(dialect.columns[column] ?? [])
    }
    dialect.twins[.amount]?.remove("amount")
    return dialect
  }()

  private static let moreTotals = [
    "grossamount", "totalamount", "amounttotal", "grandtotal", "invoicetotal", "amountgross",
    "totalgross", "totalincltax", "totalinclvat", "totalincvat", "bruttobetrag", "brutto",
  ]

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
    currency = mapping.currency
    client = mapping.client
    columns = mapping.columns.mapValues { [Self.folded($0)] }
    needs = Array(columns.values)
  }

  static let mappingID = "mapping"

  /// A list of no particular program: a register, or what the settings describe.
  var isGeneral: Bool { isStrict || id == Self.mappingID && kind == .invoices }

  /// Its rows may stand below headings that name their clients.
  var isReport: Bool { id == "quickbooks" }
}
