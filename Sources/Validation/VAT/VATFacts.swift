internal import Documents

/// What the tax categories and the parties of a whole document amount to.
struct VATFacts {
  /// Gathered once, when the first rule asks.
  var isGathered = false

  /// Categories of VAT among codes anywhere: in breakdowns, allowances and charges, and in lines.
  var inTaxCategories: VATCategory.Set = []
  var inItems: VATCategory.Set = []
  /// Codes of a category in the document's own breakdowns; VAT only.
  var breakdownCodes = [Int](repeating: 0, count: VATCategory.allCases.count)
  /// The categories of the document's breakdowns, whatever their tax.
  var breakdowns: VATCategory.Set = []
  /// The same, VAT only.
  var vatBreakdowns: VATCategory.Set = []
  /// Exactly so printed, without white space around it.
  var exactBreakdowns: VATCategory.Set = []
  var exactVATBreakdowns: VATCategory.Set = []

  /// Of items, allowances and charges: VAT only, except where the name says otherwise.
  var itemsOfAnyTax: VATCategory.Set = []
  var items: VATCategory.Set = []
  var deductionsOfAnyTax: VATCategory.Set = []
  var deductions: VATCategory.Set = []
  var allowances: VATCategory.Set = []
  var charges: VATCategory.Set = []
  var exactCharges: VATCategory.Set = []
  /// Of the document's own allowances and charges.
  var documentAllowances: VATCategory.Set = []
  var documentCharges: VATCategory.Set = []

  /// Something else than "not subject to VAT".
  var hasOtherBreakdown = false
  var hasOtherItem = false
  var hasOtherAllowance = false
  var hasOtherCharge = false

  var sellerHasTaxNumber = false
  var sellerHasVATNumber = false
  var representativeHasVATNumber = false
  var buyerHasVATNumber = false
  var buyerHasCompanyNumber = false

  /// A registration with two tax schemes, which the rules cannot compare with VAT.
  var sellerIsAmbiguous = false
  var representativeIsAmbiguous = false
  var buyerIsAmbiguous = false
}

extension Survey {
  func gatherVATFacts() {
    guard !vatFacts.isGathered else { return }
    vatFacts.isGathered = true
    for deduction in allowanceCharges {
      _ = indicator(deduction, is: false)
      _ = indicator(deduction, is: true)
    }
    for category in taxCategories { gatherTaxCategory(category) }
    for item in classifiedTaxCategories { gatherItem(item) }
    for scheme in partyTaxSchemes { gatherRegistration(scheme) }
    vatFacts.buyerHasCompanyNumber = legalEntities.contains {
      has($0, .companyID) && isIn($0, .party, .accountingCustomerParty)
    }
  }

  /// Whether the category's scheme is VAT. No rule sees a difference between `VAT` and ` vat `.
  func isVAT(_ category: Int) -> Bool {
    var next = category + 1
    let end = Int(rows[category].end)
    while next < end {
      if rows[next].name == .taxScheme {
        if let id = only(next, .id), upperCode(id) == .vat { return true }
      }
      next = Int(rows[next].end)
    }
    return false
  }

  /// The category an element's one code names; nil for another code, or none.
  func category(_ element: Int) -> VATCategory? { VATCategory(code(element, .id)) }

  /// The category, provided its scheme is VAT.
  func vatCategory(_ element: Int) -> VATCategory? {
    if lastCategory.element == element { return lastCategory.category }
    var found = category(element)
    if found != nil, !isVAT(element) { found = nil }
    if !isUndecidable { lastCategory = (element, found) }
    return found
  }

  /// The same where the release takes the schemes one by one, so that two of them are an error.
  func isSoleVAT(_ category: Int) -> Bool {
    if count(category, .taxScheme) > 1 { isUndecidable = true }
    return isVAT(category)
  }

  private func gatherTaxCategory(_ element: Int) {
    let isVAT = isVAT(element)
    let isBreakdown = isIn(element, .taxSubtotal, .taxTotal) && isInRoot(grandparent(element))
    each(element, .id) { id in
      guard let category = VATCategory(code(id)) else { return }
      if isVAT { vatFacts.inTaxCategories.insert(.init(category)) }
      if isVAT && isBreakdown { vatFacts.breakdownCodes[category.rawValue] += 1 }
      guard isBreakdown, category.code == exactText(id) else { return }
      vatFacts.exactBreakdowns.insert(.init(category))
      if isVAT { vatFacts.exactVATBreakdowns.insert(.init(category)) }
    }
    if isBreakdown {
      let category = category(element)
      if let category { vatFacts.breakdowns.insert(.init(category)) }
      if isVAT {
        if let category { vatFacts.vatBreakdowns.insert(.init(category)) }
        if category != .outOfScope { vatFacts.hasOtherBreakdown = true }
      }
    } else if isIn(element, .allowanceCharge), let deduction = parent(element) {
      gatherDeduction(element, of: deduction, isVAT: isVAT)
    }
  }

