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

  /// The number as the document prints it: the ledger sets apart documents of one number by their
  /// year, as `12@2025`, which no client has ever seen.
  package var printed: String {
    guard let at = text.lastIndex(of: "@"), at > text.startIndex else { return text }
    let year = text[text.index(after: at)...]
    let isYear = year.utf8.count == 4 && year.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isYear ? String(text[..<at]) : text
  }

  /// As people write it elsewhere: letters and digits alone, without zeros in front.
  package static func looseKey(_ text: String) -> String {
    String(Party.folded(text).drop { $0 == "0" })
  }

  package static func < (a: InvoiceNumber, b: InvoiceNumber) -> Bool { a.text < b.text }
}
