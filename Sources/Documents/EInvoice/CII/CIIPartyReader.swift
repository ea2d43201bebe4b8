import Domain

/// Reads a seller or buyer from a trade party of CII.
struct CIIPartyReader {
  let tree: XMLTree
  let names: CIINames

  func party(_ node: XMLTree.Node) -> Party {
    var party = Party(name: "")
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.id: party.add(.account, tree.text(child))
      case names.globalID: party.add(.account, of: scheme(of: child), tree.text(child))
      case names.name where party.name.isEmpty: party.name = tree.text(child).collapsed
      case names.organization: readOrganization(child, into: &party)
      case names.taxRegistration:
        guard let id = tree.child(child, names.id) else { continue }
        if ["VA", "VAT"].contains(scheme(of: id).uppercased()) { party.add(.vat, tree.text(id)) }
      case names.electronicAddress:
        if let uri = tree.child(child, names.uri) {
          party.add(.endpoint, of: scheme(of: uri), tree.text(uri))
        }
      case names.address: party.address = address(child)
      case names.contact where party.contact == Party.Contact(): party.contact = contact(child)
      default: break
      }
    }
    if party.name.isEmpty { (party.name, party.tradeName) = (party.tradeName, "") }
    if Party.folded(party.tradeName) == Party.folded(party.name) { party.tradeName = "" }
    return party
  }

  private func scheme(of node: XMLTree.Node) -> String {
    tree.attribute(node, names.schemeID) ?? ""
  }

  private func readOrganization(_ node: XMLTree.Node, into party: inout Party) {
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.id: party.add(.company, tree.text(child))
      case names.tradingName: party.tradeName = tree.text(child).collapsed
      default: break
      }
    }
  }

  private func address(_ node: XMLTree.Node) -> Party.Address {
    var address = Party.Address()
    for child in tree.children(node) {
      switch tree.name(child) {
      case let name where names.streets.contains(name):
        let line = tree.text(child).collapsed
        if !line.isEmpty { address.lines.append(line) }
      case names.city: address.city = tree.text(child).collapsed
      case names.postcode: address.postcode = tree.text(child).collapsed
      case names.country: address.country = tree.text(child).uppercased()
      default: break
      }
    }
    return address
  }

  private func contact(_ node: XMLTree.Node) -> Party.Contact {
    var contact = Party.Contact()
    for child in tree.children(node) {
      switch tree.name(child) {
      case names.person: contact.person = tree.text(child).collapsed
      case names.department where contact.person.isEmpty:
        contact.person = tree.text(child).collapsed
      case names.email: contact.email = tree.child(child, names.uri).map { tree.text($0) } ?? ""
      case names.phone:
        contact.phone = tree.child(child, names.number).map { tree.text($0).collapsed } ?? ""
      default: break
      }
    }
    return contact
  }
}
