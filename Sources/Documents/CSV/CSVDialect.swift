import Domain

/// How one program or bank writes its CSV files: what tells them by their header, and what each
/// column means. The known ones are the table `csv-dialects.tsv`.
struct CSVDialect: Sendable {
  enum Kind: Sendable { case invoices, bank }

  /// How rows make documents.
  enum Rows: String, Sendable {
    /// A document a row.
    case one
    /// A line item a row; the document's own amounts stand on each of them.
    case `repeat`
    /// A line item a row; the document's amount is their sum.
    case sum
  }

  var id: String
  var name = ""
  var kind = Kind.invoices
  var rows = Rows.one
  /// Folded header names, all of which a header has to hold; each with its alternatives.
  var needs: [[String]] = []
  var separator: UInt8?
  var dateOrder: DateOrder?
  var decimalMark: DecimalMark?
  var currency: Currency?
  /// The client of all invoices, where the file names none.
  var client: String?
  /// Folded header names of a column, best first.
  var columns: [CSVColumn: [String]] = [:]
  /// Folded values of a column that say something about its row.
  var only: [CSVColumn: Set<String>] = [:]
  var skip: [CSVColumn: Set<String>] = [:]
  var credit: [CSVColumn: Set<String>] = [:]
  var bill: [CSVColumn: Set<String>] = [:]
  var paid: [CSVColumn: Set<String>] = [:]
  var part: [CSVColumn: Set<String>] = [:]
  /// Rows that say what came in for an invoice.
  var receipt: [CSVColumn: Set<String>] = [:]
  /// Parts of values that say that the money goes between our own accounts.
  var own: [CSVColumn: [String]] = [:]
  /// Its columns of states say so in common words.
  var hearsStates = false
  /// What the account is called of which a payment service's file is.
  var accountName: String?
  /// Its fees have a minus where they are taken off.
  var isFeeSigned = false
  /// Folded header names of one meaning: where a header has several of a column, they have to
  /// agree in each row.
  var twins: [CSVColumn: Set<String>] = [:]
  /// Register rows with more fields than the header are refused, not read as far as they go.
  var isStrict = false

  init(id: String) {
    self.id = id
  }

  func fits(_ header: Set<String>) -> Bool {
    !needs.isEmpty && needs.allSatisfy { $0.contains(where: header.contains) }
  }

  /// A header name or a value as it is compared: letters and digits, in small letters.
  static func folded(_ text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}

extension CSVDialect {
  /// In the order in which they are tried.
  static let known: [CSVDialect] = {
    var dialects: [CSVDialect] = []
    let table = String(decoding: PackageResources.csv_dialects_tsv, as: UTF8.self)
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 3 else { preconditionFailure("dialect table: \(line)") }
      if dialects.last?.id != fields[0] { dialects.append(CSVDialect(id: fields[0])) }
      dialects[dialects.count - 1].set(fields[1], fields[2])
    }
    return dialects
  }()

  private mutating func set(_ key: String, _ value: String) {
    let words = value.split(separator: " ").map(String.init)
    switch key {
    case "name": name = value
    case "source": break
    case "kind": kind = value == "bank" ? .bank : .invoices
    case "needs": needs = words.map { $0.split(separator: "/").map(String.init) }
    case "separator": separator = value.utf8.first
    case "dates": dateOrder = DateOrder(rawValue: value)
    case "decimal": decimalMark = DecimalMark(rawValue: value)
    case "rows": rows = Rows(rawValue: value) ?? .one
    case "currency_is": currency = Currency(code: value)
    case "account_is": accountName = value
    case "fee_is": isFeeSigned = value == "signed"
    case "hears": hearsStates = value == "states"
    default:
      let parts = key.split(separator: ".")
      guard let column = parts.last.flatMap({ CSVColumn(name: $0) }) else {
        preconditionFailure("dialect table: \(key)")
      }
      switch parts.count > 1 ? parts[0] : "" {
      case "only": only[column] = Set(words)
      case "skip": skip[column] = Set(words)
      case "credit": credit[column] = Set(words)
      case "bill": bill[column] = Set(words)
      case "paid": paid[column] = Set(words)
      case "part": part[column] = Set(words)
      case "receipt": receipt[column] = Set(words)
      case "own": own[column] = words
      default: columns[column] = words
      }
    }
  }
}
