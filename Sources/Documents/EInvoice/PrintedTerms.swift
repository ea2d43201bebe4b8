import Domain
import Synchronization

/// Terms in words that were met before: most documents of a firm have one of a few.
final class KnownTerms: Sendable {
  private let known = Mutex<[String: PrintedTerms]>([:])

  private static let countMax = 64
  private static let bytesMax = 400

  /// What the text says.
  func terms(_ text: String) -> PrintedTerms {
    if let known = known.withLock({ $0[text] }) { return known }
    let terms = PrintedTerms(text)
    guard text.utf8.count <= Self.bytesMax else { return terms }
    known.withLock { known in
      if known.count == Self.countMax { known.removeAll(keepingCapacity: true) }
      known[text] = terms
    }
    return terms
  }
}

/// Terms of payment in free text: `Zahlbar bis 25.02.2026`, `30 days net`, `à 30 jours`.
///
/// A term is only believed where every word of its clause is one that terms of payment are made of,
/// and where the text holds no second term: a wrong day would have somebody reminded too early.
struct PrintedTerms {
  private var days: Set<Int> = []
  private var dates: Set<Day> = []
  private var isImmediate = false
  /// A clause has a term, or something like one, that is not understood.
  private var isOpen = false

  init(_ text: String) {
    let lines = text.lowercased().split(whereSeparator: \.isNewline)
      .filter { !$0.contains("#skonto#") && !$0.contains("#verzug#") }
    let clauses = Self.clauses(lines.joined(separator: "\n"))
    let hasDiscount = clauses.contains(where: Self.isDiscount)
    for clause in clauses where !Self.isDiscount(clause) {
      // Beside a discount, the other term is the one that says so.
      let isNet = clause.contains { Self.netWords.contains($0) }
      if hasDiscount, !isNet {
        if Self.hasTerm(clause) { isOpen = true }
      } else {
        add(clause)
      }
    }
    if hasDiscount, days.isEmpty, dates.isEmpty { isOpen = true }
  }

  /// The one day that the text means, for a document of `issued`; nil where it means none or
  /// several.
  func due(_ issued: Day) -> Day? {
    guard !isOpen, days.count <= 1, dates.count <= 1 else { return nil }
    let counted = days.first.map { issued + $0 } ?? (isImmediate ? issued : nil)
    guard let named = dates.first else { return counted }
    guard named >= issued, named <= issued + Self.daysMax, days.isEmpty || counted == named,
      !isImmediate || !days.isEmpty
    else { return nil }
    return named
  }

  /// Whether the text says anything of when to pay.
  var saysAnything: Bool { isOpen || isImmediate || !days.isEmpty || !dates.isEmpty }

  private static let daysMax = 366

  private mutating func add(_ clause: [String]) {
    guard Self.hasTerm(clause) else { return }
    var place = 0
    var found = 0
    while place < clause.count {
      let word = clause[place]
      let next = place + 1 < clause.count ? clause[place + 1] : ""
      if let number = Int(word), (1...Self.daysMax).contains(number), Self.dayWords.contains(next) {
        days.insert(number)
        (place, found) = (place + 2, found + 1)
      } else if Self.netWords.contains(word), let number = Int(next),
        (1...Self.daysMax).contains(number)
      {
        days.insert(number)
        (place, found) = (place + 2, found + 1)
        if place < clause.count, Self.dayWords.contains(clause[place]) { place += 1 }
      } else if let day = Self.day(word) {
        dates.insert(day)
        (place, found) = (place + 1, found + 1)
      } else if let day = Self.day(clause[place...].prefix(3).joined(separator: " ")) {
        dates.insert(day)
        (place, found) = (place + 3, found + 1)
      } else {
        if Self.immediate.contains(word) { (isImmediate, found) = (true, found + 1) }
        guard Self.words.contains(word) || Self.immediate.contains(word) else {
          isOpen = true
          return
        }
        place += 1
      }
    }
    let isOnReceipt = ["receipt", "réception", "reception", "ontvangst"].contains(
      where: clause.contains)
    if found == 0, isOnReceipt { isImmediate = true } else if found == 0 { isOpen = true }
  }

  /// Whether there is something in it that may be a term.
  private static func hasTerm(_ clause: [String]) -> Bool {
    let isOfPayment = clause.contains { paying.contains($0) || immediate.contains($0) }
    return isOfPayment
      || clause.enumerated().contains { place, word in
        dayWords.contains(word) && place > 0 && Int(clause[place - 1]) != nil
          || netWords.contains(word) || day(word) != nil
      }
  }

