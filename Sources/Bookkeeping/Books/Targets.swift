import Domain
import LedgerStore

extension Ledger {
  /// The one invoice or client a name means, or with `owingNothing` the one document.
  func onlyTarget(named name: String, owingNothing: Bool = false) throws -> Target {
    var found = try targets(named: name)
    if found.isEmpty {
      found = try documentsOwingNothing(numbered: name)
      guard found.isEmpty || owingNothing else {
        throw Failure(
          "\(name) is a credit note or an invoice of nothing: there is nothing to pay on it",
          "Name the invoice or the client that is meant; `dunlin history` shows what became of "
            + "it. Nothing was done.")
      }
    }
    guard let first = found.first else {
      throw Failure(
        "no invoice and no client is called \(name)",
        "Name an invoice number, a client's id or its exact name; `dunlin clients` lists them.")
    }
    guard found.count == 1 else {
      throw Failure(
        "\(name) may mean \(found.count) different things",
        "Name the client's id, or an invoice number that is used once; nothing was done.")
    }
    return first
  }

  /// The one client a name means.
  func onlyClient(named name: String) throws -> ID<Client> {
    guard case .client(let id) = try onlyTarget(named: name) else {
      throw Failure("\(name) is the number of an invoice", "Name a client by its id or name.")
    }
    return id
  }
}
