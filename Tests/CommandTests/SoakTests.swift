import Domain
import Foundation
import Support
import Testing

/// How long the program is used: some seconds in the tests, an hour by `Scripts/soak`.
private let soakSeconds =
  ProcessInfo.processInfo.environment["DUNLIN_SOAK_SECONDS"].flatMap { Double($0) } ?? 10

@Test("used at random by its commands, crashed, restored and by two at once, nothing is lost")
func usedAtRandom() throws {
  let seed = UInt64(ProcessInfo.processInfo.environment["DUNLIN_SEED"] ?? "") ?? 2_026
  let end = ContinuousClock.now + .seconds(soakSeconds)
  var tally = SoakTally()
  var book: UInt64 = 0
  repeat {
    let soak = try Soak(seed: seed &+ book)
    defer { soak.program.remove() }
    try soak.use(until: end)
    tally += soak.tally
    book += 1
  } while ContinuousClock.now < end && tally.wrong == 0
  print("soak: seed \(seed), \(book) books, \(tally)")
  #expect(tally.wrong == 0)
  #expect(tally.commands > 0 && tally.answers > 0)
}

/// One book in use. Each step does something and tells the diary; the answers of the program are
/// compared with those of the diary's model.
private final class Soak {
  let program: Program
  private(set) var tally = SoakTally()
  private let seed: UInt64
  private var random: Seeded
  private var diary: Diary
  private var dropped: [[Diary.Dated]] = []
  private var backup: (file: String, diary: Diary)?
  private var step = 0
  private var lastNumber = 0

  private static let clients = ["Amsel", "Buchfink", "Corvin", "Drossel", "Eule"]
  private static let steps = 60

  init(seed: UInt64) throws {
    self.seed = seed
    random = Seeded(seed)
    diary = Diary(today: Day(iso: "2026-01-12")!)
    program = try Program()
    try program.write("", to: "in/.keep")
    #expect(try program("init", "book").status == 0)
    try program.write(SoakPolicy.yaml, to: "book/dunlin.yaml")
  }

  func use(until end: ContinuousClock.Instant) throws {
    try drop()
    while step < Self.steps, ContinuousClock.now < end, tally.wrong == 0 {
      step += 1
      diary.today = diary.today + pick(0...2)
      switch pick(0...19) {
      case 0...4: try drop()
      case 5...9: try record()
      case 10: try settle()
      case 11...14: try chase()
      case 15...16: try ask(asOf: diary.today - pick(0...40))
      case 17: try backUp()
      case 18: try restore()
      default: try takeBack()
      }
      try ask(asOf: diary.today)
      if pick(0...3) == 0 { try check() }
    }
    try check()
  }

  // MARK: - What is done

  private func drop() throws {
    for _ in 0..<pick(1...2) {
      let isBank = pick(0...1) == 1 && !diary.numbers.isEmpty
      let file = isBank ? bankFile() : registerFile()
      dropped.append(file.facts)
      try program.write(file.text, to: "in/\(String(10_000 + dropped.count)).csv")
    }
    try act(["import", "in"])
    catchUp()
  }

  /// The diary knows of every file in the folder.
  private func catchUp() {
    for file in dropped[diary.files...] { diary.take(file: file) }
  }

  private func registerFile() -> (text: String, facts: [Diary.Dated]) {
    var text = "number,client_id,client,date,due,total,currency,country,language,email\n"
    var facts: [Diary.Dated] = []
    for _ in 0..<pick(1...3) {
      lastNumber += 1
      let number = "R-2026-\(String(10_000 + lastNumber))"
      let client = Self.clients[pick(0...4)]
      let issued = diary.today - pick(0...25)
      let due = issued + [7, 14, 30][pick(0...2)]
      let cents = Int64(pick(1...400_000))
      text +=
        "\(number),\(client),\(client) GmbH,\(issued),\(due),\(plain(cents)),EUR,DE,en,a@b.example\n"
      facts.append(
        (issued, .invoice(number, client: client, due: due, cents: cents, discountDays: nil)))
    }
    return (text, facts)
  }

  private func bankFile() -> (text: String, facts: [Diary.Dated]) {
    var text = """
      "Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",\
      "Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"

      """
    var facts: [Diary.Dated] = []
    for _ in 0..<pick(1...4) {
      lastNumber += 1
      let (line, number) = (lastNumber, anInvoice())
      guard let invoice = diary.invoices[number] else { continue }
      let isNameless = pick(0...4) == 0
      let day = invoice.issued + pick(0...max(0, diary.today - invoice.issued))
      let cents = pick(0...1) == 0 ? invoice.cents : Int64(pick(1...400_000))
      let (payer, words) =
        isNameless
        ? ("Somebody \(line)", "thanks \(line)")
        : ("\(invoice.client) GmbH", "Invoice \(number) booking \(line)")
      text +=
        "\(day),\(day),\"\(payer)\",,\"Credit Transfer\",\"\(words)\",Main,\(plain(cents)),,,\n"
      facts.append(
        (
          day,
          isNameless
            ? .nameless(line: line, cents: cents)
            : .money(line: line, number: number, cents: cents)
        ))
    }
    return (text, facts)
  }

