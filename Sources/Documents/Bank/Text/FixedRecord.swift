import Domain

/// Where a field stands in a record, as banks' specifications count: the first and the last place,
/// 1-based.
struct RecordField: Sendable {
  let places: ClosedRange<Int>

  init(_ places: ClosedRange<Int>) {
    self.places = places
  }
}

/// One record of a file whose fields stand at fixed places.
struct FixedRecord {
  /// Without its line end.
  let bytes: ArraySlice<UInt8>
  /// 1-based.
  let line: Int
  /// Each character is one byte, so that places are bytes.
  private let isPlain: Bool

  init(_ bytes: ArraySlice<UInt8>, line: Int) {
    self.bytes = bytes
    self.line = line
    isPlain = bytes.allSatisfy { $0 < 0x80 }
  }

  /// The first line of a file, cut to one record.
  init(first bytes: ArraySlice<UInt8>, width: Int) {
    self.init(bytes.prefix { $0 != 0x0A && $0 != 0x0D }.prefix(width), line: 1)
  }

  /// How many characters it has.
  var width: Int { isPlain ? bytes.count : bytes.count { $0 & 0xC0 != 0x80 } }

  /// The field, shorter where the record ends before it does.
  subscript(field: RecordField) -> ArraySlice<UInt8> {
    let (first, last) = (field.places.lowerBound, field.places.upperBound)
    guard !isPlain else {
      let start = min(bytes.startIndex + first - 1, bytes.endIndex)
      return bytes[start..<min(bytes.startIndex + last, bytes.endIndex)]
    }
    var place = 0
    var start: Int?
    for index in bytes.indices where bytes[index] & 0xC0 != 0x80 {
      place += 1
      if place == first { start = index }
      if place == last + 1, let start { return bytes[start..<index] }
    }
    return start.map { bytes[$0...] } ?? bytes[bytes.endIndex...]
  }

  func text(_ field: RecordField) -> String { self[field].words }

  /// With the spaces in it, which may part words that go on in the next record, and those that a
  /// program cut off at the end.
  func raw(_ field: RecordField) -> String {
    let text = String(decoding: self[field], as: UTF8.self)
    let missing = field.places.count - text.unicodeScalars.count
    return missing > 0 ? text + String(repeating: " ", count: missing) : text
  }

  func number(_ field: RecordField) -> Int64? { self[field].number }

  /// An amount in digits, of which the last `decimals` stand behind the mark.
  func amount(_ field: RecordField, decimals: Int) -> ExactDecimal? {
    number(field).map { ExactDecimal(coefficient: Int128($0), scale: decimals) }
  }

  /// How a record writes a day.
  enum DayOrder { case dayMonthYear, yearMonthDay, longYear }

  /// Six digits, or eight of `longYear`. Years from 70 on are of the last century.
  func day(_ field: RecordField, _ order: DayOrder) -> Day? {
    guard let number = number(field) else { return nil }
    return Day(digits: Int(number), count: self[field].count, order)
  }
}

extension Day {
  init?(digits: Int, count: Int, _ order: FixedRecord.DayOrder) {
    let parts = (digits / 10_000, digits / 100 % 100, digits % 100)
    func long(_ year: Int) -> Int { year + (year < 70 ? 2000 : 1900) }
    switch (order, count) {
    case (.longYear, 8): self.init(year: parts.0, month: parts.1, day: parts.2)
    case (.yearMonthDay, 6): self.init(year: long(parts.0), month: parts.1, day: parts.2)
    case (.dayMonthYear, 6): self.init(year: long(parts.2), month: parts.1, day: parts.0)
    default: return nil
    }
  }
}

/// The records of a file: its lines, or, in a file without line ends, pieces of one width.
struct FixedRecords {
  private let bytes: [UInt8]
  private var lines: TextLines
  private let width: Int
  /// What is left of a line that holds several records.
  private var rest: ArraySlice<UInt8> = []

  /// `width` is how many characters a record of the format has.
  init(_ bytes: [UInt8], width: Int) {
    self.bytes = bytes
    self.width = width
    lines = TextLines(bytes)
  }

  /// Nil at the end. Blank lines and the mark that DOS puts at the end of a file are skipped.
  mutating func next() -> FixedRecord? {
    while rest.isEmpty {
      guard let line = lines.next() else { return nil }
      let text = bytes[line]
      if text.contains(where: { $0 > 0x20 }) { rest = text }
    }
    let end = recordEnd
    defer { rest = rest[end...] }
    return FixedRecord(rest[..<end], line: lines.number)
  }

  /// In a file without line ends, where the next record begins; else the end of the line. Spaces
  /// after a record are not a record.
  private var recordEnd: Int {
    guard rest.count >= 2 * width else { return rest.endIndex }
    var place = 0
    for index in rest.indices where rest[index] & 0xC0 != 0x80 {
      if place == width { return rest[index] == 0x20 ? rest.endIndex : index }
      place += 1
    }
    return rest.endIndex
  }
}

/// Reads a bank's text format of records whose fields stand at fixed places.
protocol FixedRecordReader {
  /// How many characters a record has.
  static var width: Int { get }

  /// Whether the first bytes of a file are those of the format.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool

  init(business: Business)

  mutating func take(_ record: FixedRecord)

  mutating func finished() -> (statements: [BankStatement], faults: [Fault])
}

extension FixedRecordReader {
  /// Reads a whole file.
  static func read(
    _ file: [UInt8], business: Business
  ) -> (statements: [BankStatement], faults: [Fault]) {
    var records = FixedRecords(file.asUTF8, width: width)
    var reader = Self(business: business)
    while let record = records.next() { reader.take(record) }
    return reader.finished()
  }
}
