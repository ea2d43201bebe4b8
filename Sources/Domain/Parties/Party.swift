/// A seller or buyer as one document names it.
///
/// Documents are copied often and their parties seldom changed: what a party says is in an object
/// that copies share until one is changed.
package struct Party: Sendable {
  private var words: Words

  package init(name: String) {
    words = Words(name: name)
  }

  package var name: String {
    get { words.name }
    set { own().name = newValue }
  }

  /// What it trades as, where that is not its name; or empty.
  package var tradeName: String {
    get { words.tradeName }
    set { own().tradeName = newValue }
  }

  /// Best first: endpoint, VAT number, company number, account id (see `Identifier.Scheme`).
  package var identifiers: [Identifier] {
    get { words.identifiers }
    _modify { yield &own().identifiers }
  }

  package var address: Address {
    get { words.address }
    _modify { yield &own().address }
  }

  package var contact: Contact {
    get { words.contact }
    _modify { yield &own().contact }
  }

  /// Whether the postcode tells it from others of its name. Not where a list may have postcodes of
  /// some clients only, or had none before.
  package var isNamedByPostcode: Bool {
    get { words.isNamedByPostcode }
    set { own().isNamedByPostcode = newValue }
  }

  /// Changed only while one owner holds it.
  private final class Words: @unchecked Sendable {
    var name: String
    var tradeName = ""
    var identifiers: [Identifier] = []
    var address = Address()
    var contact = Contact()
    var isNamedByPostcode = true

    init(name: String) { self.name = name }

    init(_ other: Words) {
      (name, identifiers) = (other.name, other.identifiers)
      (address, contact) = (other.address, other.contact)
      isNamedByPostcode = other.isNamedByPostcode
      tradeName = other.tradeName
    }
  }

  private mutating func own() -> Words {
    if !isKnownUniquelyReferenced(&words) { words = Words(words) }
    return words
  }

  /// One way in which a document says who a party is.
  package struct Identifier: Hashable, Sendable {
    package let scheme: Scheme
    /// Without white space; an endpoint is `scheme:value`.
    package let value: String

    /// In the order in which they are trusted to name a client.
    package enum Scheme: Int, Comparable, Sendable, CaseIterable {
      case endpoint = 1
      case vat, company, account
      /// Name and postcode, the last resort.
      case nameAndPostcode

      package static func < (a: Scheme, b: Scheme) -> Bool { a.rawValue < b.rawValue }

      package var label: String {
        switch self {
        case .endpoint: "endpoint"
        case .vat: "VAT number"
        case .company: "company number"
        case .account: "account id"
        case .nameAndPostcode: "name and postcode"
        }
      }
    }

    package init(_ scheme: Scheme, _ value: String) {
      self.scheme = scheme
      self.value = value
    }

    /// The identifier as it is compared: without white space; a VAT number also without the dots
    /// and hyphens people put in, in capitals.
    package init(normalising scheme: Scheme, _ text: String) {
      self.scheme = scheme
      let bare = text.withoutWhitespace
      guard scheme == .vat else {
        value = bare
        return
      }
      let isNormal = bare.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
      }
      value = isNormal ? bare : bare.filter { $0 != "." && $0 != "-" }.uppercased()
    }
  }

  /// Each part is empty where it is not known.
  package struct Address: Hashable, Sendable {
    package var lines: [String] = []
    package var city = ""
    package var postcode = ""
    /// ISO 3166-1 alpha-2, or empty.
    package var country = ""

    package init() {}
  }

  /// Each part is empty where it is not known.
  package struct Contact: Hashable, Sendable {
    package var person = ""
    package var email = ""
    package var phone = ""

    package init() {}
  }

  /// All identifiers as they are compared, best first, with name and postcode as the last one. A
  /// company number is one of its country's register, so the country goes with it.
  package var keys: [Identifier] {
    let postcode = isNamedByPostcode ? Self.folded(address.postcode) : ""
    let fallback = Identifier(.nameAndPostcode, Self.folded(name) + "|" + postcode)
    return identifiers.sorted { $0.scheme < $1.scheme }.map { identifier in
      identifier.scheme == .company && !address.country.isEmpty
        ? Identifier(.company, "\(address.country)/\(identifier.value)") : identifier
    } + (name.isEmpty ? [] : [fallback])
  }

  /// What the source itself calls the client: its best identifier, or its name.
  package var bestID: String {
    identifiers.min { $0.scheme < $1.scheme }?.value ?? name
  }

  /// Letters and digits only, in small letters: for comparing names and postcodes.
  package static func folded(_ text: String) -> String {
    var plain: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x80...: return String(text.lowercased().filter { $0.isLetter || $0.isNumber })
      case 0x41...0x5A: plain.append(byte | 0x20)
      case 0x61...0x7A, 0x30...0x39: plain.append(byte)
      default: break
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }
}

extension Party: Hashable {
  package static func == (a: Party, b: Party) -> Bool {
    a.words === b.words
      || a.name == b.name && a.identifiers == b.identifiers && a.address == b.address
        && a.contact == b.contact && a.tradeName == b.tradeName
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(identifiers)
    hasher.combine(address)
    hasher.combine(contact)
  }
}
