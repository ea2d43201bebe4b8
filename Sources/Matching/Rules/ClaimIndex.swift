package import Domain

/// All documents that money can be for, found by their id and by what a text may call them.
///
/// It holds a few bytes a document beside the documents themselves: a ledger of a million is
/// matched in memory.
package struct ClaimIndex {
  /// In the order of their ids.
  package let all: [Matching.Candidate]
  private let ids: [Int64]
  /// The hash of a name in the upper half and the place in the lower one, ascending.
  private let names: [UInt64]
  /// Client and place, ascending.
  private let byClient: [Int64]

  init(_ candidates: [Matching.Candidate]) {
    let isSorted = zip(candidates, candidates.dropFirst()).allSatisfy { $0.id < $1.id }
    all = isSorted ? candidates : candidates.sorted { $0.id < $1.id }
    ids = all.map(\.id.rawValue)
    var names: [UInt64] = []
    names.reserveCapacity(all.count)
    for (place, candidate) in all.enumerated() {
      let (number, reference) = (Self.number(of: candidate), Self.reference(of: candidate))
      if !number.isEmpty { names.append(Self.entry(number, place)) }
      if !reference.isEmpty, reference != number { names.append(Self.entry(reference, place)) }
      for other in Self.others(of: candidate) where other != number && other != reference {
        names.append(Self.entry(other, place))
      }
      if let digits = Self.digits(of: number) { names.append(Self.entry(digits, place)) }
    }
    self.names = names.sorted()
    precondition(all.count < 1 << 31, "too many documents")
    byClient = all.enumerated().map { $1.client.rawValue << 31 | Int64($0) }.sorted()
  }

  package subscript(place: Int) -> Matching.Candidate { _read { yield all[place] } }

  package func place(of id: ID<Invoice>) -> Int? { ids.place(of: id.rawValue) }

  package subscript(id: ID<Invoice>) -> Matching.Candidate? { place(of: id).map { all[$0] } }

  /// The documents of a client, in the order of their ids.
  package func places(of client: ID<Client>) -> [Int] {
    let first = client.rawValue << 31
    return byClient[byClient.partitionPoint { $0 < first }...]
      .prefix { $0 >> 31 == client.rawValue }.map { Int($0 - first) }
  }

  /// The documents with this number or payment reference, in the order of their ids.
  package func places(named key: String) -> [Int] {
    let name = Matching.withoutZeros(key)
    guard !name.isEmpty else { return [] }
    var found: [Int] = []
    var next = names.partitionPoint { $0 < Self.entry(name, 0) }
    while next < names.count, names[next] >> 32 == UInt64(Self.hash(name)) {
      let place = Int(UInt32(truncatingIfNeeded: names[next]))
      let candidate = all[place]
      if Self.number(of: candidate) == name || Self.reference(of: candidate) == name
        || Self.others(of: candidate).contains(name)
      {
        found.append(place)
      }
      next += 1
    }
    return found
  }

  /// The documents whose numbers have these digits and no others, beside letters or zeros in front.
  package func places(withDigits digits: String) -> [Int] {
    let bare = digits.drop { $0 == "0" }
    guard bare.utf8.count >= 3 else { return [] }
    let name = "#" + bare
    var found: [Int] = []
    var next = names.partitionPoint { $0 < Self.entry(name, 0) }
    while next < names.count, names[next] >> 32 == UInt64(Self.hash(name)) {
      let place = Int(UInt32(truncatingIfNeeded: names[next]))
      if Self.digits(of: Self.number(of: all[place])) == name { found.append(place) }
      next += 1
    }
    return found
  }

  /// The digits of a number without leading zeros behind a mark, where they are not the number
  /// itself; nil for those too short to mean anything.
  private static func digits(of number: String) -> String? {
    var digits: [UInt8] = [UInt8(ascii: "#")]
    for byte in number.utf8 where (0x30...0x39).contains(byte) {
      if byte != 0x30 || digits.count > 1 { digits.append(byte) }
    }
    guard digits.count > 3 else { return nil }
    return String(decoding: digits, as: UTF8.self)
  }

  private static func number(of candidate: Matching.Candidate) -> String {
    Matching.withoutZeros(Matching.key(candidate.number))
  }

  /// Empty where it is too short to mean anything.
  private static func reference(of candidate: Matching.Candidate) -> String {
    key(candidate.reference)
  }

  private static func others(of candidate: Matching.Candidate) -> [String] {
    candidate.otherReferences.isEmpty
      ? [] : candidate.otherReferences.map(key).filter { !$0.isEmpty }
  }

  private static func key(_ reference: String) -> String {
    let key = Matching.withoutZeros(Matching.key(reference))
    return key.utf8.count >= 4 ? key : ""
  }

  private static func entry(_ name: String, _ place: Int) -> UInt64 {
    UInt64(hash(name)) << 32 | UInt64(UInt32(truncatingIfNeeded: place))
  }

  /// FNV-1a.
  private static func hash(_ name: String) -> UInt32 {
    name.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}
