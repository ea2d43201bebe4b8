internal import Documents

/// Paths: children, children of children, parents.
extension Survey {
  /// Calls `body` for each child of a name, in document order.
  @inline(__always)
  func each(_ element: Int, _ name: XMLName, _ body: (Int) -> Void) {
    var next = element + 1
    let end = Int(rows[element].end)
    while next < end {
      if rows[next].name.rawValue == name.rawValue { body(next) }
      next = Int(rows[next].end)
    }
  }

  /// The first child of a name.
  func child(_ element: Int, _ name: XMLName) -> Int? {
    var next = element + 1
    let end = Int(rows[element].end)
    while next < end {
      if rows[next].name.rawValue == name.rawValue { return next }
      next = Int(rows[next].end)
    }
    return nil
  }

  func count(_ element: Int, _ a: XMLName) -> Int {
    var count = 0
    each(element, a) { _ in count += 1 }
    return count
  }

  func count(_ element: Int, _ a: XMLName, _ b: XMLName) -> Int {
    var count = 0
    each(element, a) { count += self.count($0, b) }
    return count
  }

  func count(_ element: Int, _ a: XMLName, _ b: XMLName, _ c: XMLName) -> Int {
    var count = 0
    each(element, a) { count += self.count($0, b, c) }
    return count
  }

  func count(_ element: Int, _ a: XMLName, _ b: XMLName, _ c: XMLName, _ d: XMLName) -> Int {
    var count = 0
    each(element, a) { count += self.count($0, b, c, d) }
    return count
  }

  func has(_ element: Int, _ a: XMLName) -> Bool { child(element, a) != nil }

  func has(_ element: Int, _ a: XMLName, _ b: XMLName) -> Bool { count(element, a, b) > 0 }

  func has(_ element: Int, _ a: XMLName, _ b: XMLName, _ c: XMLName) -> Bool {
    count(element, a, b, c) > 0
  }

  /// The child of a name where at most one is allowed; a second makes the test undecidable.
  func only(_ element: Int, _ name: XMLName) -> Int? {
    guard let first = child(element, name) else { return nil }
    var next = Int(rows[first].end)
    let end = Int(rows[element].end)
    while next < end {
      if rows[next].name.rawValue == name.rawValue { isUndecidable = true }
      next = Int(rows[next].end)
    }
    return first
  }

  func only(_ element: Int, _ a: XMLName, _ b: XMLName) -> Int? {
    single { s, body in s.each(element, a) { s.each($0, b, body) } }
  }

  func only(_ element: Int, _ a: XMLName, _ b: XMLName, _ c: XMLName) -> Int? {
    single { s, body in s.each(element, a) { s.each($0, b) { s.each($0, c, body) } } }
  }

  func only(
    _ element: Int, _ a: XMLName, _ b: XMLName, _ c: XMLName, _ d: XMLName
  ) -> Int? {
    single { s, body in
      s.each(element, a) { s.each($0, b) { s.each($0, c) { s.each($0, d, body) } } }
    }
  }

  func only(
    _ element: Int, _ a: XMLName, _ b: XMLName, _ c: XMLName, _ d: XMLName, _ e: XMLName
  ) -> Int? {
    single { s, body in
      s.each(element, a) {
        s.each($0, b) { s.each($0, c) { s.each($0, d) { s.each($0, e, body) } } }
      }
    }
  }

  /// The one element a path leads to.
  private func single(_ walk: (Survey, (Int) -> Void) -> Void) -> Int? {
    var found: Int?
    var isSecond = false
    walk(self) { element in
      if found == nil { found = element } else { isSecond = true }
    }
    if isSecond { isUndecidable = true }
    return found
  }

  func parent(_ element: Int) -> Int? {
    let parent = Int(rows[element].parent)
    return parent < 0 ? nil : parent
  }

  func name(_ element: Int) -> XMLName { rows[element].name }

  /// Whether the parent has one of the names.
  func isIn(_ element: Int, _ a: XMLName) -> Bool {
    let parent = Int(rows[element].parent)
    return parent >= 0 && rows[parent].name.rawValue == a.rawValue
  }

  /// Whether the element stands in `a`, which stands in `b`.
  func isIn(_ element: Int, _ a: XMLName, _ b: XMLName) -> Bool {
    let parent = Int(rows[element].parent)
    return parent >= 0 && rows[parent].name.rawValue == a.rawValue && isIn(parent, b)
  }

  /// Whether the element stands in an invoice line or a credit note line.
  func isInLine(_ element: Int) -> Bool {
    isIn(element, .invoiceLine) || isIn(element, .creditNoteLine)
  }

  /// Whether the element is a child of the root element of an invoice or a credit note.
  func isInRoot(_ element: Int) -> Bool {
    root != .other && rows[element].parent == 0
  }

  func isBelow(_ element: Int, _ ancestor: XMLName) -> Bool {
    var next = Int(rows[element].parent)
    while next >= 0 {
      if rows[next].name.rawValue == ancestor.rawValue { return true }
      next = Int(rows[next].parent)
    }
    return false
  }

  func hasChildren(_ element: Int) -> Bool { Int(rows[element].end) > element + 1 }

  /// The bytes of an attribute's value, or nil.
  func attribute(_ element: Int, _ name: XMLName) -> Range<Int>? {
    let row = rows[element]
    for index in Int(row.attributeStart)..<Int(row.attributeEnd)
    where attributes[index].name.rawValue == name.rawValue {
      return Int(attributes[index].start)..<Int(attributes[index].end)
    }
    return nil
  }

  func hasAttribute(_ element: Int, _ name: XMLName) -> Bool { attribute(element, name) != nil }
}
