import Domain

/// The order of town and postcode in an address, by country.
enum AddressLines {
  /// Countries whose post asks for the postcode on a line of its own below the town (Royal Mail,
  /// An Post).
  private static let below: Set<String> = ["GB", "GG", "IE", "IM", "JE"]
  /// Countries that write the postcode behind the town, on its line.
  private static let behind: Set<String> = ["AU", "CA", "NZ", "US"]

  /// One or two lines; `prefix` is the country's sign before a postcode, where one belongs there.
  static func town(
    _ city: String, _ postcode: String, in country: String, prefix: String = ""
  ) -> [String] {
    if below.contains(country) { return [city, postcode] }
    if behind.contains(country) { return ["\(city) \(postcode)"] }
    return ["\(prefix)\(postcode) \(city)"]
  }
}
