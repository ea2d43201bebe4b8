/// The ledger's own number of a thing. It never leaves the program: people see `InvoiceNumber`s
/// and client ids, which are the source's own.
package struct ID<Subject>: Hashable, Comparable, Sendable {
  package let rawValue: Int64

  package init(_ rawValue: Int64) {
    self.rawValue = rawValue
  }

  package static func < (a: ID, b: ID) -> Bool { a.rawValue < b.rawValue }
}

/// The number printed on an invoice, credit note or bill, as printed, without white space around.
package struct InvoiceNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package var description: String { text }

  /// As people write it elsewhere: letters and digits alone, without zeros in front.
  package static func looseKey(_ text: String) -> String {
    String(Party.folded(text).drop { $0 == "0" })
  }

  package static func < (a: InvoiceNumber, b: InvoiceNumber) -> Bool { a.text < b.text }
}
