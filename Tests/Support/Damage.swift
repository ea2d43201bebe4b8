/// Bytes changed as accidents and attackers change them, at random but by a seed.
package func damage(_ bytes: inout [UInt8], with other: [UInt8] = [], _ random: inout Seeded) {
  for _ in 0..<Int.random(in: 1...4, using: &random) { damageOnce(&bytes, with: other, &random) }
}

private func damageOnce(_ bytes: inout [UInt8], with other: [UInt8], _ random: inout Seeded) {
  guard bytes.count > 8 else { return }
  let place = Int.random(in: 0..<bytes.count, using: &random)
  switch Int.random(in: 0..<7, using: &random) {
  case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
  case 1: bytes[place] = Array("0123456789.,-/<>&\"';#(".utf8).randomElement(using: &random) ?? 0
  case 2: bytes.removeSubrange(place..<min(place + 9, bytes.count))
  case 3: bytes.removeLast(min(place, bytes.count / 3))
  case 4: bytes.insert(contentsOf: bytes[place..<min(place + 40, bytes.count)], at: place)
  case 5 where !other.isEmpty:
    // A piece of another document, as when two files are cut together.
    let from = Int.random(in: 0..<other.count, using: &random)
    bytes.insert(contentsOf: other[from..<min(from + 200, other.count)], at: place)
  default:
    bytes.insert(contentsOf: String(repeating: "9", count: 30).utf8, at: place)
  }
}
