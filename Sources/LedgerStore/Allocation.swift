package import Domain

/// One entry: `amount` of a source set against a claim, or kept on the client's account where
/// `claim` is nil. Negative amounts take back what an earlier entry gave.
package struct Allocation: Hashable {
  package var day: Day
  package var source: Source
  package var claim: ID<Invoice>?
  package var amount: Money

  package enum Source: Hashable {
    case bank(ID<BankLine>)
    /// The register's word on this claim.
    case register(ID<Invoice>)
    case credit(ID<Invoice>)
    /// The client kept back a discount it was offered for paying early.
    case discount(ID<Invoice>)
    /// A correction that replaces the claim closes what was open of it.
    case superseded(by: ID<Invoice>)
  }
}
