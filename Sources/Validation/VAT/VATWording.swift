/// The wording of the rules of a category of VAT.
struct VATWording {
  private let id: String
  private let category: VATCategory
  private let number: String

  /// Takes an id such as `BR-AE-05` apart.
  init?(id: String) {
    let parts = id.split(separator: "-")
    guard parts.count == 3,
      let category = VATCategory.allCases.first(where: { $0.family == parts[1] })
    else { return nil }
    self.id = id
    self.category = category
    number = String(parts[2])
  }

  private var code: String { "\(category.code) (\(category.name))" }

  var rule: Rule? {
    guard let (terms, problem, remedy) = sentence else { return nil }
    return Rule(id: id, flag: .fatal, terms: terms, problem: problem, remedy: remedy)
  }

  private var sentence: (terms: String, problem: String, remedy: String)? {
    switch number {
    case "01": breakdown
    case "02": registration("BT-151", "a line")
    case "03": registration("BT-95", "an allowance")
    case "04": registration("BT-102", "a charge")
    case "05": rate("BT-152", "The line")
    case "06": rate("BT-96", "The allowance")
    case "07": rate("BT-103", "The charge")
    case "08": base
    case "09": tax
    case "10": reason
    default: category == .outOfScope ? alone : delivery
    }
  }

  private var breakdown: (String, String, String) {
    (
      "BG-23, BT-118",
      "the VAT breakdown and the lines, allowances and charges disagree about \(code)",
      category.isTaxed
        ? "Give a breakdown of category \(category.code) just when something has this category"
        : "Give exactly one breakdown of category \(category.code) when something has this category"
    )
  }

  private func registration(_ term: String, _ what: String) -> (String, String, String) {
    let (terms, wrong, remedy): (String, String, String) =
      switch category.registration {
      case .seller:
        (
          "BT-31, BT-32, BT-63", "without a tax number of the seller",
          "State the seller's VAT or tax number, or its representative's VAT number"
        )
      case .sellerVAT:
        (
          "BT-31, BT-63", "without the seller's VAT number",
          "State the VAT number of the seller or of its tax representative"
        )
      case .sellerAndBuyer:
        (
          "BT-31, BT-32, BT-63, BT-47, BT-48", "without the tax numbers of seller and buyer",
          "State a tax number of the seller, and the buyer's VAT or company number"
        )
      case .sellerVATAndBuyerVAT:
        (
          "BT-31, BT-63, BT-48", "without the VAT numbers of seller and buyer",
          "State the VAT numbers of the seller (or its tax representative) and of the buyer"
        )
      case .none:
        (
          "BT-31, BT-63, BT-48", "though a VAT number is stated",
          "Leave out the VAT numbers of seller, tax representative and buyer"
        )
      }
    return ("\(term), \(terms)", "\(what) is \(code) \(wrong)", remedy)
  }

  private func rate(_ term: String, _ what: String) -> (String, String, String) {
    let (wrong, remedy): (String, String) =
      switch category.rate {
      case .aboveZero: ("has no rate above 0", "State the VAT rate that applies")
      case .notBelowZero: ("has no rate of 0 or more", "State the rate that applies")
      case .zero: ("does not have rate 0", "State 0 as the VAT rate")
      case .absent: ("has a rate", "Leave the VAT rate out")
      }
    return (term, "\(what.lowercased()) of category \(code) \(wrong)", remedy)
  }

  private var base: (String, String, String) {
    (
      "BT-116",
      "the taxable amount of category \(code) is not what its lines and charges less its allowances come to",
      category.isTaxed
        ? "Add up the net amounts of that category and rate again"
        : "Add up the net amounts of that category again"
    )
  }

  private var tax: (String, String, String) {
    category.isTaxed
      ? (
        "BT-117", "the tax of category \(code) is not its taxable amount times its rate",
        "Work out the tax from taxable amount and rate"
      )
      : ("BT-117", "category \(code) has a tax amount other than 0", "State 0 as its tax amount")
  }

  private var reason: (String, String, String) {
    category.needsReason
      ? (
        "BT-120, BT-121", "the breakdown of category \(code) does not say why no tax is charged",
        "State the reason, or its VATEX code"
      )
      : (
        "BT-120, BT-121", "the breakdown of category \(code) gives a reason for exemption",
        "Leave reason and reason code out"
      )
  }

  /// Not subject to VAT beside something that is.
  private var alone: (String, String, String)? {
    let other = [
      "11": ("BG-23", "another VAT breakdown"), "12": ("BT-151", "a line of another category"),
      "13": ("BT-95", "an allowance of another category"),
      "14": ("BT-102", "a charge of another category"),
    ]
    guard let (term, what) = other[number] else { return nil }
    return (
      term, "\(what) stands beside a breakdown of category \(code)",
      "Invoice separately what is subject to VAT and what is not"
    )
  }

  /// Goods sent to another member state.
  private var delivery: (String, String, String)? {
    switch number {
    case "11":
      (
        "BT-72, BG-14", "an intra-community supply has neither delivery date nor invoicing period",
        "State the delivery date or the invoicing period"
      )
    case "12":
      (
        "BT-80", "an intra-community supply does not say which country it went to",
        "State the country of delivery"
      )
    default: nil
    }
  }
}
