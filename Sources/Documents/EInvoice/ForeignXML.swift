import Domain

/// XML documents of business that are recognised and not read.
struct ForeignXML: Equatable {
  /// As a person would call it, with its article.
  let name: String
  let remedy: String
  let code: Fault.Code

  private init(_ name: String, _ remedy: String, _ code: Fault.Code = .xmlFormat) {
    (self.name, self.remedy, self.code) = (name, remedy, code)
  }

  static let signature = ForeignXML(
    "a signature (XML Signature), no document",
    "Import the file that it signs; this one was skipped.", .fileSignature)

  private static let nothing = "; nothing was imported from this file."

  /// Nil for a document that is not known.
  init?(_ tree: XMLTree) {
    let root = tree.name(.root).text
    let local = root.split(whereSeparator: { $0 == "}" || $0 == ":" }).last.map(String.init) ?? root
    if root == "{http://www.w3.org/2000/09/xmldsig#}Signature" {
      self = .signature
      return
    }
    if root == "sbdh:StandardBusinessDocument" {
      self.init(
        "an envelope without a UBL or CII document",
        "Ask the sender for the document itself" + Self.nothing, .ublRoot)
      return
    }
    if root.contains("schema:xsd:Invoice-1") || root.contains("ubl:Invoice:1") {
      self.init("a UBL 1.0 invoice", "Ask for UBL 2.1 or CII" + Self.nothing, .ublRoot)
      return
    }
    if let ubl = Self.ubl(root, local) {
      self = ubl
      return
    }
    for format in Self.formats where format.matches(root, local) && !root.hasPrefix("rsm:") {
      self.init(format.name, format.remedy + Self.nothing)
      return
    }
    return nil
  }

  /// Other documents of UBL 2.
  private static func ubl(_ root: String, _ local: String) -> ForeignXML? {
    let namespace = "{urn:oasis:names:specification:ubl:schema:xsd:"
    guard root.hasPrefix(namespace) || root.hasPrefix("ad:") else { return nil }
    let words = local.reduce(into: "") { text, letter in
      if letter.isUppercase, !text.isEmpty { text += " " }
      text.append(letter)
    }
    return ForeignXML(
      root.hasPrefix("ad:")
        ? "an AttachedDocument (UBL 2) without an invoice in it"
        : "a UBL 2 \(local) (\(words.lowercased()))",
      "It is no invoice or credit note; if it stands for one, ask for that" + nothing, .ublRoot)
  }

  private struct Format {
    var part: String
    var name: String
    var remedy: String
    /// The part is the root's own name.
    var isLocal = false

    func matches(_ root: String, _ local: String) -> Bool {
      isLocal ? local == part : root.contains(part)
    }
  }

  private static let export = "Export the invoices from your program as UBL, CII or CSV"
  private static let askForPeppol = "Ask the operator for Peppol BIS (UBL)"
  private static let askForNewerCII = "Ask the sender for CII D16B or later, or UBL 2.1"
  private static let askForNewerPDF = "Ask the sender for ZUGFeRD 2 (Factur-X) or XRechnung"
  private static let importInvoice = "Import the invoice that follows it"

  private static let formats: [Format] = [
    Format(
      part: ":ferd:", name: "a ZUGFeRD 1.0 invoice, replaced in 2019",
      remedy: askForNewerPDF),
    Format(
      part: "CrossIndustryDocument", name: "a ZUGFeRD 1.0 invoice, replaced in 2019",
      remedy: askForNewerPDF),
    Format(
      part: "CrossIndustryInvoice:", name: "a CII invoice of another version than D16B (:100)",
      remedy: askForNewerCII),
    Format(
      part: "CrossIndustryInvoice", name: "a CII invoice without the namespace of D16B",
      remedy: askForNewerCII),
    Format(
      part: "fatturapa.gov.it", name: "an Italian FatturaPA invoice (FatturaElettronica)",
      remedy: export),
    Format(
      part: "FatturaElettronica", name: "an Italian FatturaPA invoice (FatturaElettronica)",
      remedy: export, isLocal: true),
    Format(
      part: "facturae", name: "a Spanish Facturae invoice",
      remedy: export),
    Format(
      part: "Facturae", name: "a Spanish Facturae invoice",
      remedy: export, isLocal: true),
    Format(
      part: "crd.gov.pl", name: "a Polish KSeF invoice (FA)",
      remedy: export),
    Format(
      part: "ksef.mf.gov.pl", name: "a Polish KSeF invoice (FA)",
      remedy: export),
    Format(
      part: "ebinterface.at", name: "an Austrian ebInterface invoice",
      remedy: "Ask the sender for UBL or CII, which Austrian programs write too"),
    Format(
      part: "Finvoice", name: "a Finnish Finvoice invoice",
      remedy: askForPeppol, isLocal: true),
    Format(
      part: "isdoc.cz", name: "a Czech ISDOC invoice",
      remedy: export),
    Format(
      part: "urn:sfti:documents", name: "a Svefaktura invoice",
      remedy: "Ask the sender for Peppol BIS (UBL), which replaced it"),
    Format(
      part: "teapps", name: "a TEAPPSXML invoice", remedy: askForPeppol),
    Format(
      part: "INVOICE_CENTER", name: "a TEAPPSXML invoice",
      remedy: askForPeppol, isLocal: true),
    Format(
      part: "E_Invoice", name: "an Estonian e-invoice",
      remedy: askForPeppol, isLocal: true),
    Format(
      part: "mydata", name: "a Greek myDATA document",
      remedy: export),
    Format(
      part: "schemas.nav.gov.hu", name: "a Hungarian invoice report (NAV)",
      remedy: export),
    Format(
      part: "www.sat.gob.mx", name: "a Mexican CFDI invoice",
      remedy: export),
    Format(
      part: "portalfiscal.inf.br", name: "a Brazilian NF-e invoice",
      remedy: export),
    Format(
      part: "CrossIndustryOrder", name: "a CII order, no invoice",
      remedy: importInvoice),
    Format(
      part: "SCRDMCCBDACIOMessageStructure", name: "an Order-X order, no invoice",
      remedy: importInvoice),
  ]
}
