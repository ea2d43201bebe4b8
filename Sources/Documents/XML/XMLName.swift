import Domain
import Synchronization

/// The name of an XML element or attribute, interned: comparing two is comparing two integers.
///
/// A name is written with a fixed prefix, whatever prefix the document uses: `cbc:`, `cac:`, `ext:`
/// for the UBL components, `inv:`, `cn:` and the like for its roots, `rsm:`, `ram:`, `udt:` and
/// `qdt:` for CII, `camt:` for any version of the bank messages, `{namespace}local` for anything
/// else and a bare `local` without a namespace.
package struct XMLName: Hashable, Sendable {
  package let rawValue: UInt16

  private init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The name for a text such as `cbc:ID`.
  package init(_ text: String) {
    rawValue = Self.table.withLock { $0.id(of: text) }
  }

  package var text: String { Self.table.withLock { $0.names[Int(rawValue)] } }

  /// All names beyond `namesMax` distinct ones, which only a hostile document brings.
  package static let other = XMLName(rawValue: 0)
  private static let namesMax = 30_000

  private struct Table: Sendable {
    var ids: [String: UInt16] = [:]
    var names = ["*"]

    mutating func id(of text: String) -> UInt16 {
      if let known = ids[text] { return known }
      guard names.count < XMLName.namesMax else { return XMLName.other.rawValue }
      let id = UInt16(names.count)
      names.append(text)
      ids[text] = id
      return id
    }
  }

  private static let table = Mutex(Table())

  /// The written form of a name: its namespace shortened to the fixed prefix.
  static func written(local: String, namespace: String?) -> String {
    guard let namespace else { return local }
    if let prefix = prefixes[namespace] { return prefix + local }
    // Banks have miswritten what stands before the name of the message.
    if namespace.contains("camt.05") { return "camt:" + local }
    return "{\(namespace)}\(local)"
  }

  private static let ubl = "urn:oasis:names:specification:ubl:schema:xsd:"
  private static let cii = "urn:un:unece:uncefact:data:standard:"
  private static let prefixes = [
    ubl + "CommonBasicComponents-2": "cbc:",
    ubl + "CommonAggregateComponents-2": "cac:",
    ubl + "CommonExtensionComponents-2": "ext:",
    ubl + "Invoice-2": "inv:",
    ubl + "CreditNote-2": "cn:",
    ubl + "DebitNote-2": "dn:",
    ubl + "SelfBilledInvoice-2": "sbi:",
    ubl + "SelfBilledCreditNote-2": "sbc:",
    ubl + "AttachedDocument-2": "ad:",
    "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100": "rsm:",
    cii + "ReusableAggregateBusinessInformationEntity:100": "ram:",
    cii + "UnqualifiedDataType:100": "udt:",
    cii + "QualifiedDataType:100": "qdt:",
    "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader": "sbdh:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi:",
  ]
}
