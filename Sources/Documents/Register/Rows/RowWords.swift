import Domain

/// What words of a row say beside its figures.
extension InvoiceCSV {
  /// Whether the row calls the invoice disputed, nil where it says nothing. A word nobody knows
  /// says nothing, and is reported.
  mutating func isDisputed() -> Bool? {
    let text = table.text(.disputed)
    if text.isEmpty { return nil }
    if let answer = FlagWords.answer(text) { return answer }
    let word = table.folded(.disputed)
    if Self.disputed.contains(word) { return true }
    if Self.undisputed.contains(word) { return false }
    tell(.disputed, "it is not known whether this means disputed; it was read as not disputed")
    return nil
  }

  private static let disputed = CSVDialect.words("disputed strittig bestritten litige betwist")
  private static let undisputed = CSVDialect.words("notdisputed undisputed unstrittig")

  /// Warns of a word, once a file.
  private mutating func tell(_ column: CSVColumn, _ message: String) {
    guard toldWords.insert("\(column) \(table.folded(column))").inserted else { return }
    refuse(
      .csvWord, message, table.text(column),
      remedy: "Correct the word if it means more; the rows with it were read all the same.")
  }

  /// One of several columns of one meaning that says something else than the first one.
  func disagreement(_ currency: Currency) -> (column: CSVColumn, place: Int)? {
    for (column, places) in table.twins {
      let own = places.first.map(table.bytes(at:)) ?? []
      for place in places.dropFirst() {
        let other = table.bytes(at: place)
        if other.isEmpty || other == own { continue }
        let isSame =
          switch column {
          case .due: lexis.day(other) == lexis.day(own) && lexis.day(own) != nil
          case .currency: false
          default: lexis.money(other, currency).map { $0 == lexis.money(own, currency) } ?? false
          }
        if !isSame { return (column, place) }
      }
    }
    return nil
  }
}

/// What a document is called in the column that says its kind.
enum DocumentWord: Hashable {
  case kind(Invoice.Kind)
  /// Something that is not owed, or money: no document that is read here.
  case passedOver
  case unknown

  /// Reads a folded word or a code of UNTDID 1001; without one it is an invoice.
  init(_ word: String) {
    func has(_ parts: [String]) -> Bool { parts.contains { word.contains($0) } }
    if let known = Self.known[word] {
      self = known
    } else if has(Self.offers) {
      self = .passedOver
    } else if has(Self.credits) {
      self = .kind(has(Self.bills) ? .billCredit : .creditNote)
    } else if has(Self.bills) {
      self = .kind(.bill)
    } else if has(Self.invoices) {
      self = .kind(.invoice)
    } else if has(Self.money) {
      self = .passedOver
    } else {
      self = .unknown
    }
  }

  private static let offers = [
    "proforma", "quote", "quotation", "estimate", "angebot", "kostenvoranschlag", "devis",
    "offerte", "presupuesto", "preventivo", "lieferschein", "deliverynote", "bonlivraison",
    "bondelivraison", "pakbon", "albarán", "auftragsbestätigung", "orderconfirmation",
  ]
  private static let credits = [
    "credit", "gutschrift", "avoir", "creditnota", "notadicredito", "notadecrédito", "abono",
    "storno", "overpayment", "rechnungskorrektur", "rectificativa", "kreditnota", "kreditfaktura",
    "korekta",
  ]
  private static let bills = [
    "bill", "purchase", "supplier", "vendor", "eingangsrechnung", "lieferantenrechnung",
    "fournisseur", "inkoop", "proveedor", "fornitore",
  ]
  private static let invoices = [
    "invoice", "rechnung", "facture", "factuur", "factura", "fattura", "faktura",
  ]
  private static let money = [
    "payment", "receipt", "refund", "deposit", "journal", "transfer", "zahlung", "überweisung",
    "paiement", "règlement", "betaling", "pago", "pagamento", "remboursement",
  ]

  private static let known: [String: DocumentWord] = {
    var known: [String: DocumentWord] = [:]
    func add(_ words: String, _ word: DocumentWord) {
      for each in CSVDialect.words(words) { known[each] = word }
    }
    for word in ["", "invoice", "salesinvoice", "rechnung"] { known[word] = .kind(.invoice) }
    add(
      "380 383 384 386 326 389 393 388 inv i si ar re rg rv dr dn sale sales accrec debit debitnote",
      .kind(.invoice))
    add(
      "381 396 261 cn cm cr crn crm c sc gs gu dg prepayment salesprepayment",
      .kind(.creditNote))
    add("pi er accpay", .kind(.bill))
    add("pc accpaycredit purchaseprepayment billprepayment", .kind(.billCredit))
    add("325 310 sa sr dz creditpayment creditcardpayment zahlungseingang", .passedOver)
    return known
  }()
}

/// How many rows of which kinds a file has that were passed over.
struct PassedOver {
  private var counts: [(kind: String, count: Int)] = []
  private var firstLine = 0

  mutating func add(_ kind: String, line: Int) {
    firstLine = counts.isEmpty ? line : min(firstLine, line)
    let kind = Fault.excerpt(kind)
    if let place = counts.firstIndex(where: { $0.kind == kind }) {
      counts[place].count += 1
    } else {
      counts.append((kind, 1))
    }
  }

  /// Reports rows of other document types, if any.
  var fault: Fault? {
    fault(
      ("is no invoice and not read", "are no invoices and not read"),
      remedy: "Clients may show as owing what they paid: import the bank's file, or say it with "
        + "`dunlin record payment`; the invoices were read.")
  }

  /// Reports rows that are void or drafts, if any.
  var stateFault: Fault? {
    fault(
      ("is not owed by its state and not booked", "are not owed by their state and not booked"),
      remedy: "Nothing has to be done, unless one of them is owed: then correct the state.")
  }

  private func fault(_ verb: (one: String, many: String), remedy: String) -> Fault? {
    guard !counts.isEmpty else { return nil }
    let total = counts.reduce(0) { $0 + $1.count }
    let shown = counts.prefix(6).map {
      "\($0.count) \($0.kind.isEmpty ? "without a kind" : $0.kind)"
    }
    return Fault(
      .csvPassed, line: firstLine,
      "\(total) \(total == 1 ? "row \(verb.one)" : "rows \(verb.many)"): "
        + shown.joined(separator: ", ") + (counts.count > 6 ? ", …" : ""),
      remedy: remedy)
  }
}
