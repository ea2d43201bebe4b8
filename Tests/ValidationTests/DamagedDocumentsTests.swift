import Documents
import Domain
import Foundation
import Support
import Testing

@testable import Validation

/// Documents of the sample book with leaves removed, doubled, swapped and their digits changed:
/// most of them are XML still, and none is what a rule expects.
@Test(
  "whatever happens to a document, it is judged by both profiles or not read at all",
  arguments: [
    "Samples/Invoices/2026/GU-2026-03.xml", "Samples/Invoices/2026/RE_8265.xml",
    "Samples/Invoices/2026/factuur-F2026-0311.xml",
  ], [95, 96] as [UInt64])
func damagedDocuments(sample: String, seed: UInt64) throws {
  let whole = String(
    decoding: try SourceFile(reading: packageFolder + "/" + sample).bytes, as: UTF8.self)
  let leaves = whole.replacing("><", with: ">\n<").split(separator: "\n").map(String.init)
  let parser = XMLParser()
  var random = Seeded(seed)
  var judged = 0
  for round in 0..<60 {
    var lines = leaves
    for _ in 0..<Int.random(in: 1...6, using: &random) { rearrange(&lines, &random) }
    guard let tree = try? parser.parse(Array(lines.joined(separator: "\n").utf8)) else { continue }
    judged += 1
    let narrow = Profile.en16931.judge(tree)
    let wide = Profile.peppol.judge(tree)
    #expect(
      Set(wide.fatalRules).isSuperset(of: narrow.fatalRules), "seed \(seed), round \(round)")
  }
  #expect(judged > 45)
}

/// Changes one leaf (an element that begins and ends on its line) and leaves the tree whole.
private func rearrange(_ lines: inout [String], _ random: inout Seeded) {
  guard let one = leaf(of: lines, &random), let other = leaf(of: lines, &random) else { return }
  switch Int.random(in: 0..<4, using: &random) {
  case 0: lines.remove(at: one)
  case 1: lines.insert(lines[one], at: other)
  case 2: lines.swapAt(one, other)
  default:
    let digits = Array("0123456789.-")
    lines[one] = String(
      lines[one].map { $0.isNumber ? digits.randomElement(using: &random) ?? $0 : $0 })
  }
}

private func leaf(of lines: [String], _ random: inout Seeded) -> Int? {
  for _ in 0..<20 {
    let place = Int.random(in: lines.indices, using: &random)
    let bytes = lines[place].utf8.drop { $0 == 0x20 || $0 == 0x09 }
    let isClosing = bytes.dropFirst().first == 0x2F
    if !isClosing, bytes.dropFirst().contains(0x3C) { return place }
  }
  return nil
}
