import Domain

/// The rows of one CSV file below the header that says what they are.
struct CSVTable {
  let dialect: CSVDialect
  /// The header's names as they stand there.
  let header: [String]
  /// The rows above the header: titles, the account, the period.
  let preamble: [[String]]
  /// 1-based line of the header.
  let headerLine: Int
  private(set) var scanner: CSVScanner
  private(set) var fields: [CSVScanner.Field] = []
  /// Line on which the current row begins.
  private(set) var line = 0
  private var positions: [Int]
  private var joined: [CSVColumn: [Int]]
  /// Places in the header of the columns that say the state of an invoice.
  private(set) var states: [Int]
  /// Columns whose title is a state, such as `Void`, and whose fields say yes or give its day.
  private(set) var titled: [(place: Int, state: InvoiceState)] = []
  /// Columns that stand in the header under several names of one meaning, and those places.
  private(set) var twins: [(column: CSVColumn, places: [Int])]

  static let separators: [UInt8] = [0x2C, 0x3B, 0x09]
  /// How far down a header is looked for, in rows and in bytes.
  static let headerRowMax = 40
  static let headerBytesMax = 65_536

  /// Nil where no header is known. The settings' own mappings are tried first, the generic register
  /// last.
  init?(_ bytes: [UInt8], from start: Int, mappings: [CSVMapping]) {
    let dialects = mappings.map { CSVDialect($0) } + CSVDialect.known
    let found =
      Self.header(in: bytes, from: start) { names in
        names.count > 2 ? dialects.first { $0.fits(names) } : nil
      }
      // A register's names are common words, so that all three must stand in one row.
      ?? Self.header(in: bytes, from: start) { CSVDialect.register.fits($0) ? .register : nil }
      ?? HeaderlessShape.known.lazy.compactMap { $0.table(bytes, from: start) }.first
    guard let found else { return nil }
    self = found
  }

  /// A file without a header, whose fields have these names.
  init(headerless dialect: CSVDialect, _ titles: [String], _ scanner: CSVScanner) {
    self.init(dialect, titles, [], 0, scanner)
  }

  /// The table below the first row whose names are those of a dialect.
  private static func header(
    in bytes: [UInt8], from start: Int, dialect: (Set<String>) -> CSVDialect?
  ) -> CSVTable? {
    let top = Array(bytes[..<min(bytes.count, start + headerBytesMax)])
    for separator in separators {
      var rows = CSVScanner(top, separator: separator, from: start)
      var fields: [CSVScanner.Field] = []
      var preamble: [[String]] = []
      while preamble.count < headerRowMax, let line = rows.next(into: &fields) {
        let header = fields.map(rows.text)
        if let dialect = dialect(Set(header.map(CSVDialect.folded))) {
          var all = CSVScanner(bytes, separator: separator, from: start)
          for _ in 0...preamble.count { _ = all.next(into: &fields) }
          return CSVTable(dialect, header, preamble, line, all)
        }
        preamble.append(header)
      }
    }
    return nil
  }

  private init(
    _ dialect: CSVDialect, _ header: [String], _ preamble: [[String]], _ line: Int,
    _ scanner: CSVScanner
  ) {
    self.dialect = dialect
    self.header = header
    self.preamble = preamble
    headerLine = line
    self.scanner = scanner
    let folded = header.map(CSVDialect.folded)
    var positions = [Int](repeating: -1, count: CSVColumn.allCases.count)
    var joined: [CSVColumn: [Int]] = [:]
    var twins: [(column: CSVColumn, places: [Int])] = []
    for column in CSVColumn.allCases {
      let places = (dialect.columns[column] ?? []).compactMap { folded.firstIndex(of: $0) }
      positions[column.rawValue] = places.first ?? -1
      if places.count > 1 { joined[column] = places }
      let names = dialect.twins[column] ?? []
      let alike = places.filter { names.contains(folded[$0]) }
      if alike.count > 1 { twins.append((column, alike)) }
    }
    self.twins = twins
    self.positions = positions
    self.joined = joined
    states = (dialect.columns[.status] ?? []).compactMap { folded.firstIndex(of: $0) }
  }

