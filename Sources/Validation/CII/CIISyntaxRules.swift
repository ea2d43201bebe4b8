internal import Documents

/// The rules about elements and attributes of CII that the core invoice model does not have.
///
/// Most say that something must not stand somewhere: these are the rows of
/// `cii-outside-the-model.tsv`. Of the places only the first that an element is at counts, in the
/// order of `places`.
struct CIISyntaxRules {
  /// A row of the table.
  private struct Row {
    var place: Substring
    var rule: String
    var isOne: Bool
    var isNone: Bool
    var isBelow: Bool
    var path: [XMLName]
    var attribute: XMLName?
  }

  let contexts: [Context]
  let wording: String

  init(table: String) {
    var rows: [Row] = []
    var wording: [String] = []
    for line in tableRows(table) {
      let fields = tableFields(line)
      precondition(fields.count == 5, "a row has five fields: \(line)")
      var steps = fields[4].utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
      let attribute = steps.last.flatMap {
        $0.hasPrefix("@") ? XMLName(String($0.dropFirst())) : nil
      }
      if attribute != nil { steps.removeLast() }
      rows.append(
        Row(
          place: Substring(fields[0]), rule: fields[1], isOne: fields[3] == "one",
          isNone: fields[3] == "none", isBelow: fields[4].hasPrefix("//"),
          path: steps.map { XMLName($0) }, attribute: attribute))
      let problem =
        fields[3] == "none"
        ? "\(fields[4]) is outside the core invoice model"
        : fields[3] == "one"
          ? "\(fields[4]) does not stand exactly once" : "\(fields[4]) stands more than once"
      let remedy =
        fields[3] == "none"
        ? "Leave it out, or agree with the buyer that it may stand" : "State it once"
      wording.append([fields[1], fields[2], "", problem, remedy].joined(separator: "\t"))
    }
    self.wording = wording.joined(separator: "\n")
    contexts = Self.places.map { place in
      let checks = rows.filter { $0.place == place.name }.map(Self.check)
      return place.context(checks + (Self.others[place.name] ?? []))
    }
  }

  private static func check(_ row: Row) -> Check {
    Check(row.rule) { s, e in
      var count = 0
      func follow(_ element: Int, _ step: Int) {
        guard step < row.path.count else {
          if let attribute = row.attribute {
            if s.hasAttribute(element, attribute) { count += 1 }
          } else {
            count += 1
          }
          return
        }
        s.each(element, row.path[step]) { follow($0, step + 1) }
      }
      if row.isBelow, let first = row.path.first {
        for element in s.rows.indices where s.rows[element].name == first { follow(element, 1) }
      } else {
        follow(e, 0)
      }
      return row.isNone ? count == 0 : row.isOne ? count == 1 : count <= 1
    }
  }

  /// Where a path begins.
  struct Place: Sendable {
    var name: Substring
    var context: @Sendable ([Check]) -> Context
  }

  private static func at(_ name: Substring, _ path: XMLName...) -> Place {
    Place(name: name) { checks in
      Context(
        .syntax, path[path.count - 1], late: true,
        where: { s, e in s.isAt(e, below: path.dropLast()) }, checks: checks)
    }
  }

  private static func wherever(
    _ name: Substring, _ element: XMLName, where applies: Test? = nil
  ) -> Place {
    Place(name: name) { checks in
      Context(.syntax, element, late: true, where: applies, checks: checks)
    }
  }

  private static func ending(_ name: Substring, _ suffix: String) -> Place {
    Place(name: name) { checks in
      Context(
        .syntax, ending: suffix,
        where: { s, e in s.name(e).text.hasPrefix("ram:") && s.name(e) != .taxTotalAmount },
        checks: checks)
    }
  }

  private static let line: [XMLName] = [.transaction, .lineItem]

