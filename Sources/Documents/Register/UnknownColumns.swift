import Domain

/// The meaning of columns whose names are unknown and which the settings do not map, by their
/// titles and their values. An invoice that the file calls void, a draft or paid must not be
/// reminded, whatever the column is called, and an amount must not be booked in another currency
/// than its row's.
extension CSVTable {
  mutating func settleUnknown() {
    guard dialect.isGeneral else { return }
    let known = placesRead
    let isMapped = dialect.id == CSVDialect.mappingID
    for place in header.indices where !known.contains(place) && !header[place].isEmpty {
      let values = ColumnValues(self, at: place)
      guard !values.isEmpty else { continue }
      let key = HeaderWords.key(header[place])
      let isOfOthers = Self.speaksOfOthers(header[place])
      let said = isOfOthers ? nil : StateWords.shared.state(header[place])
      switch values.kind {
      // `Due on receipt` is a payment term and not a state.
      case _ where !has(.due) && HeaderWords.shared.isName(key, of: .terms):
        set(.terms, to: place)
      case .flagsAndStates where isMapped && HeaderWords.shared.isName(key, of: .status):
        addState(at: place)
      case .states: if !isOfOthers { addState(at: place) }
      case .flags, .digitFlags, .flagsAndStates: settleFlags(at: place, said, key)
      case .days: settleDays(at: place, said, key)
      case .amounts: settleAmounts(at: place, key)
      case .spans, .other: settleWords(at: place)
      }
    }
  }

  /// A title such as `Void` or `Cleared` above yes and no. `Sent` is a state of open invoices, too,
  /// but what was not sent is not paid: only names of the open amount count as open.
  private mutating func settleFlags(at place: Int, _ said: InvoiceState?, _ key: String) {
    switch said {
    case .paid? where !has(.isPaid): set(.isPaid, to: place)
    case .void?, .draft?, .lost?, .disputed?, .paid?: addTitled(at: place, said ?? .paid)
    case .open?, .part?, nil:
      if !has(.isOpen), HeaderWords.shared.isName(key, of: .open) { set(.isOpen, to: place) }
    }
  }

  /// A title such as `Storniert am`, or a name of the payment date or the due date.
  private mutating func settleDays(at place: Int, _ said: InvoiceState?, _ key: String) {
    func isCalled(_ column: CSVColumn) -> Bool { HeaderWords.shared.isName(key, of: column) }
    if !has(.due), isCalled(.due) {
      set(.due, to: place)
    } else if !has(.paidDate), said == .paid || isCalled(.paidDate) {
      set(.paidDate, to: place)
    } else if let said, [.void, .draft, .lost].contains(said) {
      addTitled(at: place, said)
    }
  }

  /// Other names for the open and the paid amount, in a register only: in a mapping a person has
  /// decided which columns are read.
  private mutating func settleAmounts(at place: Int, _ key: String) {
    guard dialect.isStrict, !has(.open), !has(.owed) else { return }
    if HeaderWords.shared.isName(key, of: .open) {
      set(.open, to: place)
    } else if !has(.paidAmount), HeaderWords.shared.isName(key, of: .paidAmount) {
      set(.paidAmount, to: place)
    }
  }

  /// A column in which every value is a currency or a document type.
  private mutating func settleWords(at place: Int) {
    var rows = self
    var words: Set<String> = []
    var count = 0
    while count < Self.sampleRows, rows.next() {
      count += 1
      let text = rows.text(at: place)
      if !text.isEmpty { words.insert(text) }
      guard words.count <= 40 else { return }
    }
    if !has(.currency), dialect.currency == nil,
      words.allSatisfy({ CurrencySign.currency(named: $0) != nil })
    {
      set(.currency, to: place)
    } else if !has(.type) {
      let kinds = words.map { DocumentWord(CSVDialect.folded($0)) }
      // A column that says invoice in every row adds nothing.
      if !kinds.contains(.unknown), kinds.contains(.kind(.invoice)), Set(kinds).count > 1 {
        set(.type, to: place)
      }
    }
  }

  /// Whether a title is about something other than the invoice, such as `Order status`.
  private static func speaksOfOthers(_ title: String) -> Bool {
    FoldedText(title).words.contains { word in others.contains { word.hasPrefix($0) } }
  }

  private static let others = HeaderWords.folded(
    """
    order delivery deliv shipping shipment ship project job ticket quote quotation estimate task
    lieferung liefer versand bestell auftrag projekt angebot livraison commande envoi devis projet
    levering verzend bestelling offerte entrega pedido envio consegna ordine spedizione dostaw
    zamowien mail email sepa mandat mandate contract vertrag tax vat mwst ust tva btw iva account
    """)
}
