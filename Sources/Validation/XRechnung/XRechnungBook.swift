internal import Documents

extension RuleBook {
  /// The rules of XRechnung 3.0 for UBL, release 2.5.0 of January 2026, with those of Peppol that
  /// it has taken over.
  static let xrechnungUBL = xrechnung(
    .ubl, ExtensionRules(terms: .ubl, lists: codeLists).ubl, PeppolUse.xrechnung.contextsOfUBL)

  /// The same for CII.
  static let xrechnungCII = xrechnung(
    .cii, ExtensionRules(terms: .cii, lists: codeLists).cii,
    PeppolUse.xrechnung.contextsOfCII + xrechnungPriceContexts)

  private static func xrechnung(
    _ terms: GermanTerms, _ extensionContexts: [Context], _ peppol: [Context]
  ) -> RuleBook {
    let vehicles = VehicleRules(
      terms: terms, classifications: codeLists["item-classifications"])
    let german = GermanRules(terms: terms, book: .xrechnung)
    let own = xrechnungContexts(terms)
    return RuleBook(
      wording: xrechnungWording,
      contexts: german.contexts + own + extensionContexts + vehicles.contexts + peppol)
  }

  /// The words of rules that Peppol has, too, are Peppol's.
  private static let xrechnungWording: String = {
    let peppol = text(PackageResources.peppol_wording_tsv)
    var rows: [String: Substring] = [:]
    for row in tableRows(peppol) { rows[tableFields(row)[0]] = row }
    var german = GermanRules.shared.map { rule in
      (
        GermanRules.id(rule.number, rule.part, in: .peppol),
        GermanRules.id(rule.number, rule.part, in: .xrechnung)
      )
    }
    german.append((GermanRules.addressID(in: .peppol), GermanRules.addressID(in: .xrechnung)))
    german += [1, 2].map { ("PEPPOL-EN16931-R043", "PEPPOL-EN16931-R043-\($0)") }
    let renamed = german.map { old, new in
      guard let row = rows[old] else { preconditionFailure("no wording for \(old)") }
      return new + row.dropFirst(old.count)
    }
    // What stands later counts.
    return ([peppol] + renamed + [text(PackageResources.xrechnung_wording_tsv)])
      .joined(separator: "\n")
  }()
}

/// Rules that Peppol does not have for Germany.
private func xrechnungContexts(_ terms: GermanTerms) -> [Context] {
  let isStated = Check("BR-DE-21") { s, _ in s.isOf(nil) }
  let isDated = Check("BR-DE-TMP-32") { s, _ in
    !s.all(0, at: terms.deliveryDate).isEmpty || !s.all(0, at: terms.period).isEmpty
      || terms.lines.flatMap { s.all(0, at: $0) }.allSatisfy {
        !s.all($0, at: terms.linePeriod).isEmpty
      }
  }
  guard terms.specificationHolder.isEmpty else {
    return [
      Context(.xrechnung, at: terms.specificationHolder, checks: [isStated]),
      Context(.xrechnung, at: [.transaction], checks: [isDated]),
      Context(
        .xrechnung, at: [.transaction, .lineItem],
        checks: [Check("BR-TMP-3") { s, e in s.arePriceBasesEqual(e) }]),
    ]
  }
  return [
    Context(.anywhere, names: terms.roots, where: { _, e in e == 0 }, checks: [isStated, isDated])
  ]
}

extension Survey {
  /// Whether the base quantities of gross and net price, where both stand, are the same.
  fileprivate func arePriceBasesEqual(_ line: Int) -> Bool {
    let gross = all(line, .lineAgreement, .grossPrice, .basisQuantity)
    let net = all(line, .lineAgreement, .netPrice, .basisQuantity)
    guard !gross.isEmpty, !net.isEmpty else { return true }
    let hasSame = gross.contains { one in net.contains { isSameText(one, $0) } }
    let grossUnits = gross.compactMap { attributeString($0, .unitCodeAttribute) }
    let netUnits = net.compactMap { attributeString($0, .unitCodeAttribute) }
    let isUnitWell =
      grossUnits.isEmpty || netUnits.isEmpty || !Set(grossUnits).isDisjoint(with: netUnits)
    return hasSame && isUnitWell
  }
}
