import Domain
import Foundation
import Support
import Testing

@testable import Documents

/// Documents of the sample book with bytes changed, cut and doubled at random.
@Suite("damaged documents")
struct DamagedDocumentsTests {
  private static let samples = [
    "Samples/Bad/doc-precision.xml", "Samples/Bad/bank-date.xml", "Samples/Bad/csv-date.csv",
    "Samples/register-2026.csv",
  ]

  @Test(
    "whatever happens to a file, it is read in bounds or refused with a reason",
    arguments: samples, [91, 92] as [UInt64])
  func damage(sample: String, seed: UInt64) throws {
    let whole = try SourceFile(reading: packageFolder + "/" + sample).bytes
    let reader = DocumentReader(house: .unnamed)
    var random = Seeded(seed)
    for round in 0..<150 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        Self.damage(&bytes, &random)
      }
      let contents = reader.read(SourceFile(path: sample, bytes: bytes))
      let isSomething =
        !contents.records.isEmpty || !contents.statements.isEmpty || !contents.faults.isEmpty
      // A register that lost all its rows is an empty one.
      #expect(isSomething || sample.hasSuffix(".csv"), "seed \(seed), round \(round)")
      for fault in contents.faults {
        #expect(fault.line >= 0 && !fault.message.isEmpty && !fault.remedy.isEmpty)
        #expect(fault.excerpt.count <= 60, "seed \(seed), round \(round)")
        #expect(fault.excerpt.printable == fault.excerpt, "seed \(seed), round \(round)")
      }
      for invoice in contents.records.map(\.invoice) {
        #expect(!invoice.number.text.isEmpty, "seed \(seed), round \(round)")
        #expect(invoice.payable.minorUnits.magnitude <= Money.limit.magnitude)
        #expect(Day.years.contains(invoice.issueDate.year))
      }
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
    guard bytes.count > 8 else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes[place] = Array("0123456789.,-/<>&\"';#(".utf8).randomElement(using: &random) ?? 0
    case 2: bytes.removeSubrange(place..<min(place + 9, bytes.count))
    case 3: bytes.removeLast(min(place, bytes.count / 3))
    case 4: bytes.insert(contentsOf: bytes[place..<min(place + 40, bytes.count)], at: place)
    default:
      bytes.insert(contentsOf: String(repeating: "9", count: 30).utf8, at: place)
    }
  }
}
