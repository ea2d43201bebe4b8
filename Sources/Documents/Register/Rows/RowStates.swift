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
  /// The word that says so.
  var passedWord = ""
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
      (row.isPassedOver, row.passedWord) = (true, table.text(.status))
      row.isVoid = table.has(.status) && state(of: table.text(.status)) == .void
    }
    let isHeard = dialect.isGeneral || dialect.hearsStates
    for place in table.states {
      let text = table.text(at: place)
      guard !text.isEmpty else { continue }
      let state = state(of: text)
      if isHeard || state == .disputed || state == .lost { hear(state, text, at: place, &row) }
    }
    readFlags(&row)
    readTitled(&row)
    if let headingState, table.states.allSatisfy({ table.bytes(at: $0).isEmpty }) {
      hear(headingState.state, headingState.text, at: 0, &row)
    }
    if row.isPaid || row.isPart { row.unknown = nil }
    if row.isPaid { row.isPart = false }
    return row
  }

  /// Adds the state of one column; nil for an unknown word.
  private func hear(_ state: InvoiceState?, _ text: String, at place: Int, _ row: inout RowState) {
    switch state {
    case .disputed?: row.isDisputed = true
    case .lost?: row.isLost = true
    case .void?: (row.isVoid, row.isPassedOver, row.passedWord) = (true, true, text)
    case .draft?: (row.isPassedOver, row.passedWord) = (true, text)
    case .paid?:
      row.isPaid = true
      row.day = row.day ?? day(in: text)
    case .part?: row.isPart = true
    case .open?: break
    case nil: row.unknown = row.unknown ?? place
    }
  }

  private mutating func readFlags(_ row: inout RowState) {
    for (column, paidWord) in [(CSVColumn.isPaid, true), (.isOpen, false)] {
      guard let place = table.place(of: column) else { continue }
      let text = table.text(at: place)
      switch FlagWords.answer(text) {
      case .some(paidWord): row.isPaid = true
      case .some: break
      // Where only what is open is marked, the others are paid.
      case nil where text.isEmpty: if column == .isOpen { row.isPaid = true }
      case nil: hear(state(of: text), text, at: place, &row)
      }
    }
  }

  private mutating func readTitled(_ row: inout RowState) {
    for (place, state) in table.titled {
      let text = table.text(at: place)
      guard !text.isEmpty, FlagWords.answer(text) != false else { continue }
      if FlagWords.answer(text) == true || lexis.day(Array(text.utf8)[...]) != nil {
        hear(state, table.header[place], at: place, &row)
      } else {
        hear(self.state(of: text), text, at: place, &row)
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

/// What columns of yes and no hold.
enum FlagWords {
  /// Yes or no; nil for nothing and for what is neither.
  static func answer(_ text: String) -> Bool? {
    let word = CSVDialect.folded(text)
    if yes.contains(word) { return true }
    if no.contains(word) { return false }
    guard word.isEmpty else { return nil }
    let marks = text.unicodeScalars.filter { $0.value != 0xFE0F && $0 != " " }
    guard marks.count == 1, let mark = marks.first else { return nil }
    return yesMarks.contains(mark) ? true : noMarks.contains(mark) ? false : nil
  }

  private static let yes = CSVDialect.words(
    "1 true yes y x t ja j wahr oui o vrai sí si s sì vero v tak prawda sim verdadeiro kyllä")
  private static let no = CSVDialect.words(
    "0 false no n f nein falsch non faux nee onwaar falso nie fałsz nej nei não ei none")
  private static let yesMarks = Set("✓✔☑✅".unicodeScalars)
  private static let noMarks = Set("✗✘☒☐❌-–—".unicodeScalars)
}
