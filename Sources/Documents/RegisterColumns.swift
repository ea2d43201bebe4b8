import Domain

/// Which column of a register holds what, found by the header's names.
///
/// Names are compared without case, spaces, hyphens and underscores.
struct RegisterColumns {
  enum Column: CaseIterable {
    case number, clientID, clientName, issueDate, dueDate, amount, open, currency
    case paidDate, paidAmount, email, country, language, disputed, type

    var names: [String] {
      switch self {
      case .number: ["invoiceid", "invoicenumber", "number"]
      case .clientID: ["customerid", "clientid", "account"]
      case .clientName: ["customername", "client", "name"]
      case .issueDate: ["invoicedate", "issuedate", "date"]
      case .dueDate: ["duedate", "due"]
      case .amount: ["amount", "total", "gross"]
      case .open: ["open", "balance", "amountdue"]
      case .currency: ["currency"]
      case .paidDate: ["paiddate", "paymentdate", "cleardate"]
      case .paidAmount: ["paidamount"]
      case .email: ["email"]
      case .country: ["country"]
      case .language: ["language"]
      case .disputed: ["disputed"]
      case .type: ["type"]
      }
    }
  }

  private var positions: [Column: Int] = [:]
  let count: Int

  /// Nil unless the header names at least an invoice number, an issue date and an amount.
  init?(header: [String]) {
    count = header.count
    let keys = header.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } }
    for column in Column.allCases {
      // The first of the synonyms wins, as the list is written.
      positions[column] = column.names.lazy.compactMap { keys.firstIndex(of: $0) }.first
    }
    guard self[.number] != nil, self[.issueDate] != nil, self[.amount] != nil else { return nil }
  }

  subscript(column: Column) -> Int? { positions[column] }
}
