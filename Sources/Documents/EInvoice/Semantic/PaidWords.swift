import Domain

/// Words by which a document says that it is paid, or that its claim belongs to somebody else.
struct PaidWords {
  let isPaid: Bool
  let isAssigned: Bool

  init(_ text: String) {
    var (isPaid, isAssigned) = (false, false)
    for sentence in text.lowercased().split(whereSeparator: { ".;!?\n\r".contains($0) }) {
      let words = sentence.split { !$0.isLetter && $0 != "'" && $0 != "’" }
        .flatMap { $0.split { $0 == "'" || $0 == "’" } }.map { FoldedText(String($0)).text }
      isPaid = isPaid || Self.saysPaid(words)
      isAssigned =
        isAssigned
        || words.contains { word in
          Self.assigned.contains { word.hasPrefix($0) }
        }
    }
    (self.isPaid, self.isAssigned) = (isPaid, isAssigned)
  }

  private static func saysPaid(_ words: [String]) -> Bool {
    guard words.allSatisfy({ !excluding.contains($0) }) else { return false }
    for (place, word) in words.enumerated() {
      let before = place > 0 ? words[place - 1] : ""
      let after = place + 1 < words.count ? words[place + 1] : ""
      if paid.contains(word), before != "be", !(word == "paid" && later.contains(after)) {
        return true
      }
      if pairs.contains("\(word) \(after)") { return true }
    }
    return false
  }

  private static let paid = set(
    """
    paid prepaid settled
    bezahlt beglichen bezahlte vorausbezahlt gezahlt
    payé payée payés payées réglé réglée réglés acquitté acquittée soldé soldée
    betaald voldaan vooruitbetaald
    pagado pagada abonado abonada liquidada liquidado cobrado cobrada
    pagato pagata saldato saldata quietanzata quietanzato incassato
    zapłacono opłacono zapłacona opłacona zapłacone opłacone uregulowano
    betalt betald betalte betalda maksettu makstud tasutud
    zaplaceno uhrazeno zaplacena uhrazena zaplatené uhradené uhradená zaplatená
    plaćeno plačano poravnano kifizetve fizetve rendezve kiegyenlítve
    achitat achitată plătit plătită încasat
    εξοφλήθηκε πληρώθηκε εξοφλημένο εξοφληθεν πληρωμένο
    платено платена ödendi ödenmiştir apmaksāts apmaksāta apmokėta sumokėta íoctha
    paga pagas recebido
    """)

  /// Two words that say it together.
  private static let pairs = phrases(
    """
    payment received|payment complete|zahlung erhalten|zahlung erfolgt|betrag erhalten
    dankend erhalten|bereits eingegangen|paiement reçu|règlement reçu|paiement effectué
    betaling ontvangen|pago recibido|pago realizado|pagamento ricevuto|pagamento recebido
    pagamento effettuato|płatność otrzymana|betaling modtaget|betalning mottagen|no payment
    do not|nicht überweisen|nothing due
    """)

  /// With one of these the sentence speaks of what may be, shall be or is not.
  private static let excluding = set(
    """
    if when once unless until not isn unpaid must shall will should may can cannot before whether
    disregard late overdue interest wenn falls sofern sobald nicht noch werden wird wurden sollten
    sollte muss soll kann haben bevor soweit bis si lorsque dès non sauf jusqu pas être sera doit
    doivent indien wanneer als niet wordt worden dient dienen moet moeten zodra cuando debe deberá
    será ser sea hasta se quando deve devono sarà essere finché non jeśli jeżeli nie gdy być hvis
    når ikke skal vil om när ska inte ej jos kun ei pokud nebude není ak nie ako nije ha nem dacă nu
    când trebuie εάν αν δεν ако не eğer değil kui mitte ja jei ne até não deverá caso
    """)

  private static let later = set("within after by later until before")

  private static let assigned = Array(
    set(
      """
      factoring factor abgetreten abtretung assigned assignment zediert cédée cédé subrog
      affacturage affactur gecedeerd verpand cedido cedida cesión ceduto ceduta cessione factoraje
      cesja scedowan overdraget överlåt cesión postoupen faktoring cesjon cessionn cessão temlik
      """))

  private static func set(_ words: String) -> Set<String> {
    Set(words.split(whereSeparator: \.isWhitespace).map { FoldedText(String($0)).text })
  }

  private static func phrases(_ text: String) -> Set<String> {
    Set(text.split { $0 == "|" || $0.isNewline }.map { FoldedText(String($0)).text })
  }
}

extension InvoiceReading {
  /// The document says that it is paid, and that something is to be paid.
  func reportPaid(_ read: Invoice) {
    for node in invoice.paymentTerms.flatMap(\.notes) + invoice.notes {
      guard PaidWords(tree.text(node)).isPaid else { continue }
      return report(
        .docPaid, of: read, at: node,
        "the document says in words that it is paid, and in figures that "
          + "\(read.payable.plain) is to be paid",
        "If it is paid, record the payment: dunlin record payment \(read.number.text.printable) "
          + "--amount \(read.payable.plain)")
    }
  }

  /// The money is not for us: who pays into our own account may have to pay again.
  func reportPayee(_ code: TypeCode, _ read: Invoice) {
    guard read.kind == .invoice else { return }
    let payee = party(invoice.payee)
    let isOther =
      !(payee.name.isEmpty && payee.identifiers.isEmpty) && !isSeller(payee, read.seller)
    let isForeign =
      !read.payeeAccount.isEmpty && !business.accounts.isEmpty
      && !business.accounts.contains { $0.iban == read.payeeAccount }
    let notes = invoice.notes + invoice.paymentTerms.flatMap(\.notes)
    let isAssigned =
      isForeign && !isOther && notes.contains { PaidWords(tree.text($0)).isAssigned }
    guard isOther || code.isFactored || isAssigned else { return }
    report(
      .docPayee, of: read, at: invoice.payee ?? invoice.typeCode,
      "the document is to be paid to another payee than the seller (a factor or an assignee)",
      "Letters name our own account: keep reminders away with dunlin record hold "
        + "\(read.number.text.printable)")
  }

  private func isSeller(_ payee: Party, _ seller: Party) -> Bool {
    if business.isUs(payee) { return true }
    if payee.identifiers.contains(where: seller.identifiers.contains) { return true }
    let name = Party.folded(payee.name)
    return !name.isEmpty
      && (name == Party.folded(seller.name) || name == Party.folded(seller.tradeName))
  }
}
