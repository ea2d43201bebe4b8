internal import Documents

/// The rules of XRechnung for clean vehicles (CVD), by where the terms stand in a syntax.
struct VehicleRules: Sendable {
  let terms: GermanTerms
  let classifications: CodeList

  private static let categories: Set<String> = ["M1", "M2", "M3", "N1", "N2", "N3"]
  private static let kinds: Set<String> = ["clean", "zero-emission", "other"]

  var contexts: [Context] {
    let applies: Test = { s, _ in s.isOf(.vehicles) }
    let document = Context(
      .xrechnungVehicles, names: terms.roots, where: { s, e in e == 0 && applies(s, e) },
      checks: documentChecks)
    return [document]
      + terms.lines.flatMap { line in
        let item = line + terms.item
        return [
          Context(.xrechnungVehicles, at: item, where: applies, checks: itemChecks),
          Context(
            .xrechnungVehicles, at: item + terms.itemClass, where: applies, checks: classChecks),
          Context(
            .xrechnungVehicles, at: item + [terms.property],
            where: { s, e in applies(s, e) && isKind(s, e) },
            checks: [
              Check("BR-DE-CVD-05") { s, e in
                Self.kinds.contains(s.normalized(s.only(e, terms.propertyValue)))
              }
            ]),
        ]
      }
  }

  private var documentChecks: [Check] {
    [
      Check("BR-DE-CVD-01") { s, e in s.isAnyFilled(e, at: terms.contract) },
      Check("BR-DE-CVD-02", terms.hasTender),
      Check("BR-DE-CVD-03") { s, e in
        terms.lines.flatMap { s.all(e, at: $0 + terms.item) }.contains { item in
          vehicleClasses(s, item) > 0 && kinds(s, item) > 0
        }
      },
    ]
  }

  private var itemChecks: [Check] {
    [
      Check("BR-DE-CVD-06-a") { s, e in vehicleClasses(s, e) == 0 || kinds(s, e) == 1 },
      Check("BR-DE-CVD-06-b") { s, e in kinds(s, e) == 0 || vehicleClasses(s, e) == 1 },
    ]
  }

  private var classChecks: [Check] {
    [
      Check("BR-TMP-CVD-01") { s, e in
        s.attributeCode(e, .listIDAttribute).map { $0 == "CVD" || classifications.contains($0) }
          ?? false
      },
      Check("BR-DE-CVD-04") { s, e in
        s.attributeCode(e, .listIDAttribute) != "CVD"
          || Self.categories.contains(s.normalized(e))
      },
    ]
  }

  /// How often an item is classed as a vehicle.
  private func vehicleClasses(_ s: Survey, _ item: Int) -> Int {
    s.all(item, at: terms.itemClass).count {
      s.exactAttributeCode($0, .listIDAttribute) == "CVD"
    }
  }

  /// How many attributes of an item say how clean it is.
  private func kinds(_ s: Survey, _ item: Int) -> Int {
    s.all(item, terms.property).count { isKind(s, $0) }
  }

  private func isKind(_ s: Survey, _ property: Int) -> Bool {
    s.any(property, terms.propertyName, is: "cva")
  }
}
