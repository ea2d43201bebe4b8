import Domain

/// The text formats of banks that are no tables, recognised by what stands at the beginning.
enum BankText: CaseIterable {
  case mt940, coda, cfonb, norma43, bai2, qif, bgMax, ocrGiro, referencePayments, betalingsservice

  /// Bytes from the beginning that decide.
  static let topBytes = 4096

  /// `bytes` are those of a whole file, or its first `topBytes`; white space and a byte order mark
  /// in front do not matter.
  init?(_ bytes: ArraySlice<UInt8>) {
    let start = bytes.dropFirst(bytes.utf8MarkCount)
    let top = start.drop { $0 <= 0x20 }.prefix(Self.topBytes)
    guard let first = top.first,
      Self.firstBytes.contains(first) || first.isCapital || first.isDigit,
      let kind = Self.allCases.first(where: { $0.accepts(top) })
    else { return nil }
    self = kind
  }

  /// Whether a file is in one of the formats, by its first bytes.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool { BankText(bytes) != nil }

  /// Beside letters and digits: `:20:`, `{1:`, `!Type`, `-`.
  private static let firstBytes = Array(":{!-".utf8)

  private func accepts(_ top: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .mt940: MT940Reader.accepts(top)
    case .bai2: BAI2Reader.accepts(top)
    case .qif: QIFReader.accepts(top)
    case .coda, .cfonb, .norma43, .bgMax, .ocrGiro, .referencePayments, .betalingsservice:
      records?.accepts(top) ?? false
    }
  }

  /// The reader of a format whose fields stand at fixed places.
  fileprivate var records: (any FixedRecordReader.Type)? {
    switch self {
    case .coda: CODAReader.self
    case .cfonb: CFONBReader.self
    case .norma43: Norma43Reader.self
    case .bgMax: BGMaxReader.self
    case .ocrGiro: OCRGiroReader.self
    case .referencePayments: ReferencePaymentsReader.self
    case .betalingsservice: BetalingsserviceReader.self
    case .mt940, .bai2, .qif: nil
    }
  }
}

/// Reads the text formats of banks.
struct BankTextReader {
  let business: Business
  var dateOrder: DateOrder?
  var decimalMark: DecimalMark?

  func read(
    _ file: [UInt8], as kind: BankText
  ) -> (statements: [BankStatement], faults: [Fault]) {
    switch kind {
    case .mt940: MT940Reader(business: business).read(file)
    case .bai2: BAI2Reader(business: business).read(file)
    case .qif:
      QIFReader(business: business, dateOrder: dateOrder, decimalMark: decimalMark).read(file)
    case .coda, .cfonb, .norma43, .bgMax, .ocrGiro, .referencePayments, .betalingsservice:
      kind.records?.read(file, business: business) ?? ([], [])
    }
  }
}
