import Documents
import Domain
import LedgerStore
import Settings
import Validation

extension Book {
  /// Reads files and takes them into the ledger; in a dry run the ledger is as before.
  package func importFiles(
    _ request: ImportRequest, progress: JobProgress = JobProgress(),
    notes: Note.Sink = { _ in }
  ) throws -> Imported {
    let rows = request.listsDocuments ? DocumentRows() : nil
    func run() throws -> Import.Summary {
      try take(request, progress: progress, rows: rows, notes: notes)
    }
    let summary = request.isDryRun ? try ledger.withoutEffect(run) : try run()
    return Imported(summary: summary, documents: rows?.csv, isDryRun: request.isDryRun)
  }

  /// The same, with the effect that it has.
  func take(
    _ request: ImportRequest, progress: JobProgress, rows: DocumentRows? = nil,
    notes: Note.Sink
  ) throws -> Import.Summary {
    let found = SourceFolder(request.paths, mappings: settings.mappings)
    Self.tellPassedOver(found, notes)
    var keeper: Originals.Keeper?
    if folder != nil && !request.isDryRun {
      keeper = try originals.keeper(fileCount: found.files.count, day: request.asOf)
    }
    progress.begin(found.files.count)
    var work = ImportWork(
      reader: reader(for: request, progress, keeper), keeper: keeper, progress: progress,
      rules: try rules(for: request, rows))
    do {
      try work.take(found.files, into: ledger)
      if let number = work.summary.number { try warn(number, asOf: request.asOf, notes) }
    } catch {
      guard folder != nil && !request.isDryRun && work.doneCount > 0 else {
        guard error is ImportWork.Stopped else { throw error }
        throw Failure.interrupted("nothing was imported", "Nothing was changed.")
      }
      throw try Failure(partialImport: error, work.doneCount, of: found.files.count)
    }
    var summary = work.summary
    let pictures = summary.dropPictures(among: found.files)
    if pictures > 0 { notes(.pictures(pictures)) }
    if let number = summary.number {
      summary.faults += try ledger.doubtfulReferences(import: number)
    }
    for list in summary.lists {
      for (stated, booked) in try ledger.openDifferences(of: list, asOf: request.asOf) {
        notes(.openDiffers(path: list.path, stated: stated, booked: booked))
      }
    }
    return summary
  }

  /// The most files that are named one by one.
  private static let unreadMax = 50

  private static func tellPassedOver(_ found: SourceFolder, _ notes: Note.Sink) {
    for path in found.unread.prefix(unreadMax) {
      let (kind, remedy) = DocumentReader.unreadKind(path)
      notes(.unreadFile(path, kind: kind, remedy: remedy))
    }
    let others = found.passedOver - min(found.unread.count, unreadMax)
    if others > 0 { notes(.skippedFiles(others)) }
  }

  private func reader(
    for request: ImportRequest, _ progress: JobProgress, _ keeper: Originals.Keeper?
  ) -> ImportWork.Reader {
    let (business, mappings) = (settings.business, settings.mappings)
    let judge: (@Sendable (XMLTree) -> Verdict)? = request.isValidating ? verdict : nil
    return BatchReader(
      jobs: request.threads,
      makeReader: { [keeper] in
        KeepingReader(keeper?.basket()) { keep in
          DocumentReader(
            business: business, dateOrder: request.dateOrder, decimalMark: request.decimalMark,
            mappings: mappings, judge: judge, keep: keep)
        }
      },
      read: { reader, paths in
        defer { progress.step(paths.count) }
        return reader.read(paths, unless: { progress.isStopped() })
      })
  }

  private func rules(for request: ImportRequest, _ rows: DocumentRows?) throws -> Import {
    let agreed = try ledger.agreedTermDays(asOf: request.asOf)
    var rules = Import(
      day: request.asOf, business: settings.business,
      termDays: { party in
        settings.termDays(party) ?? agreed[party.name]
          ?? party.keys.lazy.compactMap { agreed[$0.value] }.first
      }, onRecord: rows.map { rows in { rows.add($0) } },
      onRefusal: { rows?.add($0, $1) })
    rules.isByHand = request.isByHand
    rules.client = request.client
    return rules
  }
}

extension Import.Summary {
  /// Drops the faults of PDFs that could not be read where the XML of the same name beside them
  /// was: they are pictures of it. Returns the number of these PDFs.
  fileprivate mutating func dropPictures(among files: [String]) -> Int {
    let faulty = faults.filter { $0.code == .filePDF && $0.file.lowercased().hasSuffix(".pdf") }
    guard !faulty.isEmpty else { return 0 }
    func xmlPath(_ path: String) -> String { path.lowercased().dropLast(4) + ".xml" }
    let refused = Set(faults.filter { $0.gravity == .refused }.map { $0.file.lowercased() })
    let documents = Set(files.map { $0.lowercased() }).subtracting(refused)
    let known = Set(faulty.map(\.file).filter { documents.contains(xmlPath($0)) })
    faults.removeAll { $0.code == .filePDF && known.contains($0.file) }
    self.refused -= known.count
    return known.count
  }
}

@Sendable private func verdict(_ tree: XMLTree) -> Verdict {
  RuleBook.en16931(for: tree).judge(tree).verdict
}

extension Failure {
  /// An import that ended when only some of its files were in, and why.
  fileprivate init(partialImport error: any Error, _ count: Int, of files: Int) throws {
    let done = "\(count) of \(files) files were imported, and nothing of the others"
    let remedy = "Import again to go on; what is there already is not taken twice."
    switch error {
    case is ImportWork.Stopped: self = .interrupted(done, remedy)
    case Ledger.Problem.failed(let reason) where count < files:
      self = .unwritable(reason, done, remedy)
    case let failure as Originals.Unwritable where count < files:
      self = .unwritable(failure.reason, done, remedy)
    default: throw error
    }
  }

  private static func unwritable(
    _ reason: String, _ done: String, _ remedy: String
  ) -> Failure {
    Failure(
      "the book could not be read or written: \(reason); \(done)",
      "Check the space left on the disk and the folder's permissions. " + remedy)
  }

  /// `done` says what was done until then.
  fileprivate static func interrupted(_ done: String, _ remedy: String) -> Failure {
    Failure("interrupted; \(done)", remedy, isInterruption: true)
  }
}
