import Domain
import Financing

/// Who reminds the clients of financed invoices, as people write it.
private enum Chasing: String, CaseIterable {
  case house, financier
}

extension BookSettings {
  /// One financier: the only one, or an entry of the list of several.
  mutating func addFinancier(_ section: YAMLReader.Section) {
    let currency = section.currency("currency") ?? business.currency
    var terms = AdvanceTerms(name: section.text("name") ?? "the financier", currency: currency)
    Self.fillPrices(of: &terms, from: section)
    Self.fillLimits(of: &terms, from: section)
    Self.fillRefusals(of: &terms, from: section)
    terms.payoutDays = section.integer("payout_days", 0...365) ?? terms.payoutDays
    terms.noticeDays = section.integer("notice_days", 0...3650) ?? terms.noticeDays
    terms.takesWholeLedger = section.flag("whole_ledger") ?? terms.takesWholeLedger
    terms.isDisclosed = section.flag("disclosed") ?? terms.isDisclosed
    terms.account = section.text("account") ?? terms.account
    let chasing: Chasing? = section.choice("chasing")
    terms.leavesChasingToBusiness = (chasing ?? (terms.isDisclosed ? .financier : .house)) == .house
    if !terms.isDisclosed && !terms.leavesChasingToBusiness {
      section.contradiction("chasing", "`disclosed: false`: the client would not know who asks")
    }
    if terms.isDisclosed && terms.leavesChasingToBusiness {
      section.contradiction("chasing", "`disclosed: true`: our letters name our own account")
    }
    if terms.name.contains(";") { section.refuse("name", "a name without a semicolon") }
    if financiers.contains(where: { $0.name == terms.name }) {
      section.refuse("name", "another one than that of the financier before")
      if section.text("name") == nil { section.missing("name") }
    }
    section.close()
    financiers.append(terms)
  }

  private static func fillPrices(of terms: inout AdvanceTerms, from section: YAMLReader.Section) {
    let currency = terms.currency
    terms.advanceRate = section.share("advance_percent") ?? terms.advanceRate
    terms.serviceRate = section.percent("service_percent") ?? terms.serviceRate
    terms.serviceMinimum = section.money("service_minimum", currency) ?? terms.serviceMinimum
    terms.discountRate = section.percent("discount_percent") ?? terms.discountRate
    for entry in section.sections("base_rates") {
      let day = entry.day("from")
      let rate = entry.percent("percent")
      if let day, let rate { terms.baseRates.add(from: day, rate: rate) }
      entry.require(["from", "percent"])
      entry.close()
    }
    terms.recourseDays = section.integer("recourse_days", 0...3650) ?? terms.recourseDays
    terms.additionalRate = section.percent("additional_percent") ?? terms.additionalRate
  }

  private static func fillLimits(of terms: inout AdvanceTerms, from section: YAMLReader.Section) {
    terms.limit = section.money("limit", terms.currency)
    terms.reserve = section.money("reserve", terms.currency) ?? terms.reserve
    terms.reserveRate = section.share("reserve_percent") ?? terms.reserveRate
    terms.concentration = section.share("concentration_percent")
    terms.ageDaysMax = section.integer("age_max_days", 0...3650) ?? terms.ageDaysMax
    terms.overdueDaysMax = section.integer("overdue_max_days", 0...3650) ?? terms.overdueDaysMax
    terms.crossAge = section.share("cross_age_percent")
  }

  private static func fillRefusals(of terms: inout AdvanceTerms, from section: YAMLReader.Section) {
    terms.otherCurrencies = Set(section.currencies("currencies")).subtracting([terms.currency])
    terms.requiresVerdict = section.flag("validated_only") ?? terms.requiresVerdict
    terms.excludedCountries = Set(section.countries("excluded_countries"))
    terms.excludedParties = Set(section.texts("excluded_clients"))
    terms.relatedParties = Set(section.texts("related_parties"))
    terms.takesConsumers = section.flag("consumers") ?? terms.takesConsumers
  }
}
