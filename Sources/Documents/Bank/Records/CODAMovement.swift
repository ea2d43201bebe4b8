import Domain

/// One movement of a CODA file, or one detail of a movement, from its records 21 to 33.
struct CODAMovement {
  var day: Day
  var amount: Money
  /// Number of the movement in the statement, and of the detail in the movement.
  var sequence = ""
  var detail = ""
  var bankReference = ""
  /// Type, family, operation and category, eight digits.
  var code = ""
  var isStructured = false
  /// What the payer wrote; of a structured one the type and its fields.
  var communication = ""
  var information = ""
  var ownReference = ""
  var returnType = ""
  var returnReason = ""
  var account = ""
  var name = ""

  init(day: Day, amount: Money) {
    self.day = day
    self.amount = amount
  }

  private func code(_ places: Range<Int>) -> Substring {
    code.dropFirst(places.lowerBound).prefix(places.count)
  }

  private var type: Substring { code(0..<1) }
  private var family: Substring { code(1..<3) }
  private var operation: Substring { code(3..<5) }

  /// A movement and its details as lines: the details where they are payments of their own and add
  /// up to it.
  static func lines(_ group: [CODAMovement], account: String) -> [BankLine] {
    guard let whole = group.first else { return [] }
    // 5, 6 and 7 are details of sums of the customer or the bank; 8 and 9 those of one amount or of
    // another detail.
    let parts = group.dropFirst().filter { ["5", "6", "7"].contains($0.type) }
    let sum = parts.map(\.amount).reduce(Optional(Money.zero(whole.amount.currency))) {
      $0?.adding(checked: $1)
    }
    if parts.count > 1, sum == whole.amount {
      return parts.enumerated().map { index, part in
        var line = part.line(account)
        line.bankReference += line.bankReference.isEmpty ? "" : "/\(index + 1)"
        line.entryReference = whole.line(account).entryReference
        line.traces.removeAll { $0.hasPrefix("AcctSvcrRef ") }
        return line
      }
    }
    var line = whole.line(account)
    for part in group.dropFirst() {
      let detail = part.line(account)
      for reference in detail.references { line.add(reference: reference) }
      if line.counterparty.isEmpty {
        (line.counterparty, line.counterpartyAccount) = (
          detail.counterparty, detail.counterpartyAccount
        )
      }
      if !detail.text.isEmpty, !line.text.contains(detail.text) {
        line.text += (line.text.isEmpty ? "" : " ") + detail.text
      }
    }
    return [line]
  }

  private func line(_ account: String) -> BankLine {
    var line = BankLine(account: account, booked: day, amount: amount)
    line.add(bankReference: bankReference)
    line.counterparty = name
    line.counterpartyAccount = self.account
    var isReturn = ["1", "2", "3", "4", "5"].contains(returnType) || isReturnCode
    if isStructured {
      isReturn = addStructured(to: &line) || isReturn
    } else {
      line.text = communication.collapsed
    }
    line.add(endToEnd: ownReference)
    let information = information.collapsed
    if !information.isEmpty, !line.text.contains(information) {
      line.text += (line.text.isEmpty ? "" : " ") + information
    }
    line.complete(
      MovementWords(
        isReturn: isReturn, isFee: operation == "37" || family == "80",
        isOwn: ["01", "02", "41"].contains(family), everything: Array(line.text.utf8)[...]))
    return line
  }

  /// Unpaid and reimbursed debits, orders that could not be carried out, cancelled and corrected
  /// bookings.
  private var isReturnCode: Bool {
    if operation == "99" || operation == "49" { return true }
    return switch family {
    case "01", "02", "41": operation == "54"
    case "05": ["03", "05"].contains(operation)
    default: false
    }
  }

  /// The structured communication: a type of three digits and its fields. Returns whether it says
  /// that a debit came back.
  private func addStructured(to line: inout BankLine) -> Bool {
    let type = String(communication.prefix(3))
    let fields = communication.dropFirst(3)
    switch type {
    case "101", "102":
      let digits = String(fields.prefix(12))
      line.add(reference: digits)
      line.text = Self.printed(digits)
      return false
    case "103", "108", "111", "114", "115", "124":
      line.text = String(fields).collapsed
      return false
    case "127":
      // Day, kinds, whether it was paid, creditor, mandate, communication.
      let mandate = String(fields.dropFirst(44).prefix(35)).collapsed
      line.text = String(fields.dropFirst(79).prefix(62)).collapsed
      if line.text.isEmpty { line.text = mandate }
      let paid = fields.dropFirst(8).first
      return paid.map { $0 != "0" && $0 != " " } ?? false
    default:
      line.text = String(fields).collapsed
      return false
    }
  }

  /// `+++123/4567/89012+++`, as it is printed on invoices.
  private static func printed(_ digits: String) -> String {
    guard digits.utf8.count == 12, Array(digits.utf8)[...].isDigits else { return digits.collapsed }
    return "+++\(digits.prefix(3))/\(digits.dropFirst(3).prefix(4))/\(digits.dropFirst(7))+++"
  }
}
