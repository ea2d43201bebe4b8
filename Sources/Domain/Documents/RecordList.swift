extension FileContents {
  /// The documents of a file, in its order.
  ///
  /// The rows of a register differ in a few figures only. Such a row is kept as those figures and
  /// the record it is otherwise equal to, its pattern, so that a million of them fit the memory.
  package struct RecordList: Sendable {
    /// Records that are held whole; any of them may be the pattern of rows.
    package private(set) var wholes: [Record]
    /// One a document, in order; empty while every document is held whole.
    private var rows: [Row] = []
    /// The numbers of all rows, one behind the other.
    private var numbers: [UInt8] = []

    package init(_ records: [Record] = []) {
      wholes = records
    }

    /// What a document has of its own; all of it is in the pattern where `isWhole`.
    package struct Row: Sendable {
      /// The place in `wholes` of what it shares with others.
      package var pattern: Int32
      /// 1-based line of the file.
      package var line: Int32
      package var issued: Day
      /// What is to be paid, as printed: `amount × 10^−scale` of the pattern's currency, with no
      /// more decimals than that has. It may be negative on a credit note, too.
      package var amount: Int64
      package var scale: UInt8
      package fileprivate(set) var isWhole = false
      fileprivate var numberLength: UInt8 = 0
      fileprivate var numberStart: UInt32 = 0
      /// In minor units what the file says was paid, -1 where it says nothing.
      package var paid: Int64 = -1
      private var dueNumber = Self.none
      private var paidNumber = Self.none

      package init(pattern: Int32, line: Int32, issued: Day, amount: Int64, scale: UInt8) {
        self.pattern = pattern
        self.line = line
        self.issued = issued
        self.amount = amount
        self.scale = scale
      }

      /// No day of `Day.years` has this number.
      private static let none = Int32.min

      /// The due date the row states, if it states one.
      package var due: Day? {
        get { dueNumber == Self.none ? nil : Day(number: dueNumber) }
        set { dueNumber = newValue?.number ?? Self.none }
      }

      /// The day by which `paid` had come in, if the row names it.
      package var paidDay: Day? {
        get { paidNumber == Self.none ? nil : Day(number: paidNumber) }
        set { paidNumber = newValue?.number ?? Self.none }
      }

      /// What is to be paid, negative where it is printed so.
      package func total(in currency: Currency) -> Money {
        var units = amount
        for _ in 0..<currency.decimals - Int(scale) { units *= 10 }
        return Money(minorUnits: units, currency: currency)
      }
    }

    /// The longest number, in bytes, that a row may have. All numbers together have less than 4 GB,
    /// as no larger file is read.
    package static let numberMax = Int(UInt8.max)
  }
}

extension FileContents.RecordList {
  package mutating func append(_ record: FileContents.Record) {
    wholes.append(record)
    if !rows.isEmpty { rows.append(whole(wholes.count - 1)) }
  }

  private func whole(_ place: Int) -> Row {
    var row = Row(
      pattern: Int32(place), line: 0, issued: wholes[place].invoice.issueDate, amount: 0, scale: 0)
    row.isWhole = true
    return row
  }

  /// Makes room, so that so many rows more can be added without moving those that are there.
  package mutating func reserve(rows count: Int) {
    rows.reserveCapacity(rows.count + count)
    numbers.reserveCapacity(numbers.count + count * 8)
  }

  /// Adds a row with its number: ASCII without white space around it or doubled inside, of at most
  /// `numberMax` bytes.
  package mutating func append(_ row: Row, number: Span<UInt8>) {
    if rows.isEmpty { rows += wholes.indices.map(whole) }
    var row = row
    row.numberStart = UInt32(numbers.count)
    row.numberLength = UInt8(number.count)
    number.withUnsafeBufferPointer { numbers.append(contentsOf: $0) }
    rows.append(row)
  }

  /// The row of a document, nil where every document is held whole.
  package func row(_ position: Int) -> Row? { rows.isEmpty ? nil : rows[position] }

