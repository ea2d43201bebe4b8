import Domain

/// Where the business terms of one document (EN 16931: BT-, BG-) stand in its tree.
///
/// Each syntax has a binding that fills it; what the terms mean is decided once, over this.
struct SemanticInvoice {
  typealias Node = XMLTree.Node

  let tree: XMLTree
  /// The element of the whole document.
  let document: Node
  let syntax: Syntax
  /// What the name of the document's element says it is.
  var root: Root

  /// BT-1, BT-2, BT-3, BT-5.
  var number, issueDate, typeCode, currency: Node?
  /// BT-24 and BT-23.
  var specification, process: Node?
  /// BT-22.
  var notes: [Node] = []
  /// The document says of itself that it is a test.
  var isTest = false
  /// BG-4, BG-7, BG-10.
  var seller, buyer, payee: Node?
  /// BT-25, in order.
  var precedingInvoices: [Node] = []
  /// BT-9, best source first.
  var dueDates: [(node: Node, source: DueDate.Source)] = []
  /// BG-16.
  var paymentMeans: [PaymentMeans] = []
  /// BT-20 and what goes with it.
  var paymentTerms: [PaymentTerms] = []
  /// BT-115, BT-112, BT-113, BT-114, BT-109.
  var payable, withTax, prepaid, rounding, withoutTax: Node?
  /// BT-110, and BT-111 in the currency of the VAT.
  var taxTotals: [Node] = []
  /// BT-117 of each BG-23, in UBL.
  var taxAmounts: [Node] = []
  /// BG-20, BG-21 of the document.
  var allowances: [Allowance] = []
  /// Where the totals stand, for what is missing in them.
  var totals: Node?

  enum Syntax: Sendable { case ubl, cii }

  enum Root: Sendable { case invoice, creditNote, debitNote }

  struct PaymentMeans {
    /// BT-81, BT-84.
    var code, account: Node?
    /// BT-83, and whatever else a payer is asked to give.
    var references: [Node] = []
  }

  struct PaymentTerms {
    /// BT-20.
    var notes: [Node] = []
    /// The part of the whole that is due then: an amount or a percentage.
    var amount, percent: Node?
    var dueDate: Node?
    var discounts: [Discount] = []
  }

  /// A discount for paying early that stands in elements of its own.
  struct Discount {
    var percent, amount, base: Node?
    /// Its last day, or how long it lasts, and from when on.
    var lastDay, duration, start: Node?
  }

  struct Allowance {
    var isCharge: Bool
    var amount: Node?
    /// BT-95, BT-102: the category of its VAT.
    var category: Node?
  }

  /// The names of elements for those who read a fault.
  var words: Words { syntax == .ubl ? .ubl : .cii }

  struct Words {
    var number, issueDate, buyer, payable: String

    static let ubl = Words(
      number: "cbc:ID", issueDate: "cbc:IssueDate", buyer: "cac:AccountingCustomerParty",
      payable: "cac:LegalMonetaryTotal/cbc:PayableAmount")
    static let cii = Words(
      number: "ExchangedDocument/ID", issueDate: "ExchangedDocument/IssueDateTime",
      buyer: "BuyerTradeParty", payable: "DuePayableAmount")
  }
}

extension SemanticInvoice {
  func text(_ node: Node?) -> String { node.map { tree.text($0) } ?? "" }

  /// What an element says exactly; nil where it is absent or no decimal number.
  func decimal(_ node: Node?) -> ExactDecimal? {
    node.flatMap { try? ExactDecimal(parsing: tree.trimmed($0)) }
  }

  /// A date as the syntax writes it.
  func day(_ node: Node) -> Day? {
    switch syntax {
    case .ubl: Day(xml: tree.trimmed(node))
    case .cii: Day(cii: tree.trimmed(node))
    }
  }

  /// Why an element is no date.
  func complaint(_ node: Node) -> String {
    switch syntax {
    case .ubl:
      DateParts.complaint(tree.trimmed(node).prefix(10), .iso) + "; expected YYYY-MM-DD"
    case .cii:
      DateParts.complaint(tree.trimmed(node).prefix(10), .iso) + "; expected YYYYMMDD"
    }
  }

  func party(_ node: Node) -> Party {
    switch syntax {
    case .ubl: PartyReader(tree: tree, names: .shared).party(node)
    case .cii: CIIPartyReader(tree: tree, names: .shared).party(node)
    }
  }
}

extension Day {
  /// The date of a CII document: `YYYYMMDD`, and what follows in forms with a time. A few write the
  /// ISO form all the same.
  init?(cii bytes: ArraySlice<UInt8>) {
    if bytes.count >= 10, let day = Day(xml: bytes) {
      self = day
      return
    }
    guard [8, 12, 14].contains(bytes.count),
      let day = Day(compact: String(decoding: Array(bytes.prefix(8)), as: UTF8.self))
    else { return nil }
    self = day
  }
}

extension Day {
  /// An `xs:date` or the date of an `xs:dateTime`: the day as written, whatever its zone.
  init?(xml bytes: ArraySlice<UInt8>) {
    guard bytes.count >= 10, let day = Day(iso: bytes.prefix(10)) else { return nil }
    let rest = bytes.dropFirst(10)
    switch rest.first {
    case nil, 0x54: break
    case 0x5A where rest.count == 1: break
    case 0x2B, 0x2D:
      let places = rest.dropFirst().enumerated()
      guard rest.count == 6,
        places.allSatisfy({ $0 == 2 ? $1 == 0x3A : (0x30...0x39).contains($1) })
      else { return nil }
    default: return nil
    }
    self = day
  }
}
