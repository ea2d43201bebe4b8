/// What an event says beside its amount and days, and the one text in which books from before
/// step 12 kept it, its note.
///
/// The seals of those books rest on that text, so it is still what is sealed: `oldNote`. Where the
/// text alone does not give the facts back, they are sealed beside it (see `SealedRows`).
struct NotedFacts: Equatable {
  /// A person's words.
  var note: String
  var financier: String?
  var letterKind: String?
  var endsDispute = false

  /// What the text cannot tell by itself.
  struct Context {
    var kind: String
    var who: String
    var isOfFile: Bool
    var isAboutInvoice: Bool
    /// It has neither a day nor an amount of its own.
    var isBare: Bool
  }

  init(note: String, financier: String?, letterKind: String?, endsDispute: Bool) {
    self.note = note
    self.financier = financier
    self.letterKind = letterKind
    self.endsDispute = endsDispute
  }

  /// The facts in the note of an older book:
  ///
  /// - The note of an advance is its financier's name and, behind a semicolon, words.
  /// - A note says that a letter went out if it is what the program wrote: exactly
  ///   `letter: KIND`, no day, amount or file; by nobody, as `dunlin letter` records, or by `chase`
  ///   about an invoice, as a chase thanks. A person's own note of these very words without a name
  ///   cannot be told from the first, and counts: one letter too few does less harm than one twice.
  /// - A register's note ends the dispute that a register reported if it is the program's sentence.
  init(oldNote: String, of event: Context) {
    note = oldNote
    if Self.advances.contains(event.kind) {
      guard !oldNote.isEmpty else { return }
      financier = oldNote
      note = ""
      if let end = oldNote.firstRange(of: Self.separator), end.upperBound < oldNote.endIndex {
        financier = String(oldNote[..<end.lowerBound])
        note = String(oldNote[end.upperBound...])
      }
    } else if event.kind == "note", event.isOfFile {
      endsDispute = oldNote == Self.disputeOver
    } else if event.kind == "note", event.isBare, oldNote.hasPrefix(Self.letter) {
      let kind = String(oldNote.dropFirst(Self.letter.count))
      let isOfChase = event.who == "chase" && event.isAboutInvoice && Self.thanks.contains(kind)
      guard Self.letters.contains(kind), event.who.isEmpty || isOfChase else { return }
      letterKind = kind
      note = ""
    }
  }

  /// The note of the event in an older book.
  var oldNote: String {
    if let letterKind, note.isEmpty { return Self.letter + letterKind }
    guard let financier else { return note }
    return note.isEmpty ? financier : financier + Self.separator + note
  }

  /// What a register's note says that ends a dispute; it is no more than a description now.
  static let disputeOver = "no longer marked as disputed in a register"

  private static let advances: Set = ["finance", "finance-release", "recourse"]
  private static let separator = "; "
  private static let letter = "letter: "
  private static let thanks: Set = ["thanks", "first-thanks"]
  /// Those that older programs wrote.
  private static let letters: Set = [
    "thanks", "first-thanks", "statement", "plan", "broken-promise", "goodwill", "dispute",
    "terms", "goodbye", "assignment",
  ]
}
