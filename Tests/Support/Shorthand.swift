package import Domain

/// Shorthand for facts that tests put into a ledger.
package func day(_ iso: String) -> Day {
  guard let day = Day(iso: iso) else { preconditionFailure("no day: \(iso)") }
  return day
}

package func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .euro) }

package func party(_ name: String, account: String? = nil) -> Party {
  var party = Party(name: name)
  if let account { party.identifiers = [Party.Identifier(.account, account)] }
  return party
}

package func line(
  _ booked: String, _ amount: Money, text: String = "", references: [String] = [],
  from counterparty: String = "", account: String = "", isReversal: Bool = false
) -> BankLine {
  var line = BankLine(account: "OURS", booked: day(booked), amount: amount)
  line.text = text
  line.references = references
  line.counterparty = counterparty
  line.counterpartyAccount = account
  line.isReversal = isReversal
  return line
}