  private func record() throws {
    guard !diary.numbers.isEmpty else { return }
    let number = anInvoice()
    let open = diary.model(asOf: diary.today).openItems[number] ?? 0
    let part = open > 0 ? Int64.random(in: 1...open, using: &random) : 0
    let until = diary.today + pick(1...12)
    switch pick(0...9) {
    case 0...2:
      let cents = Int64(pick(1...200_000))
      try say("payment", number, ["--amount", plain(cents)]) {
        $0.take(.payment(number: number, cents: cents), on: $0.today)
      }
    case 3 where open > 0:
      try say("goodwill", number, ["--amount", plain(part)]) {
        $0.take(.goodwill(number: number, cents: part), on: $0.today)
      }
    case 4 where open > 0:
      try say("write-off", number, ["--amount", plain(part)]) {
        $0.take(.writeOff(number: number, cents: part), on: $0.today)
      }
    case 5 where open > 0:
      try say("promise", number, ["--by", "\(until)"]) { $0.promise(number, by: until) }
    case 6 where open > 0: try say("dispute", number, []) { $0.dispute(number) }
    case 7 where open > 0:
      try say("hold", number, ["--by", "\(until)"]) { $0.hold(number, to: until) }
    case 8 where open > 0 && pick(0...3) == 0:
      try say("void", number, []) { $0.take(.void(number: number), on: $0.today) }
    case 8 where diary.mustBeLeftAlone(number):
      try say("release", number, []) { $0.release(number) }
    default: try say("note", number, ["--note", "step \(step)"]) { _ in }
    }
  }

  private func say(
    _ kind: String, _ number: String, _ more: [String], _ note: (inout Diary) -> Void
  ) throws {
    let words = ["record", kind, number] + more
    guard diary.isNew(words) else { return }
    try act(words)
    note(&diary)
  }

  /// Says what a nameless line pays, or takes that back.
  private func settle() throws {
    guard let line = diary.nameless.keys.sorted().randomElement(using: &random) else { return }
    let isSettled = diary.nameless[line] == true
    if isSettled {
      guard let id = settled[line] else { return }
      try act(["match", id, "--undo"])
      diary.take(.unsettled(line: line), on: diary.today)
      return
    }
    let rows = table(try run(["match", "--format", "csv"]).out)
    guard let id = rows.first(where: { $0["text"] == "thanks \(line)" })?["line"] else {
      return wrong("line \(line) is not among the unmatched")
    }
    let number = anInvoice()
    try act(["match", id, number])
    settled[line] = id
    diary.take(.settled(line: line, number: number), on: diary.today)
  }

  /// The program's numbers of settled lines.
  private var settled: [Int: String] = [:]

  private func chase() throws {
    let planned = try notices(["chase", "--dry-run", "--format", "json"])
    for complaint in diary.complaints(about: planned) { wrong(complaint) }
    try act(pick(0...4) == 0 ? ["run", "in"] : ["chase"])
    let rest = try notices(["chase", "--dry-run", "--format", "json"])
    if !rest.isEmpty { wrong("letters are due again after a chase: \(rest)") }
    let files = program.files(in: "book/Letters")
    for notice in planned {
      diary.wrote(to: notice.client, level: notice.level)
      let name = "\(diary.today) \(notice.client.lowercased())-gmbh EUR"
      let texts = files.filter { $0.hasPrefix(name) && $0.hasSuffix(".txt") }
      let total = grouped(notice.total) + " EUR"
      let isThere = try texts.contains {
        try program.text(of: "book/Letters/\($0)").contains(total)
      }
      if !isThere { wrong("no letter to \(notice.client) about \(total) in \(files)") }
    }
    tally.letters += planned.count
  }

  private func backUp() throws {
    let file = "backup-\(step).sqlite"
    try? FileManager.default.removeItem(at: program.folder.appendingPathComponent(file))
    #expect(try run(["backup", file]).status == 0)
    backup = (file, diary)
    tally.backups += 1
  }

