/// A movement as a bank file reports it.
struct Movement: Sendable {
  var day: String
  /// Money out is negative.
  var amount: String
  var payer = ""
  var text = ""
  var account = ""
  /// The bank's name for the kind of movement, or its `FITID` or `AcctSvcrRef`.
  var type = ""
  var reference = ""
  var endToEnd = ""
  /// Elements of a camt entry before its details, and inside the details.
  var entryXML = ""
  var detailXML = ""
  var currency = ""

  var isOut: Bool { amount.hasPrefix("-") }
  var magnitude: String { isOut ? String(amount.dropFirst()) : amount }
}

/// Bank files of invented banks in the formats of real ones.
extension BankBook {
  /// A statement (`053`), report (`052`) or notification (`054`).
  func camt(
    _ movements: [Movement], version: String = "08", kind: String = "053",
    opening: String? = nil, closing: String? = nil
  ) -> String {
    let (root, element) =
      switch kind {
      case "052": ("BkToCstmrAcctRpt", "Rpt")
      case "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
      default: ("BkToCstmrStmt", "Stmt")
      }
    func balance(_ code: String, _ amount: String?) -> String {
      guard let amount else { return "" }
      return """
        <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>\
        <Amt Ccy="\(firm.currency)">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
        <Dt><Dt>2026-03-15</Dt></Dt></Bal>
        """
    }
    let id =
      firm.account.first?.isLetter == true
      ? "<IBAN>\(firm.account)</IBAN>" : "<Othr><Id>\(firm.account)</Id></Othr>"
    return """
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.\(kind).001.\(version)"><\(root)>\
      <\(element)><Id>\(opening ?? "1")-\(movements.count)</Id>\
      <Acct><Id>\(id)</Id><Ccy>\(firm.currency)</Ccy></Acct>\
      \(balance("OPBD", opening))\(balance("CLBD", closing))\
      \(movements.map { entry($0, isOld: version == "02") }.joined())\
      </\(element)></\(root)></Document>
      """
  }

  private func entry(_ move: Movement, isOld: Bool) -> String {
    func element(_ name: String, _ text: String) -> String {
      text.isEmpty ? "" : "<\(name)>\(text)</\(name)>"
    }
    let side = move.isOut && move.type != "UPDD" ? "Cdtr" : "Dbtr"
    let name = element("Nm", move.payer)
    let party =
      name.isEmpty ? "" : "<\(side)>\(isOld ? name : "<Pty>\(name)</Pty>")</\(side)>"
    let account =
      move.account.isEmpty
      ? "" : "<\(side)Acct><Id><IBAN>\(move.account)</IBAN></Id></\(side)Acct>"
    let code = move.type == "UPDD" ? ("IDDT", "UPDD") : (move.isOut ? "ICDT" : "RCDT", "ESCT")
    let currency = move.currency.isEmpty ? firm.currency : move.currency
    return """
      <Ntry><Amt Ccy="\(currency)">\(move.magnitude)</Amt>\
      <CdtDbtInd>\(move.isOut ? "DBIT" : "CRDT")</CdtDbtInd>\
      <Sts>\(isOld ? "BOOK" : "<Cd>BOOK</Cd>")</Sts><BookgDt><Dt>\(move.day)</Dt></BookgDt>\
      <ValDt><Dt>\(move.day)</Dt></ValDt>\(element("AcctSvcrRef", move.reference))\
      <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>\(code.0)</Cd><SubFmlyCd>\(code.1)</SubFmlyCd></Fmly>\
      </Domn></BkTxCd>\(move.entryXML)<NtryDtls><TxDtls>\
      <Refs>\(element("EndToEndId", move.endToEnd))</Refs>\(move.detailXML)\
      \(element("RltdPties", party + account))\(element("RmtInf", element("Ustrd", move.text)))\
      \(move.type == "UPDD" ? "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" : "")</TxDtls></NtryDtls>\
      </Ntry>
      """
  }