  /// In the order in which they take precedence.
  private static let places: [Place] = [
    wherever("means", .means), at("context", .exchangedContext), at("header", .exchangedDocument),
    at("note", .exchangedDocument, .includedNote), at("line", .transaction, .lineItem),
    at("line-document", .transaction, .lineItem, .lineDocument),
    at("product", .transaction, .lineItem, .product),
    at("characteristic", .transaction, .lineItem, .product, .characteristic),
    at("line-agreement", .transaction, .lineItem, .lineAgreement),
    wherever("allowance", .tradeAllowance),
    wherever("price-allowance", .appliedAllowance, where: { s, e in s.isIn(e, .grossPrice) }),
    at("line-delivery", .transaction, .lineItem, .lineDelivery),
    at("line-settlement", .transaction, .lineItem, .lineSettlement),
    at("agreement", .transaction, .agreement), at("delivery", .transaction, .tradeDelivery),
    at("settlement", .transaction, .settlement),
    at("totals", .transaction, .settlement, .summation),
    Place(name: "document") { checks in
      Context(.syntax, .ciiRoot, late: true, where: { _, e in e == 0 }, checks: checks)
    },
    Place(name: "parameter") { checks in
      Context(
        .syntax, ending: "DocumentContextParameter", where: { _, _ in true }, checks: checks)
    },
    Place(name: "plain-id") { checks in
      Context(
        .syntax, .ramID, .ciiLineID, .sellerAssignedID, late: true,
        where: { s, e in
          s.isAt(e, below: [.exchangedContext, .guideline]) && s.name(e) == .ramID
            || s.isAt(e, below: [.exchangedDocument]) && s.name(e) == .ramID
            || s.isAt(e, below: [.transaction, .lineItem, .lineDocument]) && s.name(e) == .ciiLineID
            || s.isAt(e, below: [.transaction, .lineItem, .product])
              && s.name(e) == .sellerAssignedID
        }, checks: checks)
    },
    ending("id", "ID"), wherever("type", .ramTypeCode),
    // The release has this after the place before, so that its rules can never fire.
    at("document-type", .exchangedDocument, .ramTypeCode),
    at("line-category", .transaction, .lineItem, .lineSettlement, .tradeTax, .categoryCode),
    ending("reference", "ReferencedDocument"), ending("amount", "Amount"),
    ending("quantity", "Quantity"), ending("tax", "TradeTax"),
    wherever("period", .billingPeriod), wherever("address", .tradeAddress),
    wherever(
      "date", .dateTimeString,
      where: { s, e in s.exactAttributeCode(e, .formatAttribute) == "102" }),
  ]

  private static func only(_ rule: String, _ party: XMLName) -> Check {
    Check(rule) { s, e in !(s.has(e, party, .ramID) && s.has(e, party, .globalID)) }
  }

  private static func references(_ s: Survey, _ e: Int, _ type: Code) -> [Int] {
    s.all(e, .additionalReference).filter { reference in
      s.all(reference, .ramTypeCode).contains { s.code($0) == type }
    }
  }

  /// Whether a reference is a supporting document of one of these types.
  private static func isSupporting(_ s: Survey, _ e: Int, _ types: Code...) -> Bool {
    s.name(e) == .additionalReference && types.contains { s.any(e, .ramTypeCode, is: $0) }
  }

