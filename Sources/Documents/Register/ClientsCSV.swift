package import Domain

/// Reads a CSV list of what the business knows of its clients: one row a client, told by id, VAT
/// number or exact name, and a column for each thing. Empty fields say nothing.
package struct ClientsCSV {
  private enum Column: Hashable {
    case client, from
    /// Yes or no, another way to say the kind.
    case consumer
    case fact(ClientFact.Field)
  }

  private static let titles: [String: Column] = {
    var titles: [String: Column] = [:]
    func name(_ column: Column, _ names: String) {
      for name in names.split(separator: " ") { titles[CSVDialect.folded(String(name))] = column }
    }
    name(.client, "client client_id customer_id customer account id match name customer_name vat")
    name(.from, "from since valid_from")
    name(.fact(.email), "email e-mail mail")
    name(.fact(.phone), "phone telephone tel")
    name(.fact(.person), "contact contact_person person")
    name(.fact(.language), "language lang")
    name(.fact(.country), "country")
    name(.fact(.termDays), "terms_days terms payment_terms")
    name(.fact(.kind), "kind type business_or_consumer")
    name(.consumer, "consumer is_consumer")
    name(.fact(.group), "group")
    name(.fact(.policy), "policy")
    return titles
  }()

  /// Names that `policy` may have; nil: any.
  private let policies: Set<String>?

  package init(policies: Set<String>? = nil) {
    self.policies = policies
  }

  /// The rows that can be read, and a fault for each that cannot.
  package func read(_ file: SourceFile) -> ClientList {
    var list = ClientList(path: file.path, digest: file.digest)
    let bytes: [UInt8]
    do {
      bytes = try file.tableText().asUTF8
    } catch {
      list.faults = [error.fault]
      return list
    }
    let start = bytes.utf8MarkCount
    guard let (rows, titles) = header(of: bytes, from: start) else {
      list.faults = [
        Fault(
          .csvHeader, file: file.path, line: 1,
          "the header names no client and nothing that is known of clients",
          excerpt: Fault.excerpt(bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }),
          remedy: "Name a column `client` and one of email, phone, contact, language, country, "
            + "terms_days, kind, group, policy; nothing was imported from this file.")
      ]
      return list
    }
    let columns = titles.map(Self.column)
    list.ignored = titles.filter { !$0.isEmpty && Self.column($0) == nil }
    var scanner = rows
    var fields: [CSVScanner.Field] = []
    while let line = scanner.next(into: &fields) {
      let texts = fields.map(scanner.text)
      if texts.allSatisfy(\.isEmpty) { continue }
      add(texts, columns, line, to: &list)
    }
    if let line = scanner.openQuoteLine {
      list.faults.append(
        Fault(
          .csvQuote, file: file.path, line: line,
          "a quotation mark is opened and never closed",
          remedy: "Close it; the rows before it were read, those from it on were not."))
    }
    return list
  }

  private static func column(_ title: String) -> Column? { titles[CSVDialect.folded(title)] }

  /// The rows below the header, and its titles.
  private func header(of bytes: [UInt8], from start: Int) -> (CSVScanner, [String])? {
    for separator in CSVTable.separators {
      var scanner = CSVScanner(bytes, separator: separator, from: start)
      var fields: [CSVScanner.Field] = []
      guard scanner.next(into: &fields) != nil else { continue }
      let titles = fields.map(scanner.text)
      let columns = titles.compactMap(Self.column)
      let isTelling = columns.contains { $0 != .client && $0 != .from }
      if isTelling && columns.contains(.client) { return (scanner, titles) }
    }
    return nil
  }

  private func add(_ texts: [String], _ columns: [Column?], _ line: Int, to list: inout ClientList)
  {
    func refuse(_ code: Fault.Code, _ message: String, _ remedy: String) {
      list.faults.append(
        Fault(
          code, file: list.path, line: line, message,
          remedy: remedy + "; this row was not imported, the others were."))
    }
    guard texts.count == columns.count else {
      return refuse(
        .csvFields, "the row has \(texts.count) fields, the header \(columns.count)",
        "Correct the row")
    }
    var row = ClientList.Row(line: line, client: "", facts: [])
    for (text, column) in zip(texts, columns) where !text.isEmpty {
      switch column {
      case .client?: if row.client.isEmpty { row.client = text }
      case .from?:
        guard let day = Day(iso: text) else {
          return refuse(.csvDate, "the day is not YYYY-MM-DD", "Write it so")
        }
        row.from = day
      case .fact(let field)?:
        guard let value = value(text, of: field) else {
          return refuse(
            .csvValue, "\(field.rawValue) is not \(expectation(of: field))", "Correct it")
        }
        row.facts.append(ClientFact(field, value))
      case .consumer?:
        guard let isConsumer = Self.answers[text.lowercased()] else {
          return refuse(.csvValue, "consumer is not yes or no", "Correct it")
        }
        row.facts.append(ClientFact(.kind, isConsumer ? "consumer" : "business"))
      case nil: continue
      }
    }
    guard !row.client.isEmpty else {
      return refuse(.csvMissing, "the row names no client", "Name its id or exact name")
    }
    if !row.facts.isEmpty { list.rows.append(row) }
  }

  private static let answers = [
    "yes": true, "y": true, "true": true, "1": true, "no": false, "n": false, "false": false,
    "0": false,
  ]

  /// The value as it is kept; nil where the text is no value of the field.
  private func value(_ text: String, of field: ClientFact.Field) -> String? {
    switch field {
    case .email:
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      let isOne = parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
      return isOne && !text.contains(where: \.isWhitespace) ? text : nil
    case .language:
      let code = text.lowercased()
      return code.utf8.count == 2 && code.allSatisfy { $0.isASCII && $0.isLetter } ? code : nil
    case .country:
      let code = text.uppercased()
      return code.utf8.count == 2 && code.allSatisfy { $0.isASCII && $0.isLetter } ? code : nil
    case .termDays: return Int(text).flatMap { (0...365).contains($0) ? "\($0)" : nil }
    case .kind:
      switch text.lowercased() {
      case "business", "b2b", "company": return "business"
      case "consumer", "b2c", "person", "individual": return "consumer"
      default: return nil
      }
    case .policy: return policies.map { $0.contains(text) } == false ? nil : text
    case .phone, .person, .group: return text
    }
  }

  private func expectation(of field: ClientFact.Field) -> String {
    switch field {
    case .email: "an address such as accounts@firm.example"
    case .language: "a language of two letters such as de"
    case .country: "a country of two letters such as DE"
    case .termDays: "a number of days from 0 to 365"
    case .kind: "business or consumer"
    case .policy: "one of the names under `groups` in dunlin.yaml"
    case .phone, .person, .group: "a text"
    }
  }
}
