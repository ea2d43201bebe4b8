import Domain

/// Reads a seller or buyer from `cac:AccountingSupplierParty` or `cac:AccountingCustomerParty`, a
/// payee from `cac:PayeeParty`.
struct PartyReader {
  let tree: XMLTree
  let names: UBLNames

  func party(_ side: XMLTree.Node) -> Party {
    var party = Party(name: "")
    var hasParty = false
    for child in tree.children(side) {
      switch tree.name(child) {
      case names.customerAssignedAccountID, names.supplierAssignedAccountID:
        party.add(.account, tree.text(child))
      case names.party:
        hasParty = true
        read(child, into: &party)
      default: break
      }
    }
    // A payee is a party itself.
    if !hasParty { read(side, into: &party) }
    if party.name.isEmpty { (party.name, party.tradeName) = (party.tradeName, "") }
    if Party.folded(party.tradeName) == Party.folded(party.name) { party.tradeName = "" }
    return party
  }

  private func read(_ node: XMLTree.Node, into party: inout Party) {
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.endpointID:
        party.add(.endpoint, of: tree.attribute(child, names.schemeID) ?? "", tree.text(child))
      case names.partyIdentification:
        readIdentification(child, into: &party)
      case names.partyName where party.tradeName.isEmpty:
        party.tradeName = tree.child(child, names.name).map { tree.text($0).collapsed } ?? ""
      case names.postalAddress:
        party.address = address(child)
      case names.partyTaxScheme:
        readTaxScheme(child, into: &party)
      case names.partyLegalEntity:
        if party.name.isEmpty, let name = tree.child(child, names.registrationName) {
          party.name = tree.text(name).collapsed
        }
        if let company = tree.child(child, names.companyID) {
          party.add(.company, tree.text(company))
        }
      case names.contact:
        party.contact = contact(child)
      default: break
      }
    }
  }

  /// A customer number, unless it is the creditor's SEPA identifier.
  private func readIdentification(_ node: XMLTree.Node, into party: inout Party) {
    guard let id = tree.child(node, names.id) else { return }
    let scheme = tree.attribute(id, names.schemeID) ?? ""
    guard scheme != "SEPA" else { return }
    party.add(.account, of: scheme, tree.text(id))
  }

  private func readTaxScheme(_ node: XMLTree.Node, into party: inout Party) {
    guard let company = tree.child(node, names.companyID),
      let scheme = tree.descendant(node, names.taxScheme, names.id),
      tree.text(scheme).uppercased() == "VAT"
    else { return }
    party.add(.vat, tree.text(company))
  }

  private func address(_ node: XMLTree.Node) -> Party.Address {
    var address = Party.Address()
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.streetName, names.additionalStreetName:
        let line = tree.text(child).collapsed
        if !line.isEmpty { address.lines.append(line) }
      case names.cityName: address.city = tree.text(child).collapsed
      case names.postalZone: address.postcode = tree.text(child).collapsed
      case names.country:
        let code = tree.child(child, names.identificationCode).map { tree.text($0) } ?? ""
        address.country = code.uppercased()
      default: break
      }
    }
    return address
  }

  private func contact(_ node: XMLTree.Node) -> Party.Contact {
    var contact = Party.Contact()
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.name: contact.person = tree.text(child).collapsed
      case names.electronicMail: contact.email = tree.text(child)
      case names.telephone: contact.phone = tree.text(child).collapsed
      default: break
      }
    }
    return contact
  }
}
