import Domain

/// Reads the plain rows of a file of invoices, a document a row, without a text for each field.
///
/// It reads a row only where it is certain what `InvoiceCSV` would read, and leaves every other one
/// to it: quotes inside quotes, amounts with signs or groups, days with times, fields too many.
/// Whatever is not a figure of the row's own (client, currency, kind, language) it takes from an
/// earlier row with the very same bytes there. `PlainRowsTests` compares the two.
struct PlainRows {
  /// What a column's fields are to the reader, by its place in the header.
  private var roles: [Role]
  private let separator: UInt8
  private let breaks: FieldBreaks
  private let lexis: CSVLexis
  /// Whether the order of dates and the decimal mark are a guess so far: then rows that would tell
  /// something about them are left.
  private let isGuess: Bool
  /// Where the next row begins, and its 1-based line.
  private(set) var position: Int
  private(set) var line: Int
  /// A row that was read had an amount with a decimal mark.
  private(set) var sawMark = false
  private var patterns = RowPatterns()
  private var calendar = PlainCalendar()

  private enum Role: UInt8 {
    case ignored, shared, number, issued, due, paidDay, amount, open, paid
  }

  private static let own: [(CSVColumn, Role)] = [
    (.number, .number), (.date, .issued), (.due, .due), (.paidDate, .paidDay), (.amount, .amount),
    (.open, .open), (.paidAmount, .paid),
  ]

  /// Nil where rows depend on their neighbours, or one column means two things.
  init?(_ table: CSVTable, _ lexis: CSVLexis, isGuess: Bool) {
    guard table.dialect.kind == .invoices, table.dialect.rows == .one,
      !table.dialect.isReport, table.has(.number), table.has(.date), table.has(.amount),
      !table.has(.owed), !table.has(.homeOpen),
      !table.has(.terms), table.twins.isEmpty
    else { return nil }
    var roles = [Role](repeating: .ignored, count: table.header.count)
    for column in CSVColumn.allCases {
      for (rank, place) in table.places(of: column).enumerated() {
        let own = rank == 0 ? Self.own.first { $0.0 == column }?.1 : nil
        guard roles[place] == .ignored || roles[place] == .shared && own == nil else { return nil }
        roles[place] = own ?? .shared
      }
    }
    for place in table.titled.map(\.place) {
      guard roles[place] == .ignored else { return nil }
      roles[place] = .shared
    }
    self.roles = roles
    separator = table.separator
    breaks = FieldBreaks(table.separator)
    self.lexis = lexis
    self.isGuess = isGuess
    (position, line) = table.place
  }

  /// What is known of a row before it is known what it shares with others.
  private struct Figures {
    var number = 0..<0
    var issued: Day?
    var due: Day?
    var paidDay: Day?
    var amount: PlainAmount?
    var open: PlainAmount?
    var paid: PlainAmount?
  }

  /// Reads rows up to one that it leaves, at which `position` then stands. True at the end.
  mutating func read(
    _ bytes: Span<UInt8>, into records: inout FileContents.RecordList
  ) -> Bool {
    while true {
      while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D {
        position = Self.afterLineEnd(bytes, position)
        line += 1
      }
      guard position < bytes.count else { return true }
      var figures = Figures()
      guard let end = cut(bytes, &figures), let row = row(figures, bytes) else { return false }
      records.append(row, number: bytes.extracting(figures.number))
      if end < bytes.count {
        position = Self.afterLineEnd(bytes, end)
        line += 1
      } else {
        position = end
      }
    }
  }

  private static func afterLineEnd(_ bytes: Span<UInt8>, _ end: Int) -> Int {
    let isPair = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
    return end + (isPair ? 2 : 1)
  }

  /// Goes on behind a row that was left, as far as the table has read. Where the row became a
  /// record, rows that share all but their figures with it are read from now on.
  mutating func resume(behind table: CSVTable, with pattern: RowPatterns.Pattern?) {
    patterns.learn(pattern)
    (position, line) = table.place
  }

