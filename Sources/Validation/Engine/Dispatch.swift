internal import Documents
internal import Synchronization

/// From the name of an element to the contexts it may be of.
struct Dispatch: Sendable {
  /// What is known of a name.
  struct Class: Sendable {
    var kind = Survey.Kind.none
    /// Places in `steps`, by pattern.
    var contexts = [[Int]](repeating: [], count: Context.Pattern.allCases.count)
    var isPlain: Bool { kind == .none && contexts.allSatisfy(\.isEmpty) }
  }

  /// A context as the walk needs it, its rules named by their places in the book.
  struct Step: Sendable {
    let pattern: UInt8
    let isLate: Bool
    let applies: Question?
    /// Places in `rules` and `questions`.
    let tests: Range<Int32>
  }

  /// A test that lives as long as the program. The walk asks a thousand of them a document, on all
  /// threads; counting references to each would cost more than the tests.
  struct Question: Sendable {
    private final class Holder: Sendable {
      let holds: Test
      init(_ holds: @escaping Test) { self.holds = holds }
    }

    private let holder: Unmanaged<Holder>

    init(_ holds: @escaping Test) {
      holder = Unmanaged.passRetained(Holder(holds))
    }

    @inline(__always)
    func holds(_ survey: Survey, _ element: Int) -> Bool {
      holder._withUnsafeGuaranteedRef { $0.holds(survey, element) }
    }
  }

  let steps: [Step]
  let rules: [Int32]
  let questions: [Question]
  /// Per class: its kind, and its places in `candidates`, sorted by pattern.
  let kinds: [Survey.Kind]
  let spans: [Range<Int32>]
  let candidates: [Int32]
  /// The first class is that of names no rule speaks of.
  let classes: [Class]
  private let suffixes: [(suffix: String, `class`: UInt16)]
  /// The class of each name seen so far, by its integer.
  private let known: Known

  private final class Known: Sendable {
    let table: Mutex<[UInt16]>
    init(_ table: [UInt16]) { self.table = Mutex(table) }
  }

  static let unknown: UInt16 = .max

  init(_ contexts: [Context], place: (String) -> Int) {
    var classes = [Class()]
    var table: [XMLName: UInt16] = [:]
    func insert(_ name: XMLName, at entry: Int) {
      let pattern = contexts[entry].pattern.rawValue
      if let known = table[name] {
        classes[Int(known)].contexts[pattern].append(entry)
      } else {
        table[name] = UInt16(classes.count)
        var new = Class()
        new.kind = Survey.Kind(name)
        new.contexts[pattern].append(entry)
        classes.append(new)
      }
    }
    for (entry, context) in contexts.enumerated() {
      if case .these(let names) = context.names { for name in names { insert(name, at: entry) } }
    }
    for name in [XMLName.taxTotal, .partyIdentification, .partyLegalEntity, .paymentID]
    where table[name] == nil {
      table[name] = UInt16(classes.count)
      var new = Class()
      new.kind = Survey.Kind(name)
      classes.append(new)
    }
    // Names by their ending come last, so that they join the classes of known names.
    var suffixes: [(suffix: String, class: UInt16)] = []
    for (entry, context) in contexts.enumerated() {
      guard case .ending(let suffix) = context.names else { continue }
      for name in table.keys where name.text.hasSuffix(suffix) { insert(name, at: entry) }
      suffixes.append((suffix, UInt16(classes.count)))
      var new = Class()
      new.contexts[context.pattern.rawValue].append(entry)
      classes.append(new)
    }
    self.classes = classes
    kinds = classes.map(\.kind)
    var spans: [Range<Int32>] = []
    var candidates: [Int32] = []
    for known in classes {
      let start = Int32(candidates.count)
      for pattern in known.contexts { candidates += pattern.map(Int32.init) }
      spans.append(start..<Int32(candidates.count))
    }
    self.spans = spans
    self.candidates = candidates
    var steps: [Step] = []
    var rules: [Int32] = []
    var questions: [Question] = []
    for context in contexts {
      let start = Int32(questions.count)
      for check in context.checks {
        rules.append(Int32(place(check.rule)))
        questions.append(Question(check.holds))
      }
      steps.append(
        Step(
          pattern: UInt8(context.pattern.rawValue), isLate: context.isLate,
          applies: context.applies.map { Question($0) },
          tests: start..<Int32(questions.count)))
    }
    self.steps = steps
    self.rules = rules
    self.questions = questions
    self.suffixes = suffixes
    let top = table.keys.map { Int($0.rawValue) }.max() ?? 0
    var byName = [UInt16](repeating: Self.unknown, count: top + 1)
    for (name, known) in table { byName[Int(name.rawValue)] = known }
    known = Known(byName)
  }

  /// A copy of the table, to be grown by `classify` while one document is judged.
  func knownClasses() -> [UInt16] { known.table.withLock { $0 } }

  func remember(_ classes: [UInt16]) {
    known.table.withLock { table in
      if classes.count >= table.count { table = classes }
    }
  }

  /// The class of a name not met before, by its ending.
  func classify(_ name: XMLName) -> UInt16 {
    let text = name.text
    return suffixes.first { text.hasSuffix($0.suffix) }?.class ?? 0
  }
}
