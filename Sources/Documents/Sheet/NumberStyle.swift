/// What the number format of a cell makes of its number.
enum NumberStyle: UInt8 {
  /// A number, also an elapsed time such as `[h]:mm`.
  case number
  /// A day, with or without a time.
  case date
  /// A time of day only.
  case time

  /// The formats that need no code in a file, by their numbers.
  init(builtIn id: Int) {
    switch id {
    case 14...17, 22: self = .date
    case 18...21, 45, 47: self = .time
    // Days in East Asian calendars; 32 to 35 and 55 to 56 are times.
    case 27...31, 36, 50...54, 57, 58: self = .date
    case 32...35, 55, 56: self = .time
    default: self = .number
    }
  }

  /// Reads a format code, such as `[$-407]d. mmmm yyyy;@`. Its first section, for positive numbers,
  /// decides.
  init(code: String) {
    var (isElapsed, hasDigits) = (false, false)
    var letters: Set<Character> = []
    var rest = Substring(code.lowercased())
    while let first = rest.popFirst() {
      switch first {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      // The next character stands for itself, is as wide as a space, or fills the cell.
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count + 1)
        // Colours, conditions and languages; hours and less that are not cut off at 24.
        if let mark = inside.first, "hms".contains(mark), inside.allSatisfy({ $0 == mark }) {
          isElapsed = true
        }
      case ";": rest = ""
      case "a" where rest.hasPrefix("m/pm"): rest = rest.dropFirst(4)
      case "a" where rest.hasPrefix("/p"): rest = rest.dropFirst(2)
      case "g" where rest.hasPrefix("eneral"): rest = rest.dropFirst(6)
      // The exponent of `0.00E+00`.
      case "e" where rest.hasPrefix("+") || rest.hasPrefix("-"): rest = rest.dropFirst()
      case "s" where rest.hasPrefix(".0") || rest.hasPrefix(",0"):
        letters.insert(first)
        rest = rest.dropFirst().drop { $0 == "0" }
      case "0", "#", "?": hasDigits = true
      default: if first.isLetter { letters.insert(first) }
      }
    }
    let hasTime = letters.contains("h") || letters.contains("s")
    if isElapsed || hasDigits {
      self = .number
    } else if !letters.isDisjoint(with: Self.dayLetters)
      || letters.contains("m") && !hasTime
    {
      self = .date
    } else {
      self = hasTime ? .time : .number
    }
  }

  /// Years, days and eras; some programs write the letters of their own language.
  private static let dayLetters: Set<Character> = ["y", "d", "e", "j", "t", "a"]
}

/// The number formats of a workbook, by the place that cells name.
struct NumberStyles {
  private var styles: [NumberStyle] = []

  private static let stylesMax = 100_000

  init() {}

  subscript(place: Int) -> NumberStyle {
    place >= 0 && place < styles.count ? styles[place] : .number
  }

  /// Reads the part of styles.
  init(_ part: PartReader) throws(SheetProblem) {
    let names = (
      formats: SheetXML.Name("numFmts"), format: SheetXML.Name("numFmt"),
      id: SheetXML.Name("numFmtId"), code: SheetXML.Name("formatCode"),
      cells: SheetXML.Name("cellXfs"), cell: SheetXML.Name("xf")
    )
    var xml = SheetXML(part)
    var own: [Int: NumberStyle] = [:]
    var section: SheetXML.Name?
    while true {
      switch try xml.next() {
      case .done: return
      case .start(let name):
        if name == names.formats || name == names.cells {
          section = name
        } else if name == names.format, section == names.formats {
          if let id = xml.number(names.id), let code = xml.text(names.code) {
            own[id] = NumberStyle(code: code)
          }
        } else if name == names.cell, section == names.cells {
          guard styles.count < Self.stylesMax else { throw .tooLarge }
          let id = xml.number(names.id) ?? 0
          styles.append(own[id] ?? NumberStyle(builtIn: id))
        }
      case .end(let name): if name == section { section = nil }
      default: break
      }
    }
  }
}