  /// Reads no row any more by what it shares with those before.
  mutating func forget() { patterns = RowPatterns() }

  /// Cuts the row at `position` into its fields and takes them in; where it ends, or nil.
  private mutating func cut(_ bytes: Span<UInt8>, _ figures: inout Figures) -> Int? {
    var cursor = position
    patterns.begin()
    for place in roles.indices {
      let role = roles[place]
      let bare = takeBare(bytes, cursor, role, &figures)
      if bare >= 0 {
        cursor = bare
      } else {
        guard let field = Self.field(bytes, &cursor, breaks),
          take(bytes, field.start, field.end, role, &figures)
        else { return nil }
      }
      let isLast = place == roles.count - 1
      guard cursor < bytes.count else { return isLast ? cursor : nil }
      let isBreak = bytes[cursor] == 0x0A || bytes[cursor] == 0x0D
      guard isLast ? isBreak : bytes[cursor] == separator else { return nil }
      if !isLast { cursor += 1 }
    }
    return cursor
  }

  /// Takes in a field that is nothing but a day, a number or an amount, without looking for its end
  /// first; where it ends, or -1.
  @inline(__always)
  private mutating func takeBare(
    _ bytes: Span<UInt8>, _ start: Int, _ role: Role, _ figures: inout Figures
  ) -> Int {
    var end = start
    switch role {
    case .issued, .due, .paidDay:
      end += 10
      guard end < bytes.count, breaks.contains(bytes[end]),
        let day = calendar.iso(bytes, start, end)
      else { return -1 }
      if role == .issued { figures.issued = day }
      if role == .due { figures.due = day }
      if role == .paidDay { figures.paidDay = day }
      return end
    case .number:
      while end < bytes.count, bytes[end] > 0x20, bytes[end] < 0x7F, bytes[end] != separator {
        end += 1
      }
      guard end < bytes.count, breaks.contains(bytes[end]), end > start, bytes[start] != 0x22,
        bytes[start] != 0x3D, end - start <= FileContents.RecordList.numberMax
      else { return -1 }
      figures.number = start..<end
      return end
    case .amount:
      // Digits, marks and signs.
      while end < bytes.count, bytes[end] != separator, bytes[end] &- 0x2C < 14 { end += 1 }
      guard end < bytes.count, breaks.contains(bytes[end]),
        let amount = amount(bytes, start, end)
      else { return -1 }
      figures.amount = amount
      return end
    default: return -1
    }
  }

  /// The field that begins at `cursor`, without white space and quotes around it; `cursor` goes to
  /// what ends it. Nil where a quote stands inside or is never closed.
  @inline(__always)
  private static func field(
    _ bytes: Span<UInt8>, _ cursor: inout Int, _ breaks: FieldBreaks
  ) -> (start: Int, end: Int)? {
    var (start, end) = (cursor, cursor)
    if cursor < bytes.count, bytes[cursor] == 0x22 {
      start += 1
      cursor = start
      while cursor < bytes.count, bytes[cursor] != 0x22 {
        guard bytes[cursor] != 0x0A else { return nil }
        cursor += 1
      }
      guard cursor < bytes.count else { return nil }
      end = cursor
      cursor += 1
    } else {
      cursor = breaks.next(in: bytes, from: cursor)
      end = cursor
    }
    while start < end, XMLTree.isSpace(bytes[start]) { start += 1 }
    while start < end, XMLTree.isSpace(bytes[end - 1]) { end -= 1 }
    return (start, end)
  }

