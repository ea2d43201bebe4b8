import Domain

extension SemanticInvoice {
  /// The places of the business terms in a UBL document.
  init(ubl document: Node, of tree: XMLTree, _ names: UBLNames) {
    self.init(
      tree: tree, document: document, syntax: .ubl, root: names.root(tree.name(document)))
    var means: [Node] = []
    var terms: [Node] = []
    for child in tree.children(document) {
      switch tree.name(child) {
      case names.id: number = number ?? child
      case names.issueDate: issueDate = issueDate ?? child
      case names.dueDate: dueDates.insert((child, .document), at: 0)
      case names.invoiceTypeCode, names.creditNoteTypeCode: typeCode = typeCode ?? child
      case names.documentCurrencyCode: currency = currency ?? child
      case names.customizationID: specification = specification ?? child
      case names.profileID: process = process ?? child
      case names.note: notes.append(child)
      case names.supplier: seller = seller ?? child
      case names.customer: buyer = buyer ?? child
      case names.payeeParty: payee = payee ?? child
      case names.paymentMeans: means.append(child)
      case names.paymentTerms: terms.append(child)
      case names.taxTotal:
        if let amount = tree.child(child, names.taxAmount) { taxTotals.append(amount) }
        taxAmounts += tree.children(child).compactMap { tree.child($0, names.taxAmount) }
      case names.allowanceCharge: allowances.append(Allowance(ubl: child, of: tree, names))
      case names.legalMonetaryTotal, names.requestedMonetaryTotal:
        if totals == nil { readTotals(child, names) }
      case names.billingReference:
        readReference(child, names)
      default: break
      }
    }
    for node in means {
      paymentMeans.append(PaymentMeans(ubl: node, of: tree, names))
      if let day = tree.child(node, names.paymentDueDate) {
        dueDates.append((day, .paymentMeans))
      }
    }
    for node in terms {
      let read = PaymentTerms(ubl: node, of: tree, names)
      paymentTerms.append(read)
      if let day = read.dueDate { dueDates.append((day, .paymentTerms)) }
    }
  }

  private mutating func readTotals(_ node: Node, _ names: UBLNames) {
    totals = node
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.payableAmount: payable = payable ?? child
      case names.taxInclusiveAmount: withTax = withTax ?? child
      case names.taxExclusiveAmount: withoutTax = withoutTax ?? child
      case names.prepaidAmount: prepaid = prepaid ?? child
      case names.payableRoundingAmount: rounding = rounding ?? child
      default: break
      }
    }
  }

  private mutating func readReference(_ node: Node, _ names: UBLNames) {
    for child in tree.children(node) where names.documentReferences.contains(tree.name(child)) {
      if let id = tree.child(child, names.id) { precedingInvoices.append(id) }
    }
  }
}

extension SemanticInvoice.PaymentMeans {
  fileprivate init(ubl node: XMLTree.Node, of tree: XMLTree, _ names: UBLNames) {
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.paymentMeansCode: code = code ?? child
      case names.paymentID: references.append(child)
      case names.instructionID: references.append(child)
      case names.payeeFinancialAccount: account = account ?? tree.child(child, names.id)
      default: break
      }
    }
  }
}

extension SemanticInvoice.PaymentTerms {
  fileprivate init(ubl node: XMLTree.Node, of tree: XMLTree, _ names: UBLNames) {
    var discount = SemanticInvoice.Discount()
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.note: notes.append(child)
      case names.amount: amount = amount ?? child
      case names.paymentPercent: percent = percent ?? child
      case names.paymentDueDate: dueDate = dueDate ?? child
      case names.installmentDueDate: dueDate = dueDate ?? child
      case names.settlementDiscountPercent: discount.percent = child
      case names.settlementDiscountAmount: discount.amount = child
      case names.settlementPeriod:
        discount.lastDay = tree.child(child, names.endDate)
        discount.duration = tree.child(child, names.durationMeasure)
        discount.start = tree.child(child, names.startDate)
      default: break
      }
    }
    if discount.percent != nil || discount.amount != nil { discounts.append(discount) }
  }
}

extension SemanticInvoice.Allowance {
  fileprivate init(ubl node: XMLTree.Node, of tree: XMLTree, _ names: UBLNames) {
    let indicator = tree.child(node, names.chargeIndicator).map { tree.text($0) }
    self.init(
      isCharge: indicator == "true" || indicator == "1",
      amount: tree.child(node, names.amount),
      category: tree.descendant(node, names.taxCategory, names.id))
  }
}

extension UBLNames {
  func root(_ name: XMLName) -> SemanticInvoice.Root {
    switch name {
    case creditNote, selfBilledCreditNote: .creditNote
    case debitNote: .debitNote
    default: .invoice
    }
  }
}
