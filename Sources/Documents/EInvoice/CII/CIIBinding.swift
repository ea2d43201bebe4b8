import Domain

extension SemanticInvoice {
  /// The places of the business terms in a CII document of any profile.
  init(cii document: Node, of tree: XMLTree, _ names: CIINames) {
    self.init(tree: tree, document: document, syntax: .cii, root: .invoice)
    for child in tree.children(document) {
      switch tree.name(child) {
      case names.context: readContext(child, names)
      case names.header: readHeader(child, names)
      case names.transaction:
        if let agreement = tree.child(child, names.agreement) {
          seller = tree.child(agreement, names.seller)
          buyer = tree.child(agreement, names.buyer)
        }
        if let settlement = tree.child(child, names.settlement) { read(settlement, names) }
      default: break
      }
    }
  }

  private mutating func readContext(_ node: Node, _ names: CIINames) {
    specification = tree.descendant(node, names.guideline, names.id)
    process = tree.descendant(node, names.process, names.id)
    let test = tree.descendant(node, names.testIndicator, names.indicator)
    isTest = ["true", "1"].contains(text(test).lowercased())
  }

  private mutating func readHeader(_ node: Node, _ names: CIINames) {
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.id: number = number ?? child
      case names.typeCode: typeCode = typeCode ?? child
      case names.issueDate: issueDate = issueDate ?? tree.child(child, names.dateTime) ?? child
      case names.note:
        if let content = tree.child(child, names.content) { notes.append(content) }
      default: break
      }
    }
  }

  private mutating func read(_ settlement: Node, _ names: CIINames) {
    var reference: Node?
    var terms: [Node] = []
    for child in tree.children(settlement) {
      switch tree.name(child) {
      case names.currency: currency = currency ?? child
      case names.paymentReference: reference = reference ?? child
      case names.payee: payee = payee ?? child
      case names.means: paymentMeans.append(PaymentMeans(cii: child, of: tree, names))
      case names.allowance: allowances.append(Allowance(cii: child, of: tree, names))
      case names.terms: terms.append(child)
      case names.summation: if totals == nil { readTotals(child, names) }
      case names.preceding:
        if let id = tree.child(child, names.issuerID) { precedingInvoices.append(id) }
      default: break
      }
    }
    if let reference {
      if paymentMeans.isEmpty { paymentMeans.append(PaymentMeans()) }
      paymentMeans[0].references.insert(reference, at: 0)
    }
    paymentTerms = terms.map { PaymentTerms(cii: $0, of: tree, names) }
    // Of several dates those with a discount are its last days.
    let net = paymentTerms.filter { $0.discounts.isEmpty }
    let dates = (net.isEmpty ? paymentTerms : net).compactMap(\.dueDate)
    dueDates = dates.map { ($0, dates.count == 1 ? .document : .paymentTerms) }
  }

  private mutating func readTotals(_ node: Node, _ names: CIINames) {
    totals = node
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.payable: payable = payable ?? child
      case names.grandTotal: withTax = withTax ?? child
      case names.taxBasis: withoutTax = withoutTax ?? child
      case names.prepaid: prepaid = prepaid ?? child
      case names.rounding: rounding = rounding ?? child
      case names.taxTotal: taxTotals.append(child)
      default: break
      }
    }
  }
}

extension SemanticInvoice.PaymentMeans {
  fileprivate init(cii node: XMLTree.Node, of tree: XMLTree, _ names: CIINames) {
    code = tree.child(node, names.typeCode)
    if let place = tree.child(node, names.account) {
      account = tree.child(place, names.iban) ?? tree.child(place, names.proprietary)
    }
  }
}

extension SemanticInvoice.PaymentTerms {
  fileprivate init(cii node: XMLTree.Node, of tree: XMLTree, _ names: CIINames) {
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.text: notes.append(child)
      case names.dueDate: dueDate = dueDate ?? tree.child(child, names.dateTime)
      case names.partialAmount: amount = amount ?? child
      case names.discount:
        discounts.append(SemanticInvoice.Discount(cii: child, of: tree, names))
      default: break
      }
    }
    // The day of the terms is the last one of a discount that states no period.
    for index in discounts.indices where discounts[index].duration == nil {
      discounts[index].lastDay = dueDate
    }
    discounts.removeAll { $0.percent == nil && $0.amount == nil }
  }
}

extension SemanticInvoice.Discount {
  fileprivate init(cii node: XMLTree.Node, of tree: XMLTree, _ names: CIINames) {
    percent = tree.child(node, names.percent)
    amount = tree.child(node, names.discountAmount)
    base = tree.child(node, names.basisAmount)
    duration = tree.child(node, names.basisPeriod)
    start = tree.descendant(node, names.basisDate, names.dateTime)
  }
}

extension SemanticInvoice.Allowance {
  fileprivate init(cii node: XMLTree.Node, of tree: XMLTree, _ names: CIINames) {
    let indicator = tree.descendant(node, names.chargeIndicator, names.indicator)
    let text = indicator.map { tree.text($0) }
    self.init(
      isCharge: text == "true" || text == "1",
      amount: tree.child(node, names.actualAmount),
      category: tree.descendant(node, names.categoryTax, names.category))
  }
}
