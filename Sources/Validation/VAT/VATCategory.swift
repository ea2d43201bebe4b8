/// The categories of VAT that have rules of their own.
enum VATCategory: Int, CaseIterable, Sendable {
  case standard, zero, exempt, reverseCharge, intraCommunity, export, outOfScope, canaryIslands
  case ceutaAndMelilla

  /// UNTDID 5305.
  init?(_ code: Code) {
    switch code.packed {
    case 0x53: self = .standard
    case 0x5A: self = .zero
    case 0x45: self = .exempt
    case 0x4541: self = .reverseCharge
    case 0x4B: self = .intraCommunity
    case 0x47: self = .export
    case 0x4F: self = .outOfScope
    case 0x4C: self = .canaryIslands
    case 0x4D: self = .ceutaAndMelilla
    default: return nil
    }
  }

  /// As printed in a document.
  var code: String {
    ["S", "Z", "E", "AE", "K", "G", "O", "L", "M"][rawValue]
  }

  /// As in the ids of the rules.
  var family: String {
    ["S", "Z", "E", "AE", "IC", "G", "O", "AF", "AG"][rawValue]
  }

  var name: String {
    [
      "standard rated", "zero rated", "exempt from VAT", "reverse charge",
      "intra-community supply", "export outside the EU", "not subject to VAT",
      "Canary Islands tax (IGIC)", "Ceuta and Melilla tax (IPSI)",
    ][rawValue]
  }

  /// What a percentage of this category must be.
  enum Rate: Sendable { case aboveZero, notBelowZero, zero, absent }

  var rate: Rate {
    switch self {
    case .standard: .aboveZero
    case .canaryIslands, .ceutaAndMelilla: .notBelowZero
    case .outOfScope: .absent
    default: .zero
    }
  }

  /// Whether tax is really charged: then a breakdown is kept for each rate, to within one unit.
  var isTaxed: Bool { rate == .aboveZero || rate == .notBelowZero }

  /// Whether a breakdown must say why there is no tax.
  var needsReason: Bool { !isTaxed && self != .zero }

  /// Which registrations a document with this category must, or must not, show.
  enum Registration: Sendable {
    /// Any tax number of the seller, or the VAT number of its representative.
    case seller
    /// The VAT number of the seller or of its representative.
    case sellerVAT
    /// As `seller`, and a VAT or company number of the buyer.
    case sellerAndBuyer
    /// As `sellerVAT`, and a VAT number of the buyer.
    case sellerVATAndBuyerVAT
    /// No VAT number at all.
    case none
  }

  var registration: Registration {
    switch self {
    case .standard, .zero, .exempt, .canaryIslands, .ceutaAndMelilla: .seller
    case .export: .sellerVAT
    case .reverseCharge: .sellerAndBuyer
    case .intraCommunity: .sellerVATAndBuyerVAT
    case .outOfScope: .none
    }
  }

  /// Several categories as one number.
  struct Set: OptionSet, Sendable {
    let rawValue: UInt16

    init(rawValue: UInt16) {
      self.rawValue = rawValue
    }

    init(_ category: VATCategory) {
      rawValue = 1 << category.rawValue
    }
  }
}
