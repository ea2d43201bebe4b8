import Domain
import Foundation
import GRDB

/// Between the tables' columns and Domain's values. A value the schema cannot hold means a damaged
/// book, so it throws rather than guesses.
extension Row {
  func day(_ column: String) throws -> Day {
    let text: String? = self[column]
    guard let day = text.flatMap({ Day(iso: $0) }) else { throw Damage.value(column, text ?? "") }
    return day
  }

  func currency(_ column: String = "currency") throws -> Currency {
    let text: String? = self[column]
    guard let currency = text.flatMap({ Currency(code: $0) }) else {
      throw Damage.value(column, text ?? "")
    }
    return currency
  }

  func digest(_ column: String) throws -> Digest {
    let data: Data? = self[column]
    guard let digest = unsafe data?.withUnsafeBytes({ unsafe Digest($0) }) else {
      throw Damage.value(column, "\(data?.count ?? 0) bytes")
    }
    return digest
  }

  func money(_ column: String) throws -> Money {
    Money(minorUnits: self[column], currency: try currency())
  }

  func value<Value: RawRepresentable<String>>(
    _ column: String, as type: Value.Type = Value.self
  ) throws -> Value {
    let text: String = self[column]
    guard let value = Value(rawValue: text) else { throw Damage.value(column, text) }
    return value
  }

  func id<Subject>(_ column: String, of type: Subject.Type = Subject.self) -> ID<Subject> {
    ID(self[column])
  }

  func client() -> Client {
    var client = Client(
      id: ID(self["id"]), externalID: self["external_id"], name: self["name"])
    let street: String = self["street"]
    client.address.lines = street.isEmpty ? [] : street.split(separator: "\n").map(String.init)
    client.address.postcode = self["postcode"]
    client.address.city = self["city"]
    client.address.country = self["country"]
    client.contact.person = self["person"]
    client.contact.email = self["email"]
    client.contact.phone = self["phone"]
    client.language = self["language"]
    return client
  }
}

/// A row that no version of the program writes.
enum Damage: Error {
  /// What was to be read, a column mostly, and the text that stands there.
  case value(String, String)
}

extension Database {
  /// Runs one statement, prepared once per connection.
  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}
