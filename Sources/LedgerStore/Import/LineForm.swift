import Domain

/// How a bank line was reported, within which equal lines are counted: the same line in another
/// form is found later, by `SamePayments`. Taken for a repetition here, it could take the place of
/// a second equal payment.
enum LineForm: String {
  case camt, notice, ofx, csv, coda, mt940, cfonb, norma43, bai2, giro, qif
  /// In the oldest books, which counted the lines of all forms together.
  case any

  init(_ line: BankLine, in format: BankStatement.Format) {
    if line.isNotice {
      self = .notice
    } else {
      self =
        switch format {
        case .camt: .camt
        case .ofx: .ofx
        case .csv: .csv
        case .coda: .coda
        case .mt940: .mt940
        case .cfonb: .cfonb
        case .norma43: .norma43
        case .bai2: .bai2
        case .giro: .giro
        case .qif: .qif
        }
    }
  }

  /// In books from before step 12 the occurrence of a line told its form as well, and this is what
  /// their seals are about.
  func oldOccurrence(_ occurrence: Int64) -> Int64 {
    let form: Int64 =
      switch self {
      case .camt, .any: 0
      case .notice: 1
      case .ofx: 2
      case .csv: 3
      case .coda: 4
      case .mt940: 5
      case .cfonb: 6
      case .norma43: 7
      case .bai2: 8
      case .giro: 9
      case .qif: 10
      }
    return occurrence &+ form * Self.step
  }

  static let step: Int64 = 1_000_000_000
}
