extension [Int64] {
  /// The place of a number among ascending ones.
  package func place(of number: Int64) -> Int? {
    let place = partitionPoint { $0 < number }
    return place < count && self[place] == number ? place : nil
  }
}

extension Array {
  /// How many elements come before the first that does not belong to the front; those that do
  /// all stand before those that do not.
  package func partitionPoint(_ isInFront: (Element) -> Bool) -> Int {
    var range = 0..<count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        isInFront(self[middle]) ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