  /// Whether two documents have one number, of whichever clients. Most lists are in the order of
  /// their numbers, which shows it without a table.
  package var repeatsANumber: Bool {
    guard !rows.isEmpty else { return Set(wholes.map(\.invoice.number)).count < wholes.count }
    func key(_ row: Row) -> ArraySlice<UInt8> {
      if row.isWhole { return Array(wholes[Int(row.pattern)].invoice.number.text.utf8)[...] }
      return numbers[Int(row.numberStart)..<Int(row.numberStart) + Int(row.numberLength)]
    }
    var last = key(rows[0])
    let isRising = rows.dropFirst().allSatisfy { row in
      let next = key(row)
      defer { last = next }
      return last.count < next.count
        || last.count == next.count && last.lexicographicallyPrecedes(next)
    }
    return !isRising && Set(rows.lazy.map(key)).count < rows.count
  }

  /// What is open of our documents by what their rows say was paid, credits taken off, by currency.
  package var openByRows: [Money] {
    var sums: [Currency: Int64] = [:]
    func add(_ total: Money, _ paid: Money?, isCredit: Bool) {
      let left = total.magnitude.minorUnits - (paid?.minorUnits ?? 0)
      let signed = isCredit || total.isNegative ? -left : left
      sums[total.currency, default: 0] &+= signed
    }
    // A row that is there twice is owed once.
    let repeats = repeatsANumber
    var seen: Set<[String]> = []
    for place in indices {
      if repeats {
        let invoice = self[place].invoice
        let key = [
          invoice.kind.rawValue, invoice.number.text, invoice.client.name, invoice.payable.plain,
        ]
        guard seen.insert(key).inserted else { continue }
      }
      guard let row = row(place), !row.isWhole else {
        let record = self[place]
        guard record.invoice.kind.isOurs, !record.isLost else { continue }
        add(record.invoice.payable, record.paid, isCredit: record.invoice.kind.isCredit)
        continue
      }
      let invoice = wholes[Int(row.pattern)].invoice
      guard invoice.kind.isOurs else { continue }
      let paid = row.paid < 0 ? nil : Money(minorUnits: row.paid, currency: invoice.currency)
      add(row.total(in: invoice.currency), paid, isCredit: invoice.kind.isCredit)
    }
    return sums.sorted { $0.key < $1.key }.map { Money(minorUnits: $0.value, currency: $0.key) }
  }

  /// Lends the number of a row.
  package func withNumber<Result>(of row: Row, _ body: (Span<UInt8>) -> Result) -> Result {
    let start = Int(row.numberStart)
    return body(numbers.span.extracting(start..<start + Int(row.numberLength)))
  }
}

extension FileContents.RecordList: RandomAccessCollection, ExpressibleByArrayLiteral {
  package typealias Element = FileContents.Record

  package init(arrayLiteral elements: FileContents.Record...) {
    self.init(elements)
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { rows.isEmpty ? wholes.count : rows.count }

  /// The document as if it had been held whole.
  package subscript(position: Int) -> FileContents.Record {
    _read {
      if rows.isEmpty {
        yield wholes[position]
      } else {
        yield whole(rows[position])
      }
    }
  }

  private func whole(_ row: Row) -> FileContents.Record {
    var record = wholes[Int(row.pattern)]
    guard !row.isWhole else { return record }
    let total = row.total(in: record.invoice.currency)
    record.line = Int(row.line)
    record.invoice.number = InvoiceNumber(
      withNumber(of: row) { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } })
    record.invoice.issueDate = row.issued
    record.invoice.due = row.due.map { DueDate($0, .document) }
    record.invoice.payable = record.invoice.kind.isCredit ? total.magnitude : total
    record.invoice.payablePrinted = ExactDecimal.text(Int128(row.amount), scale: Int(row.scale))
    record.settlement =
      row.paid < 0
      ? nil
      : FileContents.Settlement(
        paid: Money(minorUnits: row.paid, currency: total.currency), day: row.paidDay)
    return record
  }
}