  /// Rules that ask for more than a path.
  private static let others: [Substring: [Check]] = [
    "product": [
      Check("CII-SR-046") { s, e in
        !s.has(e, .globalID)
          || s.all(e, .globalID).contains { s.hasAttribute($0, .schemeIDAttribute) }
      },
      Check("CII-SR-090") { s, e in
        !s.has(e, .originTradeCountry) || s.count(e, .originTradeCountry, .ramID) == 1
      },
    ],
    "line-agreement": [
      Check("CII-SR-119") { s, e in
        let allowances = s.all(e, .grossPrice, .appliedAllowance)
        let indicators = allowances.flatMap { s.all($0, .ramChargeIndicator) }
        let hasAmount = allowances.contains { s.has($0, .ramActualAmount) }
        let isAllowance = indicators.contains { s.indicator(of: $0, is: false) }
        return isAllowance && hasAmount || indicators.isEmpty && !hasAmount
      }
    ],
    "allowance": [Check("CII-SR-463") { s, e in s.has(e, .ramChargeIndicator) }],
    "line-settlement": [
      Check("CII-SR-474") { s, e in references(s, e, "130").count <= 1 }
    ],
    "agreement": [
      only("CII-SR-450", .buyerParty),
      Check("CII-SR-457") { s, e in
        s.all(e, .additionalReference).count { s.any($0, .ramTypeCode, is: "50") } <= 1
      },
      Check("CII-SR-458") { s, e in
        s.all(e, .additionalReference).count { s.any($0, .ramTypeCode, is: "130") } <= 1
      },
      Check("CII-SR-465") { s, e in !s.namesTwice(e, .sellerParty) },
      Check("CII-SR-466") { s, e in !s.namesTwice(e, .buyerParty) },
      Check("CII-SR-475") { s, e in
        references(s, e, "916").reduce(0) { $0 + s.count($1, .ramTitle) } <= 1
      },
      Check("CII-SR-476") { s, e in
        references(s, e, "916").reduce(0) { $0 + s.count($1, .binaryObject) } <= 1
      },
    ],
    "delivery": [only("CII-SR-449", .shipTo)],
    "settlement": [
      only("CII-SR-451", .payeeTradeParty),
      Check("CII-SR-462") { s, _ in
        Set(s.everywhere(.dueDateTypeCode, in: .tradeTax).map { s.string($0) }).count <= 1
      },
      Check("CII-SR-470") { s, e in
        !s.all(e, .means).contains { means in
          s.all(means, .ramTypeCode).contains { ["30", "58"].contains(s.code($0)) }
            && !s.has(means, .creditorAccount, .iban)
            && !s.has(means, .creditorAccount, .proprietaryID)
        }
      },
    ],
    "document": [
      Check("CII-SR-467") { s, _ in
        Set(s.everywhere(.ramTypeCode, in: .means).map { s.normalized($0) }).count <= 1
      },
      Check("CII-SR-468") { s, _ in
        Set(s.everywhere(.information, in: .means).map { s.normalized($0) }).count <= 1
      },
    ],
    "reference": [
      Check("CII-DT-015") { s, e in !s.has(e, .uriID) || isSupporting(s, e, "916") },
      Check("CII-DT-018") { s, e in
        !s.has(e, .ramTypeCode) || isSupporting(s, e, "50", "130", "916")
      },
      Check("CII-DT-021") { s, e in !s.has(e, .ramTitle) || isSupporting(s, e, "916") },
      Check("CII-DT-022") { s, e in !s.has(e, .binaryObject) || isSupporting(s, e, "916") },
      Check("CII-DT-024") { s, e in !s.has(e, .referenceTypeCode) || isSupporting(s, e, "130") },
      Check("CII-DT-027") { s, e in
        !s.has(e, .formattedIssueDate) || s.name(e) == .invoiceReference
      },
    ],
    "quantity": [
      Check("CII-DT-033") { s, e in
        !s.hasAttribute(e, .unitCodeAttribute)
          || s.everywhere(.billedQuantity, in: .lineDelivery).contains {
            s.hasAttribute($0, .unitCodeAttribute)
          }
      }
    ],
    "tax": [
      Check("CII-DT-037") { s, e in
        !s.has(e, .ramTypeCode) || s.any(e, .ramTypeCode, is: .vat)
      },
      Check("CII-DT-041") { s, e in !s.has(e, .basisAmount) || s.isBelow(e, .settlement) },
      Check("CII-DT-052") { s, e in !s.has(e, .exemptionCode) || s.name(e) == .tradeTax },
      Check("CII-DT-098") { s, e in !s.has(e, .exemptionReason) || s.name(e) == .tradeTax },
      Check("CII-DT-054") { s, e in !s.has(e, .ramTaxPointDate) || s.isBelow(e, .settlement) },
      Check("CII-DT-058") { s, e in !s.has(e, .dueDateTypeCode) || s.isBelow(e, .settlement) },
    ],
    "date": [
      Check("CII-DT-097") { s, e in
        let text = s.bytes[s.text(e)].drop(while: Survey.isSpace)
        let end = text.lastIndex { !Survey.isSpace($0) } ?? text.startIndex
        let date = text.isEmpty ? text : text[...end]
        guard date.count == 8, date.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        let digits = date.map { Int($0 - 0x30) }
        let (month, day) = (digits[4] * 10 + digits[5], digits[6] * 10 + digits[7])
        return (1...12).contains(month) && (1...31).contains(day)
      }
    ],
  ]
}

extension Survey {
  /// Whether an element stands below these names, the first of them a child of the root element.
  func isAt(_ element: Int, below path: some BidirectionalCollection<XMLName>) -> Bool {
    var next = Int(rows[element].parent)
    for name in path.reversed() {
      guard next > 0, rows[next].name == name else { return false }
      next = Int(rows[next].parent)
    }
    return next == 0
  }

  /// All elements of a name whose parent has another.
  func everywhere(_ name: XMLName, in parent: XMLName) -> [Int] {
    rows.indices.filter { rows[$0].name == name && isIn($0, parent) }
  }

  /// Whether an indicator's value says `wanted`; another text makes the test undecidable.
  func indicator(of element: Int, is wanted: Bool) -> Bool {
    all(element, .udtIndicator).contains { value in
      switch code(value) {
      case "true", "1": return wanted
      case "false", "0": return !wanted
      default:
        isUndecidable = true
        return false
      }
    }
  }

  fileprivate func namesTwice(_ element: Int, _ party: XMLName) -> Bool {
    let contacts = all(element, party, .tradeContact)
    return contacts.contains { has($0, .contactPerson) }
      && contacts.contains { has($0, .contactDepartment) }
  }
}
