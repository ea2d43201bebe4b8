internal import Documents

/// The one walk over a document.
extension RuleBook {
  /// A context that waits until the document has been gathered.
  typealias Late = (entry: Int, element: Int)

  func walk(_ survey: Survey, _ record: inout Record) -> [Late] {
    let isUBL = survey.root == .invoice || survey.root == .creditNote
    var late: [Late] = []
    var classes = dispatch.knownClasses()
    let classesBefore = classes.count
    var states = [UInt16](repeating: PathTrie.nowhere, count: survey.rows.count)
    for element in survey.rows.indices {
      let row = survey.rows[element]
      var state = PathTrie.nowhere
      if element == 0 {
        if isUBL { state = PathTrie.root }
      } else if states[Int(row.parent)] != PathTrie.nowhere {
        state = paths.next(states[Int(row.parent)], row.name)
        record.fire(paths.rules[Int(state)], element)
      }
      states[element] = state
      if isUBL && row.attributeStart < row.attributeEnd {
        judgeAttributes(of: element, state, survey, &record)
      }
      let name = Int(row.name.rawValue)
      if name >= classes.count {
        let missing = name + 1 - classes.count
        classes.append(contentsOf: repeatElement(Dispatch.unknown, count: missing))
      }
      if classes[name] == Dispatch.unknown { classes[name] = dispatch.classify(row.name) }
      if classes[name] != 0 {
        judge(element, ofClass: Int(classes[name]), survey, &record, &late)
      }
    }
    if classes.count > classesBefore { dispatch.remember(classes) }
    return late
  }

  private func judge(
    _ element: Int, ofClass known: Int, _ survey: Survey, _ record: inout Record,
    _ late: inout [Late]
  ) {
    survey.gather(element, dispatch.kinds[known])
    var settled = UInt8.max
    for index in dispatch.spans[known] {
      let entry = Int(dispatch.candidates[Int(index)])
      let pattern = dispatch.steps[entry].pattern
      let competes = pattern != UInt8(Context.Pattern.anywhere.rawValue)
      if competes ? pattern == settled : survey.root == .other { continue }
      if let applies = dispatch.steps[entry].applies {
        let isMeant = applies.holds(survey, element)
        if survey.isUndecidable {
          // An error in the choice of a context means that it does not apply.
          survey.isUndecidable = false
          continue
        }
        guard isMeant else { continue }
      }
      if competes { settled = pattern }
      if dispatch.steps[entry].isLate {
        late.append((entry, element))
      } else {
        judge(element, by: entry, survey, &record)
      }
    }
  }

  func judge(_ element: Int, by entry: Int, _ survey: Survey, _ record: inout Record) {
    for test in dispatch.steps[entry].tests {
      let isWell = dispatch.questions[Int(test)].holds(survey, element)
      if survey.isUndecidable {
        survey.isUndecidable = false
        record.leaveUndecided(dispatch.rules[Int(test)], element)
      } else if !isWell {
        record.fire(dispatch.rules[Int(test)], element)
      }
    }
  }

  private func judgeAttributes(
    of element: Int, _ state: UInt16, _ survey: Survey, _ record: inout Record
  ) {
    let row = survey.rows[element]
    for index in Int(row.attributeStart)..<Int(row.attributeEnd) {
      let name = survey.attributes[index].name
      if Int(name.rawValue) < attributeRules.count {
        let isNameOfMeans =
          name.rawValue == XMLName.nameAttribute.rawValue
          && row.name.rawValue == XMLName.paymentMeansCode.rawValue
        if !isNameOfMeans { record.fire(attributeRules[Int(name.rawValue)], element) }
      }
      if state != PathTrie.nowhere {
        record.fire(paths.rules[Int(paths.nextAttribute(state, name))], element)
      }
    }
  }
}