  /// OFX 1 (SGML), or OFX 2 (XML) where every element is closed.
  func ofx(_ movements: [Movement], isXML: Bool = false) -> String {
    func element(_ name: String, _ text: String) -> String {
      text.isEmpty ? "" : "<\(name)>\(text)" + (isXML ? "</\(name)>" : "")
    }
    let (bank, number) = firm.ofxAccount
    let list = movements.enumerated().map { place, move in
      "<STMTTRN>" + element("TRNTYPE", move.type.isEmpty ? "CREDIT" : move.type)
        + element("DTPOSTED", move.day.filter { $0 != "-" }) + element("TRNAMT", move.amount)
        + element("FITID", move.reference.isEmpty ? "F\(place)" : move.reference)
        + element("CHECKNUM", move.endToEnd) + element("NAME", move.payer)
        + element("MEMO", move.text) + "</STMTTRN>"
    }
    let header =
      isXML
      ? """
      <?xml version="1.0" encoding="UTF-8"?>
      <?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
      """ : "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n"
    return """
      \(header)
      <OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\(element("CURDEF", firm.currency))\
      <BANKACCTFROM>\(element("BANKID", bank))\(element("ACCTID", number))\
      \(element("ACCTTYPE", "CHECKING"))</BANKACCTFROM>
      <BANKTRANLIST>\(element("DTSTART", "20260301"))\(element("DTEND", "20260315"))
      \(list.joined(separator: "\n"))
      </BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
      """
  }

  /// The CSV of German cooperative banks, without balances.
  func cooperativeBank(_ movements: [Movement]) -> String {
    let header = """
      IBAN Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;\
      IBAN Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung\n
      """
    return header
      + movements.map { move in
        [
          firm.account, german(move.day), german(move.day), move.payer, move.account, move.type,
          move.text, comma(move.amount), "EUR",
        ].joined(separator: ";") + "\n"
      }.joined()
  }

  /// The CSV of the German savings banks.
  func savingsBank(_ movements: [Movement]) -> String {
    let header = """
      Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;\
      Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;Betrag;Waehrung;Info\n
      """
    return header
      + movements.map { move in
        [
          firm.account, german(move.day), german(move.day), move.type, move.text, move.payer,
          move.account, comma(move.amount), "EUR", "Umsatz gebucht",
        ].joined(separator: ";") + "\n"
      }.joined()
  }

  /// The CSV of ING in the Netherlands.
  func dutchBank(_ movements: [Movement]) -> String {
    let header = """
      "Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";\
      "Mutatiesoort";"Mededelingen"\n
      """
    return header
      + movements.map { move in
        [
          move.day.filter { $0 != "-" }, move.payer, firm.account, move.account, "GT",
          move.isOut ? "Af" : "Bij", comma(move.magnitude), move.type, move.text,
        ].map { "\"\($0)\"" }.joined(separator: ";") + "\n"
      }.joined()
  }

  /// The CSV of Starling; oldest first, with a running balance from 1,000.00 on.
  func starling(_ movements: [Movement]) -> String {
    var balance = 100_000
    var text = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"
    for move in movements {
      balance += Self.cents(move.amount)
      let type = move.type.isEmpty ? "FASTER PAYMENT" : move.type
      text += "\(british(move.day)),\(move.payer),\(move.text),\(type),\(move.amount),"
      text += "\(Self.printed(balance))\n"
    }
    return text
  }

  /// The CSV of Chase, newest first, which has no payer of its own.
  func chase(_ movements: [Movement]) -> String {
    let rows = movements.map { move in
      let (year, month, day) = parts(move.day)
      return "\(move.isOut ? "DEBIT" : "CREDIT"),\(month)/\(day)/\(year),\"\(move.text)\","
        + "\(move.amount),\(move.type),,\(move.reference)\n"
    }
    return "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n"
      + rows.reversed().joined()
  }

  private func parts(_ day: String) -> (year: Substring, month: Substring, day: Substring) {
    let parts = day.split(separator: "-")
    return (parts[0], parts[1], parts[2])
  }

  private func german(_ day: String) -> String {
    let (year, month, day) = parts(day)
    return "\(day).\(month).\(year)"
  }

  private func british(_ day: String) -> String {
    let (year, month, day) = parts(day)
    return "\(day)/\(month)/\(year)"
  }

  private func comma(_ amount: String) -> String {
    String(amount.map { $0 == "." ? "," : $0 })
  }

  private static func cents(_ amount: String) -> Int { Int(amount.filter { $0 != "." }) ?? 0 }

  private static func printed(_ cents: Int) -> String {
    let part = abs(cents) % 100
    return "\(cents < 0 ? "-" : "")\(abs(cents) / 100).\(part < 10 ? "0" : "")\(part)"
  }
}
