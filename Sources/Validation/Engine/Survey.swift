internal import Documents

/// A document laid out for the rules: its elements as rows, and what one walk gathered from them.
///
/// An element is an index in `rows`. The rules follow XPath 2: a path is a sequence, comparing with
/// an empty one is false, and where one value is needed two are an error. Such an error does not
/// stop the walk; it sets `isUndecidable`, and the caller of the test takes note and clears it.
final class Survey {
  let rows: [XMLTree.Row]
  let attributes: [XMLTree.AttributeRow]
  let bytes: [UInt8]
  let attributeBytes: [UInt8]
  let root: Root

  /// The test in hand cannot be evaluated: the official rules would end with a dynamic error.
  var isUndecidable = false

  var lines: [Int] = []
  var allowanceCharges: [Int] = []
  var taxTotals: [Int] = []
  var taxCategories: [Int] = []
  var classifiedTaxCategories: [Int] = []
  var paymentIDs: [Int] = []
  var paymentMeansCodes: [Int] = []
  var partyIdentifications: [Int] = []
  var partyTaxSchemes: [Int] = []
  var legalEntities: [Int] = []
  var countryCodes: [Int] = []

  var vatFacts = VATFacts()
  var vatSums: VATSums?
  /// Looked up when the first Peppol rule asks.
  var market: Market?
  /// Read when the first rule of XRechnung asks.
  var xrechnungProfiles: Set<XRechnungProfile>?
  /// The tax category looked at last, as several rules ask for the same one in turn.
  var lastCategory: (element: Int, category: VATCategory?) = (-1, nil)

  enum Root { case invoice, creditNote, cii, other }

  init(_ tree: XMLTree) {
    rows = tree.rows()
    attributes = tree.attributeRows()
    bytes = tree.textBytes
    attributeBytes = tree.attributeTextBytes
    root =
      switch rows[0].name {
      case .invoice: .invoice
      case .creditNote: .creditNote
      case .ciiRoot: .cii
      default: .other
      }
  }

  /// Keeps the elements that rules about the whole document need.
  func gather(_ element: Int, _ kind: Kind) {
    switch kind {
    case .none: break
    case .line: lines.append(element)
    case .allowanceCharge: allowanceCharges.append(element)
    case .taxTotal: taxTotals.append(element)
    case .taxCategory: taxCategories.append(element)
    case .classifiedTaxCategory: classifiedTaxCategories.append(element)
    case .paymentID: paymentIDs.append(element)
    case .paymentMeansCode: paymentMeansCodes.append(element)
    case .partyIdentification: partyIdentifications.append(element)
    case .partyTaxScheme: partyTaxSchemes.append(element)
    case .legalEntity: legalEntities.append(element)
    case .countryCode: countryCodes.append(element)
    }
  }

  enum Kind: UInt8 {
    case none, line, allowanceCharge, taxTotal, taxCategory, classifiedTaxCategory, paymentID
    case paymentMeansCode, partyIdentification, partyTaxScheme, legalEntity, countryCode

    init(_ name: XMLName) {
      self =
        switch name {
        case .invoiceLine, .creditNoteLine: .line
        case .allowanceCharge: .allowanceCharge
        case .taxTotal: .taxTotal
        case .taxCategory: .taxCategory
        case .classifiedTaxCategory: .classifiedTaxCategory
        case .paymentID: .paymentID
        case .paymentMeansCode: .paymentMeansCode
        case .partyIdentification: .partyIdentification
        case .partyTaxScheme: .partyTaxScheme
        case .partyLegalEntity: .legalEntity
        case .identificationCode: .countryCode
        default: .none
        }
    }
  }
}
