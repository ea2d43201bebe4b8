internal import Documents
internal import Domain

/// Net amounts of lines, charges and allowances by category of VAT and rate, added up once so that
/// a document with many lines and many breakdowns still takes one pass.
struct VATSums {
  /// A category without a rate stands for all its lines, whatever their rates.
  struct Key: Hashable {
    let category: VATCategory
    let rate: Int128?
    let scale: Int

    init(_ category: VATCategory, at rate: ExactDecimal? = nil) {
      self.category = category
      var coefficient = rate?.coefficient
      var scale = rate?.scale ?? 0
      while scale > 0, let value = coefficient, value % 10 == 0 {
        coefficient = value / 10
        scale -= 1
      }
      self.rate = coefficient
      self.scale = scale
    }
  }

  /// Nil once a sum has left 128 bits.
  struct Sums {
    var invoiceLines: ExactDecimal? = .zero
    var creditNoteLines: ExactDecimal? = .zero
    var deductions: ExactDecimal? = .zero
    var hasInvoiceLine = false
    var hasCreditNoteLine = false
    var hasDeduction = false
  }

  private(set) var byKey: [Key: Sums] = [:]
  private(set) var hasInvoiceLine = false
  private(set) var hasCreditNoteLine = false

  func sums(_ category: VATCategory, at rate: ExactDecimal? = nil) -> Sums {
    byKey[Key(category, at: rate)] ?? Sums()
  }

  fileprivate mutating func addLine(_ isCredit: Bool) {
    if isCredit { hasCreditNoteLine = true } else { hasInvoiceLine = true }
  }

  fileprivate mutating func update(_ key: Key, _ body: (inout Sums) -> Void) {
    body(&byKey[key, default: Sums()])
  }
}

extension Survey {
  /// The sums, computed when the first breakdown is judged.
  func gatheredVATSums() -> VATSums {
    if let vatSums { return vatSums }
    var sums = VATSums()
    for line in lines { add(line: line, to: &sums) }
    for deduction in allowanceCharges { add(deduction: deduction, to: &sums) }
    vatSums = sums
    return sums
  }

  private func add(line: Int, to sums: inout VATSums) {
    let isCredit = rows[line].name == .creditNoteLine
    sums.addLine(isCredit)
    var keys: [VATSums.Key] = []
    var next = line + 1
    while next < Int(rows[line].end) {
      if rows[next].name == .item { addKeys(of: next, .classifiedTaxCategory, to: &keys) }
      next = Int(rows[next].end)
    }
    guard !keys.isEmpty else { return }
    let amount = isInRoot(line) ? decimal(line, .lineExtensionAmount) : nil
    for key in keys {
      sums.update(key) { sum in
        if isCredit {
          sum.hasCreditNoteLine = true
          if let amount { sum.creditNoteLines = sum.creditNoteLines?.adding(amount) }
        } else {
          sum.hasInvoiceLine = true
          if let amount { sum.invoiceLines = sum.invoiceLines?.adding(amount) }
        }
      }
    }
  }

  private func add(deduction: Int, to sums: inout VATSums) {
    var keys: [VATSums.Key] = []
    addKeys(of: deduction, .taxCategory, to: &keys)
    guard !keys.isEmpty else { return }
    var signed: ExactDecimal?
    if isInRoot(deduction) {
      // With two indicators an amount may count on both sides.
      if indicator(deduction, is: true), let amount = decimal(deduction, .amount) {
        signed = (signed ?? .zero).adding(amount)
      }
      if indicator(deduction, is: false), let amount = decimal(deduction, .amount) {
        signed = (signed ?? .zero).subtracting(amount)
      }
    }
    for key in keys {
      sums.update(key) { sum in
        sum.hasDeduction = true
        if let signed { sum.deductions = sum.deductions?.adding(signed) }
      }
    }
  }

  /// Every category among the codes with every rate among the percentages: the rules ask for them
  /// one by one, and do not ask that they belong together.
  private func addKeys(
    of element: Int, _ name: XMLName, to keys: inout [VATSums.Key]
  ) {
    let first = keys.count
    var rates: [ExactDecimal] = []
    var next = element + 1
    let end = Int(rows[element].end)
    while next < end {
      if rows[next].name == name, let category = category(next) {
        let key = VATSums.Key(category)
        if !keys[first...].contains(key) { keys.append(key) }
      }
      next = Int(rows[next].end)
    }
    guard keys[first...].contains(where: \.category.isTaxed) else { return }
    next = element + 1
    while next < end {
      if rows[next].name == name, let rate = decimal(next, .percent), !rates.contains(rate) {
        rates.append(rate)
      }
      next = Int(rows[next].end)
    }
    for key in keys[first...] where key.category.isTaxed {
      for rate in rates { keys.append(VATSums.Key(key.category, at: rate)) }
    }
  }
}
