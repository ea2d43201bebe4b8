import Domain
import GRDB

/// What a party is called and where it is, as far as that tells it from another.
struct ClientFace {
  var name: String
  /// Trading names and the name itself, folded.
  private var names: Set<String>
  private var street, postcode, town: String

  init(_ party: Party) {
    name = Party.folded(party.name)
    names = Set([name, Party.folded(party.tradeName)].filter { !$0.isEmpty })
    street = Party.folded(party.address.lines.first ?? "")
    postcode = Party.folded(party.address.postcode)
    town = Party.folded(party.address.city)
  }

  /// Of a client of the ledger.
  init?(_ client: Int64, _ db: Database) throws {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT name, street, postcode, city FROM client WHERE id = ?"),
      arguments: [client])
    guard let row else { return nil }
    var party = Party(name: row["name"])
    let street: String = row["street"]
    party.address.lines = street.split(separator: "\n").map(String.init)
    party.address.postcode = row["postcode"]
    party.address.city = row["city"]
    self.init(party)
  }

  /// Whether both have a name, and not the same one.
  func hasOtherName(than other: ClientFace) -> Bool {
    !names.isEmpty && !other.names.isEmpty && names.isDisjoint(with: other.names)
  }

  /// Whether the names have nothing in common that would show a new form or an addition.
  func hasForeignName(to other: ClientFace) -> Bool {
    hasOtherName(than: other)
      && !names.contains { mine in
        other.names.contains {
          $0.hasPrefix(mine.prefix(5)) || $0.contains(mine) || mine.contains($0)
        }
      }
  }

  /// Whether both have a town, and not the same one.
  func isInOtherTown(than other: ClientFace) -> Bool {
    !town.isEmpty && !other.town.isEmpty && town != other.town
      && (postcode != other.postcode || postcode.isEmpty)
  }

  /// Whether what both say of their addresses differs.
  func hasOtherAddress(than other: ClientFace) -> Bool {
    func differ(_ a: String, _ b: String) -> Bool { !a.isEmpty && !b.isEmpty && a != b }
    if differ(town, other.town), differ(postcode, other.postcode) || street != other.street {
      return true
    }
    return differ(street, other.street)
  }

  /// Whether name and street are the same, and both are there.
  func isSame(as other: ClientFace) -> Bool {
    !hasOtherName(than: other) && !names.isEmpty && !street.isEmpty && street == other.street
      && !isInOtherTown(than: other)
  }
}
