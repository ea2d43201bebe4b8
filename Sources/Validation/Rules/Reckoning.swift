package import Documents
internal import Domain

/// What a document states where a rule about an amount fired, and what the amount comes to by the
/// document's other figures: for people who mend it. The rules do not need it.
package struct Reckoning: Equatable, Sendable {
  /// Empty where nothing is stated.
  package let stated: String
  package let expected: String
}

/// Works out the amounts of one document.
package struct Reckoner {
  private let survey: Survey

  package init(_ tree: XMLTree) {
    survey = Survey(tree)
    for element in survey.rows.indices {
      survey.gather(element, Survey.Kind(survey.rows[element].name))
    }
  }

  /// Nil where the rule is not about an amount, or the figures do not say what it should be.
  package func reckoning(of rule: String, at node: XMLTree.Node) -> Reckoning? {
    let element = Int(node.index)
    guard element < survey.rows.count, let sum = sum(rule, element), let due = sum.due else {
      return nil
    }
    let stated = sum.place.flatMap { survey.child($0, sum.name) }
    return Reckoning(
      stated: stated.map { survey.normalized($0) } ?? "", expected: due.description)
  }

  private typealias Sum = (place: Int?, name: XMLName, due: ExactDecimal?)

  private func sum(_ rule: String, _ element: Int) -> Sum? {
    switch rule {
    case "BR-CO-10": (element, .lineExtensionAmount, survey.lineTotal())
    case "BR-CO-11": (element, .allowanceTotalAmount, deductions(element, isCharge: false))
    case "BR-CO-12": (element, .chargeTotalAmount, deductions(element, isCharge: true))
    case "BR-CO-13": (element, .taxExclusiveAmount, survey.netTotal(element))
    case "BR-CO-14": (element, .taxAmount, survey.breakdownTotal(element))
    case "BR-CO-15":
      (survey.child(element, .legalMonetaryTotal), .taxInclusiveAmount, gross(element))
    case "BR-CO-16": (element, .payableAmount, payable(element))
    case "BR-CO-17": (element, .taxAmount, tax(of: element))
    default: categorySum(rule, element)
    }
  }

  /// Rules 08 and 09 of a category: the taxable amount and the tax of its breakdown.
  private func categorySum(_ rule: String, _ element: Int) -> Sum? {
    guard let category = VATCategory.allCases.first(where: { rule.hasPrefix("BR-\($0.family)-") }),
      let subtotal = survey.parent(element)
    else { return nil }
    switch rule.suffix(3) {
    case "-08": return (subtotal, .taxableAmount, taxable(element, category))
    case "-09": return (subtotal, .taxAmount, category.isTaxed ? tax(of: subtotal) : .zero)
    default: return nil
    }
  }

  private func deductions(_ total: Int, isCharge: Bool) -> ExactDecimal? {
    survey.deductionTotal(total, isCharge: isCharge) ?? .zero
  }

  private func gross(_ root: Int) -> ExactDecimal? {
    survey.child(root, .documentCurrencyCode).flatMap { survey.grossTotal(root, in: $0) }
  }

  private func payable(_ total: Int) -> ExactDecimal? {
    guard let remainder = survey.remainder(total) else { return nil }
    guard survey.has(total, .payableRoundingAmount) else { return remainder }
    return survey.decimal(total, .payableRoundingAmount).flatMap { remainder.adding($0) }
  }

  private func tax(of subtotal: Int) -> ExactDecimal? {
    guard let category = survey.child(subtotal, .taxCategory),
      let taxable = survey.decimal(subtotal, .taxableAmount)
    else { return nil }
    guard let rate = survey.decimal(category, .percent) else { return .zero }
    return taxable.percentageRoundedHalfTowardsPlusInfinity(rate)
  }

  private func taxable(_ element: Int, _ category: VATCategory) -> ExactDecimal? {
    let rate = category.isTaxed ? survey.decimal(element, .percent) : nil
    if category.isTaxed && rate == nil { return nil }
    let sum = survey.gatheredVATSums().sums(category, at: rate)
    guard let deductions = sum.deductions else { return nil }
    return (survey.root == .creditNote ? sum.creditNoteLines : sum.invoiceLines)?
      .adding(deductions)
  }
}