  /// Reads a column from another place of the header; nil: the column is not read.
  mutating func set(_ column: CSVColumn, to place: Int?) {
    let former = positions[column.rawValue]
    positions[column.rawValue] = place ?? -1
    joined[column] = nil
    twins = twins.compactMap { twin in
      guard twin.column == column else { return twin }
      let places = twin.places.filter { $0 != former }
      return places.count > 1 ? (column, places) : nil
    }
  }

  /// Reads states from one more column.
  mutating func addState(at place: Int) {
    if !states.contains(place) { states.append(place) }
  }

  /// Reads from one more column whether its title holds.
  mutating func addTitled(at place: Int, _ state: InvoiceState) {
    titled.append((place, state))
  }

  /// Reads no states from a column.
  mutating func removeState(at place: Int) { states.removeAll { $0 == place } }

  /// Where the next row begins, and its 1-based line.
  var place: (position: Int, line: Int) { (scanner.position, scanner.line) }

  mutating func seek(_ position: Int, line: Int) { scanner.seek(position, line: line) }

  /// The places in the header that a column is read from, the first one being the column's own.
  func places(of column: CSVColumn) -> [Int] {
    if column == .status { return states }
    let own = [positions[column.rawValue]].filter { $0 >= 0 }
    // A register's other names count for nothing but what has to agree.
    return dialect.isStrict ? own : joined[column] ?? own
  }

  /// The places in the header of all columns that are read.
  var placesRead: Set<Int> {
    Set(CSVColumn.allCases.flatMap(places) + twins.flatMap(\.places) + titled.map(\.place))
  }

  var openQuoteLine: Int? { scanner.openQuoteLine }
  var separator: UInt8 { scanner.separator }

  /// Goes to the next row that has anything in it. False at the end.
  mutating func next() -> Bool {
    while let start = scanner.next(into: &fields) {
      // Spreadsheets end with rows of separators.
      if fields.allSatisfy({ scanner.trimmed($0).isEmpty }) { continue }
      line = start
      return true
    }
    line = scanner.line
    return false
  }

  func has(_ column: CSVColumn) -> Bool { positions[column.rawValue] >= 0 }

  /// The header's own name of a column.
  func title(_ column: CSVColumn) -> String {
    has(column) ? header[positions[column.rawValue]] : ""
  }

  /// The current row's field without white space at its ends; empty where the row is short.
  func bytes(_ column: CSVColumn) -> ArraySlice<UInt8> {
    bytes(at: positions[column.rawValue])
  }

  func place(of column: CSVColumn) -> Int? {
    positions[column.rawValue] >= 0 ? positions[column.rawValue] : nil
  }

  func text(at position: Int) -> String {
    position < fields.count ? scanner.text(fields[position]) : ""
  }

  func bytes(at position: Int) -> ArraySlice<UInt8> {
    guard position >= 0, position < fields.count else { return [] }
    return scanner.trimmed(fields[position])
  }

  func text(_ column: CSVColumn) -> String {
    let position = positions[column.rawValue]
    guard position >= 0, position < fields.count else { return "" }
    return scanner.text(fields[position])
  }

  /// The first of a column's names under which the row says anything.
  func firstText(_ column: CSVColumn) -> String {
    let own = text(column)
    guard own.isEmpty, let places = joined[column] else { return own }
    return places.lazy.filter { $0 < fields.count }.map { scanner.text(fields[$0]) }
      .first { !$0.isEmpty } ?? ""
  }

  func folded(_ column: CSVColumn) -> String { CSVDialect.folded(text(column)) }

  /// Whether any column has one of its words.
  func hasValue(in words: [CSVColumn: Set<String>]) -> Bool {
    words.keys.contains { value($0, isIn: words) }
  }

  func value(_ column: CSVColumn, isIn words: [CSVColumn: Set<String>]) -> Bool {
    words[column].map { $0.contains(folded(column)) } ?? false
  }

  /// Whether the dialect skips such a row.
  var isPassedOver: Bool {
    for (column, words) in dialect.only where has(column) {
      if !words.contains(folded(column)) { return true }
    }
    return hasValue(in: dialect.skip)
  }

  /// The first field of the row, whatever it means.
  var firstField: String { fields.first.map(scanner.text) ?? "" }

  /// How many fields have anything in them.
  var filledCount: Int { fields.count { !scanner.trimmed($0).isEmpty } }
}
