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
      throw try notFound(name)
    }
    guard found.count == 1 else {
      throw Failure(
        "\(name) may mean \(found.count) different things",
        "Name the client's id, or an invoice number that is used once; nothing was done.")
    }
    return first
  }

  /// The one invoice or client that a name, or a part of one, means: for commands that only read.
  func likelyTarget(named name: String) throws -> Target {
    if try targets(named: name).isEmpty, try documentsOwingNothing(numbered: name).isEmpty {
      let similar = try similar(to: name)
      if similar.count == 1 {
        return try onlyTarget(named: similar[0].exact, owingNothing: true)
      }
    }
    return try onlyTarget(named: name, owingNothing: true)
  }

  private func notFound(_ name: String) throws -> Failure {
    let similar = try similar(to: name)
    guard !similar.isEmpty else {
      return Failure(
        "no invoice and no client is called \(name)",
        "Name an invoice number, a client's id or its exact name; `dunlin clients` lists them.")
    }
    let listed = similar.prefix(6).map { "\"\($0.shown.printable)\"" }.joined(separator: ", ")
    return Failure(
      "no invoice and no client is called \(name)",
      "Is one of these meant: \(listed)\(similar.count > 6 ? " …" : "")? Nothing was done.")
  }

  /// The one client that a name, or a part of one, means: for commands that only read.
  func likelyClient(named name: String) throws -> ID<Client> {
    try Self.client(try likelyTarget(named: name), name)
  }

  /// The one client a name means.
  func onlyClient(named name: String) throws -> ID<Client> {
    try Self.client(try onlyTarget(named: name), name)
  }

  private static func client(_ target: Target, _ name: String) throws -> ID<Client> {
    guard case .client(let id) = target else {
      throw Failure("\(name) is the number of an invoice", "Name a client by its id or name.")
    }
    return id
  }
}