  @inline(__always)
  private mutating func take(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ role: Role, _ figures: inout Figures
  ) -> Bool {
    switch role {
    case .ignored: return true
    case .shared:
      patterns.add(bytes, start, end)
      return true
    case .number:
      figures.number = start..<end
      return Self.isPlainNumber(bytes, start, end)
    case .issued:
      figures.issued = day(bytes, start, end)
      return figures.issued != nil
    case .due:
      guard start < end else { return true }
      figures.due = day(bytes, start, end)
      return figures.due != nil
    case .paidDay:
      guard start < end else { return true }
      figures.paidDay = day(bytes, start, end)
      return figures.paidDay != nil
    case .amount:
      figures.amount = amount(bytes, start, end)
      return figures.amount != nil
    case .open:
      guard start < end else { return true }
      figures.open = amount(bytes, start, end)
      return figures.open != nil
    case .paid:
      guard start < end else { return true }
      figures.paid = amount(bytes, start, end)
      return figures.paid != nil
    }
  }

  /// Whether it is read as it stands: printable ASCII, no more than one space at a time.
  private static func isPlainNumber(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard start < end, end - start <= FileContents.RecordList.numberMax, bytes[start] != 0x3D
    else { return false }
    var wasSpace = false
    for index in start..<end {
      let byte = bytes[index]
      guard byte > 0x20 && byte < 0x7F || byte == 0x20 && !wasSpace else { return false }
      wasSpace = byte == 0x20
    }
    return true
  }

  private mutating func day(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Day? {
    if let day = calendar.iso(bytes, start, end) { return day }
    return isGuess ? nil : PlainCalendar.day(bytes, start, end, lexis.order)
  }

  private mutating func amount(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> PlainAmount? {
    guard let amount = PlainAmount(bytes, start, end, lexis.mark) else { return nil }
    // One mark and three digits may be thousands.
    if isGuess, amount.scale == 3 { return nil }
    if amount.scale > 0 { sawMark = true }
    return amount
  }

  /// The row as it is kept; nil where it shares what no row had before, or a figure is too fine.
  private mutating func row(
    _ figures: Figures, _ bytes: Span<UInt8>
  ) -> FileContents.RecordList.Row? {
    guard let pattern = patterns.find(bytes), let issued = figures.issued,
      let amount = figures.amount, let total = amount.units(Int(pattern.decimals)),
      total >= 0
        || figures.open == nil && figures.paid == nil && figures.paidDay == nil && !pattern.isPaid
    else { return nil }
    let decimals = Int(pattern.decimals)
    var row = FileContents.RecordList.Row(
      pattern: pattern.place, line: Int32(line), issued: issued, amount: amount.coefficient,
      scale: UInt8(amount.scale))
    row.due = figures.due
    var stated = figures.paidDay == nil ? nil : total
    // Only what is certainly open; the rest is reported.
    if let open = figures.open {
      guard let units = open.units(decimals), units <= total else { return nil }
      stated = total - units
    }
    if let paid = figures.paid {
      guard let units = paid.units(decimals), figures.open == nil || units == stated else {
        return nil
      }
      stated = units
    }
    if pattern.isPaid { stated = total }
    if let stated, stated >= 0 {
      row.paid = stated
      row.paidDay = figures.paidDay
    }
    return row
  }
}

/// Finds the separators and line ends of a file, eight bytes at a time.
private struct FieldBreaks {
  private let separator: UInt8
  private let separators: UInt64

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  init(_ separator: UInt8) {
    self.separator = separator
    separators = UInt64(separator) * Self.ones
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }

  /// The place of the next one, or the end.
  @inline(__always)
  func next(in bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self
      ).littleEndian
      // The lowest byte that is marked is right; those above it may be marked by a borrow.
      let found =
        Self.zeros(word ^ separators) | Self.zeros(word ^ 0x0A * Self.ones)
        | Self.zeros(word ^ 0x0D * Self.ones)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < bytes.count {
      if contains(bytes[index]) { break }
      index += 1
    }
    return index
  }

  /// Marks, in its highest bit, the lowest byte that is zero.
  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- ones) & ~word & (0x80 * ones)
  }
}
