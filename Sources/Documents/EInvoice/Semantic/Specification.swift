import Domain

/// The rules that a document says it follows (BT-24, BT-23).
package struct Specification: Hashable, Sendable {
  /// As a person would call it.
  package let name: String
  /// Whether EN 16931 binds the document.
  package let isEuropean: Bool
  /// An accounting aid without lines (CII profiles MINIMUM and BASIC WL), which is no invoice of
  /// EN 16931 and is not judged by it.
  package let isAccountingAid: Bool

  init(_ name: String, isEuropean: Bool, isAccountingAid: Bool = false) {
    (self.name, self.isEuropean, self.isAccountingAid) = (name, isEuropean, isAccountingAid)
  }

  /// What to think of a verdict of EN 16931.
  package var note: String {
    if isAccountingAid {
      return "profile \(name): an accounting aid, not an EN 16931 invoice"
    }
    return isEuropean
      ? ""
      : "the document follows \(name), which EN 16931 does not bind: the verdict is for information"
  }

  /// Of what the document calls its specification and process, and of the tax that it names.
  init(id: String, process: String, taxScheme: String?) {
    let key = id.lowercased()
    if let aid = Self.aids.first(where: { key.hasSuffix($0.0) }) {
      self.init(aid.1, isEuropean: false, isAccountingAid: true)
    } else if key.contains("urn:peppol:pint") {
      self.init("Peppol PINT", isEuropean: false)
    } else if key.contains("en16931") || key.contains("urn:ferd:") || key.contains("factur-x") {
      self.init("EN 16931", isEuropean: true)
    } else if let known = Self.known.first(where: { key.hasPrefix($0.0) }) {
      self.init(known.1, isEuropean: false)
    } else if process.lowercased().hasPrefix("reporting:") {
      self.init("ZATCA", isEuropean: false)
    } else if ["ticarifatura", "temelfatura", "earsivfatura", "ihracat"].contains(
      process.lowercased())
    {
      self.init("UBL-TR", isEuropean: false)
    } else if !key.isEmpty {
      self.init(id.printable, isEuropean: false)
    } else if let taxScheme, !taxScheme.isEmpty, taxScheme.uppercased() != "VAT" {
      self.init("a specification with the tax \(taxScheme.printable)", isEuropean: false)
    } else {
      self.init("EN 16931", isEuropean: true)
    }
  }

  private static let aids = [
    ("factur-x.eu:1p0:minimum", "MINIMUM"), ("factur-x.eu:1p0:basicwl", "BASIC WL"),
    ("zugferd.de:2p0:minimum", "MINIMUM"), ("zugferd.de:2p0:basicwl", "BASIC WL"),
    (":minimum", "MINIMUM"), (":basicwl", "BASIC WL"),
  ]

  private static let known = [
    ("tr1.2", "UBL-TR"), ("tr1.", "UBL-TR"), ("oioubl", "OIOUBL"), ("ubl-2", "UBL 2"),
    ("urn:www.cenbii.eu", "CEN BII"), ("dian", "DIAN (Colombia)"),
    ("urn:tradeshift.com", "Tradeshift"), ("urn:sfti:documents", "Svefaktura"),
    ("urn:www.simplerinvoicing.org", "SI-UBL 1"), ("nesubl", "NESUBL"),
    ("urn:oioubl", "OIOUBL"), ("urn:fdc:oioubl", "OIOUBL"), ("1.0 : urn:www", "CEN BII"),
  ]
}

extension SemanticInvoice {
  /// The rules that the document follows by its own words.
  var rules: Specification {
    Specification(
      id: text(specification).withoutWhitespace, process: text(process).withoutWhitespace,
      taxScheme: specification == nil && syntax == .ubl ? taxScheme : nil)
  }

  /// Withheld taxes and the like may stand between the totals.
  var isOfOtherRules: Bool {
    let rules = rules
    return !rules.isEuropean && rules.name != "Peppol PINT" && !rules.isAccountingAid
  }

  /// The profile has no element for what was prepaid.
  var isWithoutPrepaid: Bool { rules.name == "MINIMUM" }

  /// The tax that the seller's registration or the breakdown names, where it is one alone.
  private var taxScheme: String? {
    let names = UBLNames.shared
    var schemes: Set<String> = []
    for child in tree.children(document) where tree.name(child) == names.taxTotal {
      for subtotal in tree.children(child) {
        guard let category = tree.child(subtotal, names.taxCategory),
          let scheme = tree.descendant(category, names.taxScheme, names.id)
        else { continue }
        schemes.insert(tree.text(scheme))
      }
    }
    return schemes.count == 1 ? schemes.first : nil
  }
}