  /// The disk is gone; the backup is not, nor are the files that were dropped.
  private func restore() throws {
    guard let backup else { return }
    let folder = program.folder
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(
        at: folder.appendingPathComponent("book/book.sqlite\(suffix)"))
    }
    try FileManager.default.copyItem(
      at: folder.appendingPathComponent(backup.file),
      to: folder.appendingPathComponent("book/book.sqlite"))
    let today = diary.today
    diary = backup.diary
    diary.today = today
    try act(["import", "in"])
    catchUp()
    tally.restored += 1
  }

  /// Takes the last import back, if nothing was built on it, and imports the folder once more.
  private func takeBack() throws {
    let rows = table(try run(["import", "--list", "--format", "csv"]).out)
    guard let last = rows.last(where: { $0["taken_back"] == "" })?["import"] else { return }
    let undo = try run(["undo", last])
    guard undo.status == 0 else { return }
    tally.undone += 1
    try act(["import", "in"])
  }

  // MARK: - What is compared

  private func ask(asOf day: Day) throws {
    let model = diary.model(asOf: day)
    let options = ["--as-of", "\(day)", "--book", "book"]
    let items = table(
      try ran(["forecast", "--per-invoice", "--format", "csv", "--months", "1"] + options).out)
    let open = Dictionary(
      items.map { ($0["invoice_id"] ?? "", $0["open"] ?? "") }, uniquingKeysWith: { $0 + $1 })
    let expected = model.openItems.mapValues(plain)
    if open != expected { wrong("open as of \(day): \(open) instead of \(expected)") }
    let ageing = table(try ran(["ageing", "--format", "csv"] + options).out)
    for client in Self.clients {
      let row = ageing.first { $0["client_id"] == client }
      let kept = row?["on_account"] ?? "0.00"
      if kept != plain(model.onAccount(of: client)) {
        wrong("on account of \(client) as of \(day): \(kept), not \(model.onAccount(of: client))")
      }
    }
    tally.answers += 1
  }

  private func check() throws {
    let check = try run(["check"])
    if check.status != 0 { wrong("check: \(check.err)") }
  }

  private func notices(_ command: [String]) throws -> [Diary.Notice] {
    let object = try JSONSerialization.jsonObject(with: Data(run(command).out.utf8))
    let list = (object as? [String: Any])?["notices"] as? [[String: Any]]
    guard let list else { throw CocoaError(.coderReadCorrupt) }
    return list.map { entry in
      let lines = entry["invoices"] as? [[String: Any]] ?? []
      return Diary.Notice(
        client: entry["client"] as? String ?? "", level: entry["level"] as? Int ?? 0,
        total: cents(entry["total"]),
        lines: lines.map {
          ($0["number"] as? String ?? "", cents($0["open"]), $0["days_overdue"] as? Int ?? 0)
        })
    }
  }

  private func wrong(_ what: String) {
    tally.wrong += 1
    let plan = (try? run(["chase", "--dry-run"]))?.out ?? ""
    Issue.record("seed \(seed), step \(step): \(what)\n\(plan)\n\(diary.lastLetter)")
  }

  // MARK: - How it is run

  /// Carries a command out: now and then it is killed and given once more, or two people give it
  /// at the same time.
  private func act(_ arguments: [String]) throws {
    let command = arguments + ["--book", "book", "--as-of", "\(diary.today)"]
    switch pick(0...9) {
    case 0...1:
      let process = try program.start(command)
      usleep(UInt32(pick(0...150_000)))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      tally.killed += process.terminationReason == .uncaughtSignal ? 1 : 0
    case 2:
      // One of the two may be told that the other one is writing, and to come again.
      let process = try program.start(command)
      let result = try ran(command)
      process.waitUntilExit()
      let isBusy = result.status == 2 && result.err.contains("another program is writing")
      if !isBusy { expectDone(result, command) }
      if ![0, 2].contains(process.terminationStatus) {
        wrong("\(command) of two: \(process.terminationStatus)")
      }
      tally.together += 1
    default: break
    }
    try expectDone(ran(command), command)
  }

  private func expectDone(_ result: Program.Result, _ command: [String]) {
    if result.status != 0 {
      wrong("\(command.joined(separator: " ")): \(result.status) \(result.err)")
    }
  }

  private func run(_ arguments: [String]) throws -> Program.Result {
    try ran(arguments + ["--book", "book", "--as-of", "\(diary.today)"])
  }

  private func ran(_ command: [String]) throws -> Program.Result {
    tally.commands += 1
    return try program.run(command)
  }

  private func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private func anInvoice() -> String { diary.numbers[pick(0...diary.numbers.count - 1)] }
}

private func plain(_ cents: Int64) -> String {
  Money(minorUnits: cents, currency: .euro).plain
}

/// `1,234.50`, as English letters write it.
private func grouped(_ cents: Int64) -> String {
  var digits = plain(cents)
  var place = digits.count - 6
  while place > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
    place -= 3
  }
  return digits
}

private func cents(_ value: Any?) -> Int64 {
  Int64((value as? String ?? "").replacing(".", with: "")) ?? -1
}

/// The rows of a CSV text without quotes, by their column.
private func table(_ text: String) -> [[String: String]] {
  let lines = text.split(whereSeparator: \.isNewline)
    .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  guard let header = lines.first else { return [] }
  return lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { $1 }) }
}
