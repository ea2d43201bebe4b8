import Documents
import Domain

// Reading without a ledger, to be timed from outside as one process. A program of its own: the
// libraries for letters on paper take as long to start with as some hundred invoices to read.
//
// dunlin-read JOBS PATH    reads a file or a folder to all facts, once, and prints how many
//                          documents and bank lines there were

guard CommandLine.arguments.count == 3, let jobs = Int(CommandLine.arguments[1]), jobs > 0 else {
  preconditionFailure("usage: dunlin-read JOBS PATH")
}
let reader = BatchReader(
  jobs: jobs, makeReader: { DocumentReader(business: .unnamed) },
  read: { reader, paths in
    var sum = (documents: 0, lines: 0)
    for path in paths {
      for file in reader.readAll(path: path) {
        sum.documents += file.records.count
        for statement in file.statements { sum.lines += statement.lines.count }
      }
    }
    return sum
  })
var sum = (documents: 0, lines: 0)
reader.read(SourceFolder([CommandLine.arguments[2]]).files) { batches in
  while let batch = batches.next() {
    for found in batch {
      sum.documents += found.documents
      sum.lines += found.lines
    }
  }
}
print("\(sum.documents) documents, \(sum.lines) bank lines")
