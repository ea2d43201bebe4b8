import Domain

/// What there is to say about the header of a file of invoices.
extension CSVTable {
  /// Why the file cannot be read: nothing in it says whose the invoices are. All of them would be
  /// those of one client without a name. A mapping of the settings may say that it is so.
  var clientlessFault: Fault? {
    guard dialect.kind == .invoices, !has(.client), !has(.clientID),
      // A report has the client in headings.
      dialect.client == nil, !dialect.isReport
    else { return nil }
    return Fault(
      .csvHeader, line: headerLine, "the header has no column that is known to name the client",
      excerpt: Fault.excerpt(header.joined(separator: ", ")),
      remedy: "Say in dunlin.yaml which column it is, as `dunlin import --map FILE` proposes"
        + CSVReader.refused)
  }

  /// Why a table with the columns of a list of invoices is not read as one: what stands in it is
  /// that of a bank or of a payment service, and its payments are nobody's debts.
  var bankLikeFault: Fault? {
    guard dialect.isStrict else { return nil }
    let evidence = FileEvidence(TableSample(self))
    guard evidence.isBank == true else { return nil }
    return Fault(
      .csvHeader, line: headerLine,
      "this looks like the file of a bank or a payment service, not like a list of invoices: "
        + evidence.bank.map(\.words).joined(separator: "; "),
      excerpt: Fault.excerpt(header.joined(separator: ", ")),
      remedy: "Say in dunlin.yaml what its columns are, as `dunlin import --map FILE` proposes"
        + CSVReader.refused)
  }

  /// Names those columns of a register that seem to say what is owed, and are not read.
  var unreadFault: Fault? {
    guard dialect.isStrict else { return nil }
    let read = placesRead
    let beside = dialect.columns[.amount] ?? []
    let unread = header.indices.filter { place in
      let name = CSVDialect.folded(header[place])
      // The amount without tax beside a total, and what only repeats a header.
      return !read.contains(place) && !beside.contains(name) && Self.saysWhatIsOwed(name)
    }
    guard !unread.isEmpty else { return nil }
    return Fault(
      .csvColumn, line: headerLine,
      "columns that may say what is owed are not known and were not read: "
        + unread.prefix(8).map { Fault.excerpt(header[$0]) }.joined(separator: ", "),
      remedy: "If they matter, map them in dunlin.yaml, as `dunlin import --map FILE` proposes; "
        + "the other columns were read.")
  }

  private static func saysWhatIsOwed(_ name: String) -> Bool {
    owing.contains { name.contains($0) } && !harmless.contains { name.contains($0) }
  }

  private static let owing = CSVDialect.words(
    """
    balance open outstanding paid due currency status total gross unpaid
    offen saldo bezahlt fällig faellig währung waehrung brutto gesamt restbetrag
    solde payé restant échéance echeance devise statut ttc
    openstaand betaald verval valuta totaal
    pendiente pagado vencimiento moneda divisa estado
    pagato scadenza residuo lordo
    """)

  /// Parts of names that speak of something else than what this invoice asks for.
  private static let harmless = CSVDialect.words(
    """
    overdue overpaid prepaid opening opened subtotal tax vat mwst steuer tva btw iva discount
    days net netto paidby paidvia paidwith paidfrom paidto duration shipping
    """)
}
