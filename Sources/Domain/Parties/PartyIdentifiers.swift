extension Party {
  /// Adds an identifier that a document states, unless it is a placeholder or known
  /// already. `list` is the code of the register it is from, or empty.
  package mutating func add(_ scheme: Identifier.Scheme, of list: String = "", _ value: String) {
    guard !Identifier.isPlaceholder(value) else { return }
    let text = list.isEmpty ? value : "\(list):\(value)"
    let identifier = Identifier(normalising: scheme, text)
    guard !identifier.value.isEmpty, !identifiers.contains(identifier) else { return }
    identifiers.append(identifier)
  }
}

extension Party.Identifier {
  /// Whether a text is a placeholder for an identifier that the party lacks: `NA`, `/`, `0`, `-`,
  /// `none`, also behind the code of a country; or is the number of everybody without one.
  package static func isPlaceholder(_ text: String) -> Bool {
    let key = Party.folded(text)
    if key.isEmpty || words.contains(key) || ofEverybody.contains(key) { return true }
    let bytes = Array(key.utf8)
    let country = bytes.prefix(2)
    let hasCountry = country.count == 2 && country.allSatisfy { (0x61...0x7A).contains($0) }
    if hasCountry {
      let rest = String(decoding: bytes.dropFirst(2), as: UTF8.self)
      if rest.isEmpty || words.contains(rest) || isOneDigit(rest.utf8) { return true }
    }
    return isOneDigit(key.utf8)
  }

  /// Zeros, or one digit or `x` again and again.
  private static func isOneDigit(_ bytes: String.UTF8View) -> Bool {
    guard let first = bytes.first, bytes.allSatisfy({ $0 == first }) else { return false }
    return first == 0x30 || (bytes.count >= 5 && (0x31...0x39).contains(first))
      || (bytes.count >= 2 && first == 0x78)
  }

  private static let words: Set = [
    "na", "none", "null", "nil", "nan", "unknown", "undefined", "notavailable", "notapplicable",
    "notregistered", "novat", "novatnumber", "nonumber", "missing", "empty", "tbd", "tba", "dummy",
    "default", "keine", "kein", "ka", "keineangabe", "unbekannt", "ohne", "nichtvorhanden", "entf",
    "entfaellt", "entfällt", "privat", "privatperson", "private", "aucun", "aucune", "neant",
    "néant", "inconnu", "sans", "nc", "so", "geen", "nvt", "onbekend", "particulier", "ninguno",
    "ninguna", "nodisponible", "desconocido", "nd", "nessuno", "nessuna", "nondisponibile",
    "assente", "brak", "niedotyczy", "nd", "bd", "ingen", "ukendt", "saknas", "okänd", "eiole",
    "neni", "není", "nincs", "nuare", "lipsa", "yok", "xx", "x",
  ]

  /// The numbers that authorities prescribe for parties without a number.
  private static let ofEverybody: Set = [
    "999999990", "xaxx010101000", "xexx010101000", "ei00000000010", "ei00000000020",
    "ei00000000030", "ei00000000040", "9999999999999",
  ]
}
