import Domain

/// What words of a row say of the state of its invoice, all columns of states and of yes and no
/// together.
struct RowState {
  /// Nothing is owed any more.
  var isPaid = false
  /// The day beside the word.
  var day: Day?
  var isPart = false
  var isVoid = false
  /// It is void, a draft, or the dialect passes such rows over.
  var isPassedOver = false
  var isDisputed = false
  var isLost = false
  /// The column whose word nobody knows.
  var unknown: Int?
}

extension InvoiceCSV {
  /// The state of the current row. What one column calls paid is paid, and what one calls void or a
  /// draft is not owed, whatever the others say.
  mutating func rowState() -> RowState {
    if let stateOfLine, stateOfLine.line == table.line { return stateOfLine.state }
    let state = readState()
    stateOfLine = (table.line, state)
    return state
  }

  private mutating func readState() -> RowState {
    var row = RowState()
    row.isPaid = table.hasValue(in: dialect.paid)
    row.isPart = table.hasValue(in: dialect.part)
    if table.hasValue(in: dialect.skip) {
      row.isPassedOver = true
      row.isVoid = table.has(.status) && state(of: table.text(.status)) == .void
    }
    for place in table.states {
      let text = table.text(at: place)
      guard !text.isEmpty else { continue }
      switch state(of: text) {
      case .disputed?: row.isDisputed = true
      case .lost?: row.isLost = true
      case .void? where dialect.isGeneral || dialect.hearsStates:
        (row.isVoid, row.isPassedOver) = (true, true)
      case .draft? where dialect.isGeneral || dialect.hearsStates: row.isPassedOver = true
      case .paid? where dialect.isGeneral || dialect.hearsStates:
        row.isPaid = true
        row.day = row.day ?? day(in: text)
      case .part? where dialect.isGeneral || dialect.hearsStates: row.isPart = true
      case nil where dialect.isGeneral || dialect.hearsStates: row.unknown = row.unknown ?? place
      default: break
      }
    }
    readFlags(&row)
    if row.isPaid || row.isPart { row.unknown = nil }
    if row.isPaid { row.isPart = false }
    return row
  }

  private mutating func readFlags(_ row: inout RowState) {
    if let place = table.place(of: .isPaid) {
      let word = CSVDialect.folded(table.text(at: place))
      if FlagWords.yes.contains(word) || state(of: table.text(at: place)) == .paid {
        row.isPaid = true
      } else if !word.isEmpty, !FlagWords.no.contains(word) {
        row.unknown = place
      }
    }
    if let place = table.place(of: .isOpen) {
      let text = table.text(at: place)
      let word = CSVDialect.folded(text)
      if word.isEmpty || FlagWords.no.contains(word) || state(of: text) == .paid {
        row.isPaid = true
      } else if !FlagWords.yes.contains(word), state(of: text) != .open {
        row.unknown = place
      }
    }
  }

  private mutating func state(of text: String) -> InvoiceState? {
    if let known = knownStates[text] { return known }
    let state = StateWords.shared.state(text)
    if knownStates.count < 10_000 { knownStates[text] = .some(state) }
    return state
  }

  /// The day that stands in a text such as `paid on 05/03/2026`.
  private func day(in text: String) -> Day? {
    text.split { " ():,;".contains($0) }.lazy.compactMap { part in
      part.contains(where: \.isNumber) ? self.lexis.day(Array(part.utf8)[...]) : nil
    }.first
  }

  /// Takes from the state what it says beside paid and not paid, and warns of one nobody knows.
  mutating func hearState(_ record: inout FileContents.Record) {
    let state = rowState()
    if state.isDisputed { record.isDisputed = true }
    if state.isLost { record.isLost = !record.invoice.kind.isCredit }
    guard let place = state.unknown, !state.isLost, !state.isDisputed else { return }
    let text = table.text(at: place)
    guard toldWords.insert("state \(CSVDialect.folded(text))").inserted else { return }
    refuse(
      .csvWord, "a status is not known; its invoices were booked as if it were empty", text,
      remedy: "Correct the word if it means more; the rows with it were read all the same.")
  }
}

/// What columns of yes and no hold, folded.
enum FlagWords {
  static let yes = CSVDialect.words(
    "1 true yes y x t ja j wahr oui o vrai sí si s sì vero v tak prawda sim verdadeiro kyllä")
  static let no = CSVDialect.words(
    "0 false no n f nein falsch non faux nee onwaar falso nie fałsz nej nei não ei none")
}
