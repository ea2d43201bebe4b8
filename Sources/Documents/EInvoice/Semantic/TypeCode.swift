import Domain

/// What the code of a document's type (BT-3, UNTDID 1001 and national lists) says it is.
struct TypeCode {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  /// Something is given back, whatever the root element and the sign.
  ///
  /// 02, 04, 12 and 14 are those of MyInvois, which writes its codes with two digits; NC is the
  /// credit note of CIUS-PT.
  var isCredit: Bool { Self.credits.contains(text) }

  private static let credits: Set = [
    "381", "81", "83", "261", "262", "296", "308", "396", "420", "458", "502", "503", "532",
    "02", "04", "12", "14", "NC",
  ]

  var isProForma: Bool { text == "325" }
  /// It takes the place of an earlier invoice.
  var isCorrection: Bool { text == "384" }
  /// The claim belongs to a financier.
  var isFactored: Bool { text == "393" || text == "396" }
  /// Goods or their price go back to the seller, by an invoice of the buyer (UBL-TR).
  var isReturn: Bool { text == "IADE" || text == "TEVKIFATIADE" }
}

extension SemanticInvoice {
  /// A credit note by its element or by its code.
  func isCredit(_ code: TypeCode) -> Bool {
    root == .creditNote || root == .invoice && code.isCredit
  }
}

extension InvoiceReading {
  /// Reports what a person should know of the document's kind.
  func reportKind(_ code: TypeCode, _ read: Invoice) {
    if invoice.isTest {
      report(
        .docTest, of: read, at: nil, "the document calls itself a test",
        "If it is one, take it out: dunlin record void \(read.number.text.printable)")
    }
    if code.isCorrection, read.creditedInvoice == nil {
      report(
        .docCorrection, of: read, at: invoice.typeCode,
        "a corrected invoice (384) that does not name the invoice it corrects",
        "If the earlier invoice does not count any more, say so: dunlin record void NUMBER")
    }
    if code.isReturn {
      let named = read.creditedInvoice?.text.printable ?? "none"
      report(
        .docReturn, of: read, at: invoice.typeCode,
        "the document returns goods or their price; the invoice it names: \(named)",
        "Nothing was credited by it; if an invoice of ours is returned, say so: "
          + "dunlin record goodwill NUMBER --amount AMOUNT")
    }
  }
}
