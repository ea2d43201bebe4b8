import Documents
import Domain

/// Reading without a ledger, to be timed from outside as one process.
struct ReadingBench {
  private let jobs: Int

  init(jobs: Int) {
    self.jobs = jobs
  }

  /// Reads all files of a folder, or one file, to all facts; prints how many documents and bank
  /// lines there were.
  func read(_ path: String) {
    var documents = 0
    var lines = 0
    let reader = BatchReader<(Int, Int)>(
      jobs: jobs, makeReader: { DocumentReader(house: .unnamed) },
      read: { reader, path in
        let files = reader.readAll(path: path)
        return (
          files.map(\.records.count).reduce(0, +),
          files.flatMap(\.statements).map(\.lines.count).reduce(0, +)
        )
      })
    reader.read(SourceFolder([path]).files) { batches in
      while let batch = batches.next() {
        for found in batch {
          documents += found.0
          lines += found.1
        }
      }
    }
    print("\(documents) documents, \(lines) bank lines")
  }
}