  /// Of an element at least two deep.
  private func grandparent(_ element: Int) -> Int {
    Int(rows[Int(rows[element].parent)].parent)
  }

  private func gatherDeduction(_ element: Int, of deduction: Int, isVAT: Bool) {
    let category = category(element)
    let isAllowance = indicator(deduction, is: false)
    let isCharge = indicator(deduction, is: true)
    if let category { vatFacts.deductionsOfAnyTax.insert(.init(category)) }
    guard isVAT else { return }
    if category != .outOfScope {
      if isAllowance { vatFacts.hasOtherAllowance = true }
      if isCharge { vatFacts.hasOtherCharge = true }
    }
    guard let category else { return }
    let set = VATCategory.Set(category)
    let isOfDocument = isInRoot(deduction)
    vatFacts.deductions.insert(set)
    if isAllowance {
      vatFacts.allowances.insert(set)
      if isOfDocument { vatFacts.documentAllowances.insert(set) }
    }
    if isCharge {
      vatFacts.charges.insert(set)
      if isOfDocument { vatFacts.documentCharges.insert(set) }
      each(element, .id) { if exactText($0) == category.code { vatFacts.exactCharges.insert(set) } }
    }
  }

  private func gatherItem(_ element: Int) {
    let isVAT = isVAT(element)
    if isVAT {
      each(element, .id) {
        if let category = VATCategory(code($0)) { vatFacts.inItems.insert(.init(category)) }
      }
    }
    let category = category(element)
    if isVAT && category != .outOfScope { vatFacts.hasOtherItem = true }
    guard let category else { return }
    vatFacts.itemsOfAnyTax.insert(.init(category))
    if isVAT { vatFacts.items.insert(.init(category)) }
  }

  private func exactText(_ element: Int) -> String {
    String(decoding: bytes[text(element)], as: UTF8.self)
  }

  private func gatherRegistration(_ scheme: Int) {
    let isAmbiguous = count(scheme, .taxScheme) > 1
    if isAmbiguous {
      if isIn(scheme, .party, .accountingSupplierParty) { vatFacts.sellerIsAmbiguous = true }
      if isIn(scheme, .party, .accountingCustomerParty) { vatFacts.buyerIsAmbiguous = true }
      if isIn(scheme, .taxRepresentativeParty) { vatFacts.representativeIsAmbiguous = true }
    }
    guard has(scheme, .companyID) else { return }
    if isIn(scheme, .party, .accountingSupplierParty) {
      vatFacts.sellerHasTaxNumber = true
      if isVAT(scheme) { vatFacts.sellerHasVATNumber = true }
    } else if isIn(scheme, .party, .accountingCustomerParty) {
      if isVAT(scheme) { vatFacts.buyerHasVATNumber = true }
    } else if isIn(scheme, .taxRepresentativeParty) {
      if isVAT(scheme) { vatFacts.representativeHasVATNumber = true }
    }
  }

  /// Whether the parties show the registrations a category asks for. What comes first in a rule
  /// may settle it before an ambiguous registration is looked at.
  func hasRegistrations(for category: VATCategory) -> Bool {
    let facts = vatFacts
    switch category.registration {
    case .seller:
      return hasSeller(facts.sellerHasTaxNumber)
    case .sellerAndBuyer:
      guard hasSeller(facts.sellerHasTaxNumber) else { return false }
      if facts.buyerIsAmbiguous { isUndecidable = true }
      return facts.buyerHasVATNumber || facts.buyerHasCompanyNumber
    case .sellerVAT, .sellerVATAndBuyerVAT:
      if facts.sellerIsAmbiguous { isUndecidable = true }
      guard hasSeller(facts.sellerHasVATNumber) else { return false }
      guard category.registration == .sellerVATAndBuyerVAT else { return true }
      if facts.buyerIsAmbiguous { isUndecidable = true }
      return facts.buyerHasVATNumber
    case .none:
      if facts.sellerIsAmbiguous { isUndecidable = true }
      if hasSeller(facts.sellerHasVATNumber) { return false }
      if facts.buyerIsAmbiguous { isUndecidable = true }
      return !facts.buyerHasVATNumber
    }
  }

  private func hasSeller(_ seller: Bool) -> Bool {
    if seller { return true }
    if vatFacts.representativeIsAmbiguous { isUndecidable = true }
    return vatFacts.representativeHasVATNumber
  }
}
