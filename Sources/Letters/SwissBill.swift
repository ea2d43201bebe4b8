import Domain

/// The payment part of a Swiss QR bill (SIX, Swiss Implementation Guidelines QR-bill, version 2.3):
/// what its code says, and what is printed beside it.
package struct SwissBill: Hashable, Sendable {
  /// The text in the code, its lines in the order of the standard.
  package let payload: String
  /// The account in groups of four, then name and address of the creditor.
  package let creditor: [String]
  /// Name and address; empty where the payer writes them.
  package let debtor: [String]
  package let currency: String
  /// `1 234.50`.
  package let amount: String
  package let message: String
  package let labels: Labels

  /// The words that the standard prescribes, in one of its languages.
  package struct Labels: Hashable, Sendable {
    package let paymentPart, receipt, account, message, debtor, debtorToFill: String
    package let currency, amount, acceptance: String

    /// German, French, Italian, else English.
    fileprivate init(_ language: String) {
      let words: [String] =
        switch language {
        case "de":
          [
            "Zahlteil", "Empfangsschein", "Konto / Zahlbar an", "Zusätzliche Informationen",
            "Zahlbar durch", "Zahlbar durch (Name/Adresse)", "Währung", "Betrag", "Annahmestelle",
          ]
        case "fr":
          [
            "Section paiement", "Récépissé", "Compte / Payable à", "Informations supplémentaires",
            "Payable par", "Payable par (nom/adresse)", "Monnaie", "Montant", "Point de dépôt",
          ]
        case "it":
          [
            "Sezione pagamento", "Ricevuta", "Conto / Pagabile a", "Informazioni supplementari",
            "Pagabile da", "Pagabile da (nome/indirizzo)", "Valuta", "Importo",
            "Punto di accettazione",
          ]
        default:
          [
            "Payment part", "Receipt", "Account / Payable to", "Additional information",
            "Payable by", "Payable by (name/address)", "Currency", "Amount", "Acceptance point",
          ]
        }
      (paymentPart, receipt, account, message) = (words[0], words[1], words[2], words[3])
      (debtor, debtorToFill, currency, amount) = (words[4], words[5], words[6], words[7])
      acceptance = words[8]
    }
  }

  /// Somebody with an address, as the standard wants it.
  struct Place {
    var name, street, postcode, city, country: String

    /// Nil where something that the standard requires is not known.
    init?(name: String, street: String, postcode: String, city: String, country: String) {
      guard !name.isEmpty, !postcode.isEmpty, !city.isEmpty, country.count == 2 else { return nil }
      self.name = String(name.prefix(70))
      self.street = String(street.prefix(70))
      self.postcode = String(postcode.prefix(16))
      self.city = String(city.prefix(35))
      self.country = country
    }

    fileprivate var fields: [String] { ["S", name, street, "", postcode, city, country] }

    fileprivate func lines(from home: String) -> [String] {
      let town = (country == home ? "" : "\(country)-") + "\(postcode) \(city)"
      return [name, street, town].filter { !$0.isEmpty }
    }
  }

  /// Nil where there can be none: another currency than franc and euro, an account outside of
  /// Switzerland and Liechtenstein, one that wants a reference of the bank (QR-IBAN), or an amount
  /// beyond the standard's.
  init?(
    _ amount: Money, to account: BankAccount, of creditor: Place, from debtor: Place?,
    message: String, language: String
  ) {
    let iban = account.iban.filter { !$0.isWhitespace }.uppercased()
    guard ["CHF", "EUR"].contains(amount.currency.code), BankAccount.isIBAN(iban),
      ["CH", "LI"].contains(iban.prefix(2)), !Self.wantsReference(iban),
      (1...99_999_999_999).contains(amount.minorUnits)
    else { return nil }
    let message = String(message.prefix(140))
    let nobody = Array(repeating: "", count: 7)
    payload =
      (["SPC", "0200", "1", iban] + creditor.fields + nobody
      + [amount.plain, amount.currency.code] + (debtor?.fields ?? nobody)
      + ["NON", "", message, "EPD"]).joined(separator: "\n")
    self.creditor = [Self.grouped(iban)] + creditor.lines(from: "CH")
    self.debtor = debtor?.lines(from: "CH") ?? []
    currency = amount.currency.code
    self.amount = Self.spaced(amount.plain)
    self.message = message
    labels = Labels(language)
  }

  /// Whether an account is a QR-IBAN: its bank's number is 30000 to 31999.
  private static func wantsReference(_ iban: String) -> Bool {
    Int(iban.dropFirst(4).prefix(5)).map { (30_000...31_999).contains($0) } ?? false
  }

  private static func grouped(_ iban: String) -> String {
    var grouped = ""
    for (index, character) in iban.enumerated() {
      if index > 0, index % 4 == 0 { grouped.append(" ") }
      grouped.append(character)
    }
    return grouped
  }

  /// A space between thousands.
  private static func spaced(_ plain: String) -> String {
    let whole = plain.prefix { $0 != "." }
    var spaced = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: 3) { spaced.append(" ") }
      spaced.append(digit)
    }
    return spaced + plain.dropFirst(whole.count)
  }

  /// What is printed in 46 by 46 mm, with a Swiss cross of 7 mm in its middle. Nil without memory.
  package func modules() -> PaymentQR.Modules? { PaymentQR.Modules(of: payload) }
}