  private static func isDiscount(_ clause: [String]) -> Bool {
    clause.contains { word in discounts.contains { word.hasPrefix($0) } || word.contains("%") }
      && !clause.contains { word in penalties.contains { word.hasPrefix($0) } }
  }

  /// Words without the marks around them. A clause ends with the mark behind a word.
  private static func clauses(_ text: String) -> [[String]] {
    var clauses: [[String]] = [[]]
    for line in text.split(separator: "\n") {
      for piece in line.split(whereSeparator: \.isWhitespace) {
        let word = piece.drop { marks.contains($0) }
        let end = word.lastIndex { !marks.contains($0) }
        let bare = end.map { String(word[...$0]) } ?? ""
        if !bare.isEmpty { clauses[clauses.count - 1].append(bare) }
        if let last = piece.last, ",;.".contains(last), Int(bare) == nil || last != "." {
          clauses.append([])
        }
      }
    }
    return clauses.filter { clause in
      !clause.isEmpty && !clause.contains { word in penalties.contains { word.hasPrefix($0) } }
    }
  }

  private static let marks: Set<Character> = [",", ";", ".", ":", "(", ")", "!", "\"", "'"]

  /// A day that can be read in one way only.
  private static func day(_ text: String) -> Day? {
    guard text.utf8.count <= 24, text.contains(where: \.isNumber) else { return nil }
    let bytes = Array(text.utf8)[...]
    if let parts = DateParts(bytes) {
      if parts.isYearFirst || parts.mark == 0x2E || parts.first == parts.second {
        return parts.day(.dayFirst)
      }
      let (dayFirst, monthFirst) = (parts.day(.dayFirst), parts.day(.monthFirst))
      return dayFirst == nil ? monthFirst : monthFirst == nil ? dayFirst : nil
    }
    guard text.contains(where: \.isLetter), text.contains(" ") else { return nil }
    return CSVLexis(order: .dayFirst, mark: .dot).day(bytes)
  }

  private static let dayWords = CSVDialect.words(
    """
    day days tag tage tagen jour jours dag dagen dagar dager dage día días dia dias giorno giorni gg
    """)
  private static let netWords = CSVDialect.words("net netto nets neto")
  private static let immediate = CSVDialect.words(
    "sofort immediately immediate umgehend comptant contado direct omgående omgaande straks")
  private static let discounts = CSVDialect.words(
    "skonto discount escompte remise korting betalingskorting sconto descuento rabatt rabais kassarabatt"
  )
  private static let penalties = CSVDialect.words(
    "penalty penalties interest late dröjsmålsränta verzug verzugszinsen mahn pénalité intérêt "
      + "rente boete interessi mora intereses")
  private static let paying = CSVDialect.words(
    """
    payable payment due pay paid zahlbar zahlung zahlungsziel zahlungsfrist fällig paiement
    échéance betaling betalen betaalbaar pago pagadero vencimiento pagamento scadenza
    """)

  /// What terms of payment are made of beside numbers and days.
  private static let words = CSVDialect.words(
    """
    payable payment due pay paid please terms term within in by on or before until net of after from
    the invoice date receipt issue is are to be made no not later than latest strictly full amount
    upon our account total this without deduction deductions days day received
    zahlbar zahlung zahlungsziel zahlungsbedingungen zahlungsbedingung zahlungsfrist fällig
    fälligkeit fälligkeitsdatum ist sind innerhalb innert binnen von bis zum zu den dem der die das
    des netto rein ohne abzug abzüge jeden nach erhalt rechnungserhalt rechnungseingang
    rechnungsdatum rechnungsstellung rechnung ab datum spätestens am per bitte überweisen sie betrag
    rechnungsbetrag gesamtbetrag auf unser unten stehendes angegebenes konto bei uns eingehend und
    tag tage tagen
    paiement à au aux le la les de du nets facture réception dès avant plus tard échéance règlement
    sous dans un délai jour jours est
    betaling te betalen betaalbaar dagen dag na factuurdatum ontvangst van factuur uiterlijk voor
    vóór op betalingstermijn termijn
    pago pagadero a en dentro fecha desde neto antes del el hasta vencimiento factura día días plazo
    pagamento entro data fattura ricevimento dal dalla della scadenza il giorni giorno gg
    betalas betalning betalningsvillkor dagar dager dage frist senest
    """)
}
