package import Documents

/// Which of the specifications of XRechnung a document says it follows (BT-24).
package enum XRechnungProfile: Sendable, CaseIterable {
  /// XRechnung 3.0 itself.
  case core
  /// With the extension: sub-lines, payments to third parties, attachments in XML.
  case `extension`
  /// For vehicles bought under the Clean Vehicles Directive.
  case vehicles
  /// An older version, or another specification; judged as `core`, with a warning.
  case other

  private static let coreID =
    "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
  private static let ids: [(String, XRechnungProfile)] = [
    (coreID, .core),
    (coreID + "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0", .extension),
    (coreID + "#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9", .vehicles),
  ]

  init?(id: String) {
    guard let known = Self.ids.first(where: { $0.0 == id }) else { return nil }
    self = known.1
  }

  /// Of the identifiers that the document states.
  package init(of tree: XMLTree) {
    self = Survey(tree).statedProfiles.first ?? .other
  }

  /// What the document is judged as, for its reader.
  package var note: String {
    switch self {
    case .core: "judged as XRechnung 3.0"
    case .extension: "judged as XRechnung 3.0 with the extension"
    case .vehicles: "judged as XRechnung 3.0 for clean vehicles (CVD 0.9)"
    case .other: "the document does not say that it follows XRechnung 3.0; judged as if it did"
    }
  }

  /// The rules of EN 16931, weighed as XRechnung weighs them, and those of XRechnung.
  func books(isCII: Bool) -> [RuleBook] { (isCII ? Self.booksOfCII : Self.booksOfUBL)[self] ?? [] }

  private static let booksOfUBL = books(.en16931, .xrechnungUBL, isCII: false)
  private static let booksOfCII = books(.cii, .xrechnungCII, isCII: true)

  private static func books(
    _ european: RuleBook, _ own: RuleBook, isCII: Bool
  ) -> [XRechnungProfile: [RuleBook]] {
    Dictionary(
      uniqueKeysWithValues: allCases.map {
        ($0, [european.with(levels: $0.levels(isCII: isCII)), own])
      })
  }

  /// How the validator of XRechnung weighs rules of EN 16931, where it differs from the release.
  func levels(isCII: Bool) -> [String: Rule.Flag] {
    var levels: [String: Rule.Flag] = [
      "BR-CL-21": .warning, "BR-CL-23": .warning, "UBL-CR-646": .fatal, "CII-SR-452": .fatal,
      "CII-SR-453": .fatal, "CII-SR-454": .fatal,
    ]
    switch self {
    case .core, .other: break
    case .extension:
      for id in ["10", "11", "21", "24", "25", "26"] { levels["BR-CL-" + id] = .information }
      guard !isCII else { break }
      for id in ["BR-CO-16", "UBL-CR-470", "UBL-CR-646"] { levels[id] = .information }
    case .vehicles: levels["BR-CL-13"] = .information
    }
    return levels
  }
}

extension Survey {
  /// The specifications of XRechnung that the document states, in its order.
  fileprivate var statedProfiles: [XRechnungProfile] {
    let terms: GermanTerms = root == .cii ? .cii : .ubl
    return all(0, at: terms.specification).compactMap { XRechnungProfile(id: string($0)) }
  }

  /// Whether the document states this specification of XRechnung, or (nil) any.
  func isOf(_ profile: XRechnungProfile?) -> Bool {
    let stated = xrechnungProfiles ?? Set(statedProfiles)
    xrechnungProfiles = stated
    return profile.map(stated.contains) ?? !stated.isEmpty
  }
}
